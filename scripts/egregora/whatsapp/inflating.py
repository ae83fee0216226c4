"""Bytes out of a `.zip`, counted while they are inflated: declared sizes are claims."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from egregora.errors import ExportError

MEGABYTE = 1_000_000
MOST_ENTRIES = 100_000
# Media hardly shrink. What grows more than this while being inflated is a bomb.
GREATEST_RATIO = 300
CHUNK = 1 << 20
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


class MediumError(Exception):
    """A medium of an archive cannot be used; the message says why."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a `.zip`; faults in its directory become an ExportError."""
    try:
        archive = zipfile.ZipFile(path)
    except FAULTS:
        raise ExportError(
            f"{path.name}: is no whole .zip archive; export or copy it again"
        ) from None
    with archive:
        if len(archive.infolist()) > MOST_ENTRIES:
            raise ExportError(
                f"{path.name}: holds more than {MOST_ENTRIES} files; "
                "give the archive that WhatsApp made"
            )
        yield archive


def inflate(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: BinaryIO, limit: int
) -> int:
    """Write the bytes of a medium to `target` and return how many they are.

    Raises
    ------
    MediumError
        If it is damaged, has more than `limit` bytes, or grows beyond reason.

    """
    size = 0
    reasonable = max(MEGABYTE, member.compress_size * GREATEST_RATIO)
    try:
        with archive.open(member) as file:
            while piece := file.read(CHUNK):
                size += len(piece)
                if size > limit:
                    raise MediumError("too large")
                if size > reasonable:
                    raise MediumError("grows beyond reason")
                target.write(piece)
    except FAULTS:
        raise MediumError("damaged") from None
    return size
