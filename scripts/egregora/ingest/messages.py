"""The text of a chat file, split into messages by the pattern of its headers.

Everything works on UTF-8 bytes: as a string, a chat with one emoji takes four bytes a
character. `re.split` does the splitting in C; only distinct dates and times are read
one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from egregora.errors import ExportError
from egregora.ingest.dates import DateOrder, read_dates
from egregora.ingest.headers import (
    HeaderLayout,
    header_pattern,
    layout_of_lines,
    second_of_day,
    visible_text,
)

LAYOUT_SAMPLE_BYTES = 400_000
MAX_SAMPLED_LINE = 160


@dataclass(frozen=True)
class ParsedMessages:
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
    layout: HeaderLayout
    dates: DateOrder
    skipped: int


def sample_lines(text: bytes) -> list[str]:
    """Return the beginnings of lines from the start, middle and end of `text`."""
    lines = text[:LAYOUT_SAMPLE_BYTES].split(b"\n")
    for start in (len(text) // 2, len(text) - LAYOUT_SAMPLE_BYTES // 4):
        if start > LAYOUT_SAMPLE_BYTES:
            lines += text[start : start + LAYOUT_SAMPLE_BYTES // 4].split(b"\n")[1:]
    lines = [line for line in lines if line.strip()]
    return [line[:MAX_SAMPLED_LINE].decode("utf-8", "ignore") for line in lines]


def detect_layout(text: bytes) -> tuple[HeaderLayout | None, int]:
    """Return the layout of the headers in `text` and how many of a sample have it."""
    return layout_of_lines(sample_lines(text))


def parse_messages(text: bytes, name: str, date_order: str = "auto") -> ParsedMessages:
    """Cut the text of a chat file into messages.

    Parameters
    ----------
    text
        As `encoding.decode_chat` returns it.
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
    layout, _ = detect_layout(text)
    if layout is None:
        raise ExportError(
            f"{name}: no line looks like a message of WhatsApp; "
            "give the .zip or .txt that WhatsApp's “Export chat” made"
        )
    pattern = header_pattern(layout)
    parts = split_at_headers(pattern, text)
    if len(parts) == 1:
        raise ExportError(
            f"{name}: its message headers cannot be read; please report their form"
        )
    on, at = (2, 1) if layout.time_first else (1, 2)
    times = to_arrow_strings(parts[at::3]).dictionary_encode()
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

        parts = split_at_true_headers(is_true, pattern, b"\n" + text)
        times = to_arrow_strings(parts[at::3]).dictionary_encode()
    if len(parts) == 1:
        raise ExportError(f"{name}: its message headers hold no date that exists")
    order = replace(order, sample=header_at(pattern, text, len(parts[0])))
    days = pa.array(map(day_of.__getitem__, parts[on::3]), pa.int64())
    distinct = map(second_of.__getitem__, times.dictionary.to_pylist())
    seconds = pa.array(distinct, pa.int64()).take(times.indices)
    moments = pc.add(pc.multiply(days, 86_400), seconds).cast(pa.timestamp("s"))
    preamble, bodies = parts[0], parts[3::3]
    del parts
    before = preamble.count(b"\n")
    table = message_table(moments, to_arrow_strings(bodies), before)
    return ParsedMessages(table, layout, order, before if preamble.strip() else 0)


def header_at(pattern: re.Pattern[bytes], text: bytes, start: int) -> str:
    """Return the header at a place of `text`: date and time, no name."""
    line = (
        text[start - 1 : start + MAX_SAMPLED_LINE]
        if start
        else b"\n" + text[:MAX_SAMPLED_LINE]
    )
    return visible_text(pattern.match(line)[0].decode())


def to_arrow_strings(pieces: list[bytes]) -> pa.Array:
    """Return `pieces` as an Arrow array; their bytes are checked once, together."""
    return pa.array(pieces, pa.binary()).cast(pa.string())


def message_table(local_time: pa.Array, bodies: pa.Array, before: int) -> pa.Table:
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


def split_at_headers(pattern: re.Pattern[bytes], text: bytes) -> list[bytes]:
    """Return the parts of `text` like `re.split`, the first line's header included."""
    parts = pattern.split(text)
    parts[:1] = pattern.split(b"\n" + parts[0])
    return parts


def split_at_true_headers(
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
