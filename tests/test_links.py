"""Links are found as people share them, and described by what is known of them."""

from datetime import UTC, datetime, timedelta

import ibis
import ibis.expr.types as ir
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egregora.contracts import ANONYMIZED, LINKS
from egregora.links.table import (
    LINK_SCHEMA,
    first_sharer,
    links,
    offline_link_answer,
    requests_for_links,
    shared_links,
    title_of_address,
)
from egregora.llm.validation import find_schema_breach
from egregora.storage import count_valid_rows, rows_of, table_of, write_table
from egregora.text.columns import domain_of, urls_of
from one_member import guard_of_one, said

START = datetime(2025, 3, 9, 12, tzinfo=UTC)  # a Sunday: 2025-W10


@pytest.fixture
def guard():
    return guard_of_one()


def conversation(*messages):
    """Return messages given as (minutes after START, author, text)."""
    rows = [
        said(place, START + timedelta(minutes=minutes), author, text)
        for place, (minutes, author, text) in enumerate(messages)
    ]
    return table_of(rows, ANONYMIZED)


def found_in(text):
    table = ibis.memtable({"text": [text]}, schema={"text": "string"})
    (row,) = rows_of(table.select(urls=urls_of(table.text)))
    return row["urls"]


def shared(*messages, every="week"):
    return rows_of(shared_links(conversation(*messages), every))


ADDRESSES_IN_TEXT = [
    ("see https://a.org/x?y=1&z=2#w now", ["https://a.org/x?y=1&z=2#w"]),
    ("https://a.org.", ["https://a.org"]),
    ("https://a.org/?!", ["https://a.org/"]),
    ("(https://a.org/b)", ["https://a.org/b"]),
    ("https://a.org/b_(c), yes", ["https://a.org/b_(c)"]),
    ("(as https://a.org/b_(c)).", ["https://a.org/b_(c)"]),
    ("*https://a.org/b* ~https://a.org/c~", ["https://a.org/b", "https://a.org/c"]),
    ('"https://a.org/b"', ["https://a.org/b"]),
    ("«https://a.org/b»", ["https://a.org/b"]),
    ("<https://a.org/b>", ["https://a.org/b"]),
    ("[page](https://a.org/b)", ["https://a.org/b"]),
    ("https://a.org/b…", ["https://a.org/b"]),
    ("https://a.org/b。次", ["https://a.org/b。次"]),
    ("https://youtu.be/abc_", ["https://youtu.be/abc_"]),
    ("WWW.Example.COM/A", ["WWW.Example.COM/A"]),
    ("HTTPS://a.org", ["HTTPS://a.org"]),
    ("https://pão.com.br/ção", ["https://pão.com.br/ção"]),
    ("https://пример.рф/путь", ["https://пример.рф/путь"]),
    ("https://a.org😀", ["https://a.org"]),
    ("https://a.org/b\u200e\u2069", ["https://a.org/b"]),
    ("https://a.org/b\u00a0c", ["https://a.org/b"]),
    ("https://a.org/[phone]!", ["https://a.org/[phone]"]),
    ("http://[::1]:80/x", ["http://[::1]:80/x"]),
    # Browsers read a backslash as a slash; another host would follow.
    (r"https://a.org\@evil.org", ["https://a.org"]),
    ("javascript://a.org ftp://a.org file:///a", []),
    ("https:// www. http://. https://-", []),
    ("a.org and user@www", []),
    ("https://a.org\nhttps://b.org", ["https://a.org", "https://b.org"]),
]


@pytest.mark.parametrize(("text", "urls"), ADDRESSES_IN_TEXT)
def test_addresses_are_found_as_written(text, urls):
    assert found_in(text) == urls


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40))
def test_an_address_between_any_words_is_found(before, after):
    text = f"{before} https://example.org/a {after}".replace("\x00", " ")
    assert "https://example.org/a" in found_in(text)


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.A.org:8080/x", "a.org"),
        ("www.a.org", "a.org"),
        ("http://[::1]:80/x", "[::1]"),
        ("https://pão.com.br?x=@b", "pão.com.br"),
    ],
)
def test_the_domain_is_the_host_without_www(url, domain):
    table = ibis.memtable({"url": [url]}, schema={"url": "string"})
    assert rows_of(table.select(domain=domain_of(table.url))) == [{"domain": domain}]


def test_each_link_is_one_row_in_the_order_of_the_conversation():
    rows = shared(
        (0, "a", "https://b.org and https://a.org"),
        (1, "b", "nothing here"),
        (2, "b", "https://c.org https://b.org https://b.org"),
    )
    assert [(row["url"], row["position"]) for row in rows] == [
        ("https://a.org", 0),
        ("https://b.org", 0),
        ("https://c.org", 20),
    ]
    assert {row["period"] for row in rows} == {"2025-W10"}


def test_the_expression_is_not_executed():
    expression = shared_links(conversation((0, "a", "https://a.org")), "day")
    assert isinstance(expression, ir.Table)
    assert expression.op().__class__.__name__ == "Sort"


def test_the_most_shared_and_most_discussed_links_of_a_period_come_first():
    rows = shared(
        (0, "a", "https://quiet.org"),
        (100, "a", "https://discussed.org"),
        (101, "b", "wow"),
        (102, "c", "really"),
        (200, "a", "https://twice.org"),
        (300, "b", "https://twice.org"),
        # The next week begins: Monday.
        (60 * 24, "a", "https://other.org"),
    )
    ranks = {row["url"]: (row["period"], row["rank"]) for row in rows}
    assert ranks == {
        "https://twice.org": ("2025-W10", 0),
        "https://discussed.org": ("2025-W10", 1),
        "https://quiet.org": ("2025-W10", 2),
        "https://other.org": ("2025-W11", 0),
    }


def test_what_is_said_later_changes_no_earlier_period():
    early = [(0, "a", "https://a.org"), (1, "b", "https://b.org"), (2, "c", "nice")]
    # Times go back in real exports, and the night goes on after midnight.
    late = [(12 * 60, "a", "https://a.org"), (12 * 60 + 1, "c", "again https://c.org")]
    before, after = shared(*early), shared(*early, *late)
    assert [row for row in after if row["period"] == "2025-W10"] == before


def test_a_request_shows_the_address_and_what_was_said_around_it():
    rows = shared(
        (0, "a1", "far before"),
        (60, "b2", "what do you bake"),
        (61, "a1", "this https://a.org"),
        (62, "c3", ""),
        (63, "b2", "y" * 5000),
        (64, None, "b2 left"),
    )
    (request,) = requests_for_links(rows, "model", "prompt")
    assert request.data["url"] == "https://a.org"
    assert (
        request.data["messages"]
        == [
            {"text": "what do you bake", "shares_the_link": False},
            {"text": "this https://a.org", "shares_the_link": True},
            {"text": "y" * 400, "shares_the_link": False},
            {"text": "b2 left", "shares_the_link": False},
        ][:3]
    )
    assert request.about == ("a1", "b2")
    assert "a1" not in str(request.data)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (
            "https://pt.wikipedia.org/wiki/P%C3%A3o_de_queijo",
            "Pão de queijo – Wikipedia (pt)",
        ),
        ("https://en.m.wikipedia.org/wiki/Oven_(kiln)", "Oven (kiln) – Wikipedia (en)"),
        ("https://pt.wikipedia.org/wiki/Saci", "Saci – Wikipedia (pt)"),
        ("https://www.wikipedia.org/", "Wikipedia"),
        ("https://youtu.be/dQw4w9WgXcQ", "YouTube"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
        (
            "https://www.google.com/maps/place/Parque+Ibirapuera/@-23,-46,15z",
            "Parque Ibirapuera – Google Maps",
        ),
        ("https://maps.google.com/?q=-23.5,-46.6", "Google Maps"),
        ("https://arxiv.org/pdf/2101.00001v2.pdf", "2101.00001 – arXiv"),
        ("https://github.com/ibis/ibis/pull/12", "ibis/ibis #12 – GitHub"),
        (
            "https://g1.globo.com/sp/2025/03/09/chuva-forte-alaga-ruas.ghtml",
            "Chuva forte alaga ruas – g1.globo.com",
        ),
        ("https://www.amazon.com.br/Livro-Bom/dp/B00ABCD123", "Livro Bom – Amazon"),
        ("https://a.org/files/Regulamento_2025.pdf", "Regulamento 2025 – a.org"),
        (
            "www.panelinha.com.br/receita/bolo-de-fuba",
            "Bolo de fuba – panelinha.com.br",
        ),
        ("https://www.instagram.com/maria.silva.fotos", "Instagram"),
        ("https://bit.ly/3xYzAb", "bit.ly"),
        ("https://a.org/AbCdEfGhI", "a.org"),
        ("https://www.inmet.gov.br/", "inmet.gov.br"),
        ("https://a.org/%FF%FE", "a.org"),
        ("https://[x", "https://[x"),
    ],
)
def test_an_address_tells_a_title(url, title):
    assert title_of_address(url) == title


@given(st.text(max_size=60))
def test_any_address_has_a_title_of_one_short_line(path):
    title = title_of_address(f"https://example.org/{path}")
    assert title
    assert len(title) <= 90
    assert len(title.splitlines()) == 1


def test_links_are_described_by_their_answers_or_else_by_their_address(guard, tmp_path):
    rows = shared((0, "a", "https://a.org/bolo-de-milho https://b.org"))
    answers = {"https://b.org": {"title": " The\nB ", "description": "x " * 600}}
    table = links(rows, answers, "gemini-x", guard)
    assert write_table(table, tmp_path / "links.parquet", LINKS) == 2
    assert count_valid_rows(tmp_path / "links.parquet", LINKS) == 2
    first, second = rows_of(table)
    assert first["title"] == "Bolo de milho – a.org"
    assert (first["description"], first["model"]) == (None, "offline")
    assert (second["title"], second["model"]) == ("The B", "gemini-x")
    assert len(second["description"]) <= 400
    assert {first["fetched_at"], second["fetched_at"]} == {None}


PAGE = {
    "title": "Bolo de milho da Marina Duarte",
    "description": "Receita.\nLigue +55 11 98765-4321",
    "text": "Bata tudo. " * 900,
    "fetched_at": "2026-11-23T03:00:00+00:00",
}


def test_a_page_that_was_read_is_shown_as_data_and_shortened():
    rows = shared((0, "a1", "https://a.org https://b.org"), (1, "b2", "yum"))
    pages = {"https://b.org": PAGE}
    first, second = requests_for_links(rows, "model", "prompt", pages)
    assert "page" not in first.data
    assert first == requests_for_links(rows, "model", "prompt")[0]
    assert second.data["page"]["title"] == "Bolo de milho da Marina Duarte"
    assert 2900 < len(second.data["page"]["text"]) <= 3000
    assert "fetched_at" not in second.data["page"]
    assert [first_sharer(row) for row in rows] == [("a1",), ("a1",)]


def test_without_a_model_a_page_that_was_read_speaks_for_itself(guard, tmp_path):
    rows = shared((0, "a", "https://a.org/bolo-de-milho https://b.org"))
    table = links(rows, {}, "offline", guard, {"https://b.org": PAGE})
    assert write_table(table, tmp_path / "links.parquet", LINKS) == 2
    first, second = rows_of(table)
    assert (first["title"], first["fetched_at"]) == ("Bolo de milho – a.org", None)
    assert second["title"] == "Bolo de milho da @otter"
    assert second["description"] == "Receita. Ligue [phone]"
    assert second["fetched_at"].isoformat() == PAGE["fetched_at"]
    assert second["model"] == "offline"


@pytest.mark.parametrize("empty", [None, " ", "\u200b"])
def test_a_page_without_a_title_has_the_one_of_its_address(guard, empty):
    rows = shared((0, "a", "https://a.org/bolo-de-milho"))
    page = PAGE | {"title": empty, "description": empty}
    (row,) = rows_of(links(rows, {}, "offline", guard, {rows[0]["url"]: page}))
    assert (row["title"], row["description"]) == ("Bolo de milho – a.org", None)


def test_no_name_number_or_invented_address_gets_through(guard):
    rows = shared((0, "a", "https://a.org/bolo-da-Marina-Duarte https://b.org"))
    answers = {
        "https://b.org": {
            "title": "Marina calls +55 11 98765-4321",
            "description": "Duarte at m@d.org, https://b.org, https://evil.org/x",
        }
    }
    first, second = rows_of(links(rows, answers, "gemini-x", guard))
    told = " ".join([first["title"], second["title"], second["description"]])
    assert "https://b.org" in told
    for hidden in ("Marina", "Duarte", "98765", "m@d.org", "evil"):
        assert hidden not in told


def test_a_conversation_without_links_has_an_empty_table(guard, tmp_path):
    rows = shared((0, "a", "hello"))
    table = links(rows, {}, "offline", guard)
    assert write_table(table, tmp_path / "links.parquet", LINKS) == 0


def test_the_offline_answer_fits_the_schema():
    assert (
        find_schema_breach(offline_link_answer({"url": "https://a.org"}), LINK_SCHEMA)
        is None
    )
