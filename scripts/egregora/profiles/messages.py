"""What people wrote, whom they answered and who answered them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

# Kinds of which nothing is left to count.
GONE = ("deleted", "empty")

# An answer comes so soon, and within so many messages.
SECONDS = 300
MESSAGES = 5


def written(enriched: ir.Table) -> ir.Table:
    """Return the messages of people, with what tells of their place in the talk.

    Parameters
    ----------
    enriched
        `tables.ENRICHED`.

    Returns
    -------
    ir.Table
        As `enriched`, with `nth`, which of the author's messages it is, from 1; and
        `answered`, the pseudonym of the author of the message before, if that was
        somebody else within `SECONDS`.

    """
    people = enriched.filter(_.author.notnull() & _.kind.notin(GONE))
    in_order = ibis.window(order_by="position")
    own = ibis.window(group_by="author", order_by="position")
    soon = seconds(_.sent_at.lag().over(in_order), _.sent_at).between(0, SECONDS)
    before = _.author.lag().over(in_order)
    return people.mutate(
        nth=ibis.row_number().over(own) + 1,
        answered=ibis.ifelse(soon & (before != _.author), before, ibis.null("string")),
    )


def with_answers(written: ir.Table) -> ir.Table:
    """Return `written` with `answers`, how many others spoke soon after."""
    in_order = ibis.window(order_by="position")
    nobody = ibis.null("string")
    following = []
    for far in range(1, MESSAGES + 1):
        other = _.author.lead(far).over(in_order)
        soon = seconds(_.sent_at, _.sent_at.lead(far).over(in_order)).between(
            0, SECONDS
        )
        following.append(ibis.ifelse(soon & (other != _.author), other, nobody))
    heard = ibis.array(following).filter(lambda one: one.notnull())
    return written.mutate(answers=heard.unique().length())


def seconds(start: ir.TimestampValue, end: ir.TimestampValue) -> ir.IntegerValue:
    """Return the seconds from `start` to `end`; below zero where time goes back."""
    return end.epoch_seconds() - start.epoch_seconds()
