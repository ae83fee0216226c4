"""Chunks of earlier periods that mean much the same, found by their embeddings.

The search is exact, over earlier chunks only. How near two texts of no relation are
differs from model to model, so that a chunk is near if it is far nearer than most.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.periods.related import best

# Chunks of a period that search: those in which most happens.
SEARCHING = 2

# Standard deviations above the mean of the earlier chunks.
FAR_NEARER = 2.5
# Nearness is counted in whole parts of this size: sums of them are exact.
PARTS = 100_000

# Pairs that are kept of each chunk that searches, and how many chunks there may be.
NEAREST = 60
NUMBERS = 2**31


@ibis.udf.scalar.builtin
def list_inner_product(one: list[float], other: list[float]) -> float:
    """Return the inner product of two vectors; DuckDB's function."""


@ibis.udf.agg.builtin(name="max")
def greatest_of(numbers: int, count: int) -> list[int]:
    """Return the `count` greatest of `numbers`; DuckDB's function."""


def neighbours(knowledge: ir.Table, chunks: ir.Table) -> ir.Table:
    """Return the chunks that each period may remember, nearest first.

    Parameters
    ----------
    knowledge
        One row per chunk, with embeddings of length 1.
    chunks
        `related.numbered` chunks.

    Returns
    -------
    ir.Table
        `period`, `place` from 0, `chunk_id`, and `near`.
    """
    vectors = (
        knowledge.filter(_.embedding.notnull())
        .select("chunk_id", "embedding")
        .inner_join(chunks, "chunk_id")
    )
    searching = vectors.filter(_.liveliness < SEARCHING).select(
        "chunk", "span", "embedding"
    )
    found = vectors.select(
        earlier="chunk", earlier_span="span", earlier_embedding="embedding"
    )
    near = list_inner_product(_.embedding, _.earlier_embedding) * PARTS
    pairs = searching.inner_join(found, found.earlier_span < searching.span).select(
        "chunk", "earlier", near=near.round().cast("int64")
    )
    return best(outstanding(pairs), chunks).select(
        "period", "place", "chunk_id", "near"
    )


def outstanding(pairs: ir.Table) -> ir.Table:
    """Return the nearest pairs of each chunk that are far nearer than most of its."""
    mean = _.total / _["count"]
    variance = ibis.greatest(_.squares / _["count"] - mean * mean, 0.0)
    return (
        pairs.group_by("chunk")
        .aggregate(
            count=_.count(),
            total=_.near.sum(),
            squares=(_.near * _.near).sum(),
            # One number of both, as the database finds the largest numbers fastest.
            pair=greatest_of(_.near * NUMBERS + _.earlier, NEAREST),
        )
        .mutate(least=mean + FAR_NEARER * variance.sqrt(), pair=_.pair.unnest())
        .mutate(earlier=(_.pair % NUMBERS + NUMBERS) % NUMBERS)
        .mutate(near=(_.pair - _.earlier) / NUMBERS)
        .filter(_.near > _.least)
        .select("chunk", earlier=_.earlier.cast("int32"), near=_.near / PARTS)
    )
