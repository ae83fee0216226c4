"""Cut a conversation into chunks by time gap and size, never across periods.

A session ends where nobody writes for a while. Short sessions of one day share a
chunk; long ones are cut. Where a chunk ends depends on nothing after it, apart from
the session that it is part of: chunks of the past stay when the chat grows.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import Deferred, _

from egregora import words
from egregora.calendar import Every, period_of

GAP_SECONDS = 60 * 60
# Characters: sessions shorter than this share a chunk; a chunk takes no new line
# after so many; a line is cut there. A chunk is never longer than the last two.
SHORT_SESSION = 350
FULL_CHUNK = 700
LONGEST_LINE = 500

# Spaces that are more than one between words.
UNEVEN = r"[^\S ]|  |^ | $"


def chunks(enriched: ir.Table, members: ir.Table, every: Every) -> ir.Table:
    """Return one row per chunk: `tables.KNOWLEDGE` without its embeddings.

    Parameters
    ----------
    enriched
        One row per message.
    members
        Aliases of the people.
    every
        Calendar unit of a period.
    """
    return (
        placed(lines(enriched, members, every))
        .group_by("period", "run", "block")
        .aggregate(
            starts_at=_.sent_at.min(),
            ends_at=_.sent_at.max(),
            message_ids=_.message_id.collect(order_by=_.position),
            authors=_.author.collect(order_by=_.author, distinct=True),
            text=_.line.group_concat("\n", order_by=_.position),
            said=_.said.group_concat("\n", order_by=_.position),
        )
        .mutate(
            chunk_id=(_.period + "\n" + _.message_ids.join("\n")).hexdigest("sha256"),
            terms=words.terms(words.plain(_.said)),
        )
        .drop("run", "block", "said")
    )


def lines(enriched: ir.Table, members: ir.Table, every: Every) -> ir.Table:
    """Return what each person's message adds to the text of its chunk.

    `said` is the text with the titles of its links and what its file shows; `line`
    puts the alias before it. Messages that say nothing are left out.
    """
    aliases = members.select("author", "alias")
    return (
        enriched.filter(_.author.notnull(), _.kind.notin(words.WORDLESS))
        .left_join(aliases, "author")
        .select(
            "message_id",
            "position",
            "sent_at",
            "author",
            period=period_of(_.local_time, every),
            day=_.local_time.date(),
            said=content(_).left(LONGEST_LINE),
            alias=_["alias"].fill_null(_.author),
        )
        .filter(_.said != "")
        .mutate(line=_["alias"] + ": " + _.said)
        .mutate(size=_.line.length() + 1)
    )


def content(message: Deferred) -> ir.StringValue:
    """Return the text of a message with its notes, on one line."""
    titles = (
        message.link_notes.map(lambda link: link["title"])
        .filter(lambda title: title.notnull())
        .join(" | ")
    )
    noted = (
        message.text
        + ibis.ifelse(message.link_notes.length() > 0, " " + titles, "")
        + (" " + message.media_note).fill_null("")
    )
    # Most texts are fit as they are, and to find that out is cheap.
    return ibis.ifelse(
        noted.re_search(UNEVEN), noted.re_replace(r"\s+", " ").strip(), noted
    )


def placed(lines: ir.Table) -> ir.Table:
    """Return `lines` with the run and the block in it that make up their chunk.

    A run is one long session, or short ones of the same day that follow each other.
    """
    order = ibis.window(group_by="period", order_by="position")
    opened = timed(lines).mutate(
        session=_.opens.cumsum().over(order),
        before=_.size.cumsum().over(order) - _.size,
    )
    return (
        opened.inner_join(runs(opened), ["period", "session"])
        .mutate(block=(_.before - _.run_before) // FULL_CHUNK)
        .drop("opens", "session", "before", "run_before")
    )


def timed(lines: ir.Table) -> ir.Table:
    """Return `lines` with 1 where a session opens, else 0.

    Times may go back, so that a gap counts in both directions.
    """
    order = ibis.window(group_by="period", order_by="position")
    seconds = _.sent_at.epoch_seconds()
    gap = (seconds - seconds.lag().over(order)).abs()
    return lines.mutate(opens=(gap.fill_null(GAP_SECONDS + 1) > GAP_SECONDS).cast(int))


def runs(opened: ir.Table) -> ir.Table:
    """Return the run of each session, and how much is said before the run."""
    order = ibis.window(group_by="period", order_by="session")
    follows = _.short & _.short.lag().over(order) & (_.day == _.last.lag().over(order))
    return (
        opened.group_by("period", "session")
        .aggregate(
            day=_.day.min(),
            last=_.day.max(),
            before=_.before.min(),
            short=_.size.sum() < SHORT_SESSION,
        )
        .mutate(opens=(~follows.fill_null(False)).cast(int))
        .mutate(run=_.opens.cumsum().over(order))
        .select(
            "period",
            "session",
            "run",
            run_before=_.before.min().over(group_by=["period", "run"]),
        )
    )
