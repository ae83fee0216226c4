"""Metadata in the files as sent: titles and texts of documents, emoji of stickers.

They may name people: they stay in the private folder until the guard has cleaned them,
and are never shown unchanged.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from egregora.errors import DamagedFile
from egregora.files import read_intact_json, write_json
from egregora.media import extraction
from egregora.media.inventory import PreparedFile
from egregora.workflow.sandbox import run_sandboxed

# Raised when files are to be read again, in another way.
METADATA_RECIPE = 1
READABLE_TYPES = ("application/pdf", "text/plain")
MAX_READABLE_BYTES = 32_000_000

# WhatsApp writes what a sticker shows into it, as JSON.
STICKER_EMOJI = re.compile(rb'"emojis"\s*:\s*(\[[^\[\]{}]{0,300}\])')
STICKER_TEXT = re.compile(rb'"accessibility-text"\s*:\s*("(?:[^"\\]|\\.){1,600}")')
MAX_STICKER_EMOJI = 3

FileMetadata = dict[str, Any]


def collect_metadata(
    files: Mapping[str, Path],
    prepared: Mapping[str, PreparedFile],
    known: Mapping[str, FileMetadata],
    threads: int = 1,
) -> dict[str, FileMetadata]:
    """Return what each file that may say something says about itself.

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

    def one(media_id: str) -> FileMetadata:
        if media_id in known:
            return known[media_id]
        return metadata_of_file(files[media_id], prepared[media_id])

    wanted = [one for one in sorted(files) if may_have_metadata(prepared[one])]
    with ThreadPoolExecutor(threads) as pool:
        return dict(zip(wanted, pool.map(one, wanted), strict=True))


def may_have_metadata(file: PreparedFile) -> bool:
    """Return whether a file may tell something of itself."""
    if file.outcome in ("too large", "not wanted") or file.bytes > MAX_READABLE_BYTES:
        return False
    return file.mime in READABLE_TYPES or file.media_type == "sticker"


def metadata_of_file(path: Path, file: PreparedFile) -> FileMetadata:
    """Return what one file says about itself."""
    content = path.read_bytes()
    if file.media_type == "sticker":
        return metadata_of_sticker(content)
    return run_sandboxed(extraction.extract_document, content, mime=file.mime) or {}


def metadata_of_sticker(content: bytes) -> FileMetadata:
    """Return the emoji that a sticker means, and what it is said to show."""
    emoji, words = STICKER_EMOJI.search(content), STICKER_TEXT.search(content)
    listed = parse_sticker_json(emoji[1]) if emoji else None
    listed = listed if isinstance(listed, list) else []
    shown = [one for one in listed if isinstance(one, str) and is_one_emoji(one)][
        :MAX_STICKER_EMOJI
    ]
    title = parse_sticker_json(words[1]) if words else None
    told = {"emoji": " ".join(shown), "title": title}
    return {name: value for name, value in told.items() if value}


def parse_sticker_json(text: bytes) -> Any:
    """Return a JSON value, or None if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def is_one_emoji(text: str) -> bool:
    """Return whether `text` is one emoji, and no word."""
    kinds = {unicodedata.category(one) for one in text}
    return 0 < len(text) <= 12 and "So" in kinds and kinds <= {"So", "Sk", "Mn", "Cf"}


def write_metadata(told: Mapping[str, FileMetadata], path: str | Path) -> None:
    """Keep what files told."""
    write_json(path, {"recipe": METADATA_RECIPE, "told": dict(told)})


def read_metadata(path: str | Path) -> dict[str, FileMetadata]:
    """Return what files told; nothing if there is no such file.

    Raises
    ------
    DamagedFile
        If it is not whole.
    """
    if not Path(path).is_file():
        return {}
    return read_intact_json(
        path,
        lambda kept: dict(kept["told"]) if kept["recipe"] == METADATA_RECIPE else {},
    )


def read_earlier_metadata(path: str | Path) -> dict[str, FileMetadata]:
    """Return what files told an earlier run, for the job that replaces it."""
    try:
        return read_metadata(path)
    except DamagedFile:
        return {}
