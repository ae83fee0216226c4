"""All files of a conversation, each prepared once.

A prepared file is named for its bytes, so that equal ones are one file and a page
that shows it never goes stale. What was prepared is remembered beside the files, by
`media_id` and recipe (`published`): one photo more costs one preparation.
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

from egregora.errors import EgregoraError
from egregora.files import write_bytes
from egregora.media.images import ImageRefused, Picture, picture
from egregora.media.posters import poster
from egregora.media.published import Prepared, poster_of, remembered
from egregora.media.recordings import (
    FfmpegMissing,
    Recording,
    RecordingRefused,
    recording,
)
from egregora.media.sniff import HEAD, Kind, kind_of
from egregora.runlog import report
from egregora.storage import table_of
from egregora.tables import MEDIA, Contract, without

SECONDS_BETWEEN_REPORTS = 5

PREPARED = Contract(
    "prepared",
    "one row per file, before it is known which message shows it",
    key="media_id",
    columns=without(MEDIA.columns, "message_id"),
)


def shown(anonymized: ir.Table) -> ir.Table:
    """Return each file that a message shows, with the first message that does.

    Parameters
    ----------
    anonymized
        `tables.ANONYMIZED`.

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
        `tables.ANONYMIZED`.
    prepared
        `PREPARED`: one row per file.

    Returns
    -------
    ir.Table
        `tables.MEDIA`.

    """
    return shown(anonymized).join(prepared, "media_id").select(list(MEDIA.columns))


def prepared_table(prepared: Mapping[str, Prepared]) -> ir.Table:
    """Return prepared files as a table of `PREPARED`."""
    columns = PREPARED.columns
    rows = [{"media_id": one, **asdict(file)} for one, file in prepared.items()]
    kept = [{name: row[name] for name in columns} for row in rows]
    return table_of(kept, PREPARED)


def prepare(
    files: Mapping[str, Path],
    folder: Path,
    *,
    publish: bool = True,
    max_megabytes: float = 64,
    threads: int = 1,
) -> dict[str, Prepared]:
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
    known = remembered(folder) if publish else {}
    most_bytes = max_megabytes * 1_000_000

    def one(item: tuple[str, Path]) -> Prepared:
        media_id, path = item
        kind, size = look(path)
        if not publish:
            return left_out(kind, size, "not wanted")
        if size > most_bytes:
            return left_out(kind, size, "too large")
        return known.get(media_id) or fresh(path, kind, size, folder)

    items = sorted(files.items())
    with ThreadPoolExecutor(threads) as pool:
        results = counted(pool.map(one, items), len(items))
        return {
            media_id: file for (media_id, _), file in zip(items, results, strict=True)
        }


def look(path: Path) -> tuple[Kind, int]:
    """Return what the file at `path` is, and its size in bytes."""
    try:
        with path.open("rb") as file:
            return kind_of(file.read(HEAD)), path.stat().st_size
    except OSError as error:
        raise EgregoraError(
            f"{path.parent}: a file that the index names cannot be read "
            f"({error.strerror}); run again with --forcerun ingest"
        ) from None


def fresh(path: Path, kind: Kind, size: int, folder: Path) -> Prepared:
    """Prepare one file that no earlier run has prepared."""
    try:
        made = made_from(path, kind)
    except FfmpegMissing:
        return left_out(kind, size, "needs ffmpeg")
    except (ImageRefused, RecordingRefused):
        return left_out(kind, size, "broken")
    return stored(made, folder) if made else left_out(kind, size, "not shown")


def made_from(path: Path, kind: Kind) -> Picture | Recording | None:
    """Return the file at `path` as it is published; None for what never is."""
    if kind.media_type in ("image", "sticker"):
        return picture(path)
    if kind.media_type in ("audio", "video"):
        return recording(path, kind.mime)
    return None


def left_out(kind: Kind, size: int, outcome: str) -> Prepared:
    """Return a file that is not published."""
    return Prepared(None, kind.media_type, kind.mime, size, outcome=outcome)


def stored(made: Picture | Recording, folder: Path) -> Prepared:
    """Write a file under the name of its bytes."""
    digest = hashlib.sha256(made.content).hexdigest()
    name = f"{digest[:32]}.{made.extension}"
    write_bytes(folder / name, made.content)
    still = poster(folder / name, made) if made.media_type == "video" else None
    if still:
        write_bytes(folder / poster_of(name), still)
    return Prepared(
        name,
        made.media_type,
        made.mime,
        len(made.content),
        made.width,
        made.height,
        getattr(made, "seconds", None),
        digest,
        poster_of(name) if still else None,
    )


def counted(results: Iterator[Prepared], total: int) -> Iterator[Prepared]:
    """Yield `results`, and report how many are done every few seconds."""
    last = time.monotonic()
    for done, result in enumerate(results, start=1):
        yield result
        if time.monotonic() - last > SECONDS_BETWEEN_REPORTS:
            last = time.monotonic()
            report("prepare_media: %d of %d files", done, total)
