"""Say what the media show.

`shown_media` finds what was said with each file, `media_requests` asks about those that
a model can look at, `media_notes` makes the table of what is answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis.expr.types as ir

from egregora.errors import EgregoraError
from egregora.model.requests import Attachment, Request
from egregora.model.surroundings import surroundings
from egregora.model.tidying import one_line
from egregora.storage import table_of
from egregora.tables import MEDIA_NOTES

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

LONGEST = 400

# What a model can look at or listen to, sent within the request; base64 adds a third,
# and a request holds 20 MB.
LOOKABLE = {
    *("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"),
    *("audio/ogg", "audio/mpeg", "audio/wav", "audio/aac", "audio/flac"),
    "application/pdf",
}
MOST_BYTES = 14_000_000

# Signs instead of words, as WhatsApp has them: they are read in any language.
SIGNS = {"image": "📷", "video": "🎥", "audio": "🎤", "sticker": "🏷️", "document": "📄"}
OTHER = "📎"

# Words of the sender so soon after or before a photo speak of it.
SOON = 120

ANSWER = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "description": {
            "type": "string",
            "description": "What the file shows, in one or two sentences.",
        },
        "contains_pii": {
            "type": "boolean",
            "description": "Whether the file shows personal data.",
        },
    },
    "required": ["description", "contains_pii"],
}


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


def can_be_looked_at(file: Mapping[str, Any]) -> bool:
    """Return whether a model can be shown a file: a published one, not too large."""
    return (
        file["path"] is not None
        and file["mime"] in LOOKABLE
        and 0 < file["bytes"] <= MOST_BYTES
    )


def media_requests(
    shown: Sequence[Mapping[str, Any]], model: str, prompt: str, folder: Path
) -> list[Request]:
    """Return a request for each row of `shown_media`, with its prepared file.

    Parameters
    ----------
    shown
        Rows of `shown_media` that can be looked at.
    model
        Name of the model.
    prompt
        Instructions.
    folder
        Where the prepared files lie.
    """
    return [
        Request(
            purpose="enrich_media",
            model=model,
            prompt=prompt,
            data={"media_type": one["media_type"], "messages": messages_around(one)},
            schema=ANSWER,
            attachments=(prepared_file(one, folder),),
            about=people_around(one),
        )
        for one in shown
    ]


def prepared_file(file: Mapping[str, Any], folder: Path) -> Attachment:
    """Return the prepared file of a row.

    Raises
    ------
    EgregoraError
        If it is not there.
    """
    path = folder / file["path"]
    if not path.is_file():
        raise EgregoraError(f"{path} is missing; run again with -R prepare_media")
    return Attachment(path, file["mime"], file["sha256"])


def messages_around(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was said around a file, without who said it."""
    return [
        {
            "text": said["text"],
            "is_caption": said["offset"] == 0,
            "is_by_sender": said["author"] == shown["author"],
        }
        for said in shown["around"] or ()
    ]


def people_around(shown: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pseudonyms of the sender and of those who wrote around, sorted."""
    around = {said["author"] for said in shown["around"] or ()}
    return tuple(sorted((around | {shown["author"]}) - {None}))


def offline_answer(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the sender said of a file, else its type, length and day.

    Nothing in it is in a language other than the sender's.
    """
    words = one_line(shown["caption"], LONGEST) or one_line(own_words(shown), LONGEST)
    return {"description": words or signs(shown), "contains_pii": None}


def own_words(shown: Mapping[str, Any]) -> str | None:
    """Return what the sender of a photo or video wrote right after or before it."""
    if shown["media_type"] not in ("image", "video"):
        return None
    around = shown["around"] or ()
    after = [said for said in around if said["offset"] > 0][:1]
    before = [said for said in around if said["offset"] < 0][-1:]
    own = (said for said in after + before if said["author"] == shown["author"])
    soon = (said["text"] for said in own if abs(said["seconds"]) <= SOON)
    return next(filter(says_something, soon), None)


def says_something(text: str) -> bool:
    """Return whether `text` is more than a word and no address."""
    return len(text.split()) > 1 and not re.search(r"\w://|www\.", text)


def signs(shown: Mapping[str, Any]) -> str:
    """Return a sign for the type of a file, its length or format, and its day."""
    seconds = int(shown["seconds"] or 0)
    length = f"{seconds // 60}:{seconds % 60:02}" if seconds else None
    form = re.fullmatch(r"application/([a-z\d]{2,5})", shown["mime"])
    document = form[1].upper() if form else None
    day = shown["local_time"] and shown["local_time"].date().isoformat()
    told = (SIGNS.get(shown["media_type"], OTHER), length or document, day)
    return " ".join(one for one in told if one)


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
        told = answers.get(one["media_id"]) or offline_answer(one)
        allowed = [said["text"] for said in one["around"] or ()]
        description = one_line(told["description"], LONGEST)
        rows.append(
            {
                "media_id": one["media_id"],
                "description": guard.clean(description or "", allowed) or signs(one),
                "contains_pii": told["contains_pii"],
                "model": model if one["media_id"] in answers else "offline",
            }
        )
    return table_of(rows, MEDIA_NOTES)
