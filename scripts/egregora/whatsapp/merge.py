"""Overlapping exports of one conversation → one.

The newest export is taken whole: it has later deletions, edits and names of contacts.
An older one adds only the messages before the newest's first, always a beginning of
its file: times go back in most files, so the place of the cut is found by messages
that both exports hold, not by time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

import pyarrow as pa
import pyarrow.compute as pc

from egregora.whatsapp.strangers import (
    Said,
    minutes_of,
    refuse_strangers,
    said,
    text_of,
)

# Messages at the start of an export among which its place in another is sought.
START = 1_000
# How far apart the neighbours of such a message may lie: deletions lie between.
NEIGHBOURS = 100
# Notices that may stand above an export.
NOTICES = 20


@dataclass(frozen=True)
class Merged:
    """One conversation from several exports.

    Attributes
    ----------
    table
        The messages, in the order of the conversation.
    replaced
        Messages of older exports that a newer one has too; they may name media that
        the newer one omits.

    """

    table: pa.Table
    replaced: pa.Table


def merged(
    exports: Sequence[tuple[str, pa.Table]], renamed: Collection[str] = ()
) -> Merged:
    """Merge exports of one conversation.

    Parameters
    ----------
    exports
        File name and messages of each, newest first: `sent_at` and `body` in the
        order of the file.
    renamed
        Names that the settings give to people of exports from other phones.

    Raises
    ------
    ExportError
        If two exports cannot be of one conversation.

    """
    (newest, table), *older = exports
    replaced = [table.slice(0, 0)]
    for name, messages in older:
        refuse_strangers(name, messages, newest, table, renamed)
        opening = same_opening(messages, table)
        end = opening + cut(messages.slice(opening), table.slice(opening))
        replaced.append(messages.slice(end))
        table = pa.concat_tables([messages.slice(0, end), table.slice(opening)])
    return Merged(table, pa.concat_tables(replaced))


def same_opening(older: pa.Table, newer: pa.Table) -> int:
    """Return how many notices at the top are the same.

    Phones print the oldest, about encryption, also above an export that starts later.
    """
    tops = [
        zip(
            top["sent_at"].cast(pa.int64()).to_pylist(),
            top["body"].to_pylist(),
            strict=True,
        )
        for top in (older.slice(0, NOTICES), newer.slice(0, NOTICES))
    ]
    pairs = zip(*tops, strict=False)
    same = takewhile(lambda p: p[0] == p[1] and not text_of(p[0][1]), pairs)
    return sum(1 for _pair in same)


def cut(older: pa.Table, newer: pa.Table) -> int:
    """Return how many messages of `older` come before the first of `newer`."""
    start = said(newer.slice(0, START))
    spoken = [i for i, (_minute, text) in enumerate(start) if text]
    if not spoken or not len(older):
        return len(older)
    minutes = minutes_of(older)
    at_start = pa.array(sorted({minute for minute, _text in start}), pa.int64())
    places = indices(pc.is_in(minutes, value_set=at_start))
    near = older.take(pa.array(places, pa.int64()))
    candidates = dict(zip(places, said(near), strict=True))
    if anchor := first_anchor(start, candidates):
        return walk_back(start, candidates, *anchor)
    return cut_by_time(start[spoken[0]][0], start, minutes, candidates)


def first_anchor(
    start: list[Said], candidates: dict[int, Said]
) -> tuple[int, int] | None:
    """Return the places of the first message that both hold exactly once."""
    here, there = Counter(start), Counter(candidates.values())
    place_of = {message: place for place, message in candidates.items()}
    for place, message in enumerate(start):
        if message[1] and here[message] == there[message] == 1:
            return place_of[message], place
    return None


def walk_back(
    start: list[Said], candidates: dict[int, Said], place: int, steps: int
) -> int:
    """Return the place of the newer export's first message in the older one.

    From a message that both hold, back through those before it: one of the same
    minute is the same message, though it may have been edited or deleted since.
    """
    for minute, _text in reversed(start[:steps]):
        for earlier in range(place - 1, max(place - NEIGHBOURS, 0) - 1, -1):
            if earlier in candidates and candidates[earlier][0] == minute:
                place = earlier
                break
    return place


def cut_by_time(
    first: int, start: list[Said], minutes: pa.Array, candidates: dict[int, Said]
) -> int:
    """Return how many messages are older than `first`, or surplus in that minute."""
    here = Counter(message for message in start if message[0] == first)
    there = Counter(message for message in candidates.values() if message[0] == first)
    surplus = sum((there - here).values())
    return pc.sum(pc.less(minutes, first)).as_py() + surplus


def indices(mask: pa.Array) -> list[int]:
    """Return where `mask` is true."""
    return pc.indices_nonzero(mask).to_pylist()
