"""The files of posts: how one is published, and the table `posts` of all.

A post that a person edited is never overwritten. Every text is cleaned by the guard
before it is shown. Only `posts` needs Ibis, because one job runs per period.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egregora.errors import ContractError
from egregora.files import write_text
from egregora.periods.briefs import Brief
from egregora.posts.frontmatter import is_edited_post, parse_post, read_post
from egregora.text.addresses import with_scheme

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from egregora.privacy.guard import Guard


def clean_post_row(row: dict[str, Any], guard: Guard) -> dict[str, Any]:
    """Return the row of a post; of one that a person edited, without names or numbers.

    Addresses of pages that they put in stay.
    """
    if not row["edited"]:
        return row
    clean = guard.redactor.clean
    texts = {name: clean(row[name]) for name in ("title", "summary", "text")}
    return {**row, **texts, "tags": [clean(tag) for tag in row["tags"]]}


def cleaner_for_brief(guard: Guard, brief: Brief) -> Callable[[str], str]:
    """Return what takes out of a text all that `brief` does not let through."""
    allowed = [one.text for one in brief.messages]
    allowed += [form for one in brief.links for form in (one.url, with_scheme(one.url))]
    allowed += [one.text for one in brief.memories]
    allowed += [one.alias for one in brief.people]
    allowed += brief.statistics.per_day if brief.statistics else []
    return functools.partial(guard.clean, allowed="\n".join(allowed))


def set_aside(
    text: str, post: Path, aside: Path, names_left: Callable[[str], bool]
) -> bool:
    """Put a person's post where only they see it, if it shows somebody who left.

    Parameters
    ----------
    text
        The new post.
    post
        Place of the published one.
    aside
        Where it goes.
    names_left
        Tells whether a text names somebody who opted out.
    """
    if not post.exists():
        return False
    there = post.read_bytes().decode("utf-8", "replace")
    if not is_edited_post(there) or not (
        names_left(there) or loses_author(there, text)
    ):
        return False
    move_aside(post, aside)
    return True


def move_aside(post: Path, aside: Path) -> None:
    """Move a person's post to a folder that only they can read."""
    aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.replace(post, aside)


def loses_author(old: str, new: str) -> bool:
    """Tell whether somebody wrote in a period when its old post was made, not now."""
    try:
        before = parse_post(old, "").authors
    except ContractError:
        return False
    return not set(before) <= set(parse_post(new, "").authors)


def publish_post(text: str, post: Path, rewritten: Path) -> bool:
    """Put `text` where the blog reads it, unless a person has changed what is there.

    Parameters
    ----------
    text
        The new post.
    post
        Its place. Equal content stays untouched.
    rewritten
        Where the new post goes if a person has changed the published one.

    Returns
    -------
    bool
        False if a person's post was kept.

    """
    there = post.read_bytes() if post.exists() else None
    if there is not None and is_edited_post(there.decode("utf-8", "replace")):
        write_text(rewritten, text)
        return False
    if there != text.encode("utf-8"):
        write_text(post, text)
    rewritten.unlink(missing_ok=True)
    return True


PERIOD_NAME = re.compile(r"\d{4}-(?:W\d{2}|\d{2}(?:-\d{2})?)")


def posts(rows: Iterable[dict[str, Any]]) -> ir.Table:
    """Return `rows`, one per post, as the table `posts`."""
    from egregora.contracts import POSTS
    from egregora.storage import table_of

    return table_of(list(rows), POSTS)


def row_of_post(path: Path) -> dict[str, Any]:
    """Return what the table says of the post at `path`.

    Raises
    ------
    ContractError
        If the file cannot be read as a post.

    """
    page = read_post(path)
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


def stray_posts(folder: Path, periods: set[str]) -> list[Path]:
    """Return the files that are named like a period which is gone."""
    return [
        path
        for path in sorted(folder.glob("*.md"))
        if PERIOD_NAME.fullmatch(path.stem) and path.stem not in periods
    ]


def retire_post(post: Path) -> bool:
    """Remove the post of a period that is gone, unless a person had a hand in it.

    Returns
    -------
    bool
        False if it was kept.

    """
    if is_edited_post(post.read_bytes().decode("utf-8", "replace")):
        return False
    post.unlink()
    return True
