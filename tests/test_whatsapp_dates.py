"""Day or month first is decided by evidence, which is told."""

import pytest

from egregora.errors import ExportError
from egregora.ingest.dates import (
    EVIDENCE_DAYS,
    EVIDENCE_FORM,
    EVIDENCE_MEDIA_NAMES,
    EVIDENCE_STEPS,
)
from egregora.ingest.exports import describe_exports, read_exports


def reading(tmp_path, chat, date_order="auto"):
    path = tmp_path / "chat.txt"
    path.write_text(chat, encoding="utf-8")
    (export,) = read_exports([path], "UTC", date_order).exports
    return export


def chat(*dates, time="08:00", text="oi"):
    return "".join(f"{date}, {time} - A: {text}\n" for date in dates)


@pytest.mark.parametrize(
    ("text", "order", "evidence"),
    [
        (chat("2024-06-03"), "ymd", "the year comes first"),
        (chat("13/06/2024", "1/2/2024"), "dmy", EVIDENCE_DAYS),
        (chat("6/13/24", "7/1/24"), "mdy", EVIDENCE_DAYS),
        # The majority, where a quoted line of the same shape has the other order.
        (chat("13/6/24", "14/6/24", "6/15/24"), "dmy", EVIDENCE_DAYS),
        (chat("6/3/24", "6/4/24", "6/7/24"), "mdy", EVIDENCE_STEPS),
        (
            chat("03/06/24", "04/06/24", "05/06/24"),
            "dmy",
            EVIDENCE_STEPS,
        ),
        # Both orders go forward within one month; the steps of one are smaller.
        (chat("1/2/24", "2/2/24", "3/2/24"), "dmy", EVIDENCE_STEPS),
        (
            chat("5/6/24", text="IMG-20240506-WA0001.jpg (file attached)"),
            "mdy",
            EVIDENCE_MEDIA_NAMES,
        ),
        (
            chat("5/6/24", text="IMG-20240605-WA0001.jpg (file attached)"),
            "dmy",
            EVIDENCE_MEDIA_NAMES,
        ),
        # Two digits in front are the day, unless that is impossible or absurd.
        (chat("24/01/15", "24/01/16"), "dmy", EVIDENCE_DAYS),
        (chat("24/01/30", "24/01/31", "24/02/01"), "ymd", EVIDENCE_STEPS),
        (chat("23/12/30", "24/01/01", "24/01/03", "24/02/01"), "ymd", EVIDENCE_STEPS),
        (chat("24/01/15", "25/01/15", "26/01/15"), "dmy", EVIDENCE_DAYS),
        (chat("40/01/31"), "ymd", EVIDENCE_DAYS),
        # Nobody prints two digits of the year in front of points.
        (chat("31.01.24", "31.01.09", "30.01.09"), "dmy", EVIDENCE_DAYS),
        (chat("5/6/24"), "mdy", EVIDENCE_FORM),
        (chat("05/06/24"), "dmy", EVIDENCE_FORM),
        (chat("5.6.24"), "dmy", EVIDENCE_FORM),
        (chat("5/6/24", time="8:00 pm"), "dmy", EVIDENCE_FORM),
        (chat("5/6/2024", time="8:00 PM"), "mdy", EVIDENCE_FORM),
        (chat("5/6/2024"), "dmy", EVIDENCE_FORM),
    ],
)
def test_the_strongest_evidence_decides(tmp_path, text, order, evidence):
    dates = reading(tmp_path, text).dates
    assert (dates.order, dates.evidence) == (order, evidence)


def test_the_setting_overrides_the_evidence(tmp_path):
    dates = reading(tmp_path, chat("5/6/24"), "dmy").dates
    assert (dates.order, dates.evidence, dates.certain) == (
        "dmy",
        "as configured",
        True,
    )


def test_a_setting_that_contradicts_the_dates_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"^chat\.txt: date_order: mdy .* 13/06/2024"):
        reading(tmp_path, chat("13/06/2024", "01/06/2024"), "mdy")


def test_a_setting_that_is_no_order_of_these_dates_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"^chat\.txt: date_order: dmy cannot read"):
        reading(tmp_path, chat("2024-06-13"), "dmy")


def test_the_user_is_told_when_only_the_form_decided(tmp_path):
    export = reading(tmp_path, chat("5/6/24"))
    assert describe_exports([export], export.left_out) == [
        "lines such as “5/6/24, 08:00 -…” are taken as month first by the form of "
        "their dates alone; set date_order: dmy if that is wrong"
    ]


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("[5/6/24, 8:00:01\u202fPM] ", "[5/6/24, 8:00:01 PM]"),
        ("\u200e5/6/24, 08:00 - ", "5/6/24, 08:00 -"),
        ("note\n5/6/24 klo 08.00 - ", "5/6/24 klo 08.00 -"),
        ("5/6/24, 99:99 - x: y\n5/6/24, 08:00 - ", "5/6/24, 08:00 -"),
    ],
)
def test_the_sample_line_holds_neither_name_nor_text(tmp_path, header, shown):
    export = reading(tmp_path, f"{header}Ana Maria: segredo\n")
    line = describe_exports([export], export.left_out)[0]
    assert f"“{shown}…”" in line
    assert "Ana" not in line
    assert "segredo" not in line


def test_the_user_is_told_the_evidence(tmp_path):
    export = reading(tmp_path, chat("13/06/2024"))
    assert describe_exports([export], export.left_out) == [
        "dates are day first (days beyond the 12th)"
    ]
