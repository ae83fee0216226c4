"""What the brief of each period holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir
from ibis import _

from egregora.calendar import Every
from egregora.periods import parts
from egregora.periods.counts import people
from egregora.periods.holding import held
from egregora.periods.language import beginnings, languages
from egregora.periods.messages import posted, shown, speech
from egregora.periods.recalled import recalled
from egregora.periods.telling import Spelled, telling_words
from egregora.storage import rows_of

# Periods whose briefs are in memory together.
TOGETHER = 200

PLAIN = ("first_day", "last_day", "starts_at", "ends_at")
LISTS = ("people", "messages", "links", "media")


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
    """Yield the content of each brief, oldest first: `briefs.Brief` as JSON values.

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
    kept = held(posted(said, min_messages))
    found = recalled(knowledge, said, kept, memories)
    spoken = speech(said, [row["alias"] for row in rows_of(members.select("alias"))])
    told, spelled = telling_words(spoken, kept, found)
    heard = languages(beginnings(spoken), language)
    for row in in_turn(said, held(people(said, members)), media, kept):
        period = row["period"]
        lists = {name: loaded(row[name]) for name in LISTS}
        yield {
            "period": period,
            "every": every,
            "language": heard[period],
            **{name: row[name] for name in PLAIN},
            **lists,
            "terms": told.get(period, []),
            "memories": [memory_of(one, spelled) for one in found.get(period, ())],
            "statistics": statistics_of(row, lists["people"]),
        }


def in_turn(
    shown: ir.Table, people: ir.Table, media: ir.Table, posted: ir.Table
) -> Iterator[dict[str, Any]]:
    """Yield the parts of each brief, oldest first, a few periods at a time."""
    small = held(parts.briefings(shown, people, media, posted))
    names = [
        row["period"] for row in rows_of(small.select("period").order_by("period"))
    ]
    for first in range(0, len(names), TOGETHER):
        some = _.period.between(names[first], names[first : first + TOGETHER][-1])
        large = parts.conversations(shown.filter(some), people, media)
        both = small.filter(some).inner_join(large, "period")
        yield from rows_of(both.order_by("period"))


def memory_of(row: dict[str, Any], spelled: Spelled) -> dict[str, Any]:
    """Return a memory, with the words that it shares as this period writes them."""
    return {
        "period": row["found"],
        "starts_at": row["starts_at"],
        "text": row["text"],
        "authors": row["authors"],
        "terms": [
            spelled.get((row["period"], stem)) or whole_word(stem, row["terms"])
            for stem in row["shared"]
        ],
    }


def whole_word(stem: str, words: list[str]) -> str:
    """Return the first of `words` that has a stem, or the stem."""
    return next((word for word in words if word.startswith(stem)), stem)


def statistics_of(row: dict[str, Any], people: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the counts of what people wrote."""
    hours = {one["hour"]: one["times"] for one in loaded(row["hours"])}
    days = {one["day"]: one["times"] for one in loaded(row["days"])}
    replies = [[one["by"], one["whom"], one["times"]] for one in loaded(row["replies"])]
    return {
        "messages": sum(person["messages"] for person in people),
        "words": sum(person["words"] for person in people),
        "per_day": {
            day: days.get(day, 0) for day in dates(row["first_day"], row["last_day"])
        },
        "per_hour": [hours.get(hour, 0) for hour in range(24)],
        "replies": sorted(replies, key=lambda one: (-one[2], one)),
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
