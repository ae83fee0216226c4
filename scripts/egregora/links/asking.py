"""What a model is asked about a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from egregora.model.requests import Request
from egregora.model.tidying import one_line

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 400
LONGEST_EXCERPT = 3000

Pages = Mapping[str, Mapping[str, Any]]

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


def link_requests(
    shared: Sequence[Mapping[str, Any]],
    model: str,
    prompt: str,
    pages: Pages | None = None,
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
    pages
        URL → what the page tells, of those that were read.
    """
    return [
        Request(
            purpose="enrich_links",
            model=model,
            prompt=prompt,
            data={"url": one["url"], "messages": messages_around(one)}
            | excerpt(one, pages or {}),
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


def sharers(shared: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pseudonym of who shared a link first, if somebody did."""
    said = (one for one in shared["around"] or () if one["offset"] == 0)
    return tuple(one["author"] for one in said if one["author"])


def excerpt(shared: Mapping[str, Any], pages: Pages) -> dict[str, Any]:
    """Return the page of a link as a request shows it; nothing if it was not read."""
    page = pages.get(shared["url"])
    if page is None:
        return {}
    most = {
        "title": LONGEST_TITLE,
        "description": LONGEST_DESCRIPTION,
        "text": LONGEST_EXCERPT,
    }
    return {"page": {name: one_line(page[name], size) for name, size in most.items()}}
