"""Counts and habits of each author."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.profiles.emoji import emoji, same
from egregora.tables import PROFILES, without

MEDIA = ("media", "media_omitted")
MOST_EMOJI = 5
BESIDE = ("first_day", "last_day", "emoji_messages", "answers")
COLUMNS = (*without(PROFILES.columns, "portrait", "model"), *BESIDE)


def facts(written: ir.Table, members: ir.Table) -> ir.Table:
    """Return what `tables.PROFILES` holds of each author, portrait and model aside.

    And `first_day` and `last_day` as the people saw them, `emoji_messages`, those with
    the favourite emoji, and `answers`, those that answer the most answered.

    Parameters
    ----------
    written
        Messages, from `messages.written`.
    members
        `tables.MEMBERS`.

    """
    emoji, answered = favourite_emoji(written), most_answered(written)
    none = ibis.literal([], "array<string>")
    return (
        members.join(counts(written), "author")
        .left_join(emoji, "author", rname="{name}_of_emoji")
        .left_join(answered, "author", rname="{name}_who_answers")
        .mutate(favourite_emoji=_.favourite_emoji.fill_null(none))
        .select(list(COLUMNS))
    )


def counts(written: ir.Table) -> ir.Table:
    """Return how much each author wrote, and when."""
    hour = _.local_time.hour()
    per_hour = [(hour == one).sum().cast("int64") for one in range(24)]
    return written.group_by("author").aggregate(
        messages=_.count(),
        words=words.words(words.plain(_.text)).length().sum().cast("int64"),
        media=_.kind.isin(MEDIA).sum().cast("int64"),
        links=_.link_notes.length().sum().cast("int64"),
        first_seen=_.sent_at.min(),
        last_seen=_.sent_at.max(),
        first_day=_.local_time.date().min(),
        last_day=_.local_time.date().max(),
        hours=ibis.array(per_hour),
    )


def favourite_emoji(written: ir.Table) -> ir.Table:
    """Return the emoji that each author used in most messages, at most five."""
    used = written.select("author", emoji=emoji(_.text).unnest())
    counted = (
        used.group_by("author", folded=same(_.emoji))
        .aggregate(emoji=_.emoji.max(), messages=_.count())
        .mutate(place=ibis.row_number().over(most("messages", "folded")))
        .filter(_.place < MOST_EMOJI)
    )
    return counted.group_by("author").aggregate(
        favourite_emoji=_.emoji.collect(order_by="place"),
        emoji_messages=_.messages.max(),
    )


def most_answered(written: ir.Table) -> ir.Table:
    """Return whom each author answered most."""
    return (
        written.filter(_.answered.notnull())
        .group_by("author", "answered")
        .aggregate(times=_.count())
        .mutate(place=ibis.row_number().over(most("times", "answered")))
        .filter(_.place == 0)
        .select("author", most_answered=_.answered, answers=_.times)
    )


def most(count: str, otherwise: str) -> ibis.expr.builders.WindowBuilder:
    """Return the order within an author: highest `count` first, then `otherwise`."""
    return ibis.window(group_by="author", order_by=[ibis.desc(count), otherwise])
