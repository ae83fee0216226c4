"""Who wrote how much in each period, when, and in answer to whom."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words

# Whoever speaks next, so soon, is taken to answer.
SOON_SECONDS = 5 * 60


def people(shown: ir.Table, members: ir.Table) -> ir.Table:
    """Return who wrote in each period, with their index, most messages first."""
    order = ibis.window(
        group_by="period", order_by=[ibis.desc("messages"), ibis.asc("author")]
    )
    return (
        shown.filter(_.author.notnull())
        .mutate(words=words.count_of_words(_.text))
        .group_by("period", "author")
        .aggregate(messages=_.count(), words=_.words.sum())
        .left_join(members.select("author", "alias"), "author")
        .mutate(alias=_["alias"].fill_null(_.author), by=ibis.row_number().over(order))
        .select("period", "by", "author", "alias", "messages", "words")
    )


def days(shown: ir.Table) -> ir.Table:
    """Return how many messages people wrote on each local date."""
    return (
        shown.filter(_.author.notnull())
        .group_by("period", day=_.local_time.strftime("%Y-%m-%d"))
        .aggregate(times=_.count())
    )


def hours(shown: ir.Table) -> ir.Table:
    """Return how many messages people wrote in each local hour."""
    return (
        shown.filter(_.author.notnull())
        .group_by("period", hour=_.local_time.hour())
        .aggregate(times=_.count())
    )


def replies(shown: ir.Table, people: ir.Table) -> ir.Table:
    """Return how often who answered whom, by index: who spoke next, and soon."""
    order = ibis.window(group_by="period", order_by="position")
    seconds = _.sent_at.epoch_seconds()
    whose = people.select("period", "author", "by")
    asked = people.select("period", previous="author", whom="by")
    return (
        shown.filter(_.author.notnull())
        .select(
            "period",
            "author",
            previous=_.author.lag().over(order),
            waited=seconds - seconds.lag().over(order),
        )
        .filter(_.previous != _.author, _.waited.between(0, SOON_SECONDS))
        .group_by("period", "author", "previous")
        .aggregate(times=_.count())
        .inner_join(whose, ["period", "author"])
        .inner_join(asked, ["period", "previous"])
        .select("period", "by", "whom", "times")
    )
