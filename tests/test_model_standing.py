"""What one job learns of the provider, the other jobs of the run know."""

import subprocess
import sys
from dataclasses import replace

import pytest

from egregora.errors import ModelError
from egregora.llm import client
from egregora.llm.models import open_model
from egregora.llm.types import ProviderUnavailable
from model_setup import GEMINI, questions, server
from standin import KEY
from standin_openai import local
from waiting import until

__all__ = ["local", "server"]


@pytest.fixture
def run(monkeypatch):
    """A run whose looks at the key may take long."""
    monkeypatch.setenv("EGREGORA_RUN", "run 1")
    monkeypatch.setattr(client, "MAX_KEY_CHECK_SECONDS", 60)


def job(folder, number, **limits):
    """Ask one question as a job of its own would; return what came of it."""
    given = {"seconds": 60, "calls": 1, "pause": 0.005} | limits
    with open_model(GEMINI, folder, **given) as model:
        try:
            return model.generate(questions(number + 1)[number])
        except ModelError as error:
            return error


def test_a_bad_key_is_asked_once_by_all_jobs_and_named_once(
    server, tmp_path, monkeypatch, run
):
    monkeypatch.setenv("GEMINI_API_KEY", "canary-of-a-wrong-key")
    told = [str(job(tmp_path, n)) for n in range(9)]
    assert (server.looks, len(server.seen)) == (1, 1)
    assert sum("GEMINI_API_KEY" in one for one in told) == 1
    assert all("key" in one for one in told)
    monkeypatch.setenv("EGREGORA_RUN", "run 2")
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    assert job(tmp_path, 0) == {"title": "the thing number 0"}


def test_a_quota_that_is_used_up_is_asked_once_by_all_jobs(server, tmp_path, run):
    assert job(tmp_path, 0) == {"title": "the thing number 0"}
    server.always = "quota"
    told = [job(tmp_path, n) for n in range(1, 9)]
    assert {type(one) for one in told} == {ProviderUnavailable}
    assert {str(one)[:12] for one in told} == {"the quota of"}
    assert len(server.seen) == 2


def test_another_model_may_still_be_asked(server, tmp_path, run):
    server.fail("quota")
    assert isinstance(job(tmp_path, 0), ProviderUnavailable)
    with open_model(GEMINI | {"name": "other"}, tmp_path, seconds=60) as model:
        assert len(model.embed(["a text"])) == 1


def together(server, count, alone=0):
    """Let no call be answered before so many are under way; the first ones may be."""

    def hold(seen):
        if server.seen.index(seen) >= alone:
            until(lambda: server.most_under_way >= count)

    server.hold = hold


def under_way_together(server, folder, name):
    """Return how many calls were under way together where four may be."""
    server.most_under_way = 0
    with open_model(GEMINI | {"name": name}, folder, seconds=60, calls=4) as model:
        model.generate_all([replace(one, model=name) for one in questions(4)])
    return server.most_under_way


def test_a_look_at_the_key_lets_all_calls_go_at_once(server, tmp_path, run):
    together(server, 4)
    assert under_way_together(server, tmp_path, "m") == 4
    assert under_way_together(server, tmp_path, "other") == 4
    assert (server.looks, len(server.seen)) == (1, 8)


def test_where_no_key_can_be_looked_at_the_first_call_of_one_model_proves_it(
    server, tmp_path, run
):
    # Others that did not wait for the first would come while it is under way.
    server.latency, server.lists_models = 0.5, False
    together(server, 3, alone=1)
    assert under_way_together(server, tmp_path, "m") == 3
    together(server, 4)
    assert under_way_together(server, tmp_path, "other") == 4
    assert (server.looks, len(server.seen)) == (1, 8)


def test_a_server_of_ones_own_gets_more_calls_at_once_as_it_answers_fast(
    local, tmp_path, run
):
    with open_model(local.settings | {"name": "llama"}, tmp_path, calls=4) as model:
        model.generate_all(questions(1))
        assert local.most_under_way == 1
        model.generate_all(questions(40))
    assert 1 < local.most_under_way <= 4


def test_a_refused_request_is_asked_once_in_a_run(server, tmp_path, monkeypatch, run):
    server.fail("safety")
    told = [str(job(tmp_path, 0)) for _ in range(3)]
    assert told == ["the answer was cut off (SAFETY)"] * 3
    assert len(server.seen) == 1
    assert job(tmp_path, 1) == {"title": "the thing number 1"}
    monkeypatch.setenv("EGREGORA_RUN", "run 2")
    assert job(tmp_path, 0) == {"title": "the thing number 0"}


def test_jobs_stop_asking_a_server_that_never_answers(server, tmp_path, run):
    server.always = "hang"
    told = [str(job(tmp_path, n, seconds=0.3)) for n in range(9)]
    assert server.looks == 1
    assert sum(one.startswith("no answer within") for one in told) == 4
    assert sum(one.startswith("4 calls in a row") for one in told) == 5


def test_no_job_calls_while_the_provider_asks_to_wait(server, tmp_path, run):
    server.retry_after = 4
    server.fail("429")
    assert isinstance(job(tmp_path, 0, seconds=3), ModelError)
    assert job(tmp_path, 1) == {"title": "the thing number 1"}
    first, second = server.seen
    assert second.at - first.at >= 4


def test_calls_under_way_together_all_wait_when_one_is_asked_to(server, tmp_path):
    server.retry_after = 0.8
    server.fail(None, "429")
    with open_model(GEMINI, tmp_path, seconds=60, calls=2, pause=0.005) as model:
        model.generate_all(questions(9))
    busy = next(seen for seen in server.seen if seen.fault == "429")
    later = [seen.at - busy.at for seen in server.seen if seen.at > busy.at]
    # One may have been on its way.
    assert sum(after < 0.8 for after in later) <= 1
    assert len(later) >= 7


def test_first_calls_of_jobs_side_by_side_go_one_by_one(
    server, tmp_path, root, monkeypatch, run
):
    monkeypatch.setenv("GEMINI_API_KEY", "canary-of-a-wrong-key")
    monkeypatch.setenv("PYTHONPATH", f"{root / 'scripts'}:{root / 'tests'}")
    server.latency = 0.2
    code = (
        "import sys, test_model_standing as t; t.client.MAX_KEY_CHECK_SECONDS = 60;"
        "print(t.job(sys.argv[1], {n}))"
    )
    jobs = [
        subprocess.Popen([sys.executable, "-c", code.format(n=n), str(tmp_path)])
        for n in range(3)
    ]
    for one in jobs:
        one.wait()
    assert (server.looks, len(server.seen)) == (1, 1)


def test_a_job_that_is_killed_holds_no_other_back(server, tmp_path, root, run):
    code = """
import sys
from pathlib import Path
from egregora.llm.circuit_breaker import open_lock, try_lock
with open_lock(Path(sys.argv[1]) / ".standing.first", None) as lock:
    print(try_lock(lock), flush=True)
    sys.stdin.read()
"""
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"PYTHONPATH": str(root / "scripts")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "True\n"
    assert str(job(tmp_path, 0, seconds=0.3)).startswith("no answer")
    assert server.seen == []
    holder.kill()
    holder.communicate()
    assert job(tmp_path, 1) == {"title": "the thing number 1"}
