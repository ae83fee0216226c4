"""Chunks of earlier periods that mean much the same, found by their embeddings.

The search is exact, over earlier chunks only. How near two texts of no relation are
differs from model to model, so that a chunk is near if it is nearer than all else that
the period of the one that searches says. Nothing but the two periods decides: whoever
leaves the conversation changes no memory but those that hold their words.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.periods.related import best

# Chunks of a period that search: those in which most happens.
SEARCHING = 2

# Nearness is counted in whole parts of this size.
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
    searching = vectors.filter(_.liveliness < SEARCHING).inner_join(
        nearest_beside(vectors), "chunk"
    )
    found = vectors.select(
        earlier="chunk", earlier_span="span", earlier_embedding="embedding"
    )
    pairs = (
        searching.inner_join(found, found.earlier_span < searching.span)
        .select(
            "chunk",
            "beside",
            "earlier",
            near=nearness(_.embedding, _.earlier_embedding),
        )
        .filter(_.near > _.beside)
    )
    return best(nearest(pairs), chunks).select("period", "place", "chunk_id", "near")


def nearness(one: ibis.Deferred, other: ibis.Deferred) -> ir.IntegerValue:
    """Return how near two vectors of length 1 are, as whole parts."""
    return (list_inner_product(one, other) * PARTS).round().cast("int64")


def nearest_beside(vectors: ir.Table) -> ir.Table:
    """Return how near to each chunk the nearest other one of its period is: `beside`.

    Chunks that are alone in their period have nothing to compare with, and leave.
    """
    mine = vectors.filter(_.liveliness < SEARCHING).select("chunk", "span", "embedding")
    others = vectors.select("span", other="chunk", other_embedding="embedding")
    return (
        mine.inner_join(others, "span")
        .filter(_.chunk != _.other)
        .group_by("chunk")
        .aggregate(beside=nearness(_.embedding, _.other_embedding).max())
    )


def nearest(pairs: ir.Table) -> ir.Table:
    """Return the nearest pairs of each chunk."""
    return (
        pairs.group_by("chunk")
        # One number of both, as the database finds the largest numbers fastest.
        .aggregate(pair=greatest_of(_.near * NUMBERS + _.earlier, NEAREST))
        .mutate(pair=_.pair.unnest())
        .mutate(earlier=(_.pair % NUMBERS + NUMBERS) % NUMBERS)
        .mutate(near=(_.pair - _.earlier) / NUMBERS)
        .select("chunk", earlier=_.earlier.cast("int32"), near=_.near / PARTS)
    )
