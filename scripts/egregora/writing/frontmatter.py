"""The head of a post, and whether a person has changed the post since.

The seal, `egregora.body`, is the SHA-256 of the whole file without the line that
holds it: any edit by hand, of the title as well, breaks it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from egregora.errors import ContractError
from egregora.text.markdown import (
    FENCE,
    FRONT_MATTER,
    FrontMatterError,
    read_front_matter,
    write_front_matter,
)

SEAL = re.compile(r"^  body: [0-9a-f]{64}\n", re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """A post as it lies in its file."""

    head: dict[str, Any]
    body: str
    is_edited: bool

    @property
    def ours(self) -> dict[str, Any]:
        """What the workflow keeps in the head; empty if it did not write the post."""
        kept = self.head.get("egregora")
        return kept if isinstance(kept, dict) else {}

    @property
    def title(self) -> str:
        """Headline."""
        return plain(self.head.get("title"))

    @property
    def summary(self) -> str:
        """A sentence or two."""
        return plain(self.head.get("description"))

    @property
    def date(self) -> date | None:
        """Day of the post; None if it has none that can be read."""
        kept = self.head.get("date")
        if isinstance(kept, datetime):
            return kept.date()
        if isinstance(kept, str):
            return day_in(kept)
        return kept if isinstance(kept, date) else None

    @property
    def tags(self) -> list[str]:
        """Topics."""
        return texts(self.head.get("tags"))

    @property
    def authors(self) -> list[str]:
        """Pseudonyms of those who wrote in the period."""
        return texts(self.ours.get("authors"))


def day_in(text: str) -> date | None:
    """Return the day that `text` begins with, or None."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def plain(value: Any) -> str:
    """Return a value of the head as text on one line."""
    return "" if value is None else " ".join(str(value).split())


def texts(value: Any) -> list[str]:
    """Return a value of the head as a list of texts."""
    listed = value if isinstance(value, list) else [value]
    return [plain(one) for one in listed if plain(one)]


def sealed(head: dict[str, Any], body: str) -> str:
    """Return the text of a post with a seal; the last entry of `head` is ours."""
    dumped = write_front_matter(head)
    text = f"{FENCE}{dumped}{FENCE}\n{body.strip()}\n"
    seal = hashlib.sha256(text.encode()).hexdigest()
    return f"{FENCE}{dumped}  body: {seal}\n{FENCE}\n{body.strip()}\n"


def is_edited(text: str) -> bool:
    """Tell whether a person wrote or changed this post."""
    found = FRONT_MATTER.match(text)
    seal = SEAL.search(found["head"]) if found else None
    if not seal:
        return True
    start = found.start("head")
    rest = text[: start + seal.start()] + text[start + seal.end() :]
    return seal[0].split()[1] != hashlib.sha256(rest.encode()).hexdigest()


def read_page(path: Path) -> Page:
    """Return the post at `path`.

    Raises
    ------
    ContractError
        If it cannot be read as a post; the message says what to do.

    """
    text = path.read_bytes().decode("utf-8", "replace")
    return page_of(text, str(path))


def page_of(text: str, name: str) -> Page:
    """Return the post that the file `name` holds."""
    try:
        head, body = read_front_matter(text)
    except FrontMatterError as error:
        raise broken(name, str(error)) from None
    page = Page(head, body.strip(), is_edited(text))
    if not page.title:
        raise broken(name, "it has no title")
    if page.date is None:
        raise broken(name, "it has no date such as 2025-03-09")
    return page


def broken(name: str, why: str) -> ContractError:
    """Return the error about a post that cannot be read."""
    return ContractError(
        f"{name}: {why}. Fix it, or delete the file to have it written again."
    )
