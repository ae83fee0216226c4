"""The words by which a chunk is found again: those that few chunks before it know.

A word that many earlier chunks know tells nothing of what a chunk is about, and never
will. So a word finds the first chunks that know it and no others, which nothing later
changes, and bounds the work of every search.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words

# Chunks that a word finds.
FOUND = 30
# So many uses of a piece of text are looked at first, to leave out most of the others.
USES = 8 * FOUND
ANY = 2**62
# Letters of a word, at least, unless its script has no spaces.
SHORTEST = 4


@ibis.udf.agg.builtin(name="min")
def least_of(numbers: int, count: int) -> list[int]:
    """Return the `count` least of `numbers`; DuckDB's function."""


def terms(lines: ir.Table) -> ir.Table:
    """Return the stems by which each chunk is found.

    Parameters
    ----------
    lines
        One row per message: the number of its `chunk`, in the order of time, and what
        is `said`.

    Returns
    -------
    ir.Table
        `chunk`, and `terms`: folded stems, each once, sorted.
    """
    first = ibis.window(group_by="stem", order_by="chunk")
    pieces = lines.select("chunk", piece=_.said.split(" ").unnest()).view()
    known = vocabulary(pieces)
    return (
        pieces.inner_join(known.select("piece", "stem", "until"), "piece")
        .filter(_.chunk <= _.until)
        .select("chunk", "stem")
        .distinct()
        .mutate(place=ibis.row_number().over(first))
        .filter(_.place < FOUND)
        .inner_join(known.select("stem", "term").distinct(), "stem")
        .group_by("chunk")
        .aggregate(terms=_.term.collect(order_by=_.term))
    )


def vocabulary(pieces: ir.Table) -> ir.Table:
    """Return the stems in each distinct piece between spaces.

    Returns
    -------
    ir.Table
        `piece`, `stem` the number of a stem in this run, `term`, the stem, and
        `until`, a chunk that comes after the first ones that hold the piece.
    """
    enough = _.first.unique().length() >= FOUND
    found = (
        pieces.group_by("piece")
        .aggregate(first=least_of(_.chunk, USES))
        .select(
            word=words.terms(words.plain(_.piece)).unnest(),
            until=ibis.ifelse(enough, _.first.maxs(), ANY),
            piece=_.piece,
        )
        .mutate(term=words.stem(_.word))
        .filter((_.term.length() >= SHORTEST) | _.term.re_search(words.SPACELESS))
        .filter(words.is_telling(_.term))
    )
    return found.mutate(stem=ibis.dense_rank().over(order_by="term").cast("int32"))
