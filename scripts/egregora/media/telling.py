"""What files tell of themselves, for whoever describes them.

It comes from the files as sent, so it may name people: it stays in the private folder
until the guard has seen it, and is never shown as it is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from egregora.apart import told_apart
from egregora.damage import read_whole
from egregora.errors import DamagedFile
from egregora.files import write_json
from egregora.media import documents
from egregora.media.published import Prepared

# Raised when files are to be asked anew, in another way.
RECIPE = 1
READABLE = ("application/pdf", "text/plain")
MOST_BYTES = 32_000_000

# WhatsApp writes what a sticker shows into it, as JSON.
EMOJI = re.compile(rb'"emojis"\s*:\s*(\[[^\[\]{}]{0,300}\])')
WORDS = re.compile(rb'"accessibility-text"\s*:\s*("(?:[^"\\]|\\.){1,600}")')
FEW = 3

Told = dict[str, Any]


def tell(
    files: Mapping[str, Path],
    prepared: Mapping[str, Prepared],
    known: Mapping[str, Told],
    threads: int = 1,
) -> dict[str, Told]:
    """Return what each file that may tell something tells of itself.

    Parameters
    ----------
    files
        Where each file lies, as sent, by its `media_id`.
    prepared
        What each file is.
    known
        What an earlier run found.
    threads
        Files asked at a time.
    """

    def one(media_id: str) -> Told:
        if media_id in known:
            return known[media_id]
        return told_of(files[media_id], prepared[media_id])

    wanted = [one for one in sorted(files) if is_telling(prepared[one])]
    with ThreadPoolExecutor(threads) as pool:
        return dict(zip(wanted, pool.map(one, wanted), strict=True))


def is_telling(file: Prepared) -> bool:
    """Return whether a file may tell something of itself."""
    if file.outcome in ("too large", "not wanted") or file.bytes > MOST_BYTES:
        return False
    return file.mime in READABLE or file.media_type == "sticker"


def told_of(path: Path, file: Prepared) -> Told:
    """Return what one file tells of itself."""
    content = path.read_bytes()
    if file.media_type == "sticker":
        return told_of_sticker(content)
    return told_apart(documents.told, content, mime=file.mime) or {}


def told_of_sticker(content: bytes) -> Told:
    """Return the emoji that a sticker stands for, and what it is said to show."""
    emoji, words = EMOJI.search(content), WORDS.search(content)
    listed = read(emoji[1]) if emoji else None
    listed = listed if isinstance(listed, list) else []
    shown = [one for one in listed if isinstance(one, str) and is_emoji(one)][:FEW]
    title = read(words[1]) if words else None
    told = {"emoji": " ".join(shown), "title": title}
    return {name: value for name, value in told.items() if value}


def read(text: bytes) -> Any:
    """Return a JSON value, or None if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def is_emoji(text: str) -> bool:
    """Return whether `text` is one emoji, and no word."""
    kinds = {unicodedata.category(one) for one in text}
    return 0 < len(text) <= 12 and "So" in kinds and kinds <= {"So", "Sk", "Mn", "Cf"}


def write_told(told: Mapping[str, Told], path: str | Path) -> None:
    """Keep what files told."""
    write_json(path, {"recipe": RECIPE, "told": dict(told)})


def read_told(path: str | Path) -> dict[str, Told]:
    """Return what files told; nothing if there is no such file.

    Raises
    ------
    DamagedFile
        If it is not whole.
    """
    if not Path(path).is_file():
        return {}
    return read_whole(
        path, lambda kept: dict(kept["told"]) if kept["recipe"] == RECIPE else {}
    )


def known_told(path: str | Path) -> dict[str, Told]:
    """Return what files told an earlier run, for the job that writes it anew."""
    try:
        return read_told(path)
    except DamagedFile:
        return {}
