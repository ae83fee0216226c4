"""What an earlier job left as JSON: read whole, or named with what mends it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from egregora.errors import DamagedFile
from egregora.files import read_json
from egregora.lines import unreadable

Made = TypeVar("Made")

# What reading a file raises that is cut off, overwritten, gone, or of another shape.
SIGNS = (
    FileNotFoundError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


def read_whole(
    path: str | Path,
    made: Callable[[Any], Made] = lambda value: value,
    delete: str | Path | None = None,
) -> Made:
    """Return what `made` makes of the JSON value at `path`.

    Parameters
    ----------
    path
        A file of this workflow's own.
    made
        Fails on what is no such value.
    delete
        What to delete, so that it is made anew; the file itself unless given.

    Raises
    ------
    DamagedFile
        If it is not there, is no JSON, or `made` fails.
    """
    try:
        return made(read_json(path))
    except SIGNS:
        raise damaged(path, delete) from None


def damaged(path: str | Path, delete: str | Path | None = None) -> DamagedFile:
    """Return the error that names a damaged file, and what to delete."""
    return DamagedFile(unreadable(path, delete or path))
