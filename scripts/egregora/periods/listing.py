"""What the table of periods says of a brief."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any


def listed_period(content: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """Return the row of `tables.PERIODS` of a brief.

    Parameters
    ----------
    content
        The brief as JSON values.
    digest
        Of the brief, from the index.
    """
    return {
        "period": content["period"],
        "starts_at": datetime.fromisoformat(content["starts_at"]),
        "ends_at": datetime.fromisoformat(content["ends_at"]),
        "messages": len(content["messages"]),
        "authors": len(content["people"]),
        "words": content["statistics"]["words"],
        "digest": digest,
    }
