"""Words of an author's own, and lines that others answered."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _
from ibis.expr.builders import WindowBuilder
from ibis.expr.types.groupby import GroupedTable

from egregora import words
from egregora.profiles.facts import most
from egregora.profiles.messages import with_answers

MOST_WORDS = 12
MOST_LINES = 3

# A word is somebody's own from so many of their messages on.
LEAST_MESSAGES = 3
LETTERS = r"^[\p{L}\p{M}]{4,20}$"

# A line that can stand alone: neither a grunt nor a speech, naming nobody.
LINE = r"^[^\n@\[\]]{25,140}$"
NO_LINE = rf"{words.LINK}|[0-9]{{4}}|^/"


def own_words(written: ir.Table) -> ir.Table:
    """Return the words that each author uses more than the others do.

    Parameters
    ----------
    written
        Messages, from `messages.written`.

    Returns
    -------
    ir.Table
        `author` and `own_words`, the most telling first.

    """
    used = written.select(
        "author", word=words.words(words.plain(_.text).lower()).unique().unnest()
    ).filter(_.word.re_search(LETTERS) & words.is_telling(words.fold(_.word)))
    counted = used.group_by("author", "word").aggregate(own=_.count())
    compared = counted.mutate(
        own_total=_.own.sum().over(ibis.window(group_by="author")),
        of_all=_.own.sum().over(ibis.window(group_by="word")),
        total=_.own.sum().over(ibis.window()),
    )
    # How many times likelier the author is to use it than anybody else.
    others = (_.of_all - _.own + 0.5) / (_.total - _.own_total + 1)
    likelier = (_.own / _.own_total) / others
    weighed = (
        compared.filter(_.own >= LEAST_MESSAGES)
        .mutate(likelier=likelier)
        .filter(_.likelier > 2)
        .mutate(weight=(_.own * _.likelier.ln()).round(6))
    )
    first = foremost(weighed, most("weight", "word"), MOST_WORDS)
    return first.aggregate(own_words=_.word.collect(order_by="place"))


def lines(written: ir.Table) -> ir.Table:
    """Return lines of each author that can stand alone, the most answered first.

    Parameters
    ----------
    written
        Messages, from `messages.written`.

    Returns
    -------
    ir.Table
        `author` and `lines`.

    """
    order = [ibis.desc("answers"), ibis.desc("length"), "position"]
    ranked = (
        with_answers(written)
        .filter(_.text.re_search(LINE) & ~_.text.re_search(NO_LINE))
        .filter(_.text.re_search(r"\p{L}{3}.*\p{L}{3}"))
        .mutate(length=_.text.length())
    )
    by_author = ibis.window(group_by="author", order_by=order)
    first = foremost(ranked, by_author, MOST_LINES)
    return first.aggregate(lines=_.text.collect(order_by="place"))


def foremost(rows: ir.Table, window: WindowBuilder, count: int) -> GroupedTable:
    """Return the first `count` rows of each author, with their `place` from 0."""
    placed = rows.mutate(place=ibis.row_number().over(window))
    return placed.filter(_.place < count).group_by("author")
