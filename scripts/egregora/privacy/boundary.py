"""A blog whose private side is gone: what it can still do, and what it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

from egregora.damage import read_whole
from egregora.errors import DamagedFile, SettingError

PRIVATE = Path("results/private")
ANONYMIZED = Path("results/anonymized.parquet")
GUARD = Path("results/guard.json")
# Stands for the exports where there are none: a file that is never there, so that
# Snakemake takes what lies behind the boundary as given.
NOWHERE = f"{PRIVATE}/exports/none"


def is_sealed() -> bool:
    """Tell whether this folder has the conversation, and not who is who in it."""
    return ANONYMIZED.exists() and not (PRIVATE / "ingested.parquet").exists()


def check_settings(fingerprint: str) -> None:
    """See that the settings on privacy are those that the conversation was cleaned by.

    Raises
    ------
    SettingError
        If they are others: without an export, nothing can be cleaned again.
    DamagedFile
        If it cannot be told, nor made anew without an export.
    """
    try:
        kept = read_whole(GUARD, lambda guard: guard.get("privacy"))
    except DamagedFile:
        raise DamagedFile(
            f"{GUARD}: cannot be read, and neither the exports nor results/private are "
            "there to make it anew; put an export back"
        ) from None
    if kept != fingerprint:
        raise SettingError(
            "config.yaml: privacy, or the key, has changed, and neither the exports "
            "nor results/private are there to be cleaned anew; put an export back"
        )


def forget() -> int:
    """Remove the private side; return how many files it had."""
    files = [path for path in PRIVATE.rglob("*") if not path.is_dir()]
    if PRIVATE.is_symlink() or PRIVATE.is_file():
        PRIVATE.unlink()
    elif PRIVATE.exists():
        shutil.rmtree(PRIVATE)
    return len(files)
