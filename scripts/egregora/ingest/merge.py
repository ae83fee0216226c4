"""Overlapping exports of one conversation, merged into one.

The newest export is taken whole, because it has later deletions, edits and names of
contacts. An older one adds only the messages before the first of the newest. Times go
back in most files, so the place to cut is found by messages that both exports hold,
not by time.

Exports that cannot be of one conversation are refused, because two exports of the same
days are nearly the same; the errors name files, never people. Names that another phone
uses for people are replaced by those of the blog's phone: before messages, in mentions
and in notices.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import pyarrow as pa
import pyarrow.compute as pc

from egregora.errors import ExportError
from egregora.ingest.headers import DIRECTION_MARKS, HEADER_SPACES

# Between these marks stands the name of somebody who is mentioned.
MENTION_START, MENTION_END = "\u2068", "\u2069"


def rename_people(
    bodies: pa.Array, names: Mapping[str, str]
) -> tuple[pa.Array, set[str]]:
    """Return bodies of messages in which people have other names, and who was found.

    Parameters
    ----------
    bodies
        What follows each header.
    names
        Name on the phone of the export → name on the phone of the blog. All change
        at once: two people may change places.

    Returns
    -------
    tuple
        The bodies, and those of `names` that stand in one of them.

    """
    result, found = bodies, set()
    for name, other in names.items():
        heading = (
            rf"^[{DIRECTION_MARKS}{HEADER_SPACES}~]*{printed_name_pattern(name)}"
            rf"[{DIRECTION_MARKS}]*:( |\n|$)"
        )
        is_theirs = pc.match_substring_regex(bodies, heading)
        if not pc.any(is_theirs).as_py():
            continue
        found.add(name)
        theirs = pc.replace_substring_regex(
            bodies, heading, other.replace("\\", r"\\") + r":\1", max_replacements=1
        )
        result = pc.if_else(is_theirs, theirs, result)
    is_rest = pc.or_(
        pc.match_substring(result, MENTION_START),
        pc.invert(pc.match_substring_regex(result, r"^[^\n]*:( |\n|$)")),
    )
    rest = result.filter(is_rest).to_pylist()
    inside = pa.array(
        [rename_mentions(body, names, found) for body in rest], pa.string()
    )
    return pc.replace_with_mask(result, is_rest, inside), found


def rename_mentions(body: str, names: Mapping[str, str], found: set[str]) -> str:
    """Return a body with the people in its mentions renamed; in a notice, all.

    Those who are there are added to `found`.
    """
    longest = sorted(names, key=len, reverse=True)
    anybody = "|".join(f"({printed_name_pattern(name)})" for name in longest)
    before, after = f"(?<={MENTION_START})~?", f"(?={MENTION_END})"
    if not re.match(r"[^\n]*:(?: |\n|$)", body):
        before, after = r"(?<!\w)", r"(?!\w)"

    def other(match: re.Match[str]) -> str:
        name = longest[match.lastindex - 1]
        found.add(name)
        return names[name]

    return re.sub(f"{before}(?:{anybody}){after}", other, body)


def printed_name_pattern(name: str) -> str:
    """Return a pattern of `name` with any blanks and hyphens that a phone prints."""
    blank, hyphen = f"[{HEADER_SPACES}]+", "[-\u2011]"
    words = (re.escape(word).replace(r"\-", hyphen) for word in name.split())
    return blank.join(words)


# Messages of the same time in two exports, of which some must be the same.
MIN_SAME_TIMES = 5
MAX_COMPARED_MESSAGES = 2_000
MICROSECONDS_PER_MINUTE = 60_000_000
MINUTES_PER_DAY = 1_440
# Messages of one person that another export must agree or disagree on.
MIN_CONTRADICTIONS = 3

# Minute and text of a message.
MinuteAndText = tuple[int, str]


def check_same_conversation(
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
    inside = typed_messages_between(newer, *first_and_last_minutes(older))
    minutes = pa.array(sorted({minute for minute, _text in inside}), pa.int64())
    same_time = older.filter(pc.is_in(minutes_of(older), value_set=minutes))
    known = set(minutes_and_texts(same_time))
    found = sum(message in known for message in inside)
    enough = MIN_SAME_TIMES if found else MIN_CONTRADICTIONS
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
    here, there = names_in_bodies(older), names_in_bodies(newer)
    if here and there and not found and not here & there:
        raise ExportError(
            f"{name} and {newest} share neither a message nor an author; "
            "give exports of one group, and `names` in `exports` for another phone"
        )
    if found and renamed and contradicts_names(same_time, newer, renamed):
        raise ExportError(
            f"{name} and {newest} have the same messages of different people; "
            "mend `names` in `exports`"
        )


def minutes_apart(older: pa.Table, inside: list[MinuteAndText]) -> int:
    """Return how far apart the same texts are in two exports; 0 if that differs."""
    first, last = inside[0][0], inside[-1][0]
    near = typed_messages_between(
        older, min(first, last) - MINUTES_PER_DAY, max(first, last) + MINUTES_PER_DAY
    )
    here, there = minutes_of_unique_texts(near), minutes_of_unique_texts(inside)
    both = here.keys() & there.keys()
    steps = Counter(there[text] - here[text] for text in both)
    ((step, count),) = steps.most_common(1) or [(0, 0)]
    is_one_zone = (
        count >= MIN_SAME_TIMES
        and count * 2 > len(both)
        and abs(step) <= MINUTES_PER_DAY
    )
    return abs(step) if is_one_zone else 0


def minutes_of_unique_texts(messages: list[MinuteAndText]) -> dict[str, int]:
    """Return text → minute of the messages whose text occurs once."""
    count = Counter(text for _minute, text in messages)
    return {text: minute for minute, text in messages if count[text] == 1}


def contradicts_names(
    older: pa.Table, newer: pa.Table, renamed: Collection[str]
) -> bool:
    """Return whether messages of a renamed person are somebody else's elsewhere."""
    minutes = minutes_of(older)
    same = newer.filter(pc.is_in(minutes_of(newer), value_set=minutes.unique()))
    theirs = authors_of_messages(same)
    disagreed: Counter[str] = Counter()
    for message, author in authors_of_messages(older).items():
        other = theirs.get(message)
        if other is None or not {author, other} & set(renamed):
            continue
        disagreed[author] += 1 if author != other else -1
    return any(count >= MIN_CONTRADICTIONS for count in disagreed.values())


def authors_of_messages(messages: pa.Table) -> dict[MinuteAndText, str]:
    """Return who said what somebody typed, for what was said once."""
    bodies = messages["body"].slice(0, MAX_COMPARED_MESSAGES).to_pylist()
    everything = minutes_and_texts(messages.slice(0, MAX_COMPARED_MESSAGES))
    count = Counter(everything)
    return {
        message: name_in_body(body)
        for message, body in zip(everything, bodies, strict=True)
        if message[1] and count[message] == 1
    }


def minutes_of(messages: pa.Table) -> pa.Array:
    """Return the minute of each message: Android prints no seconds."""
    return pc.divide(
        messages["sent_at"].cast(pa.int64()), MICROSECONDS_PER_MINUTE
    ).combine_chunks()


def minutes_and_texts(messages: pa.Table) -> list[MinuteAndText]:
    """Return minute and text of each message; no text for notices and media.

    Without its author, who may have another name in another export.
    """
    texts = map(typed_text, messages["body"].to_pylist())
    return list(zip(minutes_of(messages).to_pylist(), texts, strict=True))


def typed_text(body: str) -> str:
    """Return what a person typed in a body, or nothing."""
    _name, colon, text = body.partition(": ")
    is_typed = colon and not text.startswith(("\u200e", "\u200f", "<"))
    return text if is_typed else ""


def name_in_body(body: str) -> str:
    """Return the name before the colon of a body."""
    return body.partition(": ")[0].strip("~ \u202f\u200e")


def first_and_last_minutes(messages: pa.Table) -> tuple[int, int]:
    """Return the first and last minute of messages, less a few with a wrong clock."""
    ordered = minutes_of(messages).sort()
    edge = len(ordered) // 50
    return ordered[edge].as_py(), ordered[len(ordered) - 1 - edge].as_py()


def typed_messages_between(
    messages: pa.Table, first: int, last: int
) -> list[MinuteAndText]:
    """Return some of the messages between two minutes that a person typed."""
    minutes = minutes_of(messages)
    within = pc.and_(pc.greater_equal(minutes, first), pc.less_equal(minutes, last))
    return [
        one
        for one in minutes_and_texts(
            messages.filter(within).slice(0, MAX_COMPARED_MESSAGES)
        )
        if one[1]
    ]


def names_in_bodies(messages: pa.Table) -> set[str]:
    """Return the names before the colons of some messages."""
    bodies = (
        messages["body"]
        .slice(max(len(messages) - MAX_COMPARED_MESSAGES, 0))
        .to_pylist()
    )
    return {name_in_body(body) for body in bodies if typed_text(body)}


# Messages at the start of an export among which its place in another is sought.
MAX_ANCHOR_MESSAGES = 1_000
# How far apart the neighbours of such a message may lie: deletions lie between.
MAX_NEIGHBOUR_DISTANCE = 100
# Notices that may stand above an export.
MAX_TOP_NOTICES = 20


@dataclass(frozen=True)
class MergedExports:
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


def merge_exports(
    exports: Sequence[tuple[str, pa.Table]], renamed: Collection[str] = ()
) -> MergedExports:
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
        check_same_conversation(name, messages, newest, table, renamed)
        opening = count_same_notices(messages, table)
        end = opening + find_cut(messages.slice(opening), table.slice(opening))
        replaced.append(messages.slice(end))
        table = pa.concat_tables([messages.slice(0, end), table.slice(opening)])
    return MergedExports(table, pa.concat_tables(replaced))


def count_same_notices(older: pa.Table, newer: pa.Table) -> int:
    """Return how many notices at the top are the same.

    Phones print the oldest, about encryption, also above an export that starts later.
    """
    tops = [
        zip(
            top["sent_at"].cast(pa.int64()).to_pylist(),
            top["body"].to_pylist(),
            strict=True,
        )
        for top in (older.slice(0, MAX_TOP_NOTICES), newer.slice(0, MAX_TOP_NOTICES))
    ]
    pairs = zip(*tops, strict=False)
    same = takewhile(lambda p: p[0] == p[1] and not typed_text(p[0][1]), pairs)
    return sum(1 for _pair in same)


def find_cut(older: pa.Table, newer: pa.Table) -> int:
    """Return how many messages of `older` come before the first of `newer`."""
    start = minutes_and_texts(newer.slice(0, MAX_ANCHOR_MESSAGES))
    spoken = [i for i, (_minute, text) in enumerate(start) if text]
    if not spoken or not len(older):
        return len(older)
    minutes = minutes_of(older)
    at_start = pa.array(sorted({minute for minute, _text in start}), pa.int64())
    places = true_positions(pc.is_in(minutes, value_set=at_start))
    near = older.take(pa.array(places, pa.int64()))
    candidates = dict(zip(places, minutes_and_texts(near), strict=True))
    if anchor := find_anchor(start, candidates):
        return walk_back_from_anchor(start, candidates, *anchor)
    return cut_by_time(start[spoken[0]][0], start, minutes, candidates)


def find_anchor(
    start: list[MinuteAndText], candidates: dict[int, MinuteAndText]
) -> tuple[int, int] | None:
    """Return the places of the first message that both hold exactly once."""
    here, there = Counter(start), Counter(candidates.values())
    place_of = {message: place for place, message in candidates.items()}
    for place, message in enumerate(start):
        if message[1] and here[message] == there[message] == 1:
            return place_of[message], place
    return None


def walk_back_from_anchor(
    start: list[MinuteAndText],
    candidates: dict[int, MinuteAndText],
    place: int,
    steps: int,
) -> int:
    """Return the place of the newer export's first message in the older one.

    From a message that both hold, back through those before it: one of the same
    minute is the same message, though it may have been edited or deleted since.
    """
    for minute, _text in reversed(start[:steps]):
        for earlier in range(place - 1, max(place - MAX_NEIGHBOUR_DISTANCE, 0) - 1, -1):
            if earlier in candidates and candidates[earlier][0] == minute:
                place = earlier
                break
    return place


def cut_by_time(
    first: int,
    start: list[MinuteAndText],
    minutes: pa.Array,
    candidates: dict[int, MinuteAndText],
) -> int:
    """Return how many messages are older than `first`, or surplus in that minute."""
    here = Counter(message for message in start if message[0] == first)
    there = Counter(message for message in candidates.values() if message[0] == first)
    surplus = sum((there - here).values())
    return pc.sum(pc.less(minutes, first)).as_py() + surplus


def true_positions(mask: pa.Array) -> list[int]:
    """Return where `mask` is true."""
    return pc.indices_nonzero(mask).to_pylist()
