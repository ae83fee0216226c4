"""In which language a text is, a period, and the pages around the posts."""

import pytest

from egregora.posts.frontmatter import language_in
from egregora.text.language import (
    guess_language,
    habits_of_people,
    identify_language,
    language_of_pages,
    language_of_period,
)

BREAD = "Ninguém lembrou de levar o pão para o churrasco na praça."
RAIN = "It rained all day and nobody wanted to leave the house again."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BREAD, "pt"),
        (RAIN, "en"),
        ("Wir treffen uns heute Abend am Bahnhof, bringt bitte Kuchen mit.", "de"),
        ("Domani sera andiamo tutti insieme a mangiare una pizza in centro.", "it"),
        ("Сегодня вечером мы все вместе идём в кино, а потом гулять.", "ru"),
        # Of little text, one of the languages of most groups.
        ("tudo bem?", "pt"),
        ("", "en"),
        ("123 👍", "en"),
    ],
)
def test_a_text_is_in_its_likeliest_language(text, language):
    assert identify_language(text) == language


def test_a_language_that_is_set_is_that_of_any_text():
    assert identify_language(BREAD, "es") == "es"


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("voce nao vai", "pt"),
        ("what did they say", "en"),
        ("ich weiss nicht", "de"),
        ("el gato esta aqui", "es"),
        ("je ne sais pas", "fr"),
        ("non lo so anche io", "it"),
        # No language has these to itself.
        ("a o me", None),
        ("pizza", None),
        ("", None),
    ],
)
def test_a_message_is_guessed_by_the_words_that_one_language_has(message, language):
    assert guess_language(message.split()) == language


def test_a_period_has_the_language_of_most_of_those_whose_language_is_sure():
    lines = [
        {"author": author, "period": period, "text": text}
        for author, period, text in (
            ("a", "2025-W01", "ok"),
            ("a", "2025-W02", RAIN),
            ("b", "2025-W01", BREAD),
            ("c", "2025-W02", BREAD),
        )
    ]
    habits = habits_of_people(lines)
    assert habits["a"][1] == ("2025-W02", "en", True)
    assert [
        language_of_period(period, people, habits)
        for period, people in (
            ("2025-W01", "ab"),  # nobody knows yet what a speaks
            ("2025-W02", "ab"),  # a wrote most
            ("2025-W02", "abc"),
            ("2025-W02", "d"),
            ("2024-W01", "a"),
        )
    ] == ["pt", "en", "pt", "en", "en"]


@pytest.mark.parametrize(
    ("setting", "heads", "language"),
    [
        ("es", [{"language": "pt"}], "es"),
        ("auto", [{"language": "pt"}, {"language": "en"}, {"language": "pt"}], "pt"),
        ("auto", [{"egregora": {"language": "fr"}}, {"language": 3}], "fr"),
        ("auto", [{"language": "x" * 9}], "pt"),  # from the text
        ("auto", [], "pt"),
    ],
)
def test_the_language_of_the_pages_is_set_or_named_or_seen(setting, heads, language):
    assert language_of_pages(setting, map(language_in, heads), BREAD) == language
