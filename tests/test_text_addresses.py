"""Web addresses are the same for Python, for DuckDB, and on pages."""

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief_fixture import brief_of
from egregora.offline.digest import write_digest
from egregora.periods.briefs import Link
from egregora.posts.files import cleaner_for_brief
from egregora.posts.render import render_post
from egregora.storage import rows_of
from egregora.text.addresses import (
    find_addresses,
    is_address,
    with_scheme,
    without_scheme,
)
from egregora.text.columns import drop_non_words, urls_of
from egregora.text.markdown import line, short_address
from egregora.text.plain import without_addresses
from one_member import guard_of_one
from test_links import ADDRESSES_IN_TEXT


def found_by_duckdb(text):
    table = ibis.memtable({"text": [text]}, schema={"text": "string"})
    (row,) = rows_of(table.select(urls=urls_of(table.text)))
    return row["urls"]


@pytest.mark.parametrize(("text", "urls"), ADDRESSES_IN_TEXT)
def test_python_finds_what_the_table_says(text, urls):
    assert find_addresses(text) == urls


PIECES = (
    *("https://", "HTTP://", "www.", "a.org", "é", "次", "ş", "_", "/b", "?x=1#y"),
    *("(", ")", "[", "]", "[phone]", ".", ",", "…", "»", " ", "\n", "\u00a0", "\u200e"),
    *("😀", "❤️", "☎", "→", "№", "℡", "①", "\ufeff", "-", "*", "\\", '"', "%20", "٣"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_python_and_duckdb_find_the_same(text):
    assert find_addresses(text) == found_by_duckdb(text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=12))
def test_python_and_duckdb_end_an_address_at_the_same_character(after):
    text = f"https://a.org/b{after}".replace("\x00", "")
    assert find_addresses(text) == found_by_duckdb(text)


@pytest.mark.parametrize(
    "text", ["oi www.a.org/b tchau", "https:// e www. só", "(http://a.org) [phone]"]
)
def test_words_of_addresses_are_no_words_in_either(text):
    table = ibis.memtable({"text": [text]}, schema={"text": "string"})
    (row,) = rows_of(table.select(left=drop_non_words(table.text)))
    assert row["left"].split() == without_addresses(text).split()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("https://a.org", True),
        ("www.a.org", False),
        ("https://a.org b", False),
        ("javascript://a.org", False),
        ("https://a.org/<b>", False),
    ],
)
def test_a_website_is_one_whole_address(text, whole):
    assert is_address(text) is whole


def test_addresses_gain_and_lose_their_scheme():
    assert with_scheme("WWW.a.org/b") == "https://WWW.a.org/b"
    assert with_scheme("http://a.org") == "http://a.org"
    # What is no address gains nothing.
    assert with_scheme("javascript:alert(1)") == "javascript:alert(1)"
    assert without_scheme("https://www.a.org/b") == "a.org/b"
    assert short_address("www.folha.com.br/a?b=c") == "folha.com.br/a"


def test_an_address_without_a_scheme_is_a_link_on_a_page():
    assert line("olha www.folha.com.br hoje.") == (
        "olha [folha.com.br](https://www.folha.com.br) hoje."
    )


def test_an_address_without_a_scheme_is_listed_as_a_link_and_no_title():
    said = [
        ("2025-03-03 09:00", "Ana", "olha www.folha.com.br hoje"),
        ("2025-03-03 09:01", "Beto", "vi no www.folha.com.br que vai chover"),
        ("2025-03-03 09:02", "Caio", "www.folha.com.br fala de chuva"),
        ("2025-03-03 09:03", "Ana", "vi no www.folha.com.br que a chuva vem"),
    ]
    shared = Link("www.folha.com.br", "folha.com.br", None, None, "id1")
    brief = brief_of(*said, links=[shared])
    answer = write_digest(brief)
    assert "folha" not in answer["title"] + " ".join(answer["tags"])
    clean = cleaner_for_brief(guard_of_one(), brief)
    made = render_post(answer, brief, brief.digest, "offline", clean)
    assert "](https://www.folha.com.br)" in made.text
    assert "www.folha" not in made.text.replace("https://www.folha", "")
