"""What a run shows on the terminal: steps, posts done, and failed jobs.

Runs in the main process, between Snakemake's log records and the terminal. Each job
prints its own result (`joblog`).
"""

from __future__ import annotations

import errno
import logging
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from egregora.workflow.console import (
    DISK_FULL,
    FOLDER_IN_USE,
    RESULTS_KEPT,
    describe_answers,
    format_count,
    format_duration,
    shorten_list,
)
from egregora.workflow.interrupts import run_ending

# Snakemake says these in every run; its own log keeps them.
SNAKEMAKE_NOISE = re.compile(
    r"Assuming unrestricted|Building DAG|Using shell|Provided |Rules claiming|Conda env"
    r"|Singularity|Select jobs|Execute \d|DAG of jobs|Updating checkpoint|Complete log"
    r"|Elapsed time|Exiting because|Restored previous|Removing output|Cleaning up"
    r"|Cannot restore|Removing temporary|Storing|Job counts|unlocking"
)
# What nothing makes: a file or a rule that was named on the command line.
UNKNOWN_TARGET = re.compile(
    r"No rule to produce (?P<target>.+) \(if you use|no rule named (?P<rule>.+)\.$",
    re.M,
)
FAILED_RUN = re.compile(r"At least one job did not complete")
ANSWER_COUNTS = re.compile(r"; answers: (\d+) kept, (\d+) asked$", re.M)
POST_RULE = "write_post"
PREFETCH_RULE = "answer_posts"  # asks for what posts need
SECONDS_BETWEEN_POST_LINES = 5.0  # seconds between two lines on posts
MAX_SILENT_SECONDS = (
    10.0  # seconds that a job may be silent before a line says that it is at work
)


@dataclass
class RunningJob:
    """A job under way.

    Attributes
    ----------
    name
        Rule and wildcards.
    rule
        Its rule.
    log
        Where it logs; none for a mere target.
    started
        When, by time.monotonic.
    """

    name: str
    rule: str
    log: str | None
    started: float = field(default_factory=time.monotonic)

    def logged(self) -> str:
        """Return what its log holds so far."""
        try:
            return Path(self.log or "").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


class Progress(logging.Handler):
    """Shows a run in a few calm lines.

    Parameters
    ----------
    plain
        Snakemake's own handler of the terminal: what is neither noise nor ours goes
        there, and everything where `is_plain` says so.
    is_plain
        Whether to stay away, as in a dry run.
    posts_left
        Counts the posts that are still to be written, one that just ended included.
    meant
        Says in one line what a target or rule that nothing makes may have been.
    is_quiet
        Whether the user wants silence.
    last_lines
        What to say at the end of a run that went well.
    """

    def __init__(
        self,
        plain: logging.StreamHandler,
        is_plain: Callable[[], bool],
        posts_left: Callable[[], int],
        meant: Callable[[str, bool], str] = lambda name, is_rule: name,
        is_quiet: bool = False,
        last_lines: Callable[[], list[str]] = list,
    ):
        super().__init__()
        self.is_quiet, self.last_lines = is_quiet, last_lines
        self.meant = meant
        self.plain, self.is_plain, self.posts_left = plain, is_plain, posts_left
        self.started = self.spoke = time.monotonic()
        self.running: dict[int, RunningJob] = {}
        self.failed: dict[str, RunningJob] = {}
        self.done = self.total = 0
        self.posts = self.kept = self.asked = self.ahead = 0
        self.first_post = 0.0
        self.said = False
        self.told_posts = 0.0
        self.ended = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Show a record of Snakemake, or what it means; nothing of a run that ended."""
        if run_ending.code is not None:
            if FAILED_RUN.search(str(record.msg)):
                raise SystemExit(run_ending.code)
            return
        event = getattr(getattr(record, "event", None), "name", "NONE").lower()
        unknown = event == "error" and UNKNOWN_TARGET.search(str(record.msg))
        if unknown:
            is_rule = unknown["rule"] is not None
            name = unknown["rule"] if is_rule else unknown["target"]
            self.say(f"egregora: {self.meant(name, is_rule)}")
            return
        if self.is_plain():
            self.plain.handle(record)
            return
        quiet = not self.plain.filter(record)
        seen = getattr(self, f"on_{event}", None)
        for line in seen(record) if seen else self.other(record):
            if not quiet:
                self.say(line)

    def say(self, line: str) -> None:
        """Write one line to the terminal."""
        self.spoke = time.monotonic()
        with suppress(OSError):  # a pipe or a terminal that nobody reads any more
            self.plain.stream.write(f"{line}\n")
            self.plain.stream.flush()

    def other(self, record: logging.LogRecord) -> Iterator[str]:
        """Pass on what is neither noise nor told already."""
        message = str(record.msg or "")
        if FAILED_RUN.search(message):
            yield from self.ending()
        elif message.startswith("Elapsed time"):
            yield from self.finished()
        elif message.startswith("Nothing to be done"):
            yield self.plain.format(record)
            yield from self.last_lines()
        elif message and not SNAKEMAKE_NOISE.match(message):
            yield self.plain.format(record)

    def on_workflow_started(self, record: logging.LogRecord) -> Iterator[str]:
        """Say nothing of host, versions and folders: the log has them."""
        return iter(())

    def on_run_info(self, record: logging.LogRecord) -> Iterator[str]:
        """Say how many steps there are, before the first."""
        stats = dict(record.stats)
        self.total = stats.pop("total", 0)
        if not self.running and not self.done:
            threading.Thread(target=self.watch, daemon=True).start()
            if self.total > 1:
                yield f"{format_count(self.total, 'step')}: " + ", ".join(
                    rule if count == 1 else f"{count} {rule}"
                    for rule, count in stats.items()
                )

    def on_job_info(self, record: logging.LogRecord) -> Iterator[str]:
        """Remember a job that starts."""
        name = " ".join([record.rule_name, *map(str, record.wildcards.values())])
        log = record.log[0] if record.log else None
        self.running[record.jobid] = RunningJob(name, record.rule_name, log)
        if record.rule_name == POST_RULE and not self.first_post:
            self.first_post = self.told_posts = time.monotonic()
        return iter(())

    def on_job_finished(self, record: logging.LogRecord) -> Iterator[str]:
        """Count a job; of posts, say how far they are."""
        job = self.running.pop(record.job_id, None)
        self.done += 1
        if job and job.rule == PREFETCH_RULE:
            for _, asked in ANSWER_COUNTS.findall(job.logged()):
                self.ahead += int(asked)
        if job and job.rule == POST_RULE:
            self.posts += 1
            for kept, asked in ANSWER_COUNTS.findall(job.logged()):
                self.kept += int(kept)
                self.asked += int(asked)
            # The job itself is counted until its own end is over.
            left = max(0, self.posts_left() - 1)
            if (
                not left
                or time.monotonic() - self.told_posts >= SECONDS_BETWEEN_POST_LINES
            ):
                self.told_posts = time.monotonic()
                yield self.about_posts(left)

    def on_job_error(self, record: logging.LogRecord) -> Iterator[str]:
        """Say what the job itself could not: that it was killed."""
        job = self.running.pop(record.jobid, None)
        name = job.name if job else record.rule_name
        if name in self.failed:
            return
        log = record.log[0] if record.log else None
        self.failed[name] = job or RunningJob(name, record.rule_name, log)
        if not self.said and " ERROR " not in self.failed[name].logged():
            yield f"{name}: was killed, or ran out of memory"

    def on_error(self, record: logging.LogRecord) -> Iterator[str]:
        """Pass on an error, unless the job that failed has told it."""
        if record.exception == "LockException":
            yield f"egregora: {FOLDER_IN_USE}"
            return
        if record.exception in ("RuleException", "CalledProcessError") and self.running:
            # A job that ends by itself has said why.
            self.said = "exit status 1." in str(record.msg)
            return
        if os.strerror(errno.ENOSPC) in str(record.msg):
            yield f"egregora: {DISK_FULL}"
            return
        yield from self.other(record)

    def on_progress(self, record: logging.LogRecord) -> Iterator[str]:
        """Remember how many steps there are by now."""
        self.done, self.total = record.done, record.total
        return iter(())

    on_resources_info = on_shellcmd = on_job_started = on_workflow_started

    def about_posts(self, left: int) -> str:
        """Return how far the posts are."""
        spent = max(time.monotonic() - self.first_post, 0.001)
        rate = self.posts / spent
        told = [f"{self.posts:,} of {format_count(self.posts + left, 'post')}"]
        told.append(
            f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute"
        )
        if left:
            told.append(f"{format_duration(left / rate)} left")
        line = f"{POST_RULE}: {', '.join(told)}"
        # What was asked ahead is found kept.
        new = min(self.ahead, self.kept)
        return line + describe_answers(self.kept - new, self.asked + new)

    def finished(self) -> Iterator[str]:
        """Return the last lines of a run that went well."""
        self.ended.set()
        if self.failed:
            return
        if self.total > 1:
            steps = format_count(self.total, "step")
            yield f"done: {steps} in {format_duration(self.spent())}"
        yield from self.last_lines()

    def ending(self) -> Iterator[str]:
        """Return the last line of a run that did not: what failed and where to look."""
        self.ended.set()
        if not self.failed:
            return
        names = shorten_list(list(self.failed))
        logs = shorten_list([job.log for job in self.failed.values() if job.log])
        kept = "" if self.total == 1 else f". {RESULTS_KEPT}"
        yield f"egregora: failed: {names}; see {logs}{kept}"

    def spent(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self.started

    def watch(self) -> None:
        """Say what is going on when nobody has said anything for a while."""
        while not self.ended.wait(1):
            now = time.monotonic()
            if run_ending.code is not None:
                return
            if now - self.spoke < MAX_SILENT_SECONDS or self.is_plain():
                continue
            names = [
                f"{job.name} ({format_duration(now - job.started)})"
                for job in list(self.running.values())
                if job.log and now - job.started > MAX_SILENT_SECONDS
            ]
            if names and not self.is_quiet:
                steps = f"{self.done} of {self.total} steps; " if self.total > 1 else ""
                self.say(f"{steps}at work: {shorten_list(names)}")


def attach_progress(logger: logging.Logger, **how: object) -> None:
    """Stand between Snakemake's `logger` and its handler of the terminal.

    Where a logger plugin draws on the terminal there is no such handler, and nothing
    to do. Parameters as of `Progress`.
    """
    for handler in list(logger.handlers):
        if handler.name == "DefaultStreamHandler":
            logger.removeHandler(handler)
            logger.addHandler(Progress(handler, **how))
