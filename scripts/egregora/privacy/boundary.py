"""The private folder: links to the exports in it, and a blog without it.

Names of exports may name a group or a person, and Snakemake writes the paths of inputs
into its logs and records. So it gets links with meaningless names instead. A sealed
blog has the anonymized conversation but no private folder: what is anonymized counts as
given, and nothing can be anonymized again. Light to import.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from egregora.errors import DamagedFile, SettingError
from egregora.files import read_intact_json
from egregora.privacy.keys import derive_key, hmac_hex

PRIVATE_FOLDER = Path("results/private")
ANONYMIZED_FILE = Path("results/anonymized.parquet")
GUARD_FILE = Path("results/guard.json")
# Stands for the exports where there are none: a file that is never there, so that
# Snakemake takes what lies behind the boundary as given.
NO_EXPORT = f"{PRIVATE_FOLDER}/exports/none"


def is_sealed() -> bool:
    """Tell whether this folder has the conversation, and not who is who in it."""
    return (
        ANONYMIZED_FILE.exists() and not (PRIVATE_FOLDER / "ingested.parquet").exists()
    )


def check_privacy_settings(fingerprint: str) -> None:
    """See that the settings on privacy are those that the conversation was cleaned by.

    Raises
    ------
    SettingError
        If they are others: without an export, nothing can be cleaned again.
    DamagedFile
        If it cannot be told, nor made again without an export.
    """
    try:
        kept = read_intact_json(GUARD_FILE, lambda guard: guard.get("privacy"))
    except DamagedFile:
        raise DamagedFile(
            f"{GUARD_FILE}: cannot be read, and neither the exports nor "
            "results/private are "
            "there to make it anew; put an export back"
        ) from None
    if kept != fingerprint:
        raise SettingError(
            "config.yaml: privacy, or the key, has changed, and neither the exports "
            "nor results/private are there to be cleaned anew; put an export back"
        )


def remove_private_folder() -> int:
    """Remove the private side; return how many files it had."""
    files = [path for path in PRIVATE_FOLDER.rglob("*") if not path.is_dir()]
    if PRIVATE_FOLDER.is_symlink() or PRIVATE_FOLDER.is_file():
        PRIVATE_FOLDER.unlink()
    elif PRIVATE_FOLDER.exists():
        shutil.rmtree(PRIVATE_FOLDER)
    return len(files)


EXPORT_LINKS_FOLDER = Path("results/private/exports")


def anonymous_links(
    exports: Iterable[str], key: bytes, folder: Path = EXPORT_LINKS_FOLDER
) -> list[str]:
    """Return links to `exports` in the private folder, in their order.

    A link is as old as its export, and is named by a keyed digest of its path. Links
    to exports that are no longer named are removed.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    own = derive_key(key, "exports")
    found = {hmac_hex(own, path)[:16] + export_suffix(path): path for path in exports}
    for name, path in found.items():
        replace_link(folder / name, os.path.relpath(path, folder), Path(path).stat())
    for link in folder.glob("[!.]*"):
        if link.name not in found:
            link.unlink(missing_ok=True)
    return [str(folder / name) for name in found]


def export_suffix(path: str) -> str:
    """Return the ending of an export."""
    ending = Path(path).suffix.lower()
    return ending if ending in (".zip", ".txt") else ""


def replace_link(link: Path, target: str, told: os.stat_result) -> None:
    """Let `link` lead to `target`; other processes see the old link or the new one."""
    with suppress(OSError):
        if os.readlink(link) == target:
            return
    beside = link.with_name(f".{link.name}.{os.getpid()}")
    beside.symlink_to(target)
    os.utime(beside, ns=(told.st_atime_ns, told.st_mtime_ns), follow_symlinks=False)
    os.replace(beside, link)
