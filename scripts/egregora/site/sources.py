"""The Markdown files of posts and profiles, as the other stages leave them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from egregora.errors import EgregoraError
from egregora.text.markdown import RULE, FrontMatterError, read_front_matter

NUMBERS = re.compile(rf"^{re.escape(RULE)}[ \t]*$", re.M)


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
    return NUMBERS.split(body_of(path), maxsplit=1)[0]


def front_matter_of(path: Path) -> dict[str, Any]:
    """Return the front matter of a file; raises what `parts_of` does."""
    return parts_of(path)[0]


def parts_of(path: Path) -> tuple[dict[str, Any], str]:
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
        raise refused(path, f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise refused(path, "it is not UTF-8") from None
    except FrontMatterError as error:
        raise refused(path, str(error)) from None


def refused(path: Path | str, why: str) -> EgregoraError:
    """Return the error that names a file and says what to do."""
    return EgregoraError(
        f"{path}: {why}. Fix it, or delete it to have it written again."
    )
