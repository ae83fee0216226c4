"""One run at a time in a folder, and no failed job's output taken for a new one."""

from __future__ import annotations

import base64
import fcntl
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from egregora.errors import FolderInUse

LOCK = Path(".snakemake/egregora.lock")
UNFINISHED = ".unfinished"


def hold(seconds: float = 0.0) -> IO[str]:
    """Take this folder for this run, until the returned file is closed.

    Parameters
    ----------
    seconds
        How long to try: whoever only looks takes the folder for a moment.

    Raises
    ------
    FolderInUse
        If another run holds the folder.
    """
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    held = LOCK.open("a")
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return held
        except BlockingIOError:
            if time.monotonic() >= until:
                held.close()
                raise FolderInUse(
                    "another run is at work in this folder; wait for it to end"
                ) from None
            time.sleep(0.05)


def clear_up() -> None:
    """Clear up after a run that was killed or failed, unless another is at work.

    Snakemake's own locks are removed: whoever holds ours runs alone.
    """
    with suppress(FolderInUse), hold():
        shutil.rmtree(".snakemake/locks", ignore_errors=True)
        age_unfinished()


def mark(log: str) -> Path:
    """Return where the job with this log is marked as unfinished."""
    return Path(f"{log}{UNFINISHED}")


def age_unfinished(logs: str = "logs") -> None:
    """Make outputs of jobs that did not finish older than anything, and unrecorded.

    Snakemake puts the earlier version of an output back when its job fails, and then
    takes it for new. Old and unknown as it is now, its job is due again.
    """
    for marker in sorted(Path(logs).rglob(f"*{UNFINISHED}")):
        for output in marker.read_text(encoding="utf-8").splitlines():
            record_of(output).unlink(missing_ok=True)
            if os.path.isfile(output):
                os.utime(output, (1, 1))
        marker.unlink()


def record_of(output: str) -> Path:
    """Return where Snakemake records how `output` was made: persistence/file.py."""
    name = base64.urlsafe_b64encode(output.encode()).decode()
    return Path(".snakemake/metadata") / name
