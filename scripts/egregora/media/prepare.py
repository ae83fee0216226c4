"""The table `media`: all files of a conversation, each prepared once.

A prepared file is named by the digest of its bytes, so equal files are stored once and
pages never show a stale one.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import ibis.expr.types as ir
from ibis import _

from egregora.contracts import MEDIA, Contract, drop_columns
from egregora.errors import EgregoraError
from egregora.files import write_bytes
from egregora.media.images import ImageRefused, Picture, poster_of_video, prepare_image
from egregora.media.inventory import (
    HEAD_BYTES,
    FileKind,
    PreparedFile,
    kind_of_file,
    poster_name,
    read_listing,
)
from egregora.media.recordings import (
    FfmpegMissing,
    Recording,
    RecordingRefused,
    prepare_recording,
)
from egregora.storage import table_of
from egregora.workflow.joblog import report

SECONDS_BETWEEN_MEDIA_REPORTS = 5

PREPARED = Contract(
    "prepared",
    "one row per file, before it is known which message shows it",
    key="media_id",
    columns=drop_columns(MEDIA.columns, "message_id"),
)


def files_with_messages(anonymized: ir.Table) -> ir.Table:
    """Return each file that a message shows, with the first message that does.

    Parameters
    ----------
    anonymized
        `contracts.ANONYMIZED`.

    Returns
    -------
    ir.Table
        `media_id` and `message_id`, one row per file.

    """
    return (
        anonymized.filter(_.media_id.notnull())
        .group_by("media_id")
        .aggregate(message_id=_.message_id.argmin(_.position))
        .order_by("media_id")
    )


def media(anonymized: ir.Table, prepared: ir.Table) -> ir.Table:
    """Return the files that messages show.

    Parameters
    ----------
    anonymized
        `contracts.ANONYMIZED`.
    prepared
        `PREPARED`: one row per file.

    Returns
    -------
    ir.Table
        `contracts.MEDIA`.

    """
    return (
        files_with_messages(anonymized)
        .join(prepared, "media_id")
        .select(list(MEDIA.columns))
    )


def prepared_table(prepared: Mapping[str, PreparedFile]) -> ir.Table:
    """Return prepared files as a table of `PREPARED`."""
    columns = PREPARED.columns
    rows = [{"media_id": one, **asdict(file)} for one, file in prepared.items()]
    kept = [{name: row[name] for name in columns} for row in rows]
    return table_of(kept, PREPARED)


def prepare_files(
    files: Mapping[str, Path],
    folder: Path,
    *,
    publish: bool = True,
    max_megabytes: float = 64,
    threads: int = 1,
) -> dict[str, PreparedFile]:
    """Prepare `files` into `folder` and return what became of each.

    Parameters
    ----------
    files
        Where each file lies, as sent, by its `media_id`.
    folder
        Where the prepared files go. What an earlier run left there is used again.
    publish
        Off, no file is written and none has a path.
    max_megabytes
        Larger files are left out.
    threads
        Files prepared at a time.

    """
    known = read_listing(folder) if publish else {}
    most_bytes = max_megabytes * 1_000_000

    def one(item: tuple[str, Path]) -> PreparedFile:
        media_id, path = item
        kind, size = look_at_file(path)
        if not publish:
            return unpublished_file(kind, size, "not wanted")
        if size > most_bytes:
            return unpublished_file(kind, size, "too large")
        return known.get(media_id) or prepare_file(path, kind, size, folder)

    items = sorted(files.items())
    with ThreadPoolExecutor(threads) as pool:
        results = report_progress(pool.map(one, items), len(items))
        return {
            media_id: file for (media_id, _), file in zip(items, results, strict=True)
        }


def look_at_file(path: Path) -> tuple[FileKind, int]:
    """Return what the file at `path` is, and its size in bytes."""
    try:
        with path.open("rb") as file:
            return kind_of_file(file.read(HEAD_BYTES)), path.stat().st_size
    except OSError as error:
        raise EgregoraError(
            f"{path.parent}: a file that the index names cannot be read "
            f"({error.strerror}); run again with --forcerun ingest"
        ) from None


def prepare_file(path: Path, kind: FileKind, size: int, folder: Path) -> PreparedFile:
    """Prepare one file that no earlier run has prepared."""
    try:
        made = convert_file(path, kind)
    except FfmpegMissing:
        return unpublished_file(kind, size, "needs ffmpeg")
    except (ImageRefused, RecordingRefused):
        return unpublished_file(kind, size, "broken")
    return (
        store_file(made, folder) if made else unpublished_file(kind, size, "not shown")
    )


def convert_file(path: Path, kind: FileKind) -> Picture | Recording | None:
    """Return the file at `path` as it is published; None for what never is."""
    if kind.media_type in ("image", "sticker"):
        return prepare_image(path)
    if kind.media_type in ("audio", "video"):
        return prepare_recording(path, kind.mime)
    return None


def unpublished_file(kind: FileKind, size: int, outcome: str) -> PreparedFile:
    """Return a file that is not published."""
    return PreparedFile(None, kind.media_type, kind.mime, size, outcome=outcome)


def store_file(made: Picture | Recording, folder: Path) -> PreparedFile:
    """Write a file under the name of its bytes."""
    digest = hashlib.sha256(made.content).hexdigest()
    name = f"{digest[:32]}.{made.extension}"
    write_bytes(folder / name, made.content)
    still = poster_of_video(folder / name, made) if made.media_type == "video" else None
    if still:
        write_bytes(folder / poster_name(name), still)
    return PreparedFile(
        name,
        made.media_type,
        made.mime,
        len(made.content),
        made.width,
        made.height,
        getattr(made, "seconds", None),
        digest,
        poster_name(name) if still else None,
    )


def report_progress(
    results: Iterator[PreparedFile], total: int
) -> Iterator[PreparedFile]:
    """Yield `results`, and report how many are done every few seconds."""
    last = time.monotonic()
    for done, result in enumerate(results, start=1):
        yield result
        if time.monotonic() - last > SECONDS_BETWEEN_MEDIA_REPORTS:
            last = time.monotonic()
            report("prepare_media: %d of %d files", done, total)
