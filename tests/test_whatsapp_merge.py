"""Exports of one conversation that overlap become one; others are refused."""

import pytest

from egregora.errors import ExportError
from whatsapp import columns, rows, rows_in, zipped


def chat(*lines):
    """Return an Android chat of (day, time, rest of the line) lines."""
    return "".join(f"{day:02}/06/2024 {time} - {rest}\n" for day, time, rest in lines)


def texts(*chats):
    return [row["text"] for row in rows(*chats)]


HISTORY = [
    (day, "08:00", f"{'Ada' if day % 2 else 'Bob'}: {day}") for day in range(1, 29)
]


def test_an_older_export_adds_what_lies_before():
    old, new = chat(*HISTORY[:20]), chat(*HISTORY[10:])
    assert texts(old, new) == [str(day) for day in range(1, 29)]


def test_the_order_in_which_exports_are_named_does_not_matter():
    old, middle, new = chat(*HISTORY[:12]), chat(*HISTORY[6:20]), chat(*HISTORY[15:])
    expected = [str(day) for day in range(1, 29)]
    assert texts(new, old, middle) == texts(middle, new, old) == expected


def test_an_export_within_another_adds_nothing():
    assert texts(chat(*HISTORY[5:9]), chat(*HISTORY)) == texts(chat(*HISTORY))


def test_the_same_export_twice_is_one():
    assert texts(chat(*HISTORY), chat(*HISTORY)) == texts(chat(*HISTORY))


def test_exports_with_a_gap_between_are_put_one_after_the_other():
    found = texts(chat(*HISTORY[20:]), chat(*HISTORY[:10]))
    assert found == [str(day) for day in [*range(1, 11), *range(21, 29)]]


def test_positions_run_through_and_sources_stay():
    found = rows(chat(*HISTORY[:20]), chat(*HISTORY[10:]))
    assert [row["position"] for row in found] == list(range(28))
    assert [row["source"] for row in found] == ["1.txt"] * 10 + ["2.txt"] * 18


def test_messages_that_were_sent_twice_stay_twice():
    old = chat((1, "08:00", "A: a"), (1, "08:01", "B: b"), (1, "08:01", "B: b"))
    new = chat((1, "08:01", "B: b"), (1, "08:01", "B: b"), (2, "08:00", "A: c"))
    assert texts(old, new) == ["a", "b", "b", "c"]
    # Nothing else in common: the cut is found by counting within the minute.
    new = chat((1, "08:01", "B: b"), (2, "08:00", "A: c"))
    assert texts(old, new) == ["a", "b", "b", "c"]


def test_later_deletions_and_edits_are_honoured():
    old = chat(*HISTORY[:20])
    newer = list(HISTORY[9:])
    newer[0] = (10, "08:00", "Bob: This message was deleted")
    newer[1] = (11, "08:00", "Ada: other <This message was edited>")
    newer[5] = (15, "08:00", "Ada: This message was deleted")
    del newer[7]
    found = rows(old, chat(*newer))
    assert [row["text"] for row in found[8:16]] == [
        "9",
        "",
        "other",
        "12",
        "13",
        "14",
        "",
        "16",
    ]
    assert [row["kind"] for row in found].count("deleted") == 2
    assert "17" not in {row["text"] for row in found}
    assert len(found) == 27


def test_contacts_that_were_renamed_keep_their_new_name():
    old = [
        (day, time, rest.replace("Bob", "+55 11 98888-7777"))
        for day, time, rest in HISTORY[:20]
    ]
    found = rows(chat(*old), chat(*HISTORY[10:]))
    assert len(found) == 28
    assert {row["author_name"] for row in found[10:]} == {"Ada", "Bob"}


def test_notices_at_the_top_do_not_confuse_the_cut():
    notice = (1, "07:00", "Messages and calls are end-to-end encrypted.")
    found = texts(chat(notice, *HISTORY[:20]), chat(notice, *HISTORY[10:]))
    assert [text for text in found if text.isdigit()] == [str(d) for d in range(1, 29)]


def test_notices_at_the_top_are_not_repeated():
    notice = (1, "07:00", "Messages and calls are end-to-end encrypted.")
    found = rows(chat(notice, *HISTORY[:20]), chat(notice, *HISTORY[2:]))
    assert len(found) == 29


def test_times_that_go_back_do_not_confuse_the_cut():
    shuffled = [HISTORY[n] for n in (3, 0, 1, 2, 7, 4, 6, 5, *range(8, 28))]
    found = texts(chat(*shuffled[:20]), chat(*shuffled[5:]))
    assert found == [rest.split(": ")[1] for _day, _time, rest in shuffled]


def test_an_older_export_names_media_that_the_newer_omits(tmp_path):
    photo = "IMG-20240615-WA0001.jpg"
    old, new = list(HISTORY[:20]), list(HISTORY[10:])
    old[14] = (15, "08:00", f"Ada: {photo} (file attached)\nlegenda")
    new[4] = (15, "08:00", "Ada: <Media omitted>\nlegenda")
    old[15] = (16, "08:00", "Bob: <Media omitted>")
    new[5] = (16, "08:00", "Bob: <Media omitted>")
    (tmp_path / "old.zip").write_bytes(
        zipped(("WhatsApp Chat.txt", chat(*old)), (photo, b"jpeg"))
    )
    (tmp_path / "new.txt").write_text(chat(*new))
    found = rows_in([tmp_path / "old.zip", tmp_path / "new.txt"])
    assert len(found) == 28
    assert columns(found[14:16], "source", "kind", "media_name", "text") == [
        ("new.txt", "media", photo, "legenda"),
        ("new.txt", "media_omitted", None, ""),
    ]


def test_media_are_not_named_where_their_number_differs():
    old, new = list(HISTORY[:20]), list(HISTORY[10:])
    old[14] = (15, "08:00", "Ada: IMG-20240615-WA0001.jpg (file attached)")
    new[4:5] = [(15, "08:00", "Ada: <Media omitted>")] * 2
    kinds = {row["kind"] for row in rows(chat(*old), chat(*new))}
    assert kinds == {"text", "media_omitted"}


def test_android_and_iphone_exports_of_one_conversation_merge():
    iphone = "".join(
        f"[{day:02}/06/2024, {time}:{day:02}] {rest}\r\n"
        for day, time, rest in HISTORY[10:]
    )
    assert texts(chat(*HISTORY[:20]), iphone) == [str(day) for day in range(1, 29)]


def test_exports_of_two_groups_are_refused_by_name():
    other = [(day, "08:00", f"Eva: x{day}") for day in range(1, 29)]
    with pytest.raises(ExportError, match=r"1\.txt.*2\.txt|2\.txt.*1\.txt"):
        rows(chat(*HISTORY), chat(*other))


def test_two_groups_of_the_same_people_are_refused():
    other = [(day, "09:00", f"Ada: x{day}") for day in range(1, 29)]
    with pytest.raises(ExportError, match="hardly share a message"):
        rows(chat(*HISTORY), chat(*other))


def test_exports_without_a_common_author_or_day_are_refused():
    other = [(day, "08:00", f"Eva: x{day}") for day in range(20, 29)]
    with pytest.raises(ExportError, match="share neither a message nor an author"):
        rows(chat(*HISTORY[:10]), chat(*other))


def test_an_export_of_notices_only_merges():
    notice = chat((1, "07:00", "Ada left"))
    assert len(rows(notice, chat(*HISTORY))) == 29


def test_contradicting_exports_of_few_messages_are_refused():
    other = [(day, "08:00", f"Ada: x{day}") for day in range(1, 6)]
    with pytest.raises(ExportError, match="hardly share a message"):
        rows(chat(*HISTORY[:6]), chat(*other))


def test_ids_are_the_same_in_a_later_export():
    before = {row["text"]: row["message_id"] for row in rows(chat(*HISTORY[:20]))}
    later = list(HISTORY[10:])
    later[2] = (13, "08:00", "Ada: This message was deleted")
    later[3:3] = [(13, "08:00", "Ada: 13 <This message was edited>")]
    merged = rows(chat(*HISTORY[:20]), chat(*later))
    after = {row["text"]: row["message_id"] for row in merged}
    assert {text: after[text] for text in before} == before
    assert len({row["message_id"] for row in merged}) == len(merged)
