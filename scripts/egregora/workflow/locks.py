"""Locks of a folder: one run at a time, and cleaning up after a killed one.

Outputs of jobs that did not finish are made older than all inputs, so that Snakemake
runs these jobs again.
"""

from __future__ import annotations

import base64
import fcntl
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from egregora.errors import EgregoraError, FolderInUse
from egregora.workflow.console import FOLDER_IN_USE

RUN_LOCK = Path(".snakemake/egregora.lock")
# Held by every job, for as long as it is at work.
JOBS_LOCK = Path(".snakemake/egregora.jobs")
# Where Snakemake marks outputs of jobs that are under way: persistence/file.py.
INCOMPLETE_FOLDER = Path(".snakemake/incomplete")
UNFINISHED_SUFFIX = ".unfinished"
AGED_MTIME = 1  # older than anything, in seconds since 1970
# What stands here is made of ancient files alone: however old, it is not due again.
NEVER_DUE_FOLDER = "results/answered/"


def hold_folder(seconds: float = 0.0) -> IO[str]:
    """Take this folder for this run, until the returned file is closed.

    Parameters
    ----------
    seconds
        How long to try: a run that only looks takes the folder briefly.

    Raises
    ------
    FolderInUse
        If another run holds the folder.
    EgregoraError
        If nobody may write here.
    """
    try:
        RUN_LOCK.parent.mkdir(parents=True, exist_ok=True)
        held = RUN_LOCK.open("a")
    except OSError as error:
        raise EgregoraError(
            f"this folder cannot be written ({error.strerror}); mend its rights, make "
            "room, or name another with --directory"
        ) from None
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return held
        except BlockingIOError:
            if time.monotonic() >= until:
                held.close()
                raise FolderInUse(FOLDER_IN_USE) from None
            time.sleep(0.05)


def clean_up_folder(wait: bool = False) -> None:
    """Clear up after a run that was killed or failed, unless another is at work.

    Snakemake's own locks are removed: the run that holds ours is alone. So are its
    copies of earlier outputs, which may hold names.

    Parameters
    ----------
    wait
        Whether to wait for jobs that outlived the run that started them. What they
        were answered is kept, so that it is not paid again.
    """
    with suppress(FolderInUse), hold_folder(), exclude_jobs(wait):
        shutil.rmtree(".snakemake/locks", ignore_errors=True)
        shutil.rmtree(".snakemake/backups", ignore_errors=True)
        if age_unfinished_outputs():
            remove_partial_files()


@contextmanager
def hold_jobs_lock() -> Iterator[None]:
    """Tell, while the block runs, that a job is at work in this folder."""
    JOBS_LOCK.parent.mkdir(parents=True, exist_ok=True)
    with JOBS_LOCK.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield


@contextmanager
def exclude_jobs(wait: bool) -> Iterator[None]:
    """Run the block while no job is at work.

    Raises
    ------
    FolderInUse
        If one is, and nobody waits.
    """
    with JOBS_LOCK.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise FolderInUse("jobs of a killed run are at work") from None
            print(
                "egregora: waiting for the jobs of a run that was killed to end",
                file=sys.stderr,
                flush=True,
            )
            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def unfinished_marker(log: str) -> Path:
    """Return where the job with this log is marked as unfinished."""
    return Path(f"{log}{UNFINISHED_SUFFIX}")


def age_unfinished_outputs(logs: str = "logs") -> int:
    """Make outputs of jobs that did not finish older than anything, and unrecorded.

    Snakemake puts the earlier version of an output back when its job fails, and then
    takes it for new. It sees no mark of its own behind the checkpoint, and takes what
    has no record for current whatever becomes of its params. Old and unknown as it is
    now, its job is due again.

    Returns
    -------
    int
        How many outputs there were.
    """
    outputs = set()
    for marker in sorted(Path(logs).rglob(f"*{UNFINISHED_SUFFIX}")):
        outputs.update(marker.read_text(encoding="utf-8").splitlines())
        marker.unlink()
    for marker in sorted(INCOMPLETE_FOLDER.glob("*")):
        with suppress(ValueError):
            outputs.add(base64.urlsafe_b64decode(marker.name).decode())
            marker.unlink()
    for output in sorted(outputs):
        path_of_record(output).unlink(missing_ok=True)
        if output.startswith(NEVER_DUE_FOLDER):
            Path(output).unlink(missing_ok=True)
        stamp = os.path.join(output, ".snakemake_timestamp")
        for path in (output, stamp):
            if os.path.exists(path):
                os.utime(path, (AGED_MTIME, AGED_MTIME))
    return len(outputs)


def is_aged(output: str | Path) -> bool:
    """Return whether `output` is what a job left that did not finish."""
    return os.path.exists(output) and os.stat(output).st_mtime <= AGED_MTIME


def remove_partial_files(*folders: str) -> None:
    """Remove what killed jobs had begun to write, or to remove, beside its place."""
    found = list(Path().glob(".public.*.part"))
    for folder in folders or ("results", "site"):
        found += Path(folder).rglob(".*.part*")
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def path_of_record(output: str) -> Path:
    """Return where Snakemake records how `output` was made: persistence/file.py."""
    name = base64.urlsafe_b64encode(output.encode()).decode()
    return Path(".snakemake/metadata") / name
