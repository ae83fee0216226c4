"""Messages printed in any layout come back equal."""

import unicodedata
from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from egregora.errors import ExportError
from egregora.ingest.encoding import decode_chat
from egregora.ingest.messages import parse_messages
from whatsapp import rows


def printed(form, digits="0123456789", periods=("AM", "PM")):
    """Return what prints a header: {H} is the hour of 24, {I} of 12, {p} AM or PM."""

    def header(at):
        text = form.format(
            d=at.day,
            m=at.month,
            y=at.year % 100,
            Y=at.year,
            B=at.year + 543,
            H=at.hour,
            I=at.hour % 12 or 12,
            Z=at.hour % 12,
            M=at.minute,
            S=at.second,
            p=periods[at.hour >= 12],
        )
        return text.translate(str.maketrans("0123456789", digits))

    return header


LAYOUTS = {
    "pt-BR": printed("{d:02}/{m:02}/{Y} {H:02}:{M:02} - "),
    "en-GB": printed("{d:02}/{m:02}/{Y}, {H:02}:{M:02} - "),
    "en-US": printed("{m}/{d}/{y:02}, {I}:{M:02}\u202f{p} - "),
    "es-MX": printed(
        "{d}/{m}/{y:02}, {I}:{M:02}\u202f{p} - ", periods=("a.\u00a0m.", "p.\u00a0m.")
    ),
    "de": printed("{d:02}.{m:02}.{y:02}, {H:02}:{M:02} - "),
    "nl": printed("{d:02}-{m:02}-{Y} {H:02}:{M:02} - "),
    "sv": printed("{Y}-{m:02}-{d:02} {H:02}:{M:02} - "),
    "fi": printed("{d}.{m}.{Y} klo {H}.{M:02} - "),
    "bg": printed("{d:02}.{m:02}.{Y} г., {H:02}:{M:02} ч. - "),
    "hu": printed("{Y}. {m:02}. {d:02}. {H}:{M:02} - "),
    "ko": printed("{Y}. {m}. {d}. {p} {I}:{M:02} - ", periods=("오전", "오후")),
    "ja": printed("{Y}/{m:02}/{d:02} {H}:{M:02} - "),
    "ja-12": printed("{Y}/{m:02}/{d:02} {p}{Z}:{M:02} - ", periods=("午前", "午後")),
    "zh-TW": printed("{Y}/{m}/{d} {p}{I}:{M:02} - ", periods=("上午", "下午")),
    "th": printed("{d}/{m}/{B} BE {H:02}:{M:02} - "),
    "tr": printed("{d:02}.{m:02}.{Y} {p} {I}:{M:02} - ", periods=("ÖÖ", "ÖS")),
    "ar": printed(
        "\u200f{d}\u200f/{m}\u200f/{Y}، {I}:{M:02} {p} - ",
        "٠١٢٣٤٥٦٧٨٩",
        ("ص", "م"),
    ),
    "fa": printed("{Y}/{m}/{d}،\u200f {H}:{M:02} - ", "۰۱۲۳۴۵۶۷۸۹"),
    "mr": printed("{d}/{m}/{y:02}, {I}:{M:02} {p} - ", "०१२३४५६७८९", ("am", "pm")),
    "ios en-GB": printed("[{d:02}/{m:02}/{Y}, {H:02}:{M:02}:{S:02}] "),
    "ios en-US": printed("[{m}/{d}/{y:02}, {I}:{M:02}:{S:02}\u202f{p}] "),
    "ios de": printed("[{d:02}.{m:02}.{y:02}, {H:02}:{M:02}:{S:02}] "),
    "ios ko": printed(
        "[{Y}. {m}. {d}. {p} {I}:{M:02}:{S:02}] ", periods=("오전", "오후")
    ),
    "ios vi": printed("[{H:02}:{M:02}:{S:02}, {d}/{m}/{Y}] "),
    "ios 2016": printed("{d:02}/{m:02}/{y:02} {H:02}:{M:02}:{S:02}: "),
}

# Not what ends a line or would be a header itself; marks are WhatsApp's own.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\n\r\u200e\u200f"), max_size=30
)
LINES = st.lists(TEXT.filter(lambda line: not line.lstrip()[:1].isdigit()), max_size=3)
TIMES_FROM, TIMES_TO = datetime(2009, 1, 1), datetime(2049, 12, 31)
TIMES = st.datetimes(TIMES_FROM, TIMES_TO)
MESSAGES = st.lists(
    st.tuples(TIMES, st.sampled_from(["Ana", "Zoé M.", "+55 11 98888-7777"]), LINES),
    min_size=1,
    max_size=12,
)
# A day beyond the 12th decides the order of any chat.
FIRST = (datetime(2024, 1, 31, 10, 20, 30), "Ana", ["oi"])


@pytest.mark.parametrize("layout", LAYOUTS)
@given(messages=MESSAGES)
@settings(max_examples=40, deadline=None)
def test_what_is_printed_comes_back(layout, messages):
    messages = [FIRST, *messages]
    has_seconds = layout.startswith("ios")
    assert back(LAYOUTS[layout], messages) == expected(messages, has_seconds)


def back(header, messages):
    """Return what is read of messages once they are printed."""
    lines = (
        f"{header(at)}{author}: " + "\n".join(text) + "\n"
        for at, author, text in messages
    )
    table = parse_messages(decode_chat("".join(lines).encode()).text, "chat.txt").table
    times, bodies = table["local_time"].to_pylist(), table["body"].to_pylist()
    return list(zip(times, bodies, strict=True))


def expected(messages, has_seconds):
    """Return what is to come back."""
    return [
        (
            at.replace(second=at.second * has_seconds, microsecond=0),
            f"{author}: {chr(10).join(text)}".rstrip("\n"),
        )
        for at, author, text in messages
    ]


DATES = [
    *(
        form.replace("/", separator)
        for separator in "/.-"
        for form in (
            *("{d:02}/{m:02}/{Y}", "{d}/{m}/{Y}", "{d:02}/{m:02}/{y:02}"),
            *("{d}/{m}/{y:02}", "{m}/{d}/{y:02}", "{m:02}/{d:02}/{Y}", "{m}/{d}/{Y}"),
            *("{Y}/{m:02}/{d:02}", "{Y}/{m}/{d}"),
        )
    ),
    *("{d:02}. {m:02}. {Y}", "{d}. {m}. {Y}", "{d:02}. {m:02}. {Y}.", "{Y}. {m}. {d}."),
    *(
        "{Y}. {m:02}. {d:02}.",
        "{y:02}. {m}. {d}.",
        "{Y}년 {m}월 {d}일",
        "{Y}年{m}月{d}日",
    ),
    *("{d:02}.{m:02}.{Y} г.", "{d:02}.{m:02}.{y:02} г.", "{d}/{m}/{B} BE"),
    *("{d}\u200f/{m}\u200f/{Y}", "{d:02}.{m:02}.{Y}."),
]
BETWEEN = [
    *(", ", " ", "، ", ", à ", " à ", " klo ", " um ", " at ", " kl. ", " в "),
    *("\u00a0", "\u202f", ",\u200f "),
]
PERIODS = [
    *(("AM", "PM"), ("am", "pm"), ("a.m.", "p.m."), ("a.\u00a0m.", "p.\u00a0m.")),
    *(("a. m.", "p. m."), ("da manhã", "da tarde"), ("vorm.", "nachm."), ("ÖÖ", "ÖS")),
    *(("π.μ.", "μ.μ."), ("de.", "du."), ("dop.", "odp."), ("fm", "em"), ("ap.", "ip.")),
    *(
        ("SA", "CH"),
        ("ص", "م"),
        ("ق.ظ.", "ب.ظ."),
        ("पूर्वाह्न", "अपराह्न"),
        ("午前", "午後"),
    ),
    *(("上午", "下午"), ("오전", "오후"), ("in the morning", "in the afternoon")),
]
DIGITS = ["0123456789"] * 3 + ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]


@st.composite
def layouts(draw):
    """Return what prints a header of any parts that phones print, and has seconds."""
    date, clock = draw(st.sampled_from(DATES)), draw(st.sampled_from(":."))
    end = draw(st.sampled_from([" - ", " – ", "] ", ": "]))
    has_seconds = end == ": " or draw(st.booleans())
    hour = draw(st.sampled_from(["{H}", "{H:02}", "{I}", "{I:02}"]))
    space = draw(st.sampled_from([" ", "\u202f", "\u00a0", ""]))
    time = f"{hour}{clock}{{M:02}}" + f"{clock}{{S:02}}" * has_seconds
    if "I" in hour:
        time = draw(st.sampled_from([f"{time}{space}{{p}}", f"{{p}}{space}{time}"]))
    whole = f"{date}{draw(st.sampled_from(BETWEEN))}{time}"
    # Of 10.20.30, 31.01.24 nobody can tell which is the time.
    is_told = clock not in date
    can_end = is_told and date[-2:] in ("Y}", "2}") and time[1] != "p"
    if can_end and not draw(st.integers(0, 5)):
        whole = f"{time}{draw(st.sampled_from([', ', ' ']))}{date}"
    form = ("[" if end == "] " else "") + whole + end
    header = printed(
        form, draw(st.sampled_from(DIGITS)), draw(st.sampled_from(PERIODS))
    )
    return header, has_seconds


@given(layout=layouts(), messages=MESSAGES)
@settings(max_examples=250, deadline=None)
def test_a_layout_of_any_parts_is_read(layout, messages):
    header, has_seconds = layout
    # Where days and years of two digits may change places, a chat that goes on decides.
    days = [FIRST[0] + (at - TIMES_FROM) / 40 for at, _, _ in messages]
    later = [(at, *said) for at, (_, *said) in zip(sorted(days), messages, strict=True)]
    messages = [FIRST, (FIRST[0].replace(hour=23), "Ana", ["oi"]), *later]
    assert back(header, messages) == expected(messages, has_seconds)


@given(messages=MESSAGES)
@settings(max_examples=10, deadline=None)
def test_author_and_text_come_back_through_the_whole_stage(messages):
    header = LAYOUTS["pt-BR"]
    said = [(at, author, ["um", *lines, "fim"]) for at, author, lines in messages]
    chat = "".join(
        f"{header(at)}{author}: " + "\n".join(lines) + "\n"
        for at, author, lines in said
    )
    found = [(row["author_name"], row["text"]) for row in rows(chat, date_order="dmy")]
    assert found == [(author, "\n".join(lines)) for _at, author, lines in said]


def is_one_line(error):
    assert "\n" not in str(error)


@given(st.binary(max_size=300))
@example(b"1/1/1 1:1 - ")
@example(b"99/99/2024 99:99 - x: y")
@example(b"[0/0/00, 0:00:00] ")
@example("٠/٠/٠٠٠٠, ٠:٠٠ - ".encode())
@settings(deadline=None)
def test_random_bytes_give_rows_or_one_line(data):
    try:
        assert len(parse_messages(decode_chat(data).text, "chat.txt").table)
    except ExportError as error:
        is_one_line(error)


@given(
    st.lists(
        st.text(st.sampled_from("0129/.-:, []PAM\u202f\u200eа上午\n"), max_size=30),
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_what_nearly_looks_like_headers_gives_rows_or_one_line(lines):
    data = "\n".join(lines).encode()
    try:
        table = parse_messages(decode_chat(data).text, "chat.txt").table
    except ExportError as error:
        is_one_line(error)
    else:
        assert len(table)
        assert table.select(["local_time", "source_line"])["local_time"].null_count == 0


def test_the_invisible_stays_in_what_people_write():
    text = "👩‍👧 e\u0301 \u2028 ﬁ ½ a\u00a0b"
    (row,) = rows(f"20/06/2024 08:00 - Ana: {text}\n")
    assert row["text"] == text
    assert not unicodedata.is_normalized("NFKC", row["text"])
