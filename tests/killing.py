"""Kill a run at random moments, and tell what was killed."""

import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from conftest import jobs_in

WHOM = ("all", "snakemake", "job")
JOB = re.compile(r"\.snakemake/scripts/tmp[^.]+\.(\w+)\.py")


@dataclass
class Kill:
    """What a kill hit.

    Attributes
    ----------
    whom
        Snakemake with its jobs, Snakemake alone, or one of its jobs.
    after
        Jobs that had begun; None if the run had ended before.
    at_work
        Rules of the jobs that were at work.
    answered
        Calls that the provider had answered.
    then
        Jobs of the next run, as rule → how many.
    """

    whom: str
    after: int | None
    at_work: list[str]
    answered: int
    then: dict = field(default_factory=dict)


def killed(blog, arguments, environment, whom, moment, answered):
    """Start a run, kill `whom`, and return what that hit.

    The moment is when so many jobs have begun, and so many seconds later.
    """
    (after, seconds), before = moment, blog.logs()
    process = subprocess.Popen(
        **blog.command(*arguments, **environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while sum(jobs_in(blog.logged_since(before)).values()) < after:
        if process.poll() is not None:
            return Kill(whom, None, [], answered())
        time.sleep(0.05)
    time.sleep(seconds)
    if whom == "job":
        # There may be none yet, or just none.
        while not jobs(process.pid) and process.poll() is None:
            time.sleep(0.02)
    found = jobs(process.pid)
    hit = Kill(whom, after, sorted(found.values()), answered())
    if whom == "all":
        os.killpg(process.pid, signal.SIGKILL)
    elif whom == "snakemake":
        process.kill()
    else:
        for pid in list(found)[:1]:
            end(pid)
    process.wait()
    return hit


def end(pid):
    """Kill a process, if it is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def jobs(session):
    """Return the jobs of a session that are at work, as process → rule."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        script = JOB.search(
            " ".join(part.decode("utf-8", "replace") for part in command)
        )
        # The shell that started the script has the same words on its line.
        if script and int(fields[3]) == session and b"python" in command[0]:
            found[int(folder.name)] = script[1]
    return found


def as_table(kills, repeated):
    """Return kills as a table of Markdown."""
    lines = [
        "| # | killed | after jobs | at work | answered calls | the next run ran |",
        "|---|---|---|---|---|---|",
    ]
    for number, one in enumerate(kills, 1):
        then = ", ".join(f"{n} {rule}" for rule, n in one.then.items())
        after = "(had ended)" if one.after is None else str(one.after)
        work = ", ".join(one.at_work)
        row = (number, one.whom, after, work, one.answered, then)
        lines.append("| " + " | ".join(map(str, row)) + " |")
    return "\n".join([*lines, "", f"Repeated answered calls: {repeated}"])
