"""The parts of briefs, each as one JSON text per period.

The database makes the JSON of a whole part at once, which is cheaper than rows.
"""

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from ibis import _

from egregora.periods.counts import clock, days, hours, replies
from egregora.urls import domain_of

PERSON = ("author", "alias", "messages", "words")
LINK = ("url", "domain", "title", "description", "message")
REPLY = ("by", "whom", "times")
FACTS = ("path", "media_type", "mime", "width", "height", "seconds")
FILE = ("id", *FACTS, "note", "message")

INSTANT = "%Y-%m-%dT%H:%M:%SZ"

# How the database writes characters that Python writes in another way, in JSON.
UNUSUAL = r"\u"


@ibis.udf.scalar.builtin(name="to_json")
def as_json(value) -> dt.string:
    """Return a value as JSON; DuckDB's function."""


def json_of(value: ir.Value) -> ir.StringValue:
    """Return a value as JSON text; null is `null`."""
    written = value if value.type().is_integer() else as_json(value)
    return written.cast("string").fill_null("null")


def briefings(
    shown: ir.Table, people: ir.Table, media: ir.Table, posted: ir.Table
) -> ir.Table:
    """Return one row per period that gets a post, with the small parts of its brief.

    Parts are lists in JSON: `people`, `links` and `media` as in a brief; `days`,
    `hours` and `replies` are counts.
    """
    numbered, timed = numbers(shown), clock(shown)
    whole = posted.select("period").inner_join(frames(shown), "period")
    for part in (
        listed(people, "people", PERSON, "by"),
        listed(links(shown, numbered), "links", LINK, "position", "nth"),
        listed(files(shown, media, numbered), "media", FILE, "position"),
        listed(days(timed), "days", ("day", "times"), "day"),
        listed(hours(timed), "hours", ("hour", "times"), "hour"),
        listed(replies(shown, people), "replies", REPLY, "order"),
    ):
        whole = whole.left_join(part, "period").drop("period_right")
    return whole


def conversations(shown: ir.Table, people: ir.Table, media: ir.Table) -> ir.Table:
    """Return the messages of each period as a JSON list of lists: `messages`.

    Where `unusual` is true, it is not written as Python would write it.
    """
    rows = messages(shown, people, media)
    return rows.group_by("period").aggregate(
        messages="[" + _.row.group_concat(",", order_by=_.position) + "]",
        unusual=_.unusual.any(),
    )


def listed(
    table: ir.Table, name: str, columns: tuple[str, ...], *order: str
) -> ir.Table:
    """Return the rows of each period as a JSON list of lists, in `order`."""
    first, *rest = (json_of(table[column]) for column in columns)
    cells = reduce(lambda row, cell: row + "," + cell, rest, "[" + first)
    rows = table.select("period", *order, row=cells + "]")
    return rows.group_by("period").aggregate(
        **{name: "[" + _.row.group_concat(",", order_by=list(order)) + "]"}
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
    """Return each message as briefs have it, as JSON: `period`, `position`, `row`.

    Only files that are there are named. `unusual` tells of control characters, which
    Python writes in another way: a brief has one digest, whoever writes it.
    """
    whose = people.select("period", "author", "by")
    there = media.select("media_id", media="media_id")
    rows = shown.left_join(whose, ["period", "author"]).left_join(there, "media_id")
    plain = (rows.kind == "text") & rows.media.isnull()
    tail = "," + json_of(rows.kind) + "," + json_of(rows.media)
    written = rows.select(
        "period",
        "position",
        at=rows.local_time.cast("string"),
        by=json_of(rows.by),
        text=json_of(rows.text),
        tail=ibis.ifelse(plain, "]", tail + "]"),
    )
    minute = _["at"].left(10) + "T" + _["at"].substr(11, 5)
    return written.select(
        "period",
        "position",
        row='["' + minute + '",' + _.by + "," + _.text + _.tail,
        unusual=_.text.contains(UNUSUAL),
    )


def numbers(shown: ir.Table) -> ir.Table:
    """Return the number in its period, from 1, of each message with links or a file."""
    order = ibis.window(group_by="period", order_by="position")
    return (
        shown.select(
            "period",
            "position",
            carries=(_.link_notes.length() > 0) | _.media_id.notnull(),
        )
        .mutate(message=(ibis.row_number().over(order) + 1).cast("string"))
        .filter(_.carries)
        .select("position", "message")
    )


def links(shown: ir.Table, numbers: ir.Table) -> ir.Table:
    """Return the addresses that people shared, each where it comes first."""
    first = ibis.window(group_by=["period", "url"], order_by=["position", "nth"])
    return (
        shown.filter(_.author.notnull(), _.link_notes.length() > 0)
        .select("period", "position", "link_notes")
        .unnest("link_notes", offset="nth")
        .select(
            "period",
            "position",
            "nth",
            url=_.link_notes["url"],
            domain=domain_of(_.link_notes["url"]),
            title=_.link_notes["title"],
            description=_.link_notes["description"],
        )
        .mutate(seen=ibis.row_number().over(first))
        .filter(_.seen == 0)
        .inner_join(numbers, "position")
    )


def files(shown: ir.Table, media: ir.Table, numbers: ir.Table) -> ir.Table:
    """Return the files that people sent, each where it comes first."""
    first = ibis.window(group_by=["period", "id"], order_by="position")
    return (
        shown.filter(_.author.notnull(), _.media_id.notnull())
        .select("period", "position", id=_.media_id, note=_.media_note.fill_null(""))
        .inner_join(media.select(*FACTS, id="media_id"), "id")
        .mutate(seen=ibis.row_number().over(first))
        .filter(_.seen == 0)
        .inner_join(numbers, "position")
    )
