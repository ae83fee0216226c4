"""What is known of a file without a model, in no language but the group's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from egregora.model.tidying import one_line

LONGEST = 300
LONGEST_CONTEXT = 120

# Signs instead of words, as WhatsApp has them: they are read in any language.
SIGNS = {"image": "📷", "video": "🎥", "audio": "🎤", "sticker": "🏷️", "document": "📄"}
CARDS = {"text/vcard": "👤", "text/calendar": "📅"}
OTHER = "📎"

# By what people call them, where the media type does not say it.
FORMS = {
    "application/rtf": "RTF",
    "application/zip": "ZIP",
    "text/calendar": "iCalendar",
    "text/html": "HTML",
    "text/plain": "TXT",
    "text/vcard": "vCard",
}

# What is said so soon before or after a file speaks of it.
SOON = 120


def described(shown: Mapping[str, Any], words: str) -> str:
    """Return a description: `words`, and what the file is; empty if nothing is known.

    Parameters
    ----------
    shown
        A row of `shown_media`.
    words
        What it shows, if that is known.
    """
    known = facts(shown)
    if words:
        is_seen = shown["media_type"] in ("image", "sticker")
        return words if is_seen or not known else f"{words} ({known})"
    # A page has better words for a picture of which nothing is known than we have.
    return f"{sign(shown)} {known}" if known else ""


def words(shown: Mapping[str, Any]) -> str | None:
    """Return what is known to speak of a file, the best first.

    It is the caption, what the sender wrote beside it, what the file says of itself, or
    what the others were saying, in quotation marks.
    """
    told = shown.get("told") or {}
    own = one_line(shown["caption"], LONGEST) or one_line(own_words(shown), LONGEST)
    if own or told.get("title"):
        return own or one_line(told["title"], LONGEST)
    if emoji := told.get("emoji"):
        return f"{sign(shown)} {emoji}"
    context = one_line(opening(talk_around(shown)), LONGEST_CONTEXT)
    return f"{sign(shown)} “{context}”" if context else None


def own_words(shown: Mapping[str, Any]) -> str | None:
    """Return what the sender of a photo or video wrote right after or before it."""
    if shown["media_type"] not in ("image", "video"):
        return None
    own = (one for one in nearest(shown) if one["author"] == shown["author"])
    soon = (one["text"] for one in own if abs(one["seconds"]) <= SOON)
    return next(filter(says_something, soon), None)


def talk_around(shown: Mapping[str, Any]) -> str | None:
    """Return what was said right before a sticker or picture, or right after it."""
    if shown["media_type"] not in ("image", "video", "sticker"):
        return None
    near = [one for one in nearest(shown) if abs(one["seconds"]) <= SOON]
    first = sorted(near, key=lambda one: one["offset"] > 0)
    return next(filter(says_something, (one["text"] for one in first)), None)


def opening(text: str | None) -> str | None:
    """Return the first sentence of a text, if it says something on its own."""
    first = re.split(r"(?<=[.!?…])\s|\n", text or "", maxsplit=1)[0]
    return first if says_something(first) else text


def nearest(shown: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the messages next to a file: the one after it, the one before it."""
    around = shown["around"] or ()
    after = [said for said in around if said["offset"] > 0][:1]
    before = [said for said in around if said["offset"] < 0][-1:]
    return after + before


def says_something(text: str) -> bool:
    """Return whether `text` is more than a word and no address."""
    return len(text.split()) > 1 and not re.search(r"\w://|www\.", text)


def sign(shown: Mapping[str, Any]) -> str:
    """Return a sign for what a file is."""
    return SIGNS.get(shown["media_type"]) or CARDS.get(shown["mime"], OTHER)


def facts(shown: Mapping[str, Any]) -> str:
    """Return the length of a recording; the form, pages and size of a document."""
    if shown["media_type"] in ("image", "sticker"):
        return ""
    if shown["media_type"] in ("audio", "video"):
        length = clock(shown["seconds"])
        return length or size(shown["bytes"])
    pages = (shown.get("told") or {}).get("pages")
    told = (form(shown["mime"]), pages and f"{pages} p.", size(shown["bytes"]))
    return ", ".join(one for one in told if one)


def clock(seconds: float | None) -> str:
    """Return a length in minutes and seconds, or nothing if it is not known."""
    whole = int(seconds or 0)
    return f"{whole // 60}:{whole % 60:02}" if whole else ""


def form(mime: str) -> str:
    """Return what people call a type of file, or nothing if they do not."""
    named = re.fullmatch(r"application/([a-z\d]{2,5})", mime)
    return FORMS.get(mime) or (named[1].upper() if named else "")


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{count / 1000:.0f} kB" if count >= 1000 else f"{count} B"
