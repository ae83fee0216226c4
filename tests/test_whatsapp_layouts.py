"""Headers of every layout are read, and only headers of the file's own layout."""

from datetime import datetime

import pytest

from egregora.errors import ExportError
from whatsapp import columns, cut, rows


def bodies(chat):
    return [body for _time, body in cut(chat)]


NNBSP, NBSP, LRM, RLM = "\u202f", "\u00a0", "\u200e", "\u200f"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("28/10/2025 14:10 - ", "2025-10-28T14:10"),
        ("28/10/2025, 14:10 - ", "2025-10-28T14:10"),
        ("28/10/25, 14:10 - ", "2025-10-28T14:10"),
        ("28-10-2025 14:10 - ", "2025-10-28T14:10"),
        ("28.10.25, 14:10 - ", "2025-10-28T14:10"),
        ("28/10/2025 14:10 – ", "2025-10-28T14:10"),
        ("2025-10-28, 14:10 - ", "2025-10-28T14:10"),
        ("2025/10/28 9:05 - ", "2025-10-28T09:05"),
        (f"10/28/25, 2:10{NNBSP}PM - ", "2025-10-28T14:10"),
        (f"10/28/25, 12:10{NBSP}AM - ", "2025-10-28T00:10"),
        ("10/28/25, 12:10 PM - ", "2025-10-28T12:10"),
        (f"28/10/25, 2:10{NNBSP}pm - ", "2025-10-28T14:10"),
        (f"28/10/25, 2:10{NNBSP}p.{NBSP}m. - ", "2025-10-28T14:10"),
        ("28/10/2025 2:10 a. m. - ", "2025-10-28T02:10"),
        ("2025-10-28 2:10 p.m. - ", "2025-10-28T14:10"),
        ("10/28/25, 2:10 in the afternoon - ", "2025-10-28T14:10"),
        ("28.10.25, 2:10 vorm. - ", "2025-10-28T02:10"),
        ("28.10.25, 2:10 nachm. - ", "2025-10-28T14:10"),
        ("28/10/2025 9:10 da manhã - ", "2025-10-28T09:10"),
        ("28/10/2025 2:10 da tarde - ", "2025-10-28T14:10"),
        ("28/10/2025 9:10 da noite - ", "2025-10-28T21:10"),
        ("28.10.2025 ÖÖ 2:10 - ", "2025-10-28T02:10"),
        ("28.10.2025 ÖS 2:10 - ", "2025-10-28T14:10"),
        ("28/10/2025, 2:10 μ.μ. - ", "2025-10-28T14:10"),
        ("2025. 10. 28. du. 2:10 - ", "2025-10-28T14:10"),
        ("2025-10-28 2:10 em - ", "2025-10-28T14:10"),
        ("28/10/2025, 2:10 CH - ", "2025-10-28T14:10"),
        ("28.10.2025 klo 14.10 - ", "2025-10-28T14:10"),
        ("28.10.25 um 14:10 - ", "2025-10-28T14:10"),
        ("28/10/2025 à 14:10 - ", "2025-10-28T14:10"),
        ("28/10/25 14.10 - ", "2025-10-28T14:10"),
        ("2025-10-28 14 h 10 - ", "2025-10-28T14:10"),
        ("28.10.2025 г., 14:10 ч. - ", "2025-10-28T14:10"),
        ("28/10/2568 BE 14:10 - ", "2025-10-28T14:10"),
        ("28/10/2568 14:10 - ", "2025-10-28T14:10"),
        ("R7/10/28 14:10 - ", "2025-10-28T14:10"),
        ("2025. 10. 28. 오후 2:10 - ", "2025-10-28T14:10"),
        ("25. 1. 5. 오전 12:10 - ", "2025-01-05T00:10"),
        ("2016년 9월 5일 오후 5:42 - ", "2016-09-05T17:42"),
        ("2025/10/28 午前0:05 - ", "2025-10-28T00:05"),
        ("2025/10/28 午後0:05 - ", "2025-10-28T12:05"),
        ("2025/10/28, 中午12:05 - ", "2025-10-28T12:05"),
        ("2025/10/28 下午9:05 - ", "2025-10-28T21:05"),
        ("2025/10/28 凌晨12:05 - ", "2025-10-28T00:05"),
        ("2025年10月28日 晚上9:05 - ", "2025-10-28T21:05"),
        (f"{RLM}28{RLM}/10{RLM}/2025، 2:10 م - ", "2025-10-28T14:10"),
        ("٢٨/١٠/٢٠٢٥، ٢:١٠ ص - ", "2025-10-28T02:10"),
        ("۲۸/۱۰/۲۰۲۵،\u200f ۱۴:۱۰ - ", "2025-10-28T14:10"),
        ("۲۸/۱۰/۲۰۲۵, ۲:۱۰ ب.ظ. - ", "2025-10-28T14:10"),
        ("२८/१०/२०२५, २:१० अपराह्न - ", "2025-10-28T14:10"),
        ("[28/10/2025, 14:10:32] ", "2025-10-28T14:10:32"),
        ("[28.10.25, 14:10:32] ", "2025-10-28T14:10:32"),
        ("[28/10/2025 14:10:32] ", "2025-10-28T14:10:32"),
        (f"[10/28/25, 2:10:32{NNBSP}PM] ", "2025-10-28T14:10:32"),
        (f"{LRM}[28/10/2025, 14:10:32] ", "2025-10-28T14:10:32"),
        ("[2025. 10. 28. 오후 2:10:32] ", "2025-10-28T14:10:32"),
        ("[2025/10/28 下午2:10:32] ", "2025-10-28T14:10:32"),
        ("[28.10.2025 klo 14.10.32] ", "2025-10-28T14:10:32"),
        ("[14:10:32, 10/28/25] ", "2025-10-28T14:10:32"),
        ("[2:10:32 PM, 10/28/25] ", "2025-10-28T14:10:32"),
        ("14:10, 28/10/2025 - ", "2025-10-28T14:10"),
        ("[٢٨/١٠/٢٠٢٥، ٢:١٠:٣٢ م] ", "2025-10-28T14:10:32"),
        # iPhones before 2018.
        ("28/10/25 14:10:32: ", "2025-10-28T14:10:32"),
        ("10/28/25, 2:10:32 PM: ", "2025-10-28T14:10:32"),
    ],
)
def test_a_header_of_any_layout_is_read(header, expected):
    expected = datetime.fromisoformat(expected)
    assert cut(f"{header}Ana: oi: tudo\n") == [(expected, "Ana: oi: tudo")]


@pytest.mark.parametrize(
    "quoted",
    [
        "10:30 - café: x",
        "12/06 - Paulo: pagar",
        "2016-04-29 10:30:00",
        "01/06/2024, às 11:00 - x: y",
        "01/06/2024 11:00 - Ana: without the comma",
        "99/99/2024, 99:99 - x: y",
        "31/02/2024, 10:00 - x: y",
        "01/06/2024, 25:00 - x: y",
        "[5/31, 10:12 PM] Rui: poxa",
        "[22:13, 31/05/2024] Carla: x",
        "[20/06/2024, 08:00:01] Rui: from an iPhone",
        "6/1/24, 8:00 AM - Rui: from another phone",
        " 20/06/2024, 08:01 - Rui: indented",
        "> 20/06/2024, 08:01 - Rui: quoted",
    ],
)
def test_a_line_of_another_layout_is_text(quoted):
    chat = f"20/06/2024, 08:00 - Ada: see\n{quoted}\n20/06/2024, 08:09 - Bob: ok\n"
    assert bodies(chat) == [f"Ada: see\n{quoted}", "Bob: ok"]


def test_android_headers_in_an_iphone_chat_are_text():
    quoted = "20/06/2024, 08:00 - Rui: oi"
    chat = f"[20/06/2024, 08:00:01] Ada: see\r\n{quoted}\r\n{quoted}\r\n"
    assert bodies(chat) == [f"Ada: see\n{quoted}\n{quoted}"]


def test_the_first_line_tells_the_layout_though_more_lines_are_quoted():
    quoted = "\n".join(f"[20/06/2024, 08:00:0{n}] Rui: {n}" for n in range(5))
    chat = f"20/06/2024 08:00 - Ada: look\n{quoted}\n20/06/2024 08:01 - Bob: ok\n"
    assert bodies(chat) == [f"Ada: look\n{quoted}", "Bob: ok"]


def test_a_stray_first_line_does_not_tell_the_layout():
    lines = "".join(f"20/06/2024 08:{n:02} - Ada: {n}\n" for n in range(50))
    assert len(bodies(f"[1/2/24, 10:00:00] Rui: oi\n{lines}")) == 50


def test_am_and_pm_may_be_missing_from_some_lines():
    lines = [f"10/{day}/25, {day % 12 + 1}:00 PM - A: {day}" for day in range(1, 29)]
    lines[5] = "10/6/25, 17:00 - A: 24 hours"
    lines[9] = "10/10/25, 5:00 - A: neither"
    found = cut("\n".join(lines))
    assert len(found) == 28
    assert [found[n][0].hour for n in (4, 5, 9)] == [18, 17, 5]


@pytest.mark.parametrize(
    "stray", ["\u2028", "\u2029", "\x85", "\v", "\f", "\r", "\x1c"]
)
def test_only_line_feeds_end_lines(stray):
    line = f"20/06/2024 08:00 - Ada: a{stray}20/06/2024 08:01 - Bob: b\n"
    assert bodies(line) == [f"Ada: a{stray}20/06/2024 08:01 - Bob: b"]


def test_blank_and_indented_lines_stay_and_those_at_the_end_go():
    chat = "20/06/2024 08:00 - Ada: a\n\n  b\n\n\n20/06/2024 08:01 - Bob: c\n\n"
    assert bodies(chat) == ["Ada: a\n\n  b", "Bob: c"]


def test_each_message_knows_its_line():
    chat = "note\n\n20/06/2024 08:00 - Ada: a\nb\n\n20/06/2024 08:01 - Bob: c\n"
    assert columns(rows(chat), "source", "source_line", "position") == [
        ("1.txt", 3, 0),
        ("1.txt", 6, 1),
    ]


def test_times_that_go_back_keep_their_place():
    chat = "20/06/2024 08:05 - A: 1\n20/06/2024 08:00 - B: 2\n21/06/2024 09:00 - A: 3\n"
    assert bodies(chat) == ["A: 1", "B: 2", "A: 3"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "hello\nyou\n", "\ufeff", "10:00 - A: oi"]
)
def test_a_text_without_messages_is_refused_with_the_mend(text):
    with pytest.raises(ExportError, match=r"^1\.txt: .*(Export chat|export the chat)"):
        rows(text)
