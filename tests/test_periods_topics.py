"""Topics recur over the periods of a group, and a new week renames none."""

from collections import Counter

import pytest

from brief_fixture import sample
from conversation import ANA, BIA, CAIO, members, said
from egregora.offline.digest import write_digest
from egregora.periods.topics import topic_labels, topic_words, topics_of_word
from test_periods import briefs

FOOD = ("quem traz o bolo?", "eu levo o queijo e a receita", "que bolo, que receita!")
PETS = ("o gato sumiu", "meu gato dormiu aqui, com o cachorro", "viva o gato")


def weekly(*talks):
    days = ("2025-01-06", "2025-01-13", "2025-01-20", "2025-01-27", "2025-02-03")
    return [
        row for day, talk in zip(days, talks, strict=False) for row in said(day, *talk)
    ]


def topics_of(*talks, **given):
    return {
        name: one["topics"] for name, one in briefs(*weekly(*talks), **given).items()
    }


def test_topics_recur():
    found = topics_of(FOOD, PETS, FOOD, PETS, FOOD)
    counts = Counter(topic for one in found.values() for topic in one)
    assert (counts["comida"], counts["bichos"]) == (3, 2)


def test_a_new_week_changes_no_topic_of_an_earlier_one():
    talks = (FOOD, PETS, FOOD, PETS, FOOD)
    whole = topics_of(*talks)
    for count in range(1, len(talks)):
        part = topics_of(*talks[:count])
        assert part == {name: whole[name] for name in part}


def test_topics_are_named_in_the_language_of_the_posts():
    assert topics_of(FOOD, language="en")["2025-W02"] == ["food"]
    assert topics_of(FOOD, language="fi")["2025-W02"] == ["food"]


def test_the_topics_of_a_week_depend_on_no_other():
    talks = (FOOD, PETS, FOOD, PETS, FOOD)
    whole = topics_of(*talks)
    assert topics_of(talks[0]) == {"2025-W02": whole["2025-W02"]}
    without_food = topics_of(("oi", "olá", "oi"), *talks[1:])
    assert {name for name in whole if without_food.get(name) != whole[name]} == {
        "2025-W02"
    }


def test_what_a_week_is_told_by_comes_first():
    """Two topics are named as often; the words of one come in a burst."""
    evenly = ("vi um gato", "nada", "quase nada", "sim", "não") * 3
    burst = ("trouxe queijo", "que queijo bom", "mais queijo")
    assert topics_of((*evenly, *burst))["2025-W02"] == ["comida", "bichos"]


def test_a_brief_offers_all_topics_in_one_language():
    (offered,) = {
        tuple(one["known_topics"]) for one in briefs(*weekly(FOOD, PETS)).values()
    }
    assert offered == tuple(topic_labels("pt").values())


def test_the_tags_of_a_digest_are_the_topics_of_its_period():
    assert write_digest(sample(topics=["comida", "bichos"]))["tags"] == [
        "comida",
        "bichos",
    ]
    assert 0 < len(write_digest(sample())["tags"]) <= 2


def test_people_of_a_group_share_a_topic():
    alone = [{**row, "author": ANA} for row in weekly(FOOD)]
    assert (
        briefs(*alone, who=members({ANA: "a", BIA: "b", CAIO: "c"}))["2025-W02"][
            "topics"
        ]
        == []
    )


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("food", "receitas Bolos recipes quesos Kuchen formaggi gâteaux gateaux"),
        ("party", "festas birthdays fiestas Hochzeiten mariages compleanni"),
        ("travel", "viagens praias hotéis hoteis Koffer voyages valises spiagge"),
        ("pets", "gatos cachorros puppies Vögel Katzen oiseaux gatti"),
        ("home", "vizinhos aluguéis neighbours Nachbarn voisins appartamenti"),
        ("work", "reuniões reunioes meetings reuniones Kollegen ufficio"),
        ("school", "provas exámenes exams Prüfungen leçons lezioni"),
        ("family", "irmãos mães sisters hermanos Schwestern frères fratelli"),
        ("politics", "presidente presidentes eleições elections Wahlen"),
        ("technology", "internet celulares impressoras printers ordinateurs"),
    ],
)
def test_each_form_of_a_word_belongs_to_its_topic(topic, words):
    assert [word for word in words.split() if topic not in topics_of_word(word)] == []


@pytest.mark.parametrize(
    "word",
    [
        "presídio",
        "presidio",
        "internacional",
        "international",
        "presilha",
        "notar",
    ],
)
def test_words_that_only_begin_alike_belong_to_no_topic(word):
    assert topics_of_word(word) == set()


def test_each_word_of_the_lexicon_belongs_to_its_topic():
    missed = [
        (topic, word)
        for topic, by_language in topic_words().items()
        for words in by_language.values()
        for word in words
        if topic not in topics_of_word(word)
        or topic not in topics_of_word(word.upper())
    ]
    assert missed == []
