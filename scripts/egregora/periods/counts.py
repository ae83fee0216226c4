"""Who wrote how much in each period, when, and in answer to whom."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.calendar import milliseconds

# Whoever speaks next, so soon, is taken to answer.
SOON = 5 * 60 * 1000  # milliseconds

NAMES = ("period", "author")
# More than a group has people.
MOST = 2**20


def people(shown: ir.Table, members: ir.Table) -> ir.Table:
    """Return who wrote in each period, with their index, most messages first.

    `span` is the number of the period.
    """
    order = ibis.window(
        group_by="period", order_by=[ibis.desc("messages"), ibis.asc("author")]
    )
    return (
        shown.filter(_.author.notnull())
        .mutate(words=words.count_of_words(_.text))
        .group_by("period", "author")
        .aggregate(messages=_.count(), words=_.words.sum())
        .left_join(members.select("author", "alias"), "author")
        .select(
            "period",
            "author",
            "messages",
            "words",
            alias=_["alias"].fill_null(_.author),
            by=ibis.row_number().over(order).cast("int32"),
            span=ibis.dense_rank().over(order_by="period").cast("int32"),
        )
    )


def clock(shown: ir.Table) -> ir.Table:
    """Return how many messages people wrote in each hour of each local date."""
    return (
        shown.filter(_.author.notnull())
        .group_by("period", date=_.local_time.date(), hour=_.local_time.hour())
        .aggregate(times=_.count())
    )


def days(clock: ir.Table) -> ir.Table:
    """Return how many messages people wrote on each local date."""
    found = clock.group_by("period", "date").aggregate(times=total(_.times))
    return found.select("period", "times", day=_.date.strftime("%Y-%m-%d"))


def hours(clock: ir.Table) -> ir.Table:
    """Return how many messages people wrote in each local hour."""
    return clock.group_by("period", "hour").aggregate(times=total(_.times))


def total(times: ibis.Deferred) -> ibis.Deferred:
    """Return a sum that is written as a whole number."""
    return times.sum().cast("int64")


def replies(shown: ir.Table, people: ir.Table) -> ir.Table:
    """Return how often who answered whom, by index: who spoke next, and soon."""
    # All in one order and by numbers, which is far cheaper than texts of each period.
    order = ibis.window(order_by="position")
    return (
        shown.select("period", "author", "position", at=milliseconds(_.sent_at))
        .inner_join(people.select("period", "author", "span", "by"), NAMES)
        .select("span", "position", "by", "at")
        .select(
            "span",
            "by",
            whom=_.by.lag().over(order),
            before=_.span.lag().over(order),
            waited=_["at"] - _["at"].lag().over(order),
        )
        .filter(_.span == _.before, _.by != _.whom, _.waited.between(0, SOON))
        .group_by("span", "by", "whom")
        .aggregate(times=_.count())
        .inner_join(people.select("span", "period").distinct(), "span")
        # Those who answered most first; one number sorts faster than three.
        .select(
            "period",
            "by",
            "whom",
            "times",
            order=(_.by - _.times * MOST) * MOST + _.whom,
        )
    )
