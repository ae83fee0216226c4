"""Exports that cannot be of one conversation, refused with one line.

Of one conversation, what two exports wrote down of the same days is nearly the same.
The lines name files, never people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from egregora.errors import ExportError

# Messages of the same time in two exports, of which some must be the same.
FEWEST = 5
MOST = 2_000
MINUTE = 60_000_000
DAY = 1_440
# Messages of one person that another export must agree or disagree on.
TELLING = 3

# Minute and text of a message.
Said = tuple[int, str]


def refuse_strangers(
    name: str,
    older: pa.Table,
    newest: str,
    newer: pa.Table,
    renamed: Collection[str] = (),
) -> None:
    """Raise ExportError if two exports cannot be of one conversation.

    Parameters
    ----------
    name, newest
        What errors call the exports.
    older, newer
        Their messages: `sent_at` and `body` in the order of the file.
    renamed
        Names that the settings give to people of either export.

    """
    inside = spoken_within(newer, *span_of(older))
    minutes = pa.array(sorted({minute for minute, _text in inside}), pa.int64())
    same_time = older.filter(pc.is_in(minutes_of(older), value_set=minutes))
    known = set(said(same_time))
    found = sum(message in known for message in inside)
    enough = FEWEST if found else TELLING
    if len(inside) >= enough and found * 10 < len(inside):
        if apart := minutes_apart(older, inside):
            raise ExportError(
                f"{name} and {newest} are {apart // 60}:{apart % 60:02} hours apart; "
                "give the one of another phone its `timezone` in `exports`"
            )
        raise ExportError(
            f"{name} and {newest} cover the same days but hardly share a message; "
            "give exports of one group, made on one phone"
        )
    here, there = names_in(older), names_in(newer)
    if here and there and not found and not here & there:
        raise ExportError(
            f"{name} and {newest} share neither a message nor an author; "
            "give exports of one group, and `names` in `exports` for another phone"
        )
    if found and renamed and contradicted(same_time, newer, renamed):
        raise ExportError(
            f"{name} and {newest} have the same messages of different people; "
            "mend `names` in `exports`"
        )


def minutes_apart(older: pa.Table, inside: list[Said]) -> int:
    """Return how far apart the same texts are in two exports; 0 if that differs."""
    first, last = inside[0][0], inside[-1][0]
    near = spoken_within(older, min(first, last) - DAY, max(first, last) + DAY)
    here, there = once(near), once(inside)
    both = here.keys() & there.keys()
    steps = Counter(there[text] - here[text] for text in both)
    ((step, count),) = steps.most_common(1) or [(0, 0)]
    is_one_zone = count >= FEWEST and count * 2 > len(both) and abs(step) <= DAY
    return abs(step) if is_one_zone else 0


def once(messages: list[Said]) -> dict[str, int]:
    """Return text → minute of the messages whose text occurs once."""
    count = Counter(text for _minute, text in messages)
    return {text: minute for minute, text in messages if count[text] == 1}


def contradicted(older: pa.Table, newer: pa.Table, renamed: Collection[str]) -> bool:
    """Return whether messages of a renamed person are somebody else's elsewhere."""
    minutes = minutes_of(older)
    same = newer.filter(pc.is_in(minutes_of(newer), value_set=minutes.unique()))
    theirs = authors_of(same)
    disagreed: Counter[str] = Counter()
    for message, author in authors_of(older).items():
        other = theirs.get(message)
        if other is None or not {author, other} & set(renamed):
            continue
        disagreed[author] += 1 if author != other else -1
    return any(count >= TELLING for count in disagreed.values())


def authors_of(messages: pa.Table) -> dict[Said, str]:
    """Return who said what somebody typed, for what was said once."""
    bodies = messages["body"].slice(0, MOST).to_pylist()
    everything = said(messages.slice(0, MOST))
    count = Counter(everything)
    return {
        message: name_in(body)
        for message, body in zip(everything, bodies, strict=True)
        if message[1] and count[message] == 1
    }


def minutes_of(messages: pa.Table) -> pa.Array:
    """Return the minute of each message: Android prints no seconds."""
    return pc.divide(messages["sent_at"].cast(pa.int64()), MINUTE).combine_chunks()


def said(messages: pa.Table) -> list[Said]:
    """Return minute and text of each message; no text for notices and media.

    Without its author, who may have another name in another export.
    """
    texts = map(text_of, messages["body"].to_pylist())
    return list(zip(minutes_of(messages).to_pylist(), texts, strict=True))


def text_of(body: str) -> str:
    """Return what a person typed in a body, or nothing."""
    _name, colon, text = body.partition(": ")
    is_typed = colon and not text.startswith(("\u200e", "\u200f", "<"))
    return text if is_typed else ""


def name_in(body: str) -> str:
    """Return the name before the colon of a body."""
    return body.partition(": ")[0].strip("~ \u202f\u200e")


def span_of(messages: pa.Table) -> tuple[int, int]:
    """Return the first and last minute of messages, less a few with a wrong clock."""
    ordered = minutes_of(messages).sort()
    edge = len(ordered) // 50
    return ordered[edge].as_py(), ordered[len(ordered) - 1 - edge].as_py()


def spoken_within(messages: pa.Table, first: int, last: int) -> list[Said]:
    """Return some of the messages between two minutes that a person typed."""
    minutes = minutes_of(messages)
    within = pc.and_(pc.greater_equal(minutes, first), pc.less_equal(minutes, last))
    return [one for one in said(messages.filter(within).slice(0, MOST)) if one[1]]


def names_in(messages: pa.Table) -> set[str]:
    """Return the names before the colons of some messages."""
    bodies = messages["body"].slice(max(len(messages) - MOST, 0)).to_pylist()
    return {name_in(body) for body in bodies if text_of(body)}
