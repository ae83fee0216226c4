"""Files and their digests.

Files are complete or absent: they are written next to their place and then renamed.
Equal values have equal digests on every machine. A damaged JSON file of an earlier job
is reported with the file to delete.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from egregora.errors import DamagedFile


@contextmanager
def replace_file(path: str | Path) -> Iterator[Path]:
    """Yield a path beside `path`; rename it to `path` when the block succeeds.

    The folder is made if it is missing. If the block fails, nothing is left behind
    and what stood at `path` stays.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    with replace_file(path) as beside:
        beside.write_bytes(content)


def write_text(path: str | Path, text: str) -> None:
    """Write `text` to `path` as UTF-8, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: str | Path, value: Any) -> None:
    """Write `value` to `path` as readable JSON with sorted keys."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    write_text(path, text + "\n")


def read_json(path: str | Path) -> Any:
    """Return the JSON value at `path`."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def canonical_json(value: Any) -> bytes:
    """Return `value` as JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def digest_of(value: Any) -> str:
    """Return the SHA-256 of `value` (JSON types) as 64 hexadecimal digits."""
    return sha256_of(canonical_json(value))


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


ParsedValue = TypeVar("Made")

# What reading a file raises that is cut off, overwritten, gone, or of another shape.
DAMAGE_ERRORS = (
    FileNotFoundError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


def read_intact_json(
    path: str | Path,
    made: Callable[[Any], ParsedValue] = lambda value: value,
    delete: str | Path | None = None,
) -> ParsedValue:
    """Return what `made` makes of the JSON value at `path`.

    Parameters
    ----------
    path
        A file of this workflow's own.
    made
        Fails on what is not such a value.
    delete
        What to delete, so that it is made again; the file itself unless given.

    Raises
    ------
    DamagedFile
        If it is not there, is not JSON, or `made` fails.
    """
    try:
        return made(read_json(path))
    except DAMAGE_ERRORS:
        raise damaged_file_error(path, delete) from None


def unreadable_hint(what: str | Path, delete: str | Path) -> str:
    """Return what to do where something of an earlier run cannot be read."""
    return f"{what}: cannot be read; delete {delete} and run the same command again"


def damaged_file_error(
    path: str | Path, delete: str | Path | None = None
) -> DamagedFile:
    """Return the error that names a damaged file, and what to delete."""
    return DamagedFile(unreadable_hint(path, delete or path))
