"""The post in its place, where what a person wrote is never lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from egregora.errors import ContractError
from egregora.files import write_text
from egregora.writing.frontmatter import is_edited, page_of


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
    if not is_edited(there) or not (names_left(there) or lost(there, text)):
        return False
    move_aside(post, aside)
    return True


def move_aside(post: Path, aside: Path) -> None:
    """Move a person's post to a folder that only they can read."""
    aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.replace(post, aside)


def lost(old: str, new: str) -> bool:
    """Tell whether somebody wrote in a period when its old post was made, not now."""
    try:
        before = page_of(old, "").authors
    except ContractError:
        return False
    return not set(before) <= set(page_of(new, "").authors)


def publish(text: str, post: Path, rewritten: Path) -> bool:
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
    if there is not None and is_edited(there.decode("utf-8", "replace")):
        write_text(rewritten, text)
        return False
    if there != text.encode("utf-8"):
        write_text(post, text)
    rewritten.unlink(missing_ok=True)
    return True
