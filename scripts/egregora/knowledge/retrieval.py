"""Retrieve chunks of earlier periods that resemble a period: its memories.

lexical_matches          by rare stems that two chunks share, for the query's length
vector_matches           by the inner product of embeddings; exact search
reciprocal_rank_fusion   both rankings in one
deduplicate              no two memories with mostly the same words

Chunks are compared, not periods, because whole weeks share most of their words. The
score of a pair depends only on the periods of the two chunks and, through which stems
are rare, on periods before the query. When somebody leaves the conversation, hardly
any memory changes except those that hold their words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.storage import connection, iterate_rows
from egregora.text import columns
from egregora.text.columns import year_before


def materialize(table: ir.Table) -> ir.Table:
    """Return `table`, executed and kept in memory as long as it is referred to."""
    # Where a table came from memory alone, Ibis would hold it in a database of its own.
    ibis.set_backend(connection())
    return table.cache()


# Part of their words that two chunks share at most, to be remembered both: forwarded
# texts and greetings come again and again.
MAX_MEMORY_OVERLAP = 0.4


def deduplicate(
    candidates: Iterable[dict[str, Any]], count: int
) -> list[dict[str, Any]]:
    """Return at most `count` candidates that differ, nearest first.

    Parameters
    ----------
    candidates
        Chunks with their `text`, nearest first.
    count
        How many are wanted.

    """
    kept: list[tuple[dict[str, Any], frozenset[str]]] = []
    for candidate in candidates:
        if len(kept) == count:
            break
        words = frozenset(candidate["text"].casefold().split())
        if not any(
            word_overlap(words, others) > MAX_MEMORY_OVERLAP for _, others in kept
        ):
            kept.append((candidate, words))
    return [candidate for candidate, _ in kept]


def word_overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part of the words of two chunks that both have."""
    return len(one & other) / max(len(one | other), 1)


# Words known to a greater part of the earlier periods say nothing of what a chunk is
# about: no chunk searches until there are some. Those known to many of them are not
# in the table (`terms`), which bounds the work.
MAX_KNOWN_SHARE = 0.34
# Characters of text per word that may mean something.
CHARACTERS_PER_WORD = 9

# Rare words that two chunks share, and how many per word of the one that searches, as
# if each were long; so many words are added to short chunks.
MIN_SHARED_STEMS = 3
MIN_LEXICAL_SCORE = 0.025
CHUNK_LENGTH_PADDING = 20

# Chunks of a period that search: those in which most happens.
LEXICAL_QUERY_CHUNKS = 8

# How much nearer a chunk from one year before is taken to be.
ANNIVERSARY_FACTOR = 1.5
# Candidates per period, each from another period.
MAX_MEMORY_CANDIDATES = 12


def index_chunks(knowledge: ir.Table, periods: ir.Table) -> ir.Table:
    """Return the chunks of the periods that get a post, with numbers; no others.

    Returns
    -------
    ir.Table
        `chunk_id`, `chunk` its number in time, `period`, `span` the number of that,
        and `liveliness`, 0 for the chunk of a period in which most happens.
    """
    life = (_.authors.length() + _.message_ids.length()).desc()
    order = ibis.window(group_by="period", order_by=[life, ibis.asc("chunk_id")])
    spans = periods.select(
        "period", span=ibis.row_number().over(order_by="period").cast("int32")
    )
    return knowledge.inner_join(spans, "period").select(
        "chunk_id",
        "period",
        "span",
        chunk=ibis.row_number().over(order_by=["starts_at", "chunk_id"]).cast("int32"),
        liveliness=ibis.row_number().over(order).cast("int32"),
    )


def stems_of_chunks(knowledge: ir.Table, chunks: ir.Table) -> ir.Table:
    """Return one row per numbered chunk and stem: `chunk`, `span`, `size`, `term`."""
    return knowledge.inner_join(chunks, "chunk_id").select(
        "chunk",
        "span",
        "liveliness",
        size=(_.text.length() // CHARACTERS_PER_WORD).cast("int32"),
        term=_.terms.unnest(),
    )


def query_stems(chunks: ir.Table, stems: ir.Table, unsaid: ir.Table) -> ir.Table:
    """Return the rare stems of the chunks that search, unless they say nothing."""
    idle = unsaid.inner_join(chunks.select("period", "span").distinct(), "period")
    return (
        stems.filter(_.liveliness < LEXICAL_QUERY_CHUNKS)
        .inner_join(weigh_rare_stems(stems), ["term", "span"])
        .anti_join(idle, ["term", "span"])
    )


def lexical_matches(chunks: ir.Table, stems: ir.Table, searching: ir.Table) -> ir.Table:
    """Return the chunks that each period may remember, nearest first.

    Parameters
    ----------
    chunks
        `numbered` chunks.
    stems
        `stems_of` them.
    searching
        The stems that search.

    Returns
    -------
    ir.Table
        `period`, `place` from 0, `chunk_id`, `near`, and `shared`: folded stems,
        the weightiest first.

    """
    found = best_match_per_period(
        score_pairs(searching, stems).filter(_.near >= MIN_LEXICAL_SCORE), chunks
    )
    return add_shared_stems(found, searching, stems)


def weigh_rare_stems(stems: ir.Table) -> ir.Table:
    """Return the stems that few periods before a period know, and what they tell.

    `weight` is 1 for a long stem. Periods are counted, and only whether they are few,
    as a message less hardly ever changes that.
    """
    before = ibis.window(group_by="term", order_by="span", preceding=(None, 1))
    return (
        stems.select("term", "span")
        .distinct()
        .mutate(known=_.count().over(before))
        .filter(_.known >= 1, _.known <= MAX_KNOWN_SHARE * _.span)
        .select(
            "term",
            "span",
            weight=(_.term.length() / columns.STEM).cast("decimal(9, 4)"),
        )
    )


def score_pairs(searching: ir.Table, stems: ir.Table) -> ir.Table:
    """Return how near the chunks that search are to the earlier ones."""
    found = stems.semi_join(searching, "term").select(
        "term", earlier="chunk", found="span"
    )
    return (
        searching.inner_join(
            found, [searching.term == found.term, found.found < searching.span]
        )
        .group_by("chunk", "earlier")
        .aggregate(
            weight=_.weight.sum(),
            stems=_.count(),
            size=_["size"].max() + CHUNK_LENGTH_PADDING,
        )
        .filter(_.stems >= MIN_SHARED_STEMS)
        .mutate(near=(_.weight.cast("float64") / _["size"]).round(4))
    )


def best_match_per_period(pairs: ir.Table, chunks: ir.Table) -> ir.Table:
    """Return the nearest chunk of each of the nearest periods."""
    whose = chunks.select("chunk", "period")
    earlier = chunks.select("chunk_id", earlier="chunk", found="period")
    within = ibis.window(
        group_by=["period", "found"],
        order_by=[ibis.desc("near"), ibis.asc("chunk_id"), ibis.asc("chunk")],
    )
    among = ibis.window(
        group_by="period",
        order_by=[ibis.desc("near"), ibis.desc("found")],
    )
    return (
        pairs.inner_join(whose, "chunk")
        .inner_join(earlier, "earlier")
        .mutate(
            near=(
                _.near
                * ibis.ifelse(_.found == year_before(_.period), ANNIVERSARY_FACTOR, 1.0)
            ).round(4)
        )
        .mutate(nth=ibis.row_number().over(within))
        .filter(_.nth == 0)
        .mutate(place=ibis.row_number().over(among))
        .filter(_.place < MAX_MEMORY_CANDIDATES)
        .select("period", "place", "near", "chunk", "earlier", "chunk_id")
    )


def add_shared_stems(found: ir.Table, searching: ir.Table, stems: ir.Table) -> ir.Table:
    """Return `found` with the rare stems that its chunks share, weightiest first."""
    earlier = stems.select("term", earlier="chunk")
    shared = (
        found.select("period", "chunk", "earlier")
        .inner_join(searching.select("chunk", "term", "weight"), "chunk")
        .semi_join(earlier, ["earlier", "term"])
        .group_by("period", "earlier")
        .aggregate(shared=_.term.collect(order_by=[_.weight.desc(), _.term]))
    )
    return found.inner_join(shared, ["period", "earlier"]).select(
        "period", "place", "near", "chunk_id", "shared"
    )


# Chunks of a period that search: those in which most happens.
VECTOR_QUERY_CHUNKS = 2

# Nearness is counted in whole parts of this size.
SIMILARITY_SCALE = 100_000

# Pairs that are kept of each chunk that searches, and how many chunks there may be.
MAX_PAIRS_PER_CHUNK = 60
CHUNK_NUMBER_BASE = 2**31


@ibis.udf.scalar.builtin
def list_inner_product(one: list[float], other: list[float]) -> float:
    """Return the inner product of two vectors; DuckDB's function."""


@ibis.udf.agg.builtin(name="max")
def largest_numbers(numbers: int, count: int) -> list[int]:
    """Return the `count` greatest of `numbers`; DuckDB's function."""


def vector_matches(knowledge: ir.Table, chunks: ir.Table) -> ir.Table:
    """Return the chunks that each period may remember, nearest first.

    Parameters
    ----------
    knowledge
        One row per chunk, with embeddings of length 1.
    chunks
        `retrieval.index_chunks` chunks.

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
    searching = vectors.filter(_.liveliness < VECTOR_QUERY_CHUNKS).inner_join(
        similarity_within_period(vectors), "chunk"
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
            near=vector_similarity(_.embedding, _.earlier_embedding),
        )
        .filter(_.near > _.beside)
    )
    return best_match_per_period(nearest_pairs(pairs), chunks).select(
        "period", "place", "chunk_id", "near"
    )


def vector_similarity(one: ibis.Deferred, other: ibis.Deferred) -> ir.IntegerValue:
    """Return how near two vectors of length 1 are, as whole parts."""
    return (list_inner_product(one, other) * SIMILARITY_SCALE).round().cast("int64")


def similarity_within_period(vectors: ir.Table) -> ir.Table:
    """Return how near to each chunk the nearest other one of its period is: `beside`.

    Chunks that are alone in their period have nothing to compare with, and leave.
    """
    mine = vectors.filter(_.liveliness < VECTOR_QUERY_CHUNKS).select(
        "chunk", "span", "embedding"
    )
    others = vectors.select("span", other="chunk", other_embedding="embedding")
    return (
        mine.inner_join(others, "span")
        .filter(_.chunk != _.other)
        .group_by("chunk")
        .aggregate(beside=vector_similarity(_.embedding, _.other_embedding).max())
    )


def nearest_pairs(pairs: ir.Table) -> ir.Table:
    """Return the nearest pairs of each chunk."""
    return (
        pairs.group_by("chunk")
        # One number of both, as the database finds the largest numbers fastest.
        .aggregate(
            pair=largest_numbers(
                _.near * CHUNK_NUMBER_BASE + _.earlier, MAX_PAIRS_PER_CHUNK
            )
        )
        .mutate(pair=_.pair.unnest())
        .mutate(
            earlier=(_.pair % CHUNK_NUMBER_BASE + CHUNK_NUMBER_BASE) % CHUNK_NUMBER_BASE
        )
        .mutate(near=(_.pair - _.earlier) / CHUNK_NUMBER_BASE)
        .select(
            "chunk", earlier=_.earlier.cast("int32"), near=_.near / SIMILARITY_SCALE
        )
    )


# How little the first places count above the next.
RANK_DAMPING = 10

MemoryRows = dict[str, list[dict[str, Any]]]


def retrieve_memories(
    knowledge: ir.Table,
    shown: ir.Table,
    periods: ir.Table,
    unsaid: ir.Table,
    count: int,
) -> MemoryRows:
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
    chunks = materialize(index_chunks(knowledge, periods))
    stems = materialize(stems_of_chunks(knowledge, chunks))
    by_words = materialize(
        lexical_matches(chunks, stems, materialize(query_stems(chunks, stems, unsaid)))
    )
    by_vectors = materialize(vector_matches(knowledge, chunks))
    places = reciprocal_rank_fusion(
        ranks_of_matches(by_words), ranks_of_matches(by_vectors)
    )
    if not places:
        return {}
    shared = {
        (row["period"], row["chunk_id"]): row["shared"]
        for row in iterate_rows(by_words)
    }
    both = by_words.select("chunk_id").union(by_vectors.select("chunk_id"))
    texts = {
        row["chunk_id"]: row
        for row in iterate_rows(
            texts_of_chunks(knowledge, shown).semi_join(both, "chunk_id")
        )
    }
    return {
        period: deduplicate(
            (
                {"period": period, "shared": shared.get((period, one), [])} | texts[one]
                for one in found
            ),
            count,
        )
        for period, found in places.items()
    }


def ranks_of_matches(found: ir.Table) -> dict[tuple[str, str], int]:
    """Return the place of each chunk among those that a period may remember."""
    rows = iterate_rows(found.select("period", "chunk_id", "place"))
    return {(row["period"], row["chunk_id"]): row["place"] for row in rows}


def reciprocal_rank_fusion(*ways: dict[tuple[str, str], int]) -> dict[str, list[str]]:
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


def texts_of_chunks(knowledge: ir.Table, shown: ir.Table) -> ir.Table:
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
