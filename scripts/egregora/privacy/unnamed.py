"""Exports under names that tell nothing: theirs name a group, or a person.

Snakemake writes the paths of inputs into its logs and records. Light to import.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from egregora.privacy.keys import derived, keyed

FOLDER = Path("results/private/exports")


def unnamed(exports: Iterable[str], key: bytes, folder: Path = FOLDER) -> list[str]:
    """Return links to `exports` in the private folder, in their order.

    A link is as old as its export, and is named by a keyed digest of its path. Links
    to exports that are no longer named are removed.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    own = derived(key, "exports")
    found = {keyed(own, path)[:16] + ending_of(path): path for path in exports}
    for name, path in found.items():
        point(folder / name, os.path.relpath(path, folder), Path(path).stat())
    for link in folder.glob("[!.]*"):
        if link.name not in found:
            link.unlink(missing_ok=True)
    return [str(folder / name) for name in found]


def ending_of(path: str) -> str:
    """Return the ending of an export."""
    ending = Path(path).suffix.lower()
    return ending if ending in (".zip", ".txt") else ""


def point(link: Path, target: str, told: os.stat_result) -> None:
    """Let `link` lead to `target`; other processes see the old link or the new one."""
    with suppress(OSError):
        if os.readlink(link) == target:
            return
    beside = link.with_name(f".{link.name}.{os.getpid()}")
    beside.symlink_to(target)
    os.utime(beside, ns=(told.st_atime_ns, told.st_mtime_ns), follow_symlinks=False)
    os.replace(beside, link)
