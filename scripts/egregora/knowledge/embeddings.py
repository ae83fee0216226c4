"""The vectors of chunks, from a model that makes any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from egregora.storage import table_of
from egregora.tables import KNOWLEDGE, Contract

EMBEDDINGS = Contract(
    "embeddings",
    "one row per chunk that a model embedded",
    key="chunk_id",
    columns={name: KNOWLEDGE.columns[name] for name in ("chunk_id", "embedding")},
)


def embeddings(
    chunks: Sequence[Mapping[str, Any]], vectors: Sequence[Sequence[float]]
) -> ir.Table:
    """Return the embedding of each chunk.

    Parameters
    ----------
    chunks
        Rows with `chunk_id`.
    vectors
        One per chunk, in their order.
    """
    rows = [
        {"chunk_id": one["chunk_id"], "embedding": vector}
        for one, vector in zip(chunks, vectors, strict=True)
    ]
    return table_of(rows, EMBEDDINGS)


def knowledge(chunks: ir.Table, embeddings: ir.Table | None, embedder: str) -> ir.Table:
    """Return the chunks with their embeddings: `tables.KNOWLEDGE`.

    Parameters
    ----------
    chunks
        One row per chunk.
    embeddings
        `chunk_id` and `embedding`; None leaves them null.
    embedder
        Who made them.
    """
    who = ibis.literal(embedder)
    if embeddings is None:
        none = ibis.null(KNOWLEDGE.schema["embedding"])
        return chunks.mutate(embedding=none, embedder=who)
    vectors = embeddings.select("chunk_id", "embedding")
    return chunks.left_join(vectors, "chunk_id").select(
        *chunks.columns, "embedding", embedder=who
    )
