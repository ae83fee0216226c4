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

import yaml

from egregora.errors import ContractError

FENCE = "---\n"
SEAL = re.compile(r"^  body: [0-9a-f]{64}\n", re.MULTILINE)
HEAD = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE
)


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
    dumped = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10**6)
    text = f"{FENCE}{dumped}{FENCE}\n{body.strip()}\n"
    seal = hashlib.sha256(text.encode()).hexdigest()
    return f"{FENCE}{dumped}  body: {seal}\n{FENCE}\n{body.strip()}\n"


def is_edited(text: str) -> bool:
    """Tell whether a person wrote or changed this post."""
    found = HEAD.match(text)
    seal = SEAL.search(found[1]) if found else None
    if not seal:
        return True
    start = found.start(1)
    rest = text[: start + seal.start()] + text[start + seal.end() :]
    return seal[0].split()[1] != hashlib.sha256(rest.encode()).hexdigest()


def read_page(path: Path) -> Page:
    """Return the post at `path`.

    Raises
    ------
    ContractError
        If it cannot be read as a post; the message says how to mend it.

    """
    text = path.read_bytes().decode("utf-8", "replace")
    return page_of(text, str(path))


def page_of(text: str, name: str) -> Page:
    """Return the post that the file `name` holds."""
    found = HEAD.match(text)
    if not found:
        raise broken(
            name, "it does not open with front matter between two lines of ---"
        )
    try:
        head = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 2}" if mark else ""
        raise broken(name, f"its front matter is no YAML{line}") from None
    except ValueError:
        raise broken(name, "a date in its front matter does not exist") from None
    if not isinstance(head, dict):
        raise broken(name, "its front matter holds no fields such as title and date")
    page = Page(head, text[found.end() :].strip(), is_edited(text))
    if not page.title:
        raise broken(name, "it has no title")
    if page.date is None:
        raise broken(name, "it has no date such as 2025-03-09")
    return page


def broken(name: str, why: str) -> ContractError:
    """Return the error about a post that cannot be read."""
    return ContractError(
        f"{name}: {why}; mend it, or delete the file to have it written"
    )
