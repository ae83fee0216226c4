"""How a run ends before its time: by Ctrl-C, `kill` or a closed terminal, or by us.

One line says why. The jobs are ended by the main process alone, without a word: they
do not hear what the terminal sends to all of its processes.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from egregora.lines import INTERRUPTED

# Ctrl-C, `kill`, and the end of the terminal.
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What the shell of each job does first.
DEAF = "trap '' INT HUP; "
# Where Snakemake puts the script of a job.
SCRIPTS = ".snakemake/scripts/"
PATIENCE = 5.0  # seconds that a job has to end when it is asked to


@dataclass
class Ending:
    """How this run ends early; `code` is its exit code, None while it goes on."""

    code: int | None = None


ending = Ending()


def heed() -> None:
    """End this run at a signal; signals that `nohup` and the like hide stay hidden.

    Snakemake's own way for SIGTERM, to wait for the jobs at work, is replaced.
    """
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            with suppress(ValueError):  # not in the main thread
                signal.signal(number, interrupted)


def end_with_reader(is_ended: bool) -> None:
    """Let this process end without a word, or go on, where a pipe has lost its reader.

    `snakemake --list | head` ends; a run goes on. Connections would end it, too.
    """
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGPIPE, signal.SIG_DFL if is_ended else signal.SIG_IGN)


def interrupted(number: int, frame: FrameType | None) -> NoReturn:
    """End this run, as its handler of signals."""
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    threading.Thread(target=end_jobs, daemon=True).start()
    # The terminal shows ^C where the line would begin.
    begins = "\n" if number == signal.SIGINT and sys.stderr.isatty() else ""
    end(f"{begins}egregora: {INTERRUPTED}", 128 + number)


def end(line: str, code: int = 1) -> NoReturn:
    """End this run with one line, the last that it shows."""
    if ending.code is None:
        ending.code = code
        # There may be nobody left to read it.
        with suppress(OSError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
    raise SystemExit(ending.code)


def end_jobs() -> NoReturn:
    """End the jobs of this machine, and those that begin meanwhile."""
    until = time.monotonic() + PATIENCE
    while True:
        is_late = time.monotonic() > until
        for pid in jobs():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL if is_late else signal.SIGTERM)
        time.sleep(0.1)


def jobs() -> Iterator[int]:
    """Yield the processes of jobs: a shell before what it runs, lest it says so."""
    import psutil

    for child in psutil.Process().children():
        with suppress(psutil.Error):
            if SCRIPTS in " ".join(child.cmdline()):
                yield from (child.pid, *(one.pid for one in child.children(True)))
