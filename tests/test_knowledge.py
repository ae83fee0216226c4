"""Chunks: where they begin and end, what they hold, and what does not change them."""

import ibis.expr.types as ir
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation import (
    ANA,
    BIA,
    CAIO,
    PEOPLE,
    enriched,
    members,
    message,
    said,
    weeks,
)
from egregora.contracts import KNOWLEDGE
from egregora.knowledge.chunks import (
    MAX_PERIODS_WITH_TERM,
    embeddings,
    knowledge,
    split_chunks,
)
from egregora.storage import rows_of, write_table

LONG = "uma conversa comprida sobre a viagem de ônibus até a serra " * 4


def cut(*rows, every="week"):
    found = knowledge(split_chunks(enriched(*rows), members(), every), None, "offline")
    return rows_of(found.order_by(list(KNOWLEDGE.sort)))


def lines(*rows, every="week"):
    return [one["text"].split("\n") for one in cut(*rows, every=every)]


def test_knowledge_is_an_expression_that_nothing_has_executed():
    found = knowledge(split_chunks(enriched(), members(), "week"), None, "offline")
    assert isinstance(found, ir.Table)
    assert rows_of(found) == []


def test_a_chunk_holds_what_people_say_under_their_aliases():
    (chunk,) = cut(
        message("2025-03-05 10:00", ANA, "Olha o João-de-barro!"),
        message("2025-03-05 10:01", None, "Bia entrou", kind="system"),
        message("2025-03-05 10:02", BIA, "", kind="deleted"),
        message("2025-03-05 10:03", CAIO, "que  lindo\nmesmo"),
    )
    assert chunk["period"] == "2025-W10"
    assert chunk["text"] == "lontra: Olha o João-de-barro!\ntuiuiú: que lindo mesmo"
    assert chunk["terms"] == ["barro", "joao", "lindo", "mesmo", "olha"]
    assert chunk["authors"] == [ANA, CAIO]
    assert len(chunk["message_ids"]) == 2
    assert chunk["starts_at"].isoformat() == "2025-03-05T13:00:00+00:00"
    assert chunk["ends_at"].isoformat() == "2025-03-05T13:03:00+00:00"
    assert (chunk["embedding"], chunk["embedder"]) == (None, "offline")


def test_notes_on_links_and_files_are_part_of_a_chunk():
    note = {"url": "http://a.example/x", "title": "Ninhos", "description": None}
    (chunk,) = cut(
        message("2025-03-05 10:00", ANA, "vejam http://a.example/x", link_notes=[note]),
        message("2025-03-05 10:01", BIA, kind="media", media_note="um passarinho"),
        message("2025-03-05 10:02", CAIO, kind="media_omitted"),
    )
    assert chunk["text"].split("\n") == [
        "lontra: vejam http://a.example/x Ninhos",
        "ipê: um passarinho",
    ]
    assert chunk["terms"] == ["ninhos", "passar", "vejam"]


def test_an_address_a_mention_and_a_placeholder_are_no_terms():
    (chunk,) = cut(
        message("2025-03-05 10:00", ANA, "@ipê liga no [phone], ver www.a.example/b")
    )
    assert chunk["terms"] == ["liga"]


def test_a_pause_ends_a_chunk_if_enough_was_said():
    morning = said("2025-03-05", LONG, LONG, hour=9)
    evening = said("2025-03-05", LONG, LONG, hour=20)
    assert [len(one) for one in lines(*morning, *evening)] == [2, 2]


def test_short_sessions_of_a_day_share_a_chunk_and_those_of_two_days_do_not():
    rows = [
        *said("2025-03-05", "bom dia", hour=8),
        *said("2025-03-05", "boa tarde", hour=14),
        *said("2025-03-06", "boa noite", hour=20),
    ]
    assert lines(*rows) == [
        ["lontra: bom dia", "lontra: boa tarde"],
        ["lontra: boa noite"],
    ]


def test_a_chunk_never_lies_across_periods():
    rows = [
        message("2025-03-05 23:59", ANA, "quase amanhã"),
        message("2025-03-06 00:00", BIA, "já é amanhã"),
    ]
    assert [one["period"] for one in cut(*rows, every="day")] == [
        "2025-03-05",
        "2025-03-06",
    ]


def test_the_order_of_the_conversation_counts_even_where_time_goes_back():
    rows = [
        message("2025-03-05 10:05", ANA, "primeiro"),
        message("2025-03-05 10:00", BIA, "segundo"),
    ]
    assert lines(*rows) == [["lontra: primeiro", "ipê: segundo"]]


def test_a_long_session_is_cut_and_no_chunk_is_long():
    rows = said("2025-03-05", *[LONG] * 40)
    found = cut(*rows)
    assert len(found) > 5
    assert max(len(one["text"]) for one in found) <= 1200
    assert sum(len(one["message_ids"]) for one in found) == 40


def test_scripts_without_spaces_give_pairs_of_characters():
    (chunk,) = cut(message("2025-03-05 10:00", ANA, "今日は tudo bem 東京"))
    assert chunk["terms"] == ["tudo", "今日", "日は", "東京"]


def test_a_word_finds_the_chunks_of_the_first_periods_that_know_it():
    days = [f"2025-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(40)]
    rows = [row for day in days for row in said(day, "samambaia samambaias")]
    found = [one["terms"] for one in cut(*rows, every="day")]
    assert found == [["samamb"]] * (MAX_PERIODS_WITH_TERM + 1) + [[]] * (
        39 - MAX_PERIODS_WITH_TERM
    )


def test_what_comes_later_does_not_change_the_chunks_of_earlier_periods():
    rows = weeks(6)
    before = [one for one in rows if f"{one['local_time']:%G-%V}" < "2025-05"]
    assert cut(*rows)[: len(cut(*before))] == cut(*before)


def test_embeddings_are_joined_to_their_chunks():
    found = split_chunks(enriched(*weeks(3)), members(), "week")
    rows = rows_of(found)
    vectors = embeddings(rows, [[float(number), 1.0] for number in range(len(rows))])
    table = rows_of(knowledge(found, vectors, "m-1"))
    expected = {one["chunk_id"]: [float(n), 1.0] for n, one in enumerate(rows)}
    assert {one["chunk_id"]: one["embedding"] for one in table} == expected
    assert {one["embedder"] for one in table} == {"m-1"}


def test_equal_conversations_give_equal_bytes(tmp_path):
    for name in ("one", "two"):
        table = knowledge(
            split_chunks(enriched(*weeks(4)), members(), "day"), None, "offline"
        )
        write_table(table, tmp_path / name / "knowledge.parquet", KNOWLEDGE)
    one, two = (tmp_path / name / "knowledge.parquet" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("every", ["day", "week", "month"])
def test_every_message_that_says_something_is_in_one_chunk(every):
    rows = weeks(5)
    found = [one for chunk in cut(*rows, every=every) for one in chunk["message_ids"]]
    assert len(found) == len(set(found)) == len(rows)


# An example takes a query, however many messages it holds.
@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 24 * 20), st.sampled_from(sorted(PEOPLE)), st.text()),
        max_size=40,
    )
)
def test_any_text_of_anybody_at_any_time_is_cut_into_bounded_chunks(messages):
    rows = [
        message(
            f"2025-03-{1 + at // 1440:02} {at // 60 % 24:02}:{at % 60:02}", who, text
        )
        for at, who, text in messages
    ]
    found = cut(*rows, every="day")
    assert all(len(one["text"]) <= 1250 for one in found)
    ids = [one for chunk in found for one in chunk["message_ids"]]
    assert len(ids) == len(set(ids)) <= len(rows)
