"""A run that is interrupted ends in one line, and the same command completes it."""

import os
import signal
import subprocess
import time

import pytest

from conftest import KEY, new_blog
from killing import jobs

LINE = (
    "egregora: interrupted; what was made is kept: run the same command again to go on"
)
TARGET = "results/anonymized.parquet"
DEADLINE = 300  # seconds; a run that hangs must end the test


def hear_signals():
    """Hear what the tests' own process may be deaf to, as under `nohup`."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def wait_for(happened, process):
    until = time.monotonic() + DEADLINE
    while not happened():
        assert process.poll() is None, "the run ended by itself"
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_ends_in_one_line_and_goes_on_later(tmp_path, number):
    blog = new_blog(tmp_path / "blog")
    with (tmp_path / "output").open("w") as output:
        process = subprocess.Popen(
            **blog.command(TARGET, EGREGORA_KEY=KEY),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=hear_signals,
        )
        wait_for(lambda: (blog.folder / "logs/ingest.log").exists(), process)
        # Ctrl-C and the end of a terminal reach all processes, `kill` reaches one.
        send = os.kill if number == signal.SIGTERM else os.killpg
        send(process.pid, number)
        assert process.wait(DEADLINE) == 128 + number
    shown = (tmp_path / "output").read_text(encoding="utf-8").splitlines()
    assert shown[-1] == LINE
    assert not [line for line in shown if "Traceback" in line or "killed" in line]
    assert jobs(process.pid) == {}
    done = blog.run(TARGET, EGREGORA_KEY=KEY)
    assert done.code == 0, done.output
    assert (blog.folder / TARGET).exists()
