"""One locked pattern per file, and the cut of its text into messages.

Everything works on UTF-8 bytes: a string of a chat with one emoji costs four bytes a
character. `re.split` cuts in C; only distinct dates and times are ever read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from egregora.errors import ExportError
from egregora.whatsapp.clock import second_of_day
from egregora.whatsapp.dates import Dates, read_dates
from egregora.whatsapp.layouts import Layout, is_pointed, layout_of

SAMPLE = 400_000
LINE = 160


def alternatives(characters: str) -> str:
    """Return a group that matches one of `characters`, in a pattern over bytes."""
    return "(?:" + "|".join(map(re.escape, characters)) + ")"


MARK = alternatives(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c"
)
SPACE = alternatives(" \u00a0\u202f\u2009")
# A word for the part of the day; `clock.second_of_day` decides whether it is one.
WORD = r"[^0-9\n\[\]:]{1,60}?"


def sample_lines(text: bytes) -> list[str]:
    """Return the beginnings of lines from the start, middle and end of `text`."""
    lines = text[:SAMPLE].split(b"\n")
    for start in (len(text) // 2, len(text) - SAMPLE // 4):
        if start > SAMPLE:
            lines += text[start : start + SAMPLE // 4].split(b"\n")[1:]
    lines = [line for line in lines if line.strip()]
    return [line[:LINE].decode("utf-8", "ignore") for line in lines]


def detect(text: bytes) -> tuple[Layout | None, int]:
    """Return the layout of the headers in `text` and how many of a sample have it."""
    return layout_of(sample_lines(text))


def digit(zero: str) -> str:
    """Return a group that matches one digit of a script, in a pattern over bytes."""
    if zero == "0":
        return "[0-9]"
    return alternatives("".join(chr(ord(zero) + n) for n in range(10)))


def pattern_of(layout: Layout) -> re.Pattern[bytes]:
    """Return the pattern of a file's headers: its groups are the date and the time.

    It begins with a line feed, which lets the engine skip from line to line.
    """
    d, space = digit(layout.zero), SPACE
    mark = f"{MARK}*" if layout.marks else ""
    year, short = f"{d}{{4}}", f"{d}{{1,2}}"
    first = year if layout.year == "first" and not layout.era else short
    last = {"last": year, "short": f"{d}{{2}}"}.get(layout.year, short)
    if layout.year == "short" and is_pointed(layout.between):
        last = short
    one, two = (mark + fixed(sep, space) + mark for sep in layout.separators)
    era = "(?:R|令和)" if layout.era else ""
    date = f"({era}{first}{one}{short}{two}{last})"

    seconds = f"[:.]{d}{{2}}" if layout.seconds else ""
    clock = f"{space}?{re.escape(layout.clock)}{space}?"
    time = f"{short}{clock}{d}{{2}}{seconds}"
    optional = "?" if layout.period_optional else ""
    between = f"{space}*{mark}{fixed(layout.between, space)}{mark}{space}*"
    after = f"{mark}{space}*{fixed(layout.after, space)}" if layout.after else mark
    if layout.period == "between" and not layout.time_first:
        time = f"((?:{WORD}){optional}{time})"
    elif layout.period:
        time = f"({time}(?:{WORD}){optional})"
    else:
        time = f"({time})"
    if not layout.between and layout.period != "between":
        between = f"{mark}{space}+{mark}"
    body = f"{time}{between}{date}" if layout.time_first else f"{date}{between}{time}"
    if layout.end == "]":
        return compiled(rf"\n{MARK}*\[{mark}{body}{after}\](?: |(?=\n)|$)")
    if layout.end == ":":
        return compiled(rf"\n{MARK}*{body}{after}: ")
    return compiled(rf"\n{MARK}*{body}{after}{space}{mark}{layout.end}{space}")


def compiled(pattern: str) -> re.Pattern[bytes]:
    """Return a pattern over UTF-8 bytes."""
    return re.compile(pattern.encode())


def fixed(text: str, space: str) -> str:
    """Return a pattern of `text` in which spaces may be of any kind."""
    return f"{space}+".join(map(re.escape, text.split(" ")))


@dataclass(frozen=True)
class Messages:
    """The messages of one chat file.

    Attributes
    ----------
    table
        One row per message in the order of the file: `local_time`, `body` (all that
        follows the header, notices included), `source_line`.
    layout
        How the headers are printed.
    dates
        How the dates were read, and by which evidence.
    skipped
        Lines before the first header, which belong to no message.

    """

    table: pa.Table
    layout: Layout
    dates: Dates
    skipped: int


def messages_of(text: bytes, name: str, date_order: str = "auto") -> Messages:
    """Cut the text of a chat file into messages.

    Parameters
    ----------
    text
        As `decode.decoded` returns it.
    name
        What errors call the file.
    date_order
        dmy, mdy or ymd; `auto` decides by evidence.

    Raises
    ------
    ExportError
        If nothing in `text` is the header of a message, or `date_order` contradicts
        the dates.

    """
    layout, _ = detect(text)
    if layout is None:
        raise ExportError(
            f"{name}: no line looks like a message of WhatsApp; "
            "give the .zip or .txt that WhatsApp's “Export chat” made"
        )
    pattern = pattern_of(layout)
    parts = split(pattern, text)
    if len(parts) == 1:
        raise ExportError(
            f"{name}: its message headers cannot be read; please report their form"
        )
    on, at = (2, 1) if layout.time_first else (1, 2)
    second_of = {one: second_of_day(one.decode()) for one in set(parts[at::3])}
    dates = read_dates(
        parts[on::3],
        parts[3::3],
        layout,
        name,
        date_order,
        lower_case=any(re.search(rb"[a-z]", one) for one in second_of),
    )
    if None in second_of.values() or dates.days.null_count:

        def is_true(header: re.Match[bytes]) -> bool:
            day, second = dates.day_of[header[on]], second_of[header[at]]
            return day is not None and second is not None

        parts = split_where(is_true, pattern, b"\n" + text)
        dates = dates.again(parts[on::3])
    times = pa.array(map(second_of.__getitem__, parts[at::3]), pa.int64())
    preamble, bodies = parts[0], pa.array(parts[3::3], pa.binary()).cast(pa.string())
    del parts
    lines = pc.add(pc.count_substring(bodies, "\n"), 1).cast(pa.int64())
    if pc.any(pc.ends_with(bodies, "\n")).as_py():
        bodies = pc.ascii_rtrim(bodies, "\n")
    skipped = preamble.count(b"\n") if preamble.strip() else 0
    before = preamble.count(b"\n")
    starts = pc.subtract(pc.cumulative_sum(lines), lines)
    moments = pc.add(pc.multiply(dates.days, 86_400), times)
    table = pa.table(
        {
            "local_time": moments.cast(pa.timestamp("s")),
            "body": bodies,
            "source_line": pc.add(starts, before + 1),
        }
    )
    if not len(table):
        raise ExportError(f"{name}: its message headers hold no date that exists")
    return Messages(table, layout, dates, skipped)


def split(pattern: re.Pattern[bytes], text: bytes) -> list[bytes]:
    """Return the parts of `text` like `re.split`, the first line's header included."""
    parts = pattern.split(text)
    parts[:1] = pattern.split(b"\n" + parts[0])
    return parts


def split_where(
    is_true: Callable[[re.Match[bytes]], bool], pattern: re.Pattern[bytes], text: bytes
) -> list[bytes]:
    """Return the parts of `text` like `re.split`, cut only at matches that are true.

    The slow way, for files in which lines such as `99/99/2024 99:99 - x` occur.
    """
    parts, end = [], 0
    for match in pattern.finditer(text):
        if is_true(match):
            parts += [text[end : match.start()], match[1], match[2]]
            end = match.end()
    return [*parts, text[end:]]
