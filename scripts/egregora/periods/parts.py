"""The parts of briefs, each as one JSON text per period.

The database makes the JSON of a whole part at once, which is cheaper than rows.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.periods.counts import days, hours, replies
from egregora.urls import domain_of

PERSON = ("author", "alias", "messages", "words")
MESSAGE = ("id", "at", "by", "text", "kind", "media")
LINK = ("url", "domain", "title", "description", "message")
REPLY = ("by", "whom", "times")
FACTS = ("path", "media_type", "mime", "width", "height", "seconds")
FILE = ("id", *FACTS, "note", "message")

INSTANT = "%Y-%m-%dT%H:%M:%SZ"
MINUTE = "%Y-%m-%dT%H:%M"


def briefings(
    shown: ir.Table, people: ir.Table, media: ir.Table, posted: ir.Table
) -> ir.Table:
    """Return one row per period that gets a post, with the small parts of its brief.

    Parts are lists in JSON: `people`, `links` and `media` as in a brief; `days`,
    `hours` and `replies` are counts.
    """
    whole = posted.select("period").inner_join(frames(shown), "period")
    for part in (
        listed(people, "people", PERSON, "by"),
        listed(links(shown), "links", LINK, "position", "nth"),
        listed(files(shown, media), "media", FILE, "position"),
        listed(days(shown), "days", ("day", "times"), "day"),
        listed(hours(shown), "hours", ("hour", "times"), "hour"),
        listed(replies(shown, people), "replies", REPLY, "by", "whom"),
    ):
        whole = whole.left_join(part, "period").drop("period_right")
    return whole


def conversations(shown: ir.Table, people: ir.Table, media: ir.Table) -> ir.Table:
    """Return the messages of each period as a JSON list."""
    return listed(messages(shown, people, media), "messages", MESSAGE, "position")


def listed(
    table: ir.Table, name: str, columns: tuple[str, ...], *order: str
) -> ir.Table:
    """Return the rows of each period as a JSON list of objects, in `order`."""
    whole = ibis.struct({column: table[column] for column in columns})
    found = whole.collect(order_by=list(order))
    return table.group_by("period").aggregate(
        **{name: found.cast("json").cast("string")}
    )


def frames(shown: ir.Table) -> ir.Table:
    """Return the first and last day and instant of each period."""
    return shown.group_by("period").aggregate(
        first_day=_.local_time.min().strftime("%Y-%m-%d"),
        last_day=_.local_time.max().strftime("%Y-%m-%d"),
        starts_at=_.sent_at.min().strftime(INSTANT),
        ends_at=_.sent_at.max().strftime(INSTANT),
    )


def messages(shown: ir.Table, people: ir.Table, media: ir.Table) -> ir.Table:
    """Return the messages as briefs have them; only files that are there are named."""
    whose = people.select("period", "author", "by")
    there = media.select("media_id", media="media_id")
    return (
        shown.left_join(whose, ["period", "author"])
        .left_join(there, "media_id")
        .select(
            "period",
            "position",
            "by",
            "text",
            "kind",
            "media",
            id=_.message_id,
            at=_.local_time.strftime(MINUTE),
        )
    )


def links(shown: ir.Table) -> ir.Table:
    """Return the addresses that people shared, each where it comes first."""
    first = ibis.window(group_by=["period", "url"], order_by=["position", "nth"])
    return (
        shown.filter(_.author.notnull(), _.link_notes.length() > 0)
        .unnest("link_notes", offset="nth")
        .select(
            "period",
            "position",
            "nth",
            url=_.link_notes["url"],
            domain=domain_of(_.link_notes["url"]),
            title=_.link_notes["title"],
            description=_.link_notes["description"],
            message=_.message_id,
        )
        .mutate(seen=ibis.row_number().over(first))
        .filter(_.seen == 0)
    )


def files(shown: ir.Table, media: ir.Table) -> ir.Table:
    """Return the files that people sent, each where it comes first."""
    first = ibis.window(group_by=["period", "id"], order_by="position")
    return (
        shown.filter(_.author.notnull(), _.media_id.notnull())
        .select(
            "period",
            "position",
            id=_.media_id,
            note=_.media_note.fill_null(""),
            message=_.message_id,
        )
        .inner_join(media.select(*FACTS, id="media_id"), "id")
        .mutate(seen=ibis.row_number().over(first))
        .filter(_.seen == 0)
    )
