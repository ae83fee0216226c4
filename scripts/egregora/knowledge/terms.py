"""The words by which a chunk is found again: those that few earlier periods know.

A word that many earlier periods know tells nothing of what a chunk is about, and never
will. So a word finds the chunks of the first periods that know it and no others, which
nothing later changes, and which bounds the work of every search.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words

# Earlier periods that know a word, at most.
KNOWN = 30
ANY = date(9999, 1, 1)
# Letters of a word, at least, unless its script has no spaces.
SHORTEST = 4


@ibis.udf.agg.builtin(name="min")
def least_of(days: date, count: int) -> list[date]:
    """Return the `count` least of `days`; DuckDB's function."""


def terms(lines: ir.Table) -> ir.Table:
    """Return the stems by which each chunk is found.

    Parameters
    ----------
    lines
        One row per message: its `chunk`, `since` when its period lasts, and what is
        `said`.

    Returns
    -------
    ir.Table
        `chunk`, and `terms`: folded stems, each once, sorted.
    """
    pieces = lines.select("chunk", "since", piece=_.said.split(" ").unnest()).view()
    known = vocabulary(pieces)
    held = (
        pieces.inner_join(known.select("piece", "stem", "until"), "piece")
        .filter(_.since <= _.until)
        .select("chunk", "since", "stem")
        .distinct()
    )
    return (
        held.semi_join(rare(held), ["since", "stem"])
        .inner_join(known.select("stem", "term").distinct(), "stem")
        .group_by("chunk")
        .aggregate(terms=_.term.collect(order_by=_.term))
    )


def rare(held: ir.Table) -> ir.Table:
    """Return the stems that few periods before a period know: `since`, `stem`."""
    before = ibis.window(group_by="stem", order_by="since")
    return (
        held.select("since", "stem")
        .distinct()
        .mutate(known=ibis.row_number().over(before))
        .filter(_.known <= KNOWN)
        .select("since", "stem")
    )


def vocabulary(pieces: ir.Table) -> ir.Table:
    """Return the stems in each distinct piece between spaces.

    Returns
    -------
    ir.Table
        `piece`, `stem` the number of a stem in this run, `term`, the stem, and
        `until`, the last period in which the piece can be rare.
    """
    found = (
        pieces.select("piece", "since")
        .distinct()
        .group_by("piece")
        .aggregate(first=least_of(_.since, KNOWN + 1))
        .select(
            word=words.terms(words.plain(_.piece)).unnest(),
            until=ibis.ifelse(_.first.length() > KNOWN, _.first[KNOWN], ANY),
            piece=_.piece,
        )
        .mutate(term=words.stem(_.word))
        .filter((_.term.length() >= SHORTEST) | _.term.re_search(words.SPACELESS))
        .filter(words.is_telling(_.term))
    )
    return found.mutate(stem=ibis.dense_rank().over(order_by="term").cast("int32"))
