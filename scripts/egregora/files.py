"""Files that are whole or not there: written beside their place, then renamed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
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
    with replacing(path) as beside:
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
