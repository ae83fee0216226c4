"""Title and text of documents and web pages; runs in the sandbox.

Imports nothing else of this package: each file read starts a process.
"""

from __future__ import annotations

import io
import re
from typing import Any

MAX_DOCUMENT_TITLE = 200
MAX_DOCUMENT_TEXT = 4000
MAX_PAGES_READ = 3  # of which the text is read

# Titles that programs write: the name of the file, or of the program.
GENERATED_TITLE = re.compile(
    r"\.\w{2,4}$|^microsoft |^untitled|^documento?\d*$|^doc\d*$|://|^slide \d|^\W*$",
    re.I,
)


def extract_document(content: bytes, mime: str) -> dict[str, Any]:
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
        text = content[: 4 * MAX_DOCUMENT_TEXT].decode("utf-8", "replace")
        return shorten_document(None, text.removeprefix("\ufeff"), None)
    # Loaded by the few documents that are read, not by all that import this package.
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return shorten_document(None, None, None)
    pages = len(reader.pages)
    texts = [
        reader.pages[number].extract_text()
        for number in range(min(pages, MAX_PAGES_READ))
    ]
    return shorten_document(title_of_pdf(reader), "\n".join(texts), pages)


def title_of_pdf(reader: Any) -> str | None:
    """Return the title in the metadata of a PDF, if somebody wrote one."""
    title = str(reader.metadata.title or "").strip() if reader.metadata else ""
    return None if not title or GENERATED_TITLE.search(title) else title


def shorten_document(
    title: str | None, text: str | None, pages: int | None
) -> dict[str, Any]:
    """Return what is handed on of a document."""
    lines = [" ".join(line.split()) for line in (text or "").splitlines()]
    heading = next((line for line in lines if is_document_heading(line)), None)
    kept = "\n".join(line for line in lines if line)
    return {
        "title": (title or heading or "")[:MAX_DOCUMENT_TITLE] or None,
        "text": kept[:MAX_DOCUMENT_TEXT] or None,
        "pages": pages,
    }


def is_document_heading(line: str) -> bool:
    """Return whether a line may be what a document is called."""
    letters = sum(one.isalpha() for one in line)
    return letters >= 4 and 2 * letters > len(line) and len(line) <= MAX_DOCUMENT_TITLE


MAX_PAGE_TITLE = 300
MAX_PAGE_DESCRIPTION = 1000
MAX_PAGE_TEXT = 6000


def extract_page(content: bytes, mime: str, charset: str | None) -> dict[str, Any]:
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
        return shorten_page(None, None, decode_page(content, charset or "utf-8"))
    # Loaded by the few pages that are read, not by all that import this package.
    import trafilatura
    from trafilatura.metadata import extract_metadata

    tree = trafilatura.load_html(decode_page(content, charset) if charset else content)
    if tree is None:
        return shorten_page(None, None, None)
    known = extract_metadata(tree, extensive=False)
    read = trafilatura.extract(
        tree,
        fast=True,
        include_comments=False,
        include_tables=False,
        include_images=False,
        deduplicate=True,
    )
    return shorten_page(known.title, known.description, read)


def decode_page(content: bytes, charset: str) -> str:
    """Return `content` as text; what is not in `charset` is marked."""
    try:
        return content.decode(charset, "replace")
    except (LookupError, UnicodeError):
        return content.decode("utf-8", "replace")


def shorten_page(
    title: str | None, description: str | None, text: str | None
) -> dict[str, Any]:
    """Return what is kept of a page."""
    return {
        "title": (title or "")[:MAX_PAGE_TITLE].strip() or None,
        "description": (description or "")[:MAX_PAGE_DESCRIPTION].strip() or None,
        "text": (text or "")[:MAX_PAGE_TEXT].strip() or None,
    }
