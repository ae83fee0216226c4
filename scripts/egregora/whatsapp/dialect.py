"""The text of a chat file, cut into messages by one locked pattern.

Everything works on UTF-8 bytes: a string of a chat with one emoji costs four bytes a
character. `re.split` cuts in C; only distinct dates and times are ever read one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from egregora.errors import ExportError
from egregora.whatsapp.clock import second_of_day
from egregora.whatsapp.dates import DateOrder, read_dates
from egregora.whatsapp.headers import layout_of
from egregora.whatsapp.layouts import Layout, visible
from egregora.whatsapp.patterns import pattern_of

SAMPLE = 400_000
LINE = 160


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
        In which order the dates were read, and by which evidence.
    skipped
        Lines before the first header, which belong to no message.

    """

    table: pa.Table
    layout: Layout
    dates: DateOrder
    skipped: int


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
    times = strings(parts[at::3]).dictionary_encode()
    second_of = {one: second_of_day(one) for one in times.dictionary.to_pylist()}
    order, day_of = read_dates(
        parts[on::3],
        parts[3::3],
        layout,
        name,
        date_order,
        lower_case=any(re.search(r"[a-z]", one) for one in second_of),
    )
    if None in second_of.values() or None in day_of.values():

        def is_true(header: re.Match[bytes]) -> bool:
            day, second = day_of[header[on]], second_of[header[at].decode()]
            return day is not None and second is not None

        parts = split_where(is_true, pattern, b"\n" + text)
        times = strings(parts[at::3]).dictionary_encode()
    if len(parts) == 1:
        raise ExportError(f"{name}: its message headers hold no date that exists")
    order = replace(order, sample=sample_of(pattern, text, len(parts[0])))
    days = pa.array(map(day_of.__getitem__, parts[on::3]), pa.int64())
    distinct = map(second_of.__getitem__, times.dictionary.to_pylist())
    seconds = pa.array(distinct, pa.int64()).take(times.indices)
    moments = pc.add(pc.multiply(days, 86_400), seconds).cast(pa.timestamp("s"))
    preamble, bodies = parts[0], parts[3::3]
    del parts
    before = preamble.count(b"\n")
    table = table_of(moments, strings(bodies), before)
    return Messages(table, layout, order, before if preamble.strip() else 0)


def sample_of(pattern: re.Pattern[bytes], text: bytes, start: int) -> str:
    """Return the header at a place of `text`: date and time, no name."""
    line = text[start - 1 : start + LINE] if start else b"\n" + text[:LINE]
    return visible(pattern.match(line)[0].decode())


def strings(pieces: list[bytes]) -> pa.Array:
    """Return `pieces` as an Arrow array; their bytes are checked once, together."""
    return pa.array(pieces, pa.binary()).cast(pa.string())


def table_of(local_time: pa.Array, bodies: pa.Array, before: int) -> pa.Table:
    """Return the messages of a file, each with its line and without blank last lines.

    Parameters
    ----------
    local_time
        When each was sent, as printed.
    bodies
        What follows each header, up to the next.
    before
        Lines before the first header.

    """
    lines = pc.add(pc.count_substring(bodies, "\n"), 1).cast(pa.int64())
    starts = pc.subtract(pc.cumulative_sum(lines), lines)
    if pc.any(pc.ends_with(bodies, "\n")).as_py():
        bodies = pc.ascii_rtrim(bodies, "\n")
    return pa.table(
        {
            "local_time": local_time,
            "body": bodies,
            "source_line": pc.add(starts, before + 1),
        }
    )


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
