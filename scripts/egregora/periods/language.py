"""What people wrote first, which shows the language of each."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.text import columns
from egregora.text.language import ENOUGH_TEXT

ENOUGH_MESSAGES = 100


@ibis.udf.agg.builtin(name="min")
def least_of(positions: int, count: int) -> list[int]:
    """Return the `count` least of `positions`; DuckDB's function."""


def opening_lines(speech: ir.Table) -> ir.Table:
    """Return what each person wrote first, until it is enough to show a language.

    Parameters
    ----------
    speech
        The messages in which people say something, with their period.

    Returns
    -------
    ir.Table
        `author`, `period`, `position` and the plain `text`, in this order.
    """
    order = ibis.window(group_by="author", order_by=["period", "position"])
    # What a person wrote first is found without the texts, costly to sort.
    first = (
        speech.group_by("author")
        .aggregate(position=least_of(_.position, ENOUGH_MESSAGES))
        .select(position=_.position.unnest())
    )
    early = (
        speech.semi_join(first, "position")
        .select("author", "period", "position", size=_.text.length())
        .mutate(before=_["size"].cumsum().over(order) - _["size"])
        .filter(_.before < ENOUGH_TEXT)
    )
    return (
        speech.semi_join(early, "position")
        .select("author", "period", "position", text=columns.drop_non_words(_.text))
        .order_by("author", "period", "position")
    )
