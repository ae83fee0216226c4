"""The log of one job, and its one line on the terminal."""

from __future__ import annotations

import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from egregora.errors import EgregoraError, ExportError
from egregora.folder import mark

logger = logging.getLogger("egregora")


@contextmanager
def run_log(job: Any) -> Iterator[None]:
    """Run a job under its log, its threads and its memory.

    The log takes records, and the places of an error. Log counts and identifiers,
    never the text of a message: logs are shared when asking for help. An error of
    ours ends the job with its one line on the terminal, any other with its type and
    the path of the log. Until it ends well the job is marked as unfinished.

    Parameters
    ----------
    job
        The `snakemake` object of a script.
    """
    path = job.log[0]
    name = " ".join([job.rule, *job.wildcards])
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
    os.environ["EGREGORA_THREADS"] = str(job.threads)
    os.environ["EGREGORA_MEMORY_MB"] = str(job.resources.mem_mb)
    unfinished = mark(path)
    unfinished.write_text("".join(f"{one}\n" for one in job.output), encoding="utf-8")
    started = time.monotonic()
    try:
        yield
    except ExportError as error:
        # The name of an export may name a person.
        logger.error("ExportError")
        sys.exit(f"{name}: {error}")
    except EgregoraError as error:
        logger.error("%s", error)
        sys.exit(f"{name}: {error}")
    except Exception as error:
        logger.error("%s at\n%s", type(error).__name__, places(error))
        sys.exit(f"{name}: {type(error).__name__}; see {Path(path)}")
    unfinished.unlink(missing_ok=True)
    logger.info("%s took %.1f s", job.rule, time.monotonic() - started)


def places(error: BaseException) -> str:
    """Return where `error` was raised, without its message: it may quote the chat."""
    return "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))


def report(message: str, *values: object) -> None:
    """Log one line of counts and show it on the terminal."""
    logger.info(message, *values)
    print(message % values, file=sys.stderr, flush=True)
