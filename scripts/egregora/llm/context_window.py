"""The messages around a message that a request may show: same day, near in time."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

MESSAGES_BEFORE, MESSAGES_AFTER = 3, 5  # messages
MAX_CONTEXT_SECONDS = 30 * 60  # seconds
MAX_CONTEXT_TEXT = 400  # characters of a message


def surrounding_messages(messages: ir.Table, places: ir.Table) -> ir.Table:
    """Return what people wrote around some messages, the same local day.

    A day lies within one period, so what is said later changes no earlier period.

    Parameters
    ----------
    messages
        One row per message.
    places
        With the `position` of each message to look around.

    Returns
    -------
    ir.Table
        `position` and `around`: author, text, `offset` in messages and `seconds` of
        each text in the order of the conversation, the message itself at offset 0.
    """
    numbered = messages.select(
        "position",
        "author",
        "kind",
        place=ibis.row_number().over(order_by=_.position),
        day=_.local_time.date(),
        at=_.sent_at.epoch_seconds(),
        text=_.text.left(MAX_CONTEXT_TEXT),
    )
    centres = (
        numbered.semi_join(places, "position")
        .select("day", position=_.position, centre=_.place, centre_at=_.at)
        .mutate(
            place=lambda one: ibis.range(
                one.centre - MESSAGES_BEFORE, one.centre + MESSAGES_AFTER + 1
            )
        )
        .unnest("place")
    )
    near = centres.join(numbered.drop("position"), ["place", "day"]).mutate(
        offset=_.place - _.centre, seconds=_.at - _.centre_at
    )
    is_said = (
        _.author.notnull()
        & (_.kind != "system")
        & (_.seconds.abs() <= MAX_CONTEXT_SECONDS)
    )
    return (
        near.filter((_.text != "") & (is_said | (_.offset == 0)))
        .group_by("position")
        .aggregate(
            around=ibis.struct(
                {name: _[name] for name in ("author", "text", "offset", "seconds")}
            ).collect(order_by=_.offset)
        )
    )
