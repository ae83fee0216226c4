"""The post in its place, where what a person wrote is never lost."""

from __future__ import annotations

from pathlib import Path

from egregora.files import write_text
from egregora.writing.frontmatter import is_edited


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
