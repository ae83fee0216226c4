"""The front matter of Markdown files, and whether a person edited a post.

The seal, `egregora.body`, is the SHA-256 of the whole file without the line that holds
it: every edit by hand breaks it, also one of the title.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from egregora.errors import ContractError, EgregoraError
from egregora.text.markdown import (
    FENCE,
    FRONT_MATTER,
    RULE,
    FrontMatterError,
    read_front_matter,
    write_front_matter,
)

SEAL_LINE = re.compile(r"^  body: [0-9a-f]{64}\n", re.MULTILINE)


@dataclass(frozen=True)
class PostFile:
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
        return plain_value(self.head.get("title"))

    @property
    def summary(self) -> str:
        """A sentence or two."""
        return plain_value(self.head.get("description"))

    @property
    def date(self) -> date | None:
        """Day of the post; None if it has none that can be read."""
        kept = self.head.get("date")
        if isinstance(kept, datetime):
            return kept.date()
        if isinstance(kept, str):
            return leading_date(kept)
        return kept if isinstance(kept, date) else None

    @property
    def tags(self) -> list[str]:
        """Topics."""
        return plain_values(self.head.get("tags"))

    @property
    def authors(self) -> list[str]:
        """Pseudonyms of those who wrote in the period."""
        return plain_values(self.ours.get("authors"))


def leading_date(text: str) -> date | None:
    """Return the day that `text` begins with, or None."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def plain_value(value: Any) -> str:
    """Return a value of the head as text on one line."""
    return "" if value is None else " ".join(str(value).split())


def plain_values(value: Any) -> list[str]:
    """Return a value of the head as a list of texts."""
    listed = value if isinstance(value, list) else [value]
    return [plain_value(one) for one in listed if plain_value(one)]


def seal_post(head: dict[str, Any], body: str) -> str:
    """Return the text of a post with a seal; the last entry of `head` is ours."""
    dumped = write_front_matter(head)
    text = f"{FENCE}{dumped}{FENCE}\n{body.strip()}\n"
    seal = hashlib.sha256(text.encode()).hexdigest()
    return f"{FENCE}{dumped}  body: {seal}\n{FENCE}\n{body.strip()}\n"


def is_edited_post(text: str) -> bool:
    """Tell whether a person wrote or changed this post."""
    found = FRONT_MATTER.match(text)
    seal = SEAL_LINE.search(found["head"]) if found else None
    if not seal:
        return True
    start = found.start("head")
    rest = text[: start + seal.start()] + text[start + seal.end() :]
    return seal[0].split()[1] != hashlib.sha256(rest.encode()).hexdigest()


def read_post(path: Path) -> PostFile:
    """Return the post at `path`.

    Raises
    ------
    ContractError
        If it cannot be read as a post; the message says what to do.

    """
    text = path.read_bytes().decode("utf-8", "replace")
    return parse_post(text, str(path))


def parse_post(text: str, name: str) -> PostFile:
    """Return the post that the file `name` holds."""
    try:
        head, body = read_front_matter(text)
    except FrontMatterError as error:
        raise post_error(name, str(error)) from None
    page = PostFile(head, body.strip(), is_edited_post(text))
    if not page.title:
        raise post_error(name, "it has no title")
    if page.date is None:
        raise post_error(name, "it has no date such as 2025-03-09")
    return page


def post_error(name: str, why: str) -> ContractError:
    """Return the error about a post that cannot be read."""
    return ContractError(
        f"{name}: {why}. Fix it, or delete the file to have it written again."
    )


NUMBERS = re.compile(rf"^{re.escape(RULE)}[ \t]*$", re.M)


def language_in(head: dict[str, Any]) -> str | None:
    """Return the language that the front matter of a post names."""
    ours = head.get("egregora")
    language = head.get("language") or (isinstance(ours, dict) and ours.get("language"))
    named = isinstance(language, str) and re.fullmatch("[a-z]{2}", language)
    return language if named else None


def read_body(path: Path) -> str:
    """Return the Markdown of a file below its front matter.

    A blank line opens it, so that MkDocs takes nothing of it for front matter.
    """
    return "\n" + split_markdown_file(path)[1]


def read_body_above_rule(path: Path) -> str:
    """Return the Markdown of a file down to the rule `***`.

    Below it stand numbers for readers of the file; the pages draw them instead.
    """
    return NUMBERS.split(read_body(path), maxsplit=1)[0]


def front_matter_of_post(path: Path) -> dict[str, Any]:
    """Return the front matter of a file; raises what `parts_of` does."""
    return split_markdown_file(path)[0]


def split_markdown_file(path: Path) -> tuple[dict[str, Any], str]:
    """Return the front matter and the body of a file.

    Raises
    ------
    EgregoraError
        If it cannot be read or has no front matter.

    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return read_front_matter(text)
    except OSError as error:
        raise markdown_file_error(
            path, f"it cannot be read ({error.strerror})"
        ) from None
    except UnicodeDecodeError:
        raise markdown_file_error(path, "it is not UTF-8") from None
    except FrontMatterError as error:
        raise markdown_file_error(path, str(error)) from None


def markdown_file_error(path: Path | str, why: str) -> EgregoraError:
    """Return the error that names a file and says what to do."""
    return EgregoraError(
        f"{path}: {why}. Fix it, or delete it to have it written again."
    )
