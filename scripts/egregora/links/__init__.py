"""Say what the shared links are about.

`shared_links` finds them, `link_requests` (in `asking`) asks about them, `links` makes
the table of what is answered; `titles` knows what an address itself tells. Where pages
are read (`fetching`), both are given what the pages tell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.calendar import Every, period_of
from egregora.links.asking import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    Pages,
    excerpt,
    link_requests,
    sharers,
)
from egregora.links.titles import title_of
from egregora.model.surroundings import surroundings
from egregora.model.tidying import one_line
from egregora.storage import table_of
from egregora.tables import LINKS
from egregora.urls import domain_of, shares

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

__all__ = ["link_requests", "links", "offline_answer", "shared_links", "sharers"]


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


def offline_answer(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of a link says of itself, else what its address tells."""
    page = data.get("page") or {}
    return {
        "title": page.get("title") or title_of(data["url"]),
        "description": page.get("description"),
    }


def links(
    shared: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Mapping[str, Any]],
    model: str,
    guard: Guard,
    pages: Pages | None = None,
) -> ir.Table:
    """Make the table of links.

    Parameters
    ----------
    shared
        Rows of `shared_links`.
    answers
        URL → answer; links without one are described by their page or address.
    model
        Who answered.
    guard
        What must not get through.
    pages
        URL → what the page tells, of those that were read.

    Returns
    -------
    ir.Table
        `tables.LINKS`.
    """
    rows, pages = [], pages or {}
    for one in shared:
        answer = answers.get(one["url"])
        told = answer or offline_answer({"url": one["url"]} | excerpt(one, pages))
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
                "fetched_at": fetched_at(pages.get(one["url"])),
                "model": model if answer else "offline",
            }
        )
    return table_of(rows, LINKS)


def fetched_at(page: Mapping[str, Any] | None) -> datetime | None:
    """Return when a page was read; None if it never was."""
    return datetime.fromisoformat(page["fetched_at"]) if page else None
