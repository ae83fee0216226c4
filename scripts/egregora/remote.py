"""Exports that lie elsewhere, in a bucket say: their copies in the private folder.

Snakemake's storage plugins read them. Their own copies would carry the names of exports
into Snakemake's logs and records; these lie behind the privacy boundary, and a copy is
taken anew only when its original has changed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from egregora.digests import digest_of
from egregora.errors import EgregoraError, SettingError
from egregora.files import read_json, write_json

FOLDER = Path("results/private/fetched")
# Lies beside each copy: when its original was written, and how many bytes it has.
STATE = ".original.json"


class Stored(Protocol):
    """What a storage plugin tells of one address, and can do with it."""

    def exists(self) -> bool:
        """Return whether there is anything."""

    def mtime(self) -> float:
        """Return when it was written, in seconds since 1970."""

    def size(self) -> int:
        """Return how many bytes it has."""

    def set_local_path(self, path: Path) -> None:
        """Name the place of its copy."""

    def retrieve_object(self) -> None:
        """Write its copy; of a folder, all files below it."""


def settle(settings: dict[str, Any]) -> dict[str, Path]:
    """Let `exports` name the copies of what lies elsewhere; return address → copy."""
    copies, settled = {}, []
    for one in settings["exports"]:
        path = one["path"] if isinstance(one, Mapping) else one
        if "://" in path:
            copies[path] = copy_of(path)
            path = f"{copies[path]}/*" if path.endswith("/") else str(copies[path])
        settled.append({**one, "path": path} if isinstance(one, Mapping) else path)
    settings["exports"] = settled
    return copies


def copy_of(address: str) -> Path:
    """Return the place of the copy of a file, or of a folder: its address ends in /."""
    return FOLDER / digest_of(address)[:16] / address.rstrip("/").rpartition("/")[2]


def fetch(address: str, copy: Path, stored: Stored) -> int:
    """Make `copy` what lies at `address`; return how many bytes were read for that.

    Raises
    ------
    SettingError
        If nothing lies there.
    EgregoraError
        If it cannot be read.
    """
    try:
        if not stored.exists():
            raise SettingError(
                f"exports: {address} is not there; put the export there, or mend "
                "exports in config.yaml"
            )
        state = [stored.mtime(), stored.size()]
        FOLDER.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        FOLDER.mkdir(mode=0o700, exist_ok=True)
        with (FOLDER / ".lock").open("a") as lock:
            # A dry run may look while a run begins.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if state_of(copy) == state:
                return 0
            retrieve(copy, stored, state)
            return state[1]
    except EgregoraError:
        raise
    except Exception as error:
        # Each plugin has errors of its own.
        told = " ".join(str(error).split()) or type(error).__name__
        raise EgregoraError(
            f"exports: {address} cannot be read ({told}); see that the address is "
            "right, and that the environment holds its credentials"
        ) from None


def state_of(copy: Path) -> list[float] | None:
    """Return the state of the original that `copy` was taken of."""
    with suppress(OSError, ValueError):
        return read_json(copy.parent / STATE)
    return None


def retrieve(copy: Path, stored: Stored, state: list[float]) -> None:
    """Put a new copy into the place of the old one, whole or not at all."""
    part = FOLDER / ".part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    stored.set_local_path(part / copy.name)
    stored.retrieve_object()
    write_json(part / STATE, state)
    shutil.rmtree(copy.parent, ignore_errors=True)
    os.replace(part, copy.parent)


def tidy(copies: Iterable[Path]) -> None:
    """Remove the copies of exports that are no longer named."""
    named = {copy.parent for copy in copies}
    for place in FOLDER.glob("[!.]*"):
        if place not in named:
            shutil.rmtree(place)
