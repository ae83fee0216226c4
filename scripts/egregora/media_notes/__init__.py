"""Say what the media show.

`shown_media` finds what was said with each file, `media_requests` (in `asking`) asks
about those that a model can look at, `media_notes` makes the table of what is answered;
`plain` says what is known without a model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis.expr.types as ir

from egregora.media_notes import plain
from egregora.media_notes.asking import can_be_looked_at, media_requests
from egregora.model.surroundings import surroundings
from egregora.model.tidying import one_line
from egregora.storage import table_of
from egregora.tables import MEDIA_NOTES

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

__all__ = [
    "can_be_looked_at",
    "media_notes",
    "media_requests",
    "shown_media",
    "with_told",
]

LONGEST = 400


def shown_media(media: ir.Table, anonymized: ir.Table) -> ir.Table:
    """Return each file with the message that shows it first.

    Parameters
    ----------
    media
        One row per file.
    anonymized
        One row per message.

    Returns
    -------
    ir.Table
        The columns of `tables.MEDIA`, with `author`, `local_time` and `caption` of the
        message and what was said `around` it, by `media_id`.
    """
    messages = anonymized.select(
        "message_id", "position", "author", "local_time", caption="text"
    )
    shown = media.left_join(messages, "message_id").drop("message_id_right")
    said = surroundings(anonymized, shown.select("position"))
    return (
        shown.left_join(said, "position")
        .drop("position_right", "position")
        .order_by("media_id")
    )


def with_told(
    shown: Sequence[Mapping[str, Any]],
    told: Mapping[str, Mapping[str, Any]],
    guard: Guard,
) -> list[dict[str, Any]]:
    """Return rows of `shown_media` with what their files tell, as `told`.

    Parameters
    ----------
    shown
        Rows of `shown_media`.
    told
        media_id → what the file tells of itself, as sent.
    guard
        What must not get through, to any model either.
    """
    return [
        {**one, "told": guard.clean_value(dict(told.get(one["media_id"]) or {}))}
        for one in shown
    ]


def media_notes(
    shown: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Mapping[str, Any]],
    model: str,
    guard: Guard,
) -> ir.Table:
    """Make the table of notes.

    Parameters
    ----------
    shown
        Rows of `shown_media`.
    answers
        media_id → answer; files without one are described by what was said of them.
    model
        Who answered.
    guard
        What must not get through.

    Returns
    -------
    ir.Table
        `tables.MEDIA_NOTES`.
    """
    rows = []
    for one in shown:
        answer = answers.get(one["media_id"])
        allowed = [said["text"] for said in one["around"] or ()]
        words = answer["description"] if answer else plain.words(one)
        clean = guard.clean(one_line(words, LONGEST) or "", allowed)
        rows.append(
            {
                "media_id": one["media_id"],
                "description": plain.described(one, clean),
                "contains_pii": answer["contains_pii"] if answer else None,
                "model": model if answer else "offline",
            }
        )
    return table_of(rows, MEDIA_NOTES)
