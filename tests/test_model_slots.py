"""No more calls are under way together than allowed, over all jobs of a run."""

import asyncio
import os
import subprocess
import sys

import pytest

from egregora.llm.circuit_breaker import CrossProcessSemaphore
from model_setup import opened, questions, server

__all__ = ["server"]

ASKS = """
import sys
from model_setup import opened, questions
with opened(sys.argv[1]) as model:
    model.generate_all(questions(int(sys.argv[3]))[int(sys.argv[2]):])
"""
HOLDS = """
import sys
from pathlib import Path
from egregora.llm.circuit_breaker import open_lock, try_lock
with open_lock(Path(sys.argv[1]) / ".slot-0", None) as lock:
    print(try_lock(lock), flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def run(monkeypatch, root):
    monkeypatch.setenv("EGREGORA_RUN", "run 1")
    monkeypatch.setenv("EGREGORA_CALLS", "3")
    monkeypatch.setenv("PYTHONPATH", f"{root / 'scripts'}:{root / 'tests'}")


def test_jobs_side_by_side_share_the_slots(server, tmp_path):
    server.latency = 0.1
    jobs = [
        subprocess.Popen(
            [sys.executable, "-c", ASKS, str(tmp_path), str(first), str(first + 12)]
        )
        for first in (0, 12)
    ]
    assert [one.wait() for one in jobs] == [0, 0]
    assert len(server.seen) == 24
    assert server.most_under_way == 3


def test_a_job_that_is_killed_gives_its_slot_back(server, tmp_path, monkeypatch):
    monkeypatch.setenv("EGREGORA_CALLS", "1")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)],
        env=os.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "True\n"
    waiting = subprocess.Popen([sys.executable, "-c", ASKS, str(tmp_path), "0", "1"])
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(2)
    assert server.seen == []
    holder.kill()
    holder.communicate()
    assert waiting.wait() == 0
    with opened(tmp_path) as model:
        assert model.generate_all(questions(1)) == [{"title": "the thing number 0"}]
        assert model.counts.kept == 1


def test_calls_of_a_job_that_came_first_come_first(tmp_path):
    came = []

    async def call(slots, name):
        async with slots.one():
            came.append(name)
            await asyncio.sleep(0.03)

    async def calls():
        first, second = (CrossProcessSemaphore(tmp_path, 3) for _ in range(2))
        early = [asyncio.create_task(call(first, "first")) for _ in range(10)]
        await asyncio.sleep(0)
        late = [asyncio.create_task(call(second, "second")) for _ in range(4)]
        await asyncio.gather(*early, *late)
        await call(first, "first")

    asyncio.run(calls())
    assert came == 10 * ["first"] + 4 * ["second"] + ["first"]
