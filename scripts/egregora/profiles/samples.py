"""What a model is shown of an author, unchanged until there is enough new.

A model is asked again when an author has written half as much again: at 8, 12, 18, 27
messages and so on. In between a request holds the numbers and messages up to the last
of these counts, so it is the same request and its kept answer serves. A day more of
a busy group then costs a call for few of its people, and ten years of an author who
wrote 100,000 messages cost 24 calls.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

FIRST = 8
GROWTH = 1.5
MILESTONES = tuple(int(FIRST * GROWTH**power) for power in range(40))

MOST_MESSAGES = 60
LONGEST = 280
SHORTEST = 12

# Messages by which the language of a conversation is told: the first ones, which stay.
MESSAGES_FOR_LANGUAGE = 500


def milestone(messages: ir.IntegerValue) -> ir.IntegerValue:
    """Return the last milestone that a count of messages has reached; null if none."""
    reached = ibis.array(list(MILESTONES)).filter(lambda one: one <= messages)
    return reached.maxs()


def settled(written: ir.Table) -> ir.Table:
    """Return each author's messages up to the last milestone.

    Parameters
    ----------
    written
        Messages, from `messages.written`.

    """
    whole = ibis.window(group_by="author")
    counted = written.mutate(total=_.count().over(whole))
    reached = counted.nth <= milestone(counted.total)
    return counted.filter(reached).drop("total")


def samples(settled: ir.Table, most: int = MOST_MESSAGES) -> ir.Table:
    """Return messages of each author, spread evenly over all that can be read.

    Parameters
    ----------
    settled
        Messages, from `settled`.
    most
        Messages of each author at most.

    Returns
    -------
    ir.Table
        `author` and `messages`, oldest first.

    """
    own = ibis.window(group_by="author", order_by="position")
    whole = ibis.window(group_by="author")
    spread = (
        settled.filter(_.text.length() >= SHORTEST)
        .mutate(place=ibis.row_number().over(own), of=_.count().over(whole))
        .filter((_.place * most) // _.of != ((_.place - 1) * most) // _.of)
    )
    return spread.group_by("author").aggregate(
        messages=_.text.left(LONGEST).collect(order_by="position")
    )


def opening_text(written: ir.Table) -> ir.Table:
    """Return the conversation's first messages, by which its language is told."""
    return (
        written.filter(_.text.length() >= SHORTEST)
        .order_by("position")
        .limit(MESSAGES_FOR_LANGUAGE)
        .select("text")
    )
