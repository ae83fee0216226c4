"""The table `media_notes`: what the files show.

First what is known without a model, then requests to a model, then the table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis.expr.types as ir

from egregora.contracts import MEDIA_NOTES
from egregora.errors import EgregoraError
from egregora.llm.context_window import surrounding_messages
from egregora.llm.models import OFFLINE, require_unless_refused
from egregora.llm.payloads import short_line
from egregora.llm.types import Attachment, Model, Request, attach_file
from egregora.media.inventory import poster_name
from egregora.storage import table_of
from egregora.text.addresses import has_address

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

MAX_OFFLINE_NOTE = 300
MAX_CONTEXT_QUOTE = 120

# Signs instead of words, as WhatsApp has them: they are read in any language.
MEDIA_SIGNS = {
    "image": "📷",
    "video": "🎥",
    "audio": "🎤",
    "sticker": "🏷️",
    "document": "📄",
}
CARD_SIGNS = {"text/vcard": "👤", "text/calendar": "📅"}
OTHER_FILE_SIGN = "📎"

# By what people call them, where the media type does not say it.
FORMAT_NAMES = {
    "application/rtf": "RTF",
    "application/zip": "ZIP",
    "text/calendar": "iCalendar",
    "text/html": "HTML",
    "text/plain": "TXT",
    "text/vcard": "vCard",
}

# What is said so soon before or after a file speaks of it.
MAX_SECONDS_BESIDE = 120


def describe_file(shown: Mapping[str, Any], words: str) -> str:
    """Return a description: `words`, and what the file is; empty if nothing is known.

    Parameters
    ----------
    shown
        A row of `shown_media`.
    words
        What it shows, if that is known.
    """
    known = facts_of_file(shown)
    if words:
        is_seen = shown["media_type"] in ("image", "sticker")
        return words if is_seen or not known else f"{words} ({known})"
    # A page has better words for a picture of which nothing is known than we have.
    return f"{sign_of_file(shown)} {known}" if known else ""


def words_about_file(shown: Mapping[str, Any]) -> str | None:
    """Return what is known to speak of a file, the best first.

    It is the caption, what the sender wrote beside it, what the file says of itself, or
    what the others were saying, in quotation marks.
    """
    told = shown.get("told") or {}
    own = short_line(shown["caption"], MAX_OFFLINE_NOTE) or short_line(
        words_of_sender(shown), MAX_OFFLINE_NOTE
    )
    if own or told.get("title"):
        return own or short_line(told["title"], MAX_OFFLINE_NOTE)
    if emoji := told.get("emoji"):
        return f"{sign_of_file(shown)} {emoji}"
    context = short_line(
        first_sentence(words_before_or_after(shown)), MAX_CONTEXT_QUOTE
    )
    return f"{sign_of_file(shown)} “{context}”" if context else None


def words_of_sender(shown: Mapping[str, Any]) -> str | None:
    """Return what the sender of a photo or video wrote right after or before it."""
    if shown["media_type"] not in ("image", "video"):
        return None
    own = (one for one in adjacent_messages(shown) if one["author"] == shown["author"])
    soon = (one["text"] for one in own if abs(one["seconds"]) <= MAX_SECONDS_BESIDE)
    return next(filter(is_informative, soon), None)


def words_before_or_after(shown: Mapping[str, Any]) -> str | None:
    """Return what was said right before a sticker or picture, or right after it."""
    if shown["media_type"] not in ("image", "video", "sticker"):
        return None
    near = [
        one
        for one in adjacent_messages(shown)
        if abs(one["seconds"]) <= MAX_SECONDS_BESIDE
    ]
    first = sorted(near, key=lambda one: one["offset"] > 0)
    return next(filter(is_informative, (one["text"] for one in first)), None)


def first_sentence(text: str | None) -> str | None:
    """Return the first sentence of a text, if it says something on its own."""
    first = re.split(r"(?<=[.!?…])\s|\n", text or "", maxsplit=1)[0]
    return first if is_informative(first) else text


def adjacent_messages(shown: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the messages next to a file: the one after it, the one before it."""
    around = shown["around"] or ()
    after = [said for said in around if said["offset"] > 0][:1]
    before = [said for said in around if said["offset"] < 0][-1:]
    return after + before


def is_informative(text: str) -> bool:
    """Return whether `text` is more than a word and holds no address."""
    return len(text.split()) > 1 and not has_address(text)


def sign_of_file(shown: Mapping[str, Any]) -> str:
    """Return a sign for what a file is."""
    return MEDIA_SIGNS.get(shown["media_type"]) or CARD_SIGNS.get(
        shown["mime"], OTHER_FILE_SIGN
    )


def facts_of_file(shown: Mapping[str, Any]) -> str:
    """Return the length of a recording; the form, pages and size of a document."""
    if shown["media_type"] in ("image", "sticker"):
        return ""
    if shown["media_type"] in ("audio", "video"):
        length = format_length(shown["seconds"])
        return length or format_bytes(shown["bytes"])
    pages = (shown.get("told") or {}).get("pages")
    told = (
        name_of_format(shown["mime"]),
        pages and f"{pages} p.",
        format_bytes(shown["bytes"]),
    )
    return ", ".join(one for one in told if one)


def format_length(seconds: float | None) -> str:
    """Return a length in minutes and seconds, or nothing if it is not known."""
    whole = int(seconds or 0)
    return f"{whole // 60}:{whole % 60:02}" if whole else ""


def name_of_format(mime: str) -> str:
    """Return what people call a type of file, or nothing if they do not."""
    named = re.fullmatch(r"application/([a-z\d]{2,5})", mime)
    return FORMAT_NAMES.get(mime) or (named[1].upper() if named else "")


def format_bytes(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{count / 1000:.0f} kB" if count >= 1000 else f"{count} B"


# Where the prepared files lie in the folder of a blog.
MEDIA_FOLDER = Path("site/media")

# What a model can look at or listen to, sent within the request; base64 adds a third,
# and a request holds 20 MB.
VIEWABLE_TYPES = {
    *("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"),
    *("audio/ogg", "audio/mpeg", "audio/wav", "audio/aac", "audio/flac"),
}
MAX_ATTACHMENT_BYTES = 14_000_000

VIDEO_TYPES = {"video/mp4", "video/webm"}  # shown by their posters
MAX_DOCUMENT_EXCERPT = 3000  # characters of a document

MEDIA_NOTE_SCHEMA = {
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


def can_be_viewed(file: Mapping[str, Any], folder: Path = MEDIA_FOLDER) -> bool:
    """Return whether a model can be shown a file.

    Only published files are shown, not too large, or a picture of them; of a document,
    what it tells (`add_metadata`).
    """
    if file.get("told", {}).get("text") and file["media_type"] == "document":
        return True
    if file["path"] is None or not file["bytes"] > 0:
        return False
    if file["mime"] in VIDEO_TYPES:
        return (folder / poster_name(file["path"])).is_file()
    return file["mime"] in VIEWABLE_TYPES and file["bytes"] <= MAX_ATTACHMENT_BYTES


def requests_for_media(
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
            data={
                "media_type": one["media_type"],
                "messages": messages_around_file(one),
            }
            | document_of_file(one),
            schema=MEDIA_NOTE_SCHEMA,
            attachments=attachments_of_file(one, folder),
            about=people_around_file(one),
        )
        for one in shown
    ]


def document_of_file(file: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document of a row as a request shows it; nothing for other files."""
    told = file.get("told") or {}
    if file["media_type"] != "document" or not told.get("text"):
        return {}
    document = {name: told.get(name) for name in ("title", "pages")}
    return {"document": {**document, "text": told["text"][:MAX_DOCUMENT_EXCERPT]}}


def attachments_of_file(
    file: Mapping[str, Any], folder: Path
) -> tuple[Attachment, ...]:
    """Return the prepared file of a row; of a video, its picture; else nothing.

    Raises
    ------
    EgregoraError
        If it is not there.
    """
    if file["path"] is None:
        return ()
    if file["mime"] in VIDEO_TYPES:
        return (attach_file(folder / poster_name(file["path"]), "image/jpeg"),)
    path = folder / file["path"]
    if not path.is_file():
        raise EgregoraError(f"{path} is missing; run again with -R prepare_media")
    return (Attachment(path, file["mime"], file["sha256"]),)


def messages_around_file(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was said around a file, without who said it."""
    return [
        {
            "text": said["text"],
            "is_caption": said["offset"] == 0,
            "is_by_sender": said["author"] == shown["author"],
        }
        for said in shown["around"] or ()
    ]


def people_around_file(shown: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pseudonyms of the sender and of those who wrote around, sorted."""
    around = {said["author"] for said in shown["around"] or ()}
    return tuple(sorted((around | {shown["author"]}) - {None}))


MAX_MEDIA_NOTE = 400


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
        The columns of `contracts.MEDIA`, with `author`, `local_time`, `caption` of the
        message and what was said `around` it, by `media_id`.
    """
    messages = anonymized.select(
        "message_id", "position", "author", "local_time", caption="text"
    )
    shown = media.left_join(messages, "message_id").drop("message_id_right")
    said = surrounding_messages(anonymized, shown.select("position"))
    return (
        shown.left_join(said, "position")
        .drop("position_right", "position")
        .order_by("media_id")
    )


def add_metadata(
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
        media_id → what the file says about itself, as sent.
    guard
        What must not get through, to any model either.
    """
    return [
        {**one, "told": guard.clean_value(dict(told.get(one["media_id"]) or {}))}
        for one in shown
    ]


def described_media(
    shown: Sequence[Mapping[str, Any]],
    model: Model,
    prompt: str,
    guard: Guard,
    describe: bool,
    folder: Path = MEDIA_FOLDER,
) -> ir.Table:
    """Ask a model about the files that it can look at or listen to.

    Parameters
    ----------
    shown
        Rows of `shown_media` with what the files tell, from `add_metadata`.
    model
        Who is asked; nothing with the provider `offline`.
    prompt
        Instructions.
    guard
        What must not get through.
    describe
        Whether the model may look at all; if not, nothing is sent.
    folder
        Where the prepared files lie.

    Returns
    -------
    ir.Table
        `contracts.MEDIA_NOTES`.

    Raises
    ------
    ModelError
        If files have no answer; the answers that came are kept.
    """
    looks = describe and model.name != OFFLINE
    asked = [file for file in shown if looks and can_be_viewed(file)]
    requests = requests_for_media(asked, model.name, prompt, folder)
    found = require_unless_refused(model.generate_all(requests), "files")
    pairs = zip(asked, found, strict=True)
    answers = {file["media_id"]: answer for file, answer in pairs if answer}
    return media_notes(shown, answers, model.name, guard)


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
        `contracts.MEDIA_NOTES`.
    """
    rows = []
    for one in shown:
        answer = answers.get(one["media_id"])
        allowed = [said["text"] for said in one["around"] or ()]
        words = answer["description"] if answer else words_about_file(one)
        clean = guard.clean(short_line(words, MAX_MEDIA_NOTE) or "", allowed)
        rows.append(
            {
                "media_id": one["media_id"],
                "description": describe_file(one, clean),
                "contains_pii": answer["contains_pii"] if answer else None,
                "model": model if answer else "offline",
            }
        )
    return table_of(rows, MEDIA_NOTES)
