"""The Markdown files of posts and profiles, as the other stages leave them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from egregora.errors import EgregoraError

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
RULE = re.compile(r"^\*\*\*[ \t]*$", re.M)


def language_in(head: dict[str, Any]) -> str | None:
    """Return the language that the front matter of a post names."""
    ours = head.get("egregora")
    language = head.get("language") or (isinstance(ours, dict) and ours.get("language"))
    named = isinstance(language, str) and re.fullmatch("[a-z]{2}", language)
    return language if named else None


def body_of(path: Path) -> str:
    """Return the Markdown of a file below its front matter.

    A blank line opens it, so that MkDocs takes nothing of it for front matter.
    """
    return "\n" + parts_of(path)[1]


def told_of(path: Path) -> str:
    """Return the Markdown of a file down to the rule `***`.

    Below it stand numbers for readers of the file; the pages draw them instead.
    """
    return RULE.split(body_of(path), maxsplit=1)[0]


def front_matter_of(path: Path) -> dict[str, Any]:
    """Return the front matter of a file.

    Raises
    ------
    EgregoraError
        If it is no YAML, or no mapping.

    """
    head, _ = parts_of(path)
    try:
        found = yaml.safe_load(head)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 2}" if mark else ""
        raise refused(path, f"its front matter is no YAML{where}") from None
    if not isinstance(found, dict):
        raise refused(path, "its front matter holds no settings")
    return found


def parts_of(path: Path) -> tuple[str, str]:
    """Return the front matter and the body of a file.

    Raises
    ------
    EgregoraError
        If it cannot be read or has no front matter.

    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise refused(path, f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise refused(path, "it is not UTF-8") from None
    found = FRONT_MATTER.match(text)
    if not found:
        raise refused(path, "it does not begin with front matter between lines ---")
    return found[1], text[found.end() :]


def refused(path: Path | str, why: str) -> EgregoraError:
    """Return the error that names a file and the mend."""
    return EgregoraError(
        f"{path}: {why}; mend it, or delete it to have it written again"
    )
