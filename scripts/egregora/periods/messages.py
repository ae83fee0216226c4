"""The messages of each period, and which of them a post can speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.calendar import Every, period_of

# Kinds of which nothing is left to show.
GONE = ("deleted", "empty")

# Matches nothing.
NOBODY = r"[^\s\S]"


def shown(enriched: ir.Table, every: Every) -> ir.Table:
    """Return the messages that briefs hold, notices included, with their period."""
    return enriched.filter(_.kind.notin(GONE)).mutate(
        period=period_of(_.local_time, every)
    )


def speech(shown: ir.Table, aliases: Sequence[str]) -> ir.Table:
    """Return the messages in which people say something, mentions of people left out.

    Parameters
    ----------
    shown
        Messages with their period.
    aliases
        Of the people; an alias may be several words, of which none tells a period.
    """
    longest_first = sorted(aliases, key=lambda alias: (-len(alias), alias))
    mention = f"@(?:{'|'.join(map(re.escape, longest_first)) or NOBODY})"
    spoken = shown.filter(_.author.notnull(), _.kind.notin(words.WORDLESS))
    return spoken.mutate(
        text=ibis.ifelse(_.text.contains("@"), _.text.re_replace(mention, " "), _.text)
    )


def periods(enriched: ir.Table, every: Every, min_messages: int) -> ir.Table:
    """Return the periods that get a post, oldest first.

    Parameters
    ----------
    enriched
        One row per message.
    every
        Calendar unit of a period.
    min_messages
        Periods in which people wrote fewer messages are left out; notices do not
        count here.

    Returns
    -------
    ir.Table
        `tables.PERIODS` without `digest`.
    """
    return posted(shown(enriched, every), min_messages).order_by("period")


def written_in(enriched: ir.Table, every: Every, period: str) -> ir.Table:
    """Return how many messages people wrote in a period, as one row of `written`."""
    here = shown(enriched, every).filter(_.period == period, _.author.notnull())
    return here.aggregate(written=_.count())


def posted(shown: ir.Table, min_messages: int) -> ir.Table:
    """Return the periods in which people wrote at least `min_messages`, counted."""
    written = _.author.notnull()
    return (
        shown.group_by("period")
        .aggregate(
            starts_at=_.sent_at.min(),
            ends_at=_.sent_at.max(),
            messages=_.count(),
            authors=_.author.nunique(),
            words=words.count_of_words(_.text).sum(where=written).fill_null(0),
            written=written.sum(),
        )
        .filter(_.written >= min_messages)
        .drop("written")
    )
