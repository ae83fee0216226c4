"""The guard before everything that a post shows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from egregora.briefs import Brief

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard


def guarded(row: dict[str, Any], guard: Guard) -> dict[str, Any]:
    """Return the row of a post; of one that a person edited, without names or numbers.

    Addresses of pages that they put in stay.
    """
    if not row["edited"]:
        return row
    clean = guard.redactor.clean
    texts = {name: clean(row[name]) for name in ("title", "summary", "text")}
    return {**row, **texts, "tags": [clean(tag) for tag in row["tags"]]}


def cleaner(guard: Guard, brief: Brief) -> Callable[[str], str]:
    """Return what takes out of a text all that `brief` does not let through."""
    allowed = [one.text for one in brief.messages]
    allowed += [one.url for one in brief.links]
    allowed += [one.text for one in brief.memories]
    allowed += [one.alias for one in brief.people]
    allowed += brief.statistics.per_day if brief.statistics else []
    return functools.partial(guard.clean, allowed="\n".join(allowed))
