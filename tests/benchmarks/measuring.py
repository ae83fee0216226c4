"""What a fresh process costs: CPU time of all its threads and peak of its memory."""

import os
import re
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

# How our script and the others say how many rows they found.
FOUND = re.compile(rb"^(?:ingest: )?([\d,]+)(?: messages .*)?$", re.M)


@dataclass(frozen=True)
class Cost:
    """What one process took.

    Attributes
    ----------
    cpu
        Seconds, user and system, of all threads.
    wall
        Seconds that passed.
    peak
        Bytes of memory at most.
    rows
        Rows that it found; None if it failed.
    failure
        Why it failed, in a word or two; empty if it did not.
    """

    cpu: float
    wall: float
    peak: int
    rows: int | None
    failure: str = ""


def measured(command: list[str], seconds: float) -> Cost:
    """Run `command`, for `seconds` at most, and return what it took.

    A child's peak is at least that of the process that starts it: this one must stay
    small, so it imports nothing large.
    """
    with tempfile.TemporaryFile() as said:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read()
    found = FOUND.findall(output)
    failure = ""
    if process.returncode < 0:
        failure = f"over {seconds:.0f} s" if wall >= seconds else "killed"
    elif process.returncode or not found:
        last = output.decode("utf-8", "replace").strip().rpartition("\n")[2]
        failure = last[:60] or "says nothing"
    return Cost(
        cpu=usage.ru_utime + usage.ru_stime,
        wall=wall,
        peak=usage.ru_maxrss * 1024,
        rows=None if failure else int(found[-1].replace(b",", b"")),
        failure=failure,
    )
