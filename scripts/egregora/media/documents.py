"""Title and text of a document; runs in a process of its own (`apart`)."""

from __future__ import annotations

import io
import re
from typing import Any

LONGEST_TITLE = 200
LONGEST_TEXT = 4000
PAGES = 3  # of which the text is read

# Titles that programs write: the name of the file, or of the program.
MADE_UP = re.compile(
    r"\.\w{2,4}$|^microsoft |^untitled|^documento?\d*$|^doc\d*$|://|^slide \d|^\W*$",
    re.I,
)


def told(content: bytes, mime: str) -> dict[str, Any]:
    """Return what a document tells.

    Parameters
    ----------
    content
        The document as sent.
    mime
        application/pdf or text/plain.

    Returns
    -------
    dict
        `title`, `text` and `pages`; null where there is none.
    """
    if mime == "text/plain":
        text = content[: 4 * LONGEST_TEXT].decode("utf-8", "replace")
        return shortened(None, text.removeprefix("\ufeff"), None)
    # Loaded by the few documents that are read, not by whoever imports this package.
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return shortened(None, None, None)
    pages = len(reader.pages)
    texts = [reader.pages[number].extract_text() for number in range(min(pages, PAGES))]
    return shortened(title_in(reader), "\n".join(texts), pages)


def title_in(reader: Any) -> str | None:
    """Return the title in the metadata of a PDF, if somebody wrote one."""
    title = str(reader.metadata.title or "").strip() if reader.metadata else ""
    return None if not title or MADE_UP.search(title) else title


def shortened(title: str | None, text: str | None, pages: int | None) -> dict[str, Any]:
    """Return what is handed on of a document."""
    lines = [" ".join(line.split()) for line in (text or "").splitlines()]
    heading = next((line for line in lines if is_heading(line)), None)
    kept = "\n".join(line for line in lines if line)
    return {
        "title": (title or heading or "")[:LONGEST_TITLE] or None,
        "text": kept[:LONGEST_TEXT] or None,
        "pages": pages,
    }


def is_heading(line: str) -> bool:
    """Return whether a line may be what a document is called."""
    letters = sum(one.isalpha() for one in line)
    return letters >= 4 and 2 * letters > len(line) and len(line) <= LONGEST_TITLE
