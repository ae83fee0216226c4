"""The media of the archives that messages refer to, as files named by digest."""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from egregora.files import read_json
from egregora.ingest.archive import MEGABYTE, MediumError, inflate, open_archive
from egregora.ingest.exports import Export

INDEX_FILE = "index.json"
# All media of an export together, as a multiple of its own size.
MAX_MEDIA_GROWTH = 20


def write_media(
    wanted: Iterable[tuple[str, str]],
    exports: Sequence[Export],
    folder: Path,
    max_megabytes: int,
) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Write the wanted media into `folder`; remove what nobody wants any more.

    A medium that an earlier run kept is not inflated again, if name, size and checksum
    in the archive are still the same and its file is there.

    Parameters
    ----------
    wanted
        Export and name of each medium that a message refers to.
    exports
        What was read, newest first. A medium that its own export lacks is taken from
        the first that has it.
    folder
        Where the files go, as `<sha256>.<ending>`.
    max_megabytes
        A larger medium is left out.

    Returns
    -------
    tuple
        The index, one entry per medium in the order of export and name; and why media
        were left out → how many.

    """
    folder.mkdir(parents=True, exist_ok=True)
    left_out: Counter[str] = Counter()
    places = {
        (source, name): place
        for source, name in set(wanted)
        if (place := find_medium(source, name, exports)) is not None
    }
    kept_before = known_media(folder)
    written: dict[tuple[str, str], dict[str, Any]] = {}
    for export in exports:
        names = sorted({name for at, name in places.values() if at == export.source})
        if not names:
            continue
        with open_archive(export.path) as archive:
            room = max(export.path.stat().st_size, MEGABYTE) * MAX_MEDIA_GROWTH
            for name in names:
                limit = min(max_megabytes * MEGABYTE, room)
                member = export.media[name]
                known = kept_before.get((name, member.CRC, member.file_size))
                try:
                    if known and known["bytes"] <= limit:
                        kept = known
                    else:
                        kept = write_medium(archive, member, name, folder, limit)
                except MediumError as reason:
                    left_out[str(reason)] += 1
                else:
                    written[export.source, name] = kept
                    room -= kept["bytes"]
    index = [
        {**written[place], "source": source, "media_name": name}
        for (source, name), place in sorted(places.items())
        if place in written
    ]
    remove_other_files(folder, {entry["file"] for entry in index})
    return index, left_out


def known_media(folder: Path) -> dict[tuple[str, int, int], dict[str, Any]]:
    """Return what an earlier run kept: name, checksum and size → entry of the index."""
    try:
        return {
            (one["media_name"], one["crc32"], one["bytes"]): one
            for one in read_json(folder / INDEX_FILE)
            if has_size(folder / one["file"], one["bytes"])
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def has_size(file: Path, size: int) -> bool:
    """Return whether a file is there and has its size."""
    return file.is_file() and file.stat().st_size == size


def find_medium(
    source: str, name: str, exports: Sequence[Export]
) -> tuple[str, str] | None:
    """Return the export that holds a medium, its own by preference, and its name."""
    holders = [export.source for export in exports if name in export.media]
    if source in holders:
        return source, name
    return (holders[0], name) if holders else None


def write_medium(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    folder: Path,
    limit: int,
) -> dict[str, Any]:
    """Write one medium and return its entry in the index."""
    beside = folder / f".medium.{os.getpid()}.part"
    try:
        with beside.open("w+b") as file:
            size = inflate(archive, member, file, limit)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        kept = digest + safe_suffix(name)
        os.replace(beside, folder / kept)
    finally:
        beside.unlink(missing_ok=True)
    return {"sha256": digest, "bytes": size, "file": kept, "crc32": member.CRC}


def safe_suffix(name: str) -> str:
    """Return the ending of a file name, safe in any place: `.jpg`, or nothing."""
    ending = re.sub("[^a-z0-9]", "", Path(name).suffix.lower())[:8]
    return f".{ending}" if ending else ""


def remove_other_files(folder: Path, kept: set[str]) -> None:
    """Remove the files of `folder` that are neither kept nor the index."""
    for file in folder.iterdir():
        if file.name not in kept and file.name != INDEX_FILE and not file.is_dir():
            file.unlink()
