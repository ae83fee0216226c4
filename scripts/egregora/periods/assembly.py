"""What the brief of each period holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir

from egregora.calendar import Every
from egregora.periods import parts
from egregora.periods.counts import people
from egregora.periods.holding import held
from egregora.periods.language import opening_lines
from egregora.periods.messages import posted, shown, speech
from egregora.periods.recalled import recalled
from egregora.periods.telling import Spelled, counted_words, telling_words
from egregora.periods.topics import labels
from egregora.storage import rows_in_turn
from egregora.text.language import AUTO, habits_of_people, language_of_period
from egregora.words import plain_fold

PLAIN = ("first_day", "last_day", "starts_at", "ends_at")
LISTS = ("people", "links", "media")


def contents(
    enriched: ir.Table,
    knowledge: ir.Table,
    members: ir.Table,
    media: ir.Table,
    every: Every,
    min_messages: int,
    language: str,
    memories: int,
) -> Iterator[dict[str, Any]]:
    """Yield the content of each brief, oldest first, as `briefs.file_of` takes it.

    Parameters
    ----------
    enriched, knowledge, members, media
        The tables.
    every
        Calendar unit of a period.
    min_messages
        Periods in which people wrote fewer messages get no brief.
    language
        Language of the posts, or `auto`.
    memories
        Chunks of earlier periods per brief, at most.

    """
    said = held(shown(enriched, every))
    kept = held(posted(said, min_messages).select("period"))
    aliases = [row["alias"] for row in rows_in_turn(members.select("alias"))]
    spoken = speech(said, aliases)
    counted = counted_words(spoken)
    found = recalled(knowledge, said, kept, counted.unsaid, memories)
    told, spelled, topics = telling_words(counted, kept, found)
    # It is large, and only briefs are to be made yet.
    del counted
    habits = {}
    if language == AUTO:
        habits = habits_of_people(rows_in_turn(opening_lines(spoken)))
    for row in in_turn(said, held(people(said, members)), media, kept):
        period = row["period"]
        lists = {name: loaded(row[name]) for name in LISTS}
        said = row["messages"]
        heard = language
        if language == AUTO:
            authors = [author for author, *_ in lists["people"]]
            heard = language_of_period(period, authors, habits)
        called = labels(heard)
        yield {
            "period": period,
            "every": every,
            "language": heard,
            **{name: row[name] for name in PLAIN},
            **lists,
            "messages": loaded(said) if row["unusual"] else said,
            "terms": told.get(period, []),
            "topics": [called[one] for one in topics.get(period, ())],
            "known_topics": list(called.values()),
            "memories": [memory_of(one, spelled) for one in found.get(period, ())],
            "statistics": statistics_of(row, lists["people"]),
        }


def in_turn(
    shown: ir.Table, people: ir.Table, media: ir.Table, posted: ir.Table
) -> Iterator[dict[str, Any]]:
    """Yield the parts of each brief, oldest first."""
    small = parts.briefings(shown, people, media, posted)
    large = parts.conversations(shown.semi_join(posted, "period"), people, media)
    whole = small.inner_join(large, "period").order_by("period")
    yield from rows_in_turn(whole)


def memory_of(row: dict[str, Any], spelled: Spelled) -> list[Any]:
    """Return a memory, with the words that it shares as this period writes them."""
    shared = [
        spelled.get((row["period"], stem)) or whole_word(stem, row["text"])
        for stem in row["shared"]
    ]
    return [row["found"], row["starts_at"], row["text"], shared, row["authors"]]


def whole_word(stem: str, text: str) -> str:
    """Return the first word of `text` that has a folded stem, or the stem."""
    words = re.findall(r"\w+", text)
    return next((word for word in words if plain_fold(word).startswith(stem)), stem)


def statistics_of(row: dict[str, Any], people: list[list[Any]]) -> dict[str, Any]:
    """Return the counts of what people wrote."""
    hours = dict(loaded(row["hours"]))
    days = dict(loaded(row["days"]))
    return {
        "messages": sum(messages for _, _, messages, _ in people),
        "words": sum(words for _, _, _, words in people),
        "per_day": {
            day: days.get(day, 0) for day in dates(row["first_day"], row["last_day"])
        },
        "per_hour": [hours.get(hour, 0) for hour in range(24)],
        "replies": loaded(row["replies"]),
    }


def dates(first: str, last: str) -> Iterator[str]:
    """Yield the dates from `first` to `last`."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day.isoformat()
        day += timedelta(days=1)


def loaded(text: str | None) -> list:
    """Return a part of a brief; one that has nothing is an empty list."""
    return json.loads(text) if text else []
