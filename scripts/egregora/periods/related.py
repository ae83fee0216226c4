"""Chunks of earlier periods that speak of the same things, found by their rare words.

Each chunk searches with the words that few chunks before its period know, and is as
near to another as those words are rare that both have, given their lengths (inverse
document frequency, as in BM25). Chunks rather than periods are compared, because
whole weeks share most of their words. Statistics see earlier periods only: what was
found once is found for ever.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.calendar import year_before

# Words known to a greater part of the earlier chunks say nothing of what a chunk is
# about: no chunk searches until there are some.
KNOWN_PART = 0.1
# Characters of text per word that may mean something.
WORD = 9

# Rare words that two chunks share, and how many per word of theirs, as if each were
# as rare as can be; so many words are added to short chunks.
SHARED = 3
NEAR = 0.045
PADDING = 20

# Chunks of a period that search: those in which most happens.
SEARCHING = 8

# How much nearer a chunk from one year before is taken to be.
YEAR = 1.5
# Candidates per period, each from another period.
CANDIDATES = 12


def numbered(knowledge: ir.Table, periods: ir.Table) -> ir.Table:
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


def stems_of(knowledge: ir.Table, chunks: ir.Table) -> ir.Table:
    """Return one row per numbered chunk and stem: `chunk`, `span`, `size`, `term`."""
    return knowledge.inner_join(chunks, "chunk_id").select(
        "chunk",
        "span",
        "liveliness",
        size=(_.text.length() // WORD).cast("int32"),
        term=_.terms.unnest(),
    )


def searching(chunks: ir.Table, stems: ir.Table) -> ir.Table:
    """Return the rare stems of the chunks that search."""
    return stems.filter(_.liveliness < SEARCHING).inner_join(
        rare(stems, chunks), ["term", "span"]
    )


def related(chunks: ir.Table, stems: ir.Table, searching: ir.Table) -> ir.Table:
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
        the rarest first.

    """
    found = best(pairs(searching, stems).filter(_.near >= NEAR), chunks)
    return with_shared(found, searching, stems)


def rare(stems: ir.Table, chunks: ir.Table) -> ir.Table:
    """Return the stems that few chunks before a period know, and how rare they are.

    `rarity` is 1 for a stem that one of many chunks knows.
    """
    earlier = ibis.window(order_by="span", preceding=(None, 1))
    before = ibis.window(group_by="term", order_by="span", preceding=(None, 1))
    counted = chunks.group_by("span").aggregate(chunks=_.count())
    all_before = counted.select("span", all=_.chunks.sum().over(earlier))
    idf = ((_["all"] + 1) / (_.known + 0.5)).ln()
    return (
        stems.group_by("term", "span")
        .aggregate(chunks=_.count())
        .mutate(known=_.chunks.sum().over(before))
        .filter(_.known >= 1)
        .inner_join(all_before, "span")
        .filter(_.known <= KNOWN_PART * _["all"])
        .select(
            "term", "span", rarity=(idf / (_["all"] + 1).ln()).cast("decimal(9, 4)")
        )
    )


def pairs(searching: ir.Table, stems: ir.Table) -> ir.Table:
    """Return how near the chunks that search are to the earlier ones."""
    found = stems.semi_join(searching, "term").select(
        "term", earlier="chunk", found="span", earlier_size="size"
    )
    return (
        searching.inner_join(
            found, [searching.term == found.term, found.found < searching.span]
        )
        .group_by("chunk", "earlier")
        .aggregate(
            rarity=_.rarity.sum(),
            stems=_.count(),
            sizes=((_.size + PADDING) * (_.earlier_size + PADDING)).max(),
        )
        .filter(_.stems >= SHARED)
        .mutate(near=(_.rarity.cast("float64") / _.sizes.sqrt()).round(4))
    )


def best(pairs: ir.Table, chunks: ir.Table) -> ir.Table:
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
                _.near * ibis.ifelse(_.found == year_before(_.period), YEAR, 1.0)
            ).round(4)
        )
        .mutate(nth=ibis.row_number().over(within))
        .filter(_.nth == 0)
        .mutate(place=ibis.row_number().over(among))
        .filter(_.place < CANDIDATES)
        .select("period", "place", "near", "chunk", "earlier", "chunk_id")
    )


def with_shared(found: ir.Table, searching: ir.Table, stems: ir.Table) -> ir.Table:
    """Return `found` with the rare stems that its chunks share, the rarest first."""
    earlier = stems.select("term", earlier="chunk")
    shared = (
        found.select("period", "chunk", "earlier")
        .inner_join(searching.select("chunk", "term", "rarity"), "chunk")
        .semi_join(earlier, ["earlier", "term"])
        .group_by("period", "earlier")
        .aggregate(shared=_.term.collect(order_by=[_.rarity.desc(), _.term]))
    )
    return found.inner_join(shared, ["period", "earlier"]).select(
        "period", "place", "near", "chunk_id", "shared"
    )
