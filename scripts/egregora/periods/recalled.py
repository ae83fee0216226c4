"""The memories of each period: what the nearest earlier chunks say."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir
from ibis import _

from egregora.periods.choice import chosen
from egregora.periods.holding import held
from egregora.periods.neighbours import neighbours
from egregora.periods.related import numbered, related, searching, stems_of
from egregora.storage import rows_in_turn

# How little the first places count above the next.
RANK_DAMPING = 10

Rows = dict[str, list[dict[str, Any]]]


def recalled(
    knowledge: ir.Table,
    shown: ir.Table,
    periods: ir.Table,
    unsaid: ir.Table,
    count: int,
) -> Rows:
    """Return the chunks that each period remembers, nearest first.

    Parameters
    ----------
    knowledge
        One row per chunk.
    shown
        The messages that briefs hold.
    periods
        Periods that get a post; others neither remember nor are remembered.
    unsaid
        `period` and `term`: stems that say nothing.
    count
        Memories per period, at most.

    Returns
    -------
    dict
        Period → rows with `found` (a period), `starts_at`, `text` and `shared`
        stems.

    """
    if not count:
        return {}
    chunks = held(numbered(knowledge, periods))
    stems = held(stems_of(knowledge, chunks))
    by_words = held(related(chunks, stems, held(searching(chunks, stems, unsaid))))
    by_vectors = held(neighbours(knowledge, chunks))
    places = fused(pairs_of(by_words), pairs_of(by_vectors))
    if not places:
        return {}
    shared = {
        (row["period"], row["chunk_id"]): row["shared"]
        for row in rows_in_turn(by_words)
    }
    both = by_words.select("chunk_id").union(by_vectors.select("chunk_id"))
    texts = {
        row["chunk_id"]: row
        for row in rows_in_turn(told(knowledge, shown).semi_join(both, "chunk_id"))
    }
    return {
        period: chosen(
            (
                {"period": period, "shared": shared.get((period, one), [])} | texts[one]
                for one in found
            ),
            count,
        )
        for period, found in places.items()
    }


def pairs_of(found: ir.Table) -> dict[tuple[str, str], int]:
    """Return the place of each chunk among those that a period may remember."""
    rows = rows_in_turn(found.select("period", "chunk_id", "place"))
    return {(row["period"], row["chunk_id"]): row["place"] for row in rows}


def fused(*ways: dict[tuple[str, str], int]) -> dict[str, list[str]]:
    """Return the chunks of each period in an order that heeds their places each way.

    This is reciprocal rank fusion: being found both ways counts most.
    """
    scores: dict[str, dict[str, float]] = {}
    for way in ways:
        for (period, chunk), place in way.items():
            of_period = scores.setdefault(period, {})
            of_period[chunk] = of_period.get(chunk, 0.0) + 1 / (RANK_DAMPING + place)
    return {
        period: sorted(found, key=lambda chunk: (-found[chunk], chunk))
        for period, found in sorted(scores.items())
    }


def told(knowledge: ir.Table, shown: ir.Table) -> ir.Table:
    """Return what each chunk says, with the local time of its first message."""
    first = shown.select(
        "message_id", starts_at=_.local_time.strftime("%Y-%m-%dT%H:%M")
    )
    return (
        knowledge.select(
            "chunk_id",
            "text",
            "authors",
            found="period",
            message_id=_.message_ids[0],
        )
        .inner_join(first, "message_id")
        .drop("message_id")
    )
