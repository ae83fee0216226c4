"""The posts that are there: what a table says of them, and which have had their day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egregora.writing.frontmatter import is_edited, read_page

if TYPE_CHECKING:
    import ibis.expr.types as ir

PERIOD = re.compile(r"\d{4}-(?:W\d{2}|\d{2}(?:-\d{2})?)")


def posts(rows: Iterable[dict[str, Any]]) -> ir.Table:
    """Return `rows`, one per post, as the table `posts`."""
    from egregora.storage import table_of
    from egregora.tables import POSTS

    return table_of(list(rows), POSTS)


def row_of(path: Path) -> dict[str, Any]:
    """Return what the table says of the post at `path`.

    Raises
    ------
    ContractError
        If the file cannot be read as a post.

    """
    page = read_page(path)
    return {
        "period": path.stem,
        "title": page.title,
        "date": page.date,
        "summary": page.summary,
        "tags": page.tags,
        "authors": page.authors,
        "text": page.body,
        "model": str(page.ours.get("model", "")),
        "digest": str(page.ours.get("brief", "")),
        "edited": page.is_edited,
    }


def strays(folder: Path, periods: set[str]) -> list[Path]:
    """Return the files that are named like a period which is gone."""
    return [
        path
        for path in sorted(folder.glob("*.md"))
        if PERIOD.fullmatch(path.stem) and path.stem not in periods
    ]


def retire(post: Path) -> bool:
    """Remove the post of a period that is gone, unless a person had a hand in it.

    Returns
    -------
    bool
        False if it was kept.

    """
    if is_edited(post.read_bytes().decode("utf-8", "replace")):
        return False
    post.unlink()
    return True
