"""The early end of a run: by Ctrl-C, `kill`, a closed terminal, or an error.

The run says why in one line. Only the main process ends the jobs: they ignore the
signals that a terminal sends to all its processes.
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

from egregora.workflow.console import RUN_INTERRUPTED

# Ctrl-C, `kill`, and the end of the terminal.
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What the shell of each job does first.
IGNORE_SIGNALS_COMMAND = "trap '' INT HUP; "
# Where Snakemake puts the script of a job.
JOB_SCRIPTS_FOLDER = ".snakemake/scripts/"
# The module whose process jobs are forked from.
FORK_SERVER = "egregora.workflow.warm_start"
MAX_SECONDS_TO_END = 5.0  # seconds that a job has to end when it is asked to


@dataclass
class RunEnding:
    """How this run ends early; `code` is its exit code, None while it goes on."""

    code: int | None = None


run_ending = RunEnding()


def handle_signals() -> None:
    """End this run at a signal; signals that `nohup` and the like hide stay hidden.

    Snakemake's own way for SIGTERM, to wait for the jobs at work, is replaced.
    """
    for number in ENDING_SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            with suppress(ValueError):  # not in the main thread
                signal.signal(number, interrupt_run)


def handle_closed_pipe(is_ended: bool) -> None:
    """Let this process end without a word, or go on, where a pipe has lost its reader.

    `snakemake --list | head` ends; a run goes on. Connections would end it, too.
    """
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGPIPE, signal.SIG_DFL if is_ended else signal.SIG_IGN)


def interrupt_run(number: int, frame: FrameType | None) -> NoReturn:
    """End this run, as its handler of signals."""
    for other in ENDING_SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    threading.Thread(target=end_jobs, daemon=True).start()
    # The terminal shows ^C where the line would begin.
    begins = "\n" if number == signal.SIGINT and sys.stderr.isatty() else ""
    end_run(f"{begins}egregora: {RUN_INTERRUPTED}", 128 + number)


def end_run(line: str, code: int = 1) -> NoReturn:
    """End this run with one line, the last that it shows."""
    if run_ending.code is None:
        run_ending.code = code
        # There may be nobody left to read it.
        with suppress(OSError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
    raise SystemExit(run_ending.code)


def end_jobs() -> NoReturn:
    """End the jobs of this machine, and those that begin meanwhile."""
    until = time.monotonic() + MAX_SECONDS_TO_END
    while True:
        is_late = time.monotonic() > until
        for pid in processes_of_jobs():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL if is_late else signal.SIGTERM)
        time.sleep(0.1)


def processes_of_jobs() -> Iterator[int]:
    """Yield the processes of jobs: a shell before what it runs, lest it says so."""
    import psutil

    for child in psutil.Process().children():
        with suppress(psutil.Error):
            command = " ".join(child.cmdline())
            if JOB_SCRIPTS_FOLDER in command or FORK_SERVER in command:
                yield from (child.pid, *(one.pid for one in child.children(True)))
