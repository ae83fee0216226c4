"""The memories of each period: what the nearest earlier chunks say."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis.expr.types as ir
from ibis import _

from egregora.periods.choice import chosen
from egregora.periods.holding import held
from egregora.periods.related import numbered, related, searching, stems_of
from egregora.storage import rows_of

Rows = dict[str, list[dict[str, Any]]]


def recalled(
    knowledge: ir.Table, shown: ir.Table, periods: ir.Table, count: int
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
    near = held(related(chunks, stems, searching(chunks, stems)))
    found = rows_of(
        near.inner_join(told(knowledge, shown), "chunk_id").order_by("period", "place")
    )
    grouped = groupby(found, itemgetter("period"))
    return {period: chosen(rows, count) for period, rows in grouped}


def told(knowledge: ir.Table, shown: ir.Table) -> ir.Table:
    """Return what each chunk says, with the local time of its first message."""
    first = shown.select(
        "message_id", starts_at=_.local_time.strftime("%Y-%m-%dT%H:%M")
    )
    return (
        knowledge.select(
            "chunk_id", "text", "terms", found="period", message_id=_.message_ids[0]
        )
        .inner_join(first, "message_id")
        .drop("message_id")
    )
