"""Chunks of earlier periods that speak of the same things, found by their rare words.

Each chunk searches with the words that mean something and that few periods before its
own know, and is as near to an earlier chunk as it has such words in common with it,
given its own length. Chunks rather than periods are compared, because whole weeks
share most of their words. Earlier periods only decide which words are rare: what was
found once is found for ever. How near two chunks are depends on nothing but the two,
and an earlier one that loses a message is never nearer for it: whoever leaves the
conversation changes hardly any memory but those that hold their words.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.calendar import year_before

# Words known to a greater part of the earlier periods say nothing of what a chunk is
# about: no chunk searches until there are some. Those known to many of them are not
# in the table (`knowledge.terms`), which bounds the work.
KNOWN_PART = 0.34
# Characters of text per word that may mean something.
WORD = 9

# Rare words that two chunks share, and how many per word of the one that searches, as
# if each were long; so many words are added to short chunks.
SHARED = 3
NEAR = 0.025
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


def searching(chunks: ir.Table, stems: ir.Table, unsaid: ir.Table) -> ir.Table:
    """Return the rare stems of the chunks that search, unless they say nothing."""
    idle = unsaid.inner_join(chunks.select("period", "span").distinct(), "period")
    return (
        stems.filter(_.liveliness < SEARCHING)
        .inner_join(rare(stems), ["term", "span"])
        .anti_join(idle, ["term", "span"])
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
        the weightiest first.

    """
    found = best(pairs(searching, stems).filter(_.near >= NEAR), chunks)
    return with_shared(found, searching, stems)


def rare(stems: ir.Table) -> ir.Table:
    """Return the stems that few periods before a period know, and what they tell.

    `weight` is 1 for a long stem. Periods are counted, and only whether they are few,
    as a message less hardly ever changes that.
    """
    before = ibis.window(group_by="term", order_by="span", preceding=(None, 1))
    return (
        stems.select("term", "span")
        .distinct()
        .mutate(known=_.count().over(before))
        .filter(_.known >= 1, _.known <= KNOWN_PART * _.span)
        .select(
            "term", "span", weight=(_.term.length() / words.STEM).cast("decimal(9, 4)")
        )
    )


def pairs(searching: ir.Table, stems: ir.Table) -> ir.Table:
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
            size=_["size"].max() + PADDING,
        )
        .filter(_.stems >= SHARED)
        .mutate(near=(_.weight.cast("float64") / _["size"]).round(4))
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
