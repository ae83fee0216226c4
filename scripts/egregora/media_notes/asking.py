"""What a model is asked about a file, and what it is shown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from egregora.errors import EgregoraError
from egregora.media.published import poster_of
from egregora.model.requests import Attachment, Request, attachment

# Where the prepared files lie in the folder of a blog.
FOLDER = Path("site/media")

# What a model can look at or listen to, sent within the request; base64 adds a third,
# and a request holds 20 MB.
LOOKABLE = {
    *("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"),
    *("audio/ogg", "audio/mpeg", "audio/wav", "audio/aac", "audio/flac"),
}
MOST_BYTES = 14_000_000

VIDEO = {"video/mp4", "video/webm"}  # shown by their posters
MOST_TEXT = 3000  # characters of a document

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


def can_be_looked_at(file: Mapping[str, Any], folder: Path = FOLDER) -> bool:
    """Return whether a model can be shown a file.

    Only published files are shown, not too large, or a picture of them; of a document,
    what it tells (`with_told`).
    """
    if file.get("told", {}).get("text") and file["media_type"] == "document":
        return True
    if file["path"] is None or not file["bytes"] > 0:
        return False
    if file["mime"] in VIDEO:
        return (folder / poster_of(file["path"])).is_file()
    return file["mime"] in LOOKABLE and file["bytes"] <= MOST_BYTES


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
            data={"media_type": one["media_type"], "messages": messages_around(one)}
            | document_in(one),
            schema=ANSWER,
            attachments=attachments_of(one, folder),
            about=people_around(one),
        )
        for one in shown
    ]


def document_in(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a row as a request shows it; nothing for other files."""
    told = file.get("told") or {}
    if file["media_type"] != "document" or not told.get("text"):
        return {}
    document = {name: told.get(name) for name in ("title", "pages")}
    return {"document": {**document, "text": told["text"][:MOST_TEXT]}}


def attachments_of(file: Mapping[str, Any], folder: Path) -> tuple[Attachment, ...]:
    """Return the prepared file of a row; of a video, its picture; else nothing.

    Raises
    ------
    EgregoraError
        If it is not there.
    """
    if file["path"] is None:
        return ()
    if file["mime"] in VIDEO:
        return (attachment(folder / poster_of(file["path"]), "image/jpeg"),)
    path = folder / file["path"]
    if not path.is_file():
        raise EgregoraError(f"{path} is missing; run again with -R prepare_media")
    return (Attachment(path, file["mime"], file["sha256"]),)


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
