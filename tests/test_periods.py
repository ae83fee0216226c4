"""Periods: which there are, what their briefs hold, and what does not change them."""

import json
from dataclasses import asdict

import ibis.expr.types as ir
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversation import (
    ANA,
    BIA,
    CAIO,
    NEST,
    PEOPLE,
    TALK,
    enriched,
    media,
    members,
    message,
    said,
    weeks,
)
from egregora.contracts import PERIODS
from egregora.files import digest_of, sha256_of
from egregora.knowledge.chunks import embeddings, knowledge, split_chunks
from egregora.knowledge.retrieval import deduplicate
from egregora.periods.assembly import contents_of_briefs, periods, row_of_period
from egregora.periods.briefs import brief_from, content_of_brief, encode_brief
from egregora.storage import rows_of, table_of


def written(
    *rows, every="week", min_messages=3, language="pt", memories=5, files=(), who=None
):
    """Return period → content of its brief, as it is written."""
    messages = enriched(*rows)
    people = members() if who is None else who
    known = knowledge(split_chunks(messages, people, every), None, "offline")
    made = contents_of_briefs(
        messages, known, people, media(*files), every, min_messages, language, memories
    )
    return {one["period"]: one for one in made}


def briefs(*rows, **given):
    """Return period → its brief as a dictionary."""
    made = written(*rows, **given)
    return {period: asdict(brief_from(one)) for period, one in made.items()}


def brief(*rows, **given):
    (one,) = briefs(*rows, min_messages=1, **given).values()
    return one


def digests(found):
    return {period: digest_of(one) for period, one in found.items()}


def changed(one, other):
    return [
        period
        for period, digest in digests(one).items()
        if digests(other).get(period) != digest
    ]


def terms(found):
    return [one["term"] for one in found["terms"]]


# Which periods there are


def counted(*rows, every="week", min_messages=1):
    table = periods(enriched(*rows), every, min_messages)
    assert isinstance(table, ir.Table)
    return [(one["period"], one["messages"]) for one in rows_of(table)]


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("day", [("2024-12-29", 1), ("2024-12-30", 2)]),
        # Monday 30 December 2024 opens the first ISO week of 2025.
        ("week", [("2024-W52", 1), ("2025-W01", 2)]),
        ("month", [("2024-12", 3)]),
    ],
)
def test_periods_are_days_iso_weeks_or_months(every, expected):
    rows = (
        message("2024-12-29 12:00", ANA, "oi"),
        message("2024-12-30 12:00", ANA, "oi"),
        message("2024-12-30 12:01", BIA, "oi"),
    )
    assert counted(*rows, every=every) == expected


def test_a_message_late_in_the_evening_belongs_to_its_local_day():
    # In UTC it is half past two of the next day.
    assert counted(message("2025-03-05 23:30", ANA, "oi"), every="day") == [
        ("2025-03-05", 1)
    ]


def test_notices_neither_count_nor_make_a_period_worth_a_post():
    notices = [message("2025-03-05 10:00", None, "x", kind="system")] * 3
    spoken = [message("2025-03-05 10:00", ANA, "oi")] * 2
    assert counted(*notices, *spoken, min_messages=3) == []
    assert counted(*notices, *spoken, min_messages=2) == [("2025-W10", 2)]


def test_deleted_messages_do_not_count():
    gone = [message("2025-03-05 10:00", ANA, kind="deleted")] * 5
    assert counted(*gone) == []


def test_a_conversation_without_messages_has_no_brief():
    assert briefs() == {}


# What a brief holds


def test_a_brief_says_who_wrote_what_and_when():
    found = brief(
        message("2025-03-05 10:00", None, "Bia entrou", kind="system"),
        message("2025-03-05 10:01", ANA, "oi gente"),
        message("2025-03-05 10:02", BIA, "olá"),
        message("2025-03-05 10:03", BIA, "", kind="deleted"),
        message("2025-03-07 23:30", BIA, "", kind="media_omitted"),
    )
    assert found["people"] == [
        {"author": BIA, "alias": "ipê", "messages": 2, "words": 1},
        {"author": ANA, "alias": "lontra", "messages": 1, "words": 2},
    ]
    assert [(one["at"], one["by"], one["text"]) for one in found["messages"]] == [
        ("2025-03-05T10:00", None, "Bia entrou"),
        ("2025-03-05T10:01", 1, "oi gente"),
        ("2025-03-05T10:02", 0, "olá"),
        ("2025-03-07T23:30", 0, ""),
    ]
    assert found["messages"][-1]["kind"] == "media_omitted"
    assert (found["first_day"], found["last_day"]) == ("2025-03-05", "2025-03-07")
    assert found["starts_at"] == "2025-03-05T13:00:00Z"
    assert found["ends_at"] == "2025-03-08T02:30:00Z"
    assert (found["period"], found["every"]) == ("2025-W10", "week")


def test_people_with_equally_many_messages_are_in_order_of_pseudonym():
    found = brief(*said("2025-03-05", "c", "a", "b"))
    assert [one["author"] for one in found["people"]] == [ANA, BIA, CAIO]


def test_statistics_count_days_hours_and_answers():
    found = brief(
        message("2025-03-05 10:00", ANA, "oi"),
        message("2025-03-05 10:02", BIA, "olá"),
        message("2025-03-05 10:03", BIA, "tudo bem?"),
        message("2025-03-05 10:04", None, "Caio entrou", kind="system"),
        # Later than five minutes: no answer.
        message("2025-03-07 22:00", ANA, "tudo"),
    )["statistics"]
    assert (found["messages"], found["words"]) == (4, 5)
    assert found["per_day"] == {"2025-03-05": 3, "2025-03-06": 0, "2025-03-07": 1}
    assert [hour for hour, count in enumerate(found["per_hour"]) if count] == [10, 22]
    assert found["replies"] == [[1, 0, 1]]


def test_a_link_is_listed_where_it_is_shared_first():
    note = {"url": "https://www.a.example/x", "title": "Ninhos", "description": "d"}
    other = {"url": "http://b.example", "title": None, "description": None}
    found = brief(
        message("2025-03-05 10:00", ANA, "x", link_notes=[other, note]),
        message("2025-03-05 10:01", BIA, "x", link_notes=[note]),
    )
    first = found["messages"][0]["id"]
    assert found["links"] == [
        {**other, "domain": "b.example", "message": first},
        {**note, "domain": "a.example", "message": first},
    ]


def test_a_file_is_listed_with_its_note_where_it_is_sent_first():
    sent = {"kind": "media", "media_id": "f1", "media_note": "um ninho"}
    found = brief(
        message("2025-03-05 10:00", ANA, "olha", **sent),
        message("2025-03-05 10:01", BIA, **sent),
        message("2025-03-05 10:02", BIA, kind="media", media_id="not there"),
        files=[{"media_id": "f1", "path": "f1.jpg"}, {"media_id": "f2"}],
    )
    (file,) = found["media"]
    assert (file["id"], file["path"], file["note"]) == ("f1", "f1.jpg", "um ninho")
    assert file["message"] == found["messages"][0]["id"]
    assert [one["media"] for one in found["messages"]] == ["f1", "f1", None]


def test_a_brief_is_what_the_dataclass_writes():
    rows = weeks(4)
    # The database writes some control characters in another way than Python.
    rows[3]["text"] = 'a\x0b\x1f \\u001B "'
    for content in written(*rows).values():
        made = brief_from(content)
        assert encode_brief(content) == encode_brief(content_of_brief(made))
        assert made.digest == sha256_of(encode_brief(content))
        assert brief_from(json.loads(encode_brief(content))) == made


def test_hostile_text_is_kept_as_text():
    hostile = "'; DROP TABLE x; -- \x01 \\ \" </script> {{7*7}} \u202e --- $(rm)"
    found = brief(message("2025-03-05 10:00", ANA, hostile))
    assert found["messages"][0]["text"] == hostile
    assert json.loads(json.dumps(found)) == found


@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(), min_size=3, max_size=9))
def test_any_text_comes_back_from_a_brief(texts):
    found = brief(*said("2025-03-05", *texts))
    assert [message["text"] for message in found["messages"]] == texts


# Words that tell a period


def test_words_that_texts_are_full_of_tell_no_period():
    texts = (
        "então hoje também não, porque ainda não sei",
        "mas quando é que você vai?",
    )
    found = terms(
        brief(*said("2025-03-05", *texts * 3, "o passarinho", "que passarinho!"))
    )
    assert "passarinho" in found
    assert not {"então", "hoje", "também", "porque", "ainda", "quando"} & set(found)


def test_the_words_of_a_period_depend_on_no_other():
    rows = weeks(6)
    alone = [row for row in rows if f"{row['local_time']:%V}" == "07"]
    assert terms(brief(*alone)) == terms(briefs(*rows)["2025-W07"])


def test_the_first_period_prefers_words_that_come_together():
    rows = [
        *said("2025-01-06", *TALK, *TALK),
        *said("2025-01-07", *NEST, *NEST),
        *said("2025-01-08", *TALK, *TALK),
    ]
    found = brief(*rows)
    assert {"ninho", "barro"} <= set(terms(found)[:4])
    assert not {"tudo", "bem", "gente"} & set(terms(found)[:4])


def test_a_word_is_spelled_as_most_often_written_and_never_shouted():
    names = ("a SAMAMBAIA!", "a Samambáia?", "SAMAMBAIA", "Samambáia!", "samambaia...")
    found = terms(brief(*said("2025-03-05", *names, *TALK)))
    assert found[0] == "Samambáia"
    assert not {"SAMAMBAIA", "samambaia"} & set(found)


def test_forms_of_a_word_count_together():
    found = brief(*said("2025-03-05", "sardinha?", "sardinhas!", "mais sardinhas"))
    (word,) = [one for one in found["terms"] if one["term"].startswith("sardinha")]
    assert (word["term"], word["messages"], word["authors"]) == ("sardinhas", 3, 3)


def test_laughter_numbers_addresses_mentions_and_placeholders_are_no_words():
    noise = (
        *("kkkkkk", "KKKKK", "hahaha", "ahahah", "jajaja", "rsrsrs", "huehuehue"),
        *("12345", "20h30", "https://a.example/ninho", "@ipê", "[phone]", "looool"),
    )
    found = brief(*said("2025-03-05", *noise * 3, "ninho!", "ninho bom", "que ninho"))
    assert terms(found) == ["ninho"]


def test_no_word_of_an_alias_tells_a_period_where_it_is_mentioned():
    people = {ANA: "Dona (Trem) Azul", BIA: "Dona", CAIO: "C++"}
    lines = (
        *("oi @Dona (Trem) Azul!", "@C++ viu o passarinho?"),
        *("@Dona, que passarinho", "fala @Dona (Trem) Azul", "passarinho"),
    )
    found = brief(*said("2025-03-05", *lines), who=members(people))
    assert terms(found) == ["passarinho"]


def test_scripts_without_spaces_have_words_too():
    found = brief(*said("2025-03-05", "東京へ行く", "東京は遠い", "また東京か"))
    assert "東京" in terms(found)


# Memories


def test_a_period_remembers_the_earlier_chunk_that_speaks_of_the_same():
    found = briefs(*weeks(6))
    (memory,) = found["2025-W07"]["memories"]
    assert memory["period"] == "2025-W03"
    assert memory["starts_at"] == "2025-01-15T10:00"
    assert "lontra: achei um ninho" in memory["text"]
    assert {"luminária", "passarinho"} <= set(memory["terms"])


def test_small_talk_is_not_remembered():
    assert [one["memories"] for one in briefs(*weeks(5)).values()][:4] == [[]] * 4


def test_what_the_settings_do_not_want_is_not_remembered():
    assert briefs(*weeks(6), memories=0)["2025-W07"]["memories"] == []


def test_periods_without_a_post_are_not_remembered():
    # Of the second week, only its three messages about the nest are left.
    rows = [
        row
        for row in weeks(8)
        if f"{row['local_time']:%V}" != "03" or row["text"] in NEST
    ]
    assert len(briefs(*rows, min_messages=3)["2025-W09"]["memories"]) == 1
    assert briefs(*rows, min_messages=4)["2025-W09"]["memories"] == []


def test_of_chunks_that_are_alike_only_the_nearest_is_chosen():
    near = {"text": "ninho de barro no bico"}
    same = {"text": "No bico, barro de Ninho"}
    other = {"text": "elevador sem placa"}
    assert deduplicate([near, same, other], 5) == [near, other]
    assert deduplicate([near, same, other], 1) == [near]


def test_with_embeddings_a_chunk_is_remembered_for_what_it_means():
    rows = weeks(12)
    known = rows_of(split_chunks(enriched(*rows), members(), "week"))
    alike = ("2025-W04", "2025-W11")
    # One chunk of two weeks each points the same way; all others go their own.
    lively = {
        max((c for c in known if c["period"] == week), key=liveliness)["chunk_id"]
        for week in alike
    }
    ways = [
        0 if one["chunk_id"] in lively else number
        for number, one in enumerate(known, 1)
    ]
    vectors = [[float(way == axis) for axis in range(len(known) + 1)] for way in ways]
    table = knowledge(
        split_chunks(enriched(*rows), members(), "week"),
        embeddings(known, vectors),
        "m",
    )
    found = {
        one["period"]: [memory[0] for memory in one["memories"]]
        for one in contents_of_briefs(
            enriched(*rows), table, members(), media(), "week", 3, "pt", 5
        )
    }
    assert found["2025-W11"] == ["2025-W04"]
    assert found["2025-W13"] == ["2025-W03"]
    assert not any(found[f"2025-W{week:02}"] for week in range(2, 11))


def liveliness(chunk):
    return len(chunk["authors"]) + len(chunk["message_ids"]), chunk["chunk_id"]


# Language


PORTUGUESE = "então a gente vai para a praia amanhã de manhã, não é verdade?"
ENGLISH = "so we are going to the beach tomorrow in the morning, are we not?"


def spoken(*weeks):
    """Return week → its language, of a group in which each writes one text a week."""
    rows = [
        message(f"2025-01-{6 + 7 * week:02} 10:0{minute}", author, text)
        for week, said in enumerate(weeks)
        for minute, (author, text) in enumerate(said.items())
    ]
    found = briefs(*rows, min_messages=1, language="auto")
    return [one["language"] for one in found.values()]


def test_a_period_speaks_the_language_of_most_of_its_people():
    both = {ANA: PORTUGUESE, BIA: PORTUGUESE, CAIO: ENGLISH * 9}
    assert spoken(both) == ["pt"]
    assert spoken({**both, BIA: ENGLISH}) == ["en"]
    # Those who are known to speak it may write little, or in another for once.
    assert spoken(both, {ANA: "ok"}, {CAIO: "oi"}) == ["pt", "pt", "en"]
    assert spoken({ANA: "tudo bem?"}, {ANA: "👍"}, {ANA: ENGLISH}) == ["pt", "pt", "en"]
    assert spoken({ANA: "👍"}) == ["en"]


def test_who_leaves_changes_the_language_of_no_period_but_their_own():
    both = {ANA: PORTUGUESE, BIA: ENGLISH, CAIO: ENGLISH}
    weeks = [both, {ANA: "oi", BIA: "hi"}, {ANA: "ok", CAIO: "ok"}, {ANA: "ok"}]
    there = spoken(*weeks)
    for gone in both:
        left = [
            {author: text for author, text in week.items() if author != gone}
            for week in weeks
        ]
        kept = spoken(*filter(None, left))
        if len(kept) == len(there):
            assert [
                (one, other)
                for week, one, other in zip(weeks, there, kept, strict=True)
                if gone not in week and one != other
            ] == []


def test_a_language_of_the_settings_is_that_of_all_periods():
    assert briefs(*weeks(3), language="es")["2025-W02"]["language"] == "es"


# What does not change a brief


def test_a_week_more_changes_no_earlier_brief():
    rows = weeks(8)
    before = briefs(*[row for row in rows if f"{row['local_time']:%V}" < "09"])
    assert len(before) == 7
    assert changed(before, briefs(*rows)) == []


def test_a_changed_message_changes_its_period_and_those_that_quote_it():
    rows = weeks(8)
    place = next(i for i, row in enumerate(rows) if row["text"] == NEST[0])
    edited = [dict(row) for row in rows]
    edited[place]["text"] += " da cozinha"
    assert changed(briefs(*rows), briefs(*edited)) == ["2025-W03", "2025-W09"]
    # Nobody quotes the small talk of a week.
    talk = [dict(row) for row in rows]
    talk[0]["text"] += " hoje"
    assert changed(briefs(*rows), briefs(*talk)) == ["2025-W02"]


def test_who_leaves_changes_the_weeks_they_wrote_in_and_those_that_quote_them():
    dudu = "d" * 16
    quoted = message("2025-01-15 10:01", dudu, "o ninho de barro fica na luminária")
    unquoted = message("2025-01-29 10:30", dudu, "vendi o passarinho de barro ontem")
    rows = weeks(8)
    places = [
        max(n for n, row in enumerate(rows) if row["local_time"] <= one["local_time"])
        for one in (quoted, unquoted)
    ]
    with_both = [*rows]
    with_both.insert(places[1] + 1, unquoted)
    with_both.insert(places[0] + 1, quoted)
    who = members({**PEOPLE, dudu: "saíra"})
    there, gone = briefs(*with_both, who=who), briefs(*rows)
    quoting = {
        week
        for week, one in there.items()
        if any(dudu in memory["authors"] for memory in one["memories"])
    }
    assert quoting == {"2025-W09"}
    assert changed(there, gone) == ["2025-W03", "2025-W05", "2025-W09"]


def test_notices_before_all_messages_change_no_period():
    rows = weeks(5)
    older = [message("2024-12-20 10:00", None, "grupo criado", kind="system")] * 3
    one, other = briefs(*rows), briefs(*older, *rows)
    assert set(other) == set(one)
    assert changed(one, other) == []


def test_equal_conversations_have_equal_briefs():
    assert digests(briefs(*weeks(6))) == digests(briefs(*weeks(6)))


# The table of periods


def test_the_table_of_periods_tells_what_the_briefs_hold():
    files = {name: encode_brief(one) for name, one in written(*weeks(2)).items()}
    digest = {name: sha256_of(one) for name, one in files.items()}
    rows = [row_of_period(json.loads(one), digest[name]) for name, one in files.items()]
    table = rows_of(table_of(rows, PERIODS).drop("digest"))
    assert table == rows_of(periods(enriched(*weeks(2)), "week", 3))
    assert [one["digest"] for one in rows] == list(digest.values())
