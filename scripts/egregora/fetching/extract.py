"""Title, description and text of a page; runs in a process of its own (`apart`)."""

from __future__ import annotations

from typing import Any

LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 1000
LONGEST_TEXT = 6000


def told(content: bytes, mime: str, charset: str | None) -> dict[str, Any]:
    """Return what a page tells.

    Parameters
    ----------
    content
        The page as sent.
    mime
        text/plain, or a kind of HTML.
    charset
        As the server says; else as the page says, else guessed.

    Returns
    -------
    dict
        `title`, `description` and `text`; null where there is none.
    """
    if mime == "text/plain":
        return shortened(None, None, decoded(content, charset or "utf-8"))
    # Loaded by the few pages that are read, not by whoever imports this package.
    import trafilatura
    from trafilatura.metadata import extract_metadata

    tree = trafilatura.load_html(decoded(content, charset) if charset else content)
    if tree is None:
        return shortened(None, None, None)
    known = extract_metadata(tree, extensive=False)
    read = trafilatura.extract(
        tree,
        fast=True,
        include_comments=False,
        include_tables=False,
        include_images=False,
        deduplicate=True,
    )
    return shortened(known.title, known.description, read)


def decoded(content: bytes, charset: str) -> str:
    """Return `content` as text; what is not in `charset` is marked."""
    try:
        return content.decode(charset, "replace")
    except (LookupError, UnicodeError):
        return content.decode("utf-8", "replace")


def shortened(
    title: str | None, description: str | None, text: str | None
) -> dict[str, Any]:
    """Return what is kept of a page."""
    return {
        "title": (title or "")[:LONGEST_TITLE].strip() or None,
        "description": (description or "")[:LONGEST_DESCRIPTION].strip() or None,
        "text": (text or "")[:LONGEST_TEXT].strip() or None,
    }
