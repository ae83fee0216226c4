"""The guard before everything that a post shows."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from egregora.briefs import Brief

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard


def cleaner(guard: Guard, brief: Brief) -> Callable[[str], str]:
    """Return what takes out of a text all that `brief` does not let through."""
    allowed = [one.text for one in brief.messages]
    allowed += [one.url for one in brief.links]
    allowed += [one.text for one in brief.memories]
    allowed += [one.alias for one in brief.people]
    allowed += brief.statistics.per_day if brief.statistics else []
    return functools.partial(guard.clean, allowed="\n".join(allowed))
