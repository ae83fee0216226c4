"""The log of one job, and its one line on the terminal.

Logs hold counts and identifiers, never text of the chat.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from egregora.errors import EgregoraError, ExportError
from egregora.workflow.console import DISK_FULL, describe_answers
from egregora.workflow.locks import hold_jobs_lock, unfinished_marker

logger = logging.getLogger("egregora")

# Set in the environment of jobs where the user wants silence.
QUIET_VARIABLE = "EGREGORA_QUIET"


@dataclass
class JobSummary:
    """What the job of this process has done so far.

    Attributes
    ----------
    what
        Its counts, for the terminal; empty where others tell them.
    kept, asked
        Answers of a model: those kept, and those that were asked for.
    is_whole
        Whether nothing is left that the next run should try again.
    """

    what: str = ""
    kept: int = 0
    asked: int = 0
    is_whole: bool = True


job_summary = JobSummary()

DISK_ERROR_HINTS = {
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG): DISK_FULL,
    (errno.EROFS, errno.EACCES, errno.EPERM): "this folder may not be written; mend "
    "its rights, and run the same command again",
}


@contextmanager
def run_log(job: Any) -> Iterator[None]:
    """Run a job under its log, its threads and its memory.

    The log takes records, and the places of an error. Log counts and identifiers,
    never the text of a message: logs are shared when asking for help. A job that ends
    well says what it did (`conclude`) and in how many seconds. An error of ours ends it
    with its one line on the terminal, any other with its type and the path of the log.
    Until it ends well, and whole, the job is marked as unfinished.

    Parameters
    ----------
    job
        The `snakemake` object of a script.
    """
    path = job.log[0]
    name = " ".join([job.rule, *job.wildcards])
    started = time.monotonic()
    try:
        with hold_jobs_lock() if job.output else nullcontext():
            open_log(path)
            # One that waits for calls counts as none.
            os.environ["EGREGORA_THREADS"] = str(max(1, job.threads))
            if memory := getattr(job.resources, "mem_mb", None):
                os.environ["EGREGORA_MEMORY_MB"] = str(memory)
            unfinished = unfinished_marker(path)
            outputs = "".join(f"{one}\n" for one in job.output)
            unfinished.write_text(outputs, encoding="utf-8")
            yield
            if job_summary.is_whole:
                unfinished.unlink(missing_ok=True)
    except ExportError as error:
        # The name of an export may name a person.
        logger.error("ExportError")
        fail(f"{name}: {error}")
    except EgregoraError as error:
        logger.error("%s", error)
        fail(f"{name}: {error}")
    except Exception as error:
        logger.error(
            "%s at\n%s", type(error).__name__, traceback_without_message(error)
        )
        told = disk_error_hint(error) or f"{type(error).__name__}; see {Path(path)}"
        fail(f"{name}: {told}")
    seconds = time.monotonic() - started
    if job_summary.what:
        print_line(
            f"{job.rule}: {job_summary.what}"
            f"{describe_answers(job_summary.kept, job_summary.asked)}; {seconds:.1f} s"
        )
    logger.info(
        "took %.1f s; answers: %d kept, %d asked",
        seconds,
        job_summary.kept,
        job_summary.asked,
    )


def open_log(path: str) -> None:
    """Let all records go to the file at `path`, and none of them end the job."""
    logging.raiseExceptions = False
    logging.basicConfig(
        filename=path,
        filemode="w",
        encoding="utf-8",
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    # They name the address of each call, at a level that belongs to calls that fail.
    for noisy in ("google_genai", "httpx2"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.captureWarnings(True)


def disk_error_hint(error: Exception) -> str | None:
    """Return what to do where it is the disk that failed, by Python or by DuckDB."""
    number, text = getattr(error, "errno", None), str(error)
    for numbers, told in DISK_ERROR_HINTS.items():
        if number in numbers or any(os.strerror(one) in text for one in numbers):
            return told
    return None


def traceback_without_message(error: BaseException) -> str:
    """Return where `error` was raised, without its message: it may quote the chat."""
    return "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))


def report(message: str, *values: object) -> None:
    """Log one line of counts and show it on the terminal."""
    logger.info(message, *values)
    print_line(message % values)


def conclude(message: str, *values: object) -> None:
    """Log what the job did, in counts; its end shows it, with the seconds it took."""
    logger.info(message, *values)
    job_summary.what = message % values


def leave_unfinished() -> None:
    """Let the job be due again in the next run, though it ends well."""
    job_summary.is_whole = False


def add_answer_counts(kept: int, asked: int) -> None:
    """Count the answers that a model gave."""
    job_summary.kept += kept
    job_summary.asked += asked


def print_line(line: str) -> None:
    """Show a line on the terminal, unless the user wants silence."""
    if not os.environ.get(QUIET_VARIABLE):
        write_line(line)


def fail(line: str) -> NoReturn:
    """End the job with a line on the terminal."""
    write_line(line)
    sys.exit(1)


def write_line(line: str) -> None:
    """Write a line at once: jobs that run together share the terminal."""
    with suppress(OSError):  # a pipe or a terminal that nobody reads any more
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
