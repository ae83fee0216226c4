"""The jobs that a run would start now, with Snakemake's reasons.

They come from a dry run in a process of its own, which builds nothing and takes no
lock. There, `JobListing` writes each job to a file.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Names the file, in the environment of the dry run.
LISTING_VARIABLE = "EGREGORA_LISTING"
# Holds the settings as they were given, files and command line together.
SETTINGS_VARIABLE = "EGREGORA_GIVEN"
OUTPUT_FLAGS = re.compile(r" \([a-z, ]+\)$")
# How the parts of a reason begin, in Snakemake's order: jobs.py, Reason.
REASONS_AFTER_PARAMS = ("Software environment",)
REASON_STARTS = (
    *("Forced", "Rules with", "Missing output", "Incomplete output", "Updated input"),
    *(
        "Input files updated",
        "Set of input",
        "Code has",
        "Params",
        *REASONS_AFTER_PARAMS,
    ),
)
PARAMS_REASON = "params or code have changed since last execution"
MAX_FILES_IN_REASON = 2  # names of files in a reason; more are counted


@dataclass(frozen=True)
class RunPlan:
    """What a run would do.

    Attributes
    ----------
    reasons
        Path of an output → why its job is due.
    rules
        Rules whose jobs are due.
    error
        Why nobody knows, in one line; empty if it is known.
    """

    reasons: Mapping[str, str]
    rules: frozenset[str]
    error: str = ""


class JobListing(logging.Handler):
    """Writes the jobs of a dry run to a file, as JSON, one per line."""

    def __init__(self, path: str):
        super().__init__()
        self.path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write down one job."""
        if getattr(getattr(record, "event", None), "name", "") != "JOB_INFO":
            return
        outputs = [OUTPUT_FLAGS.sub("", one) for one in record.output]
        job = {"rule": record.rule_name, "output": outputs, "reason": record.reason}
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(job) + "\n")


def plan_run(snakefile: str) -> RunPlan:
    """Return what a run of the default target would do in the working directory."""
    with tempfile.TemporaryDirectory() as scratch:
        settings, listing = Path(scratch, "given.json"), Path(scratch, "jobs")
        settings.write_text(os.environ[SETTINGS_VARIABLE], encoding="utf-8")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "snakemake", "--dry-run", "--cores", "1"),
                *("--snakefile", snakefile, "--configfile", str(settings)),
            ],
            env=os.environ | {LISTING_VARIABLE: str(listing)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            told = [line for line in done.stderr.splitlines() if line.strip()]
            return RunPlan({}, frozenset(), (told or ["the dry run failed"])[-1])
        text = listing.read_text(encoding="utf-8") if listing.exists() else ""
    jobs = [json.loads(line) for line in text.splitlines()]
    reasons = {
        path: shorten_reason(job["reason"]) for job in jobs for path in job["output"]
    }
    return RunPlan(reasons, frozenset(job["rule"] for job in jobs))


def shorten_reason(reason: str) -> str:
    """Return Snakemake's reason with few names of files and no values of settings."""
    parts: list[str] = []
    for part in reason.split("; "):
        head, _, rest = part.partition(": ")
        if not head.startswith(
            REASONS_AFTER_PARAMS if parts and PARAMS_REASON in parts else REASON_STARTS
        ):
            # It belongs to the value of a setting, which may be anything.
            continue
        if head.startswith("Params"):
            parts.append(PARAMS_REASON)
            continue
        files = rest.split(", ") if rest else []
        more = (
            [f"{len(files) - MAX_FILES_IN_REASON} more"]
            if len(files) > MAX_FILES_IN_REASON
            else []
        )
        named = ", ".join([*sorted(files)[:MAX_FILES_IN_REASON], *more])
        told = head[:1].lower() + head[1:]
        parts.append(f"{told}: {named}" if named else told)
    return "; ".join(parts)
