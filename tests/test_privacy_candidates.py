"""Words that may be names are shown to the owner, with a line for the settings."""

import stat

import pytest
import yaml

from egregora.privacy.candidates import Candidate, candidates
from egregora.privacy.people_page import (
    line_for_settings,
    people_page,
    write_people_page,
)

NAMES = ["Alexandra Quintela", "Wolfgang Amsel", "Gérson Brandt"]
ALIASES = ["Merry Trogon"]
HOSTILE = "</code><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        # The beginning of one person's name.
        (["ontem a Alexa ligou"], [("Alexa", "Alexandra Quintela")]),
        (["gestern kam Wolfi vorbei"], [("Wolfi", "Wolfgang Amsel")]),
        # Used as names are, in several languages.
        (["oi Tibúrcia!", "a Tibúrcia sabe"], [("Tibúrcia", None)]),
        (["hey Zedrika, come", "ask Zedrika"], [("Zedrika", None)]),
        (["gracias Ximelda", "con Ximelda"], [("Ximelda", None)]),
        (["привет Зюмбика", "там Зюмбика"], [("Зюмбика", None)]),
        # Only at the beginning of sentences, ordinary, in small letters too, an alias.
        (["Tibúrcia", "Tibúrcia"], []),
        (["o Sol e a Lua", "o Sol e a Lua"], []),
        (["a Zumba", "a Zumba", "faz zumba"], []),
        (["com Merry Trogon", "oi Merry Trogon"], []),
        (["veja https://a.example/Zedrika", "veja https://a.example/Zedrika"], []),
        # Known already.
        (["oi Gérson", "o Gérson"], []),
    ],
)
def test_words_that_may_be_names_are_found_in_any_language(texts, found):
    shown = [(one.form, one.whose) for one in candidates(texts, NAMES, ALIASES)]
    assert shown == found


def test_the_most_used_come_first_with_a_few_lines_each():
    texts = [f"vi a Tibúrcia no dia {n}" for n in range(9)] + ["a Zedrika"] * 2
    first, second = candidates(texts, NAMES, ALIASES)
    assert (first.form, first.uses, len(first.lines)) == ("Tibúrcia", 9, 3)
    assert (second.form, second.uses, len(second.lines)) == ("Zedrika", 2, 1)


@pytest.mark.parametrize(
    ("form", "whose"), [("No", None), ("Lexi", 'A "B": {c}'), ("#x", "João")]
)
def test_the_line_for_the_settings_reads_back_as_it_is_meant(form, whose):
    line = line_for_settings(Candidate(form, 2, whose, ()))
    assert yaml.safe_load(line) == {"privacy": {"names": {form: whose}}}


def test_nothing_of_the_chat_is_markup_on_the_page():
    person = {"author_name": HOSTILE, "alias": HOSTILE, "opted_out": True}
    page = people_page([person], [Candidate(HOSTILE, 1, HOSTILE, (HOSTILE,))])
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 6


def test_only_the_owner_may_read_the_page(tmp_path):
    page = tmp_path / "people.html"
    write_people_page([], [], str(page))
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "None." in page.read_text(encoding="utf-8")
