"""Say what the shared links are about.

`shared_links` finds them, `link_requests` asks about them, `links` makes the table of
what is answered; `titles` knows what an address itself tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.calendar import Every, period_of
from egregora.links.titles import title_of
from egregora.model.requests import Request
from egregora.model.surroundings import surroundings
from egregora.model.tidying import one_line
from egregora.storage import table_of
from egregora.tables import LINKS
from egregora.urls import domain_of, shares

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 400

ANSWER = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "title": {
            "type": "string",
            "description": "What the page is, in at most twelve words.",
        },
        "description": {
            "type": ["string", "null"],
            "description": "One sentence, or null where nothing more is known.",
        },
    },
    "required": ["title", "description"],
}


def shared_links(anonymized: ir.Table, every: Every) -> ir.Table:
    """Find the links of a conversation, in the order in which they were first shared.

    Parameters
    ----------
    anonymized
        One row per message.
    every
        Calendar unit of a period.

    Returns
    -------
    ir.Table
        One row per distinct `url`: its `domain`, the `position` and `period` of the
        message that shares it first, what was said `around` it, and its `rank` in
        that period, from 0, the most shared and most discussed first.
    """
    found = shares(anonymized).join(
        anonymized.select("position", period=period_of(_.local_time, every)), "position"
    )
    times = found.group_by("url", "period").aggregate(times=_.count())
    first = found.group_by("url").aggregate(
        period=_.period.argmin(_.position), position=_.position.min()
    )
    said = surroundings(anonymized, first)
    most_discussed = ibis.row_number().over(
        group_by="period",
        order_by=[_.times.desc(), _.answers.desc(), _.position, _.url],
    )
    return (
        first.join(times, ["url", "period"])
        .left_join(said, "position")
        .mutate(
            domain=domain_of(_.url),
            answers=_.around.filter(lambda one: one.offset > 0).length().fill_null(0),
        )
        .mutate(rank=most_discussed)
        .select("url", "domain", "position", "period", "rank", "around")
        .order_by("position", "url")
    )


def link_requests(
    shared: Sequence[Mapping[str, Any]], model: str, prompt: str
) -> list[Request]:
    """Return a request for each row of `shared_links`.

    Parameters
    ----------
    shared
        Rows of `shared_links`.
    model
        Name of the model.
    prompt
        Instructions.
    """
    return [
        Request(
            purpose="enrich_links",
            model=model,
            prompt=prompt,
            data={"url": one["url"], "messages": messages_around(one)},
            schema=ANSWER,
            about=people_around(one),
        )
        for one in shared
    ]


def messages_around(shared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was said around a link, without who said it."""
    return [
        {"text": said["text"], "shares_the_link": said["offset"] == 0}
        for said in shared["around"] or ()
    ]


def people_around(shared: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pseudonyms of those who wrote around a link, sorted."""
    return tuple(sorted({said["author"] for said in shared["around"] or ()} - {None}))


def offline_answer(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the address of a link itself tells."""
    return {"title": title_of(data["url"]), "description": None}


def links(
    shared: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Mapping[str, Any]],
    model: str,
    guard: Guard,
) -> ir.Table:
    """Make the table of links.

    Parameters
    ----------
    shared
        Rows of `shared_links`.
    answers
        URL → answer; links without one are described by their address.
    model
        Who answered.
    guard
        What must not get through.

    Returns
    -------
    ir.Table
        `tables.LINKS`.
    """
    rows = []
    for one in shared:
        answer = answers.get(one["url"])
        told = answer or offline_answer(one)
        allowed = [one["url"], one["domain"]]
        allowed += [said["text"] for said in one["around"] or ()]
        title = guard.clean(one_line(told["title"], LONGEST_TITLE) or "", allowed)
        description = one_line(told["description"], LONGEST_DESCRIPTION)
        rows.append(
            {
                "url": one["url"],
                "domain": one["domain"],
                "title": title or one["domain"],
                "description": guard.clean(description or "", allowed) or None,
                "fetched_at": None,
                "model": model if answer else "offline",
            }
        )
    return table_of(rows, LINKS)
