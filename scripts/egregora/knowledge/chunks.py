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
from egregora.calendar import Every, first_day, milliseconds, period_of
from egregora.knowledge.terms import terms

GAP = 60 * 60 * 1000  # milliseconds
# Characters: sessions shorter than this share a chunk; a chunk takes no new line
# after so many; a line is cut there. A chunk is never longer than the last two.
SHORT_SESSION = 350
FULL_CHUNK = 700
LONGEST_LINE = 500

# Seconds of a day; runs of a period and blocks of a run are fewer than `MOST`.
DAY = 24 * 60 * 60
MOST = 2**20

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
    said = lines(enriched, members, every)
    # Where a line belongs is found without its text, which is costly to sort.
    cut = said.inner_join(placed(said), "position")
    whole = cut.group_by("chunk").aggregate(
        day=_.local_time.min(),
        starts_at=_.sent_at.min(),
        ends_at=_.sent_at.max(),
        # To sort one list afterwards is cheaper than to collect several in order.
        lines=ibis.struct(
            {
                "position": _.position,
                "id": _.message_id,
                "line": _.line,
                "author": _.author,
            }
        ).collect(),
    )
    none = ibis.literal([], "array<string>")
    return (
        whole.mutate(period=period_of(_.day, every), lines=_.lines.sort())
        .mutate(
            message_ids=_.lines.map(lambda one: one["id"]),
            text=_.lines.map(lambda one: one["line"]).join("\n"),
            authors=_.lines.map(lambda one: one["author"]).unique().sort(),
        )
        .left_join(terms(cut), "chunk")
        .mutate(
            chunk_id=(_.period + "\n" + _.message_ids.join("\n")).hexdigest("sha256"),
            terms=_.terms.fill_null(none),
        )
        .drop("chunk", "chunk_right", "day", "lines")
    )


def lines(enriched: ir.Table, members: ir.Table, every: Every) -> ir.Table:
    """Return what each person's message adds to the text of its chunk.

    `said` is the text with the titles of its links and what its file shows; `line`
    puts the alias before it. Messages that say nothing are left out.
    """
    aliases = members.select("author", "alias")
    return (
        enriched.filter(_.author.notnull(), _.kind.notin(words.WORDLESS))
        .filter((_.text + _.media_note.fill_null("")).strip() != "")
        .left_join(aliases, "author")
        .select(
            "message_id",
            "position",
            "sent_at",
            "local_time",
            "author",
            since=first_day(_.local_time, every),
            said=content(_).left(LONGEST_LINE),
            alias=_["alias"].fill_null(_.author),
        )
        .mutate(line=_["alias"] + ": " + _.said)
        .mutate(size=_.line.length() + 1, at=milliseconds(_.sent_at))
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
    """Return the number of the chunk of each line: `position` and `chunk`.

    A chunk is a block of a run; a run is one long session, or short ones of the same
    day that follow each other. Numbers grow with time.
    """
    order = ibis.window(group_by="since", order_by="position")
    opened = timed(lines).mutate(session=_.opens.cumsum().over(order))
    block = (_.before - _.run_before) // FULL_CHUNK
    return (
        opened.inner_join(runs(opened), ["since", "session"])
        .mutate(run=_.since.epoch_seconds() // DAY * MOST + _.run, block=block)
        .select("position", chunk=_.run * MOST + _.block)
    )


def timed(lines: ir.Table) -> ir.Table:
    """Return `lines` without text, with 1 where a session opens, else 0.

    Times may go back, so that a gap counts in both directions. `before` is how much
    is said in the period before the line.
    """
    order = ibis.window(group_by="since", order_by="position")
    gap = (_["at"] - _["at"].lag().over(order)).abs()
    return lines.select(
        "position",
        "since",
        "size",
        day=_.local_time.date(),
        opens=(gap.fill_null(GAP + 1) > GAP).cast(int),
        before=_.size.cumsum().over(order) - _.size,
    )


def runs(opened: ir.Table) -> ir.Table:
    """Return the run of each session, and how much is said before the run."""
    order = ibis.window(group_by="since", order_by="session")
    follows = _.short & _.short.lag().over(order) & (_.day == _.last.lag().over(order))
    return (
        opened.group_by("since", "session")
        .aggregate(
            day=_.day.min(),
            last=_.day.max(),
            before=_.before.min(),
            short=_.size.sum() < SHORT_SESSION,
        )
        .mutate(opens=(~follows.fill_null(False)).cast(int))
        .mutate(run=_.opens.cumsum().over(order))
        .select(
            "since",
            "session",
            "run",
            run_before=_.before.min().over(group_by=["since", "run"]),
        )
    )
