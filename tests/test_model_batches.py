"""Batches ask for the same answers at a lower price, and once, whatever happens."""

import json
import os
import subprocess
import sys

import pytest

import model_setup
from egregora.errors import AnswerRefused, ModelError, SettingError
from egregora.llm.access import check_provider
from model_setup import questions, server
from standin import KEY
from waiting import until

__all__ = ["server"]


def opened(folder, batch=True):
    return model_setup.opened(folder, batch=batch)


def answers_to(count):
    return [{"title": f"the thing number {n}"} for n in range(count)]


def notes(folder):
    return [json.loads(one.read_text()) for one in folder.glob(".batches/*/*.json")]


def test_all_answers_come_from_one_job_and_are_kept(server, tmp_path):
    with opened(tmp_path) as model:
        assert model.generate_all(questions(20)) == answers_to(20)
        assert (model.counts.kept, model.counts.asked) == (0, 20)
    assert server.counts["batch create"] == 1
    assert "p" not in server.counts
    assert notes(tmp_path) == []
    asked = len(server.seen)
    for batch in (True, False):
        with opened(tmp_path, batch) as model:
            assert model.generate_all(questions(20)) == answers_to(20)
    assert len(server.seen) == asked


def test_what_is_asked_is_deleted_at_the_provider(server, tmp_path):
    with opened(tmp_path) as model:
        model.generate_all(questions(3))
    assert server.desk.jobs == {}
    assert [name for name in server.desk.files if name.startswith("files/sent")] == []


def test_a_kind_of_file_that_is_not_taken_is_called_otherwise(server, tmp_path):
    server.desk.kinds = ("text/plain",)
    with opened(tmp_path) as model:
        assert model.generate_all(questions(2)) == answers_to(2)
    assert server.counts["batch create"] == 1


@pytest.mark.parametrize("fault", ["429", "500", "503", "reset", "short"])
def test_faults_on_the_way_make_no_second_job(server, tmp_path, fault):
    steps = "start", "upload", "create", "list", "state", "results", "delete"
    failed = set()

    def choose(seen):
        first = seen.purpose not in failed
        failed.add(seen.purpose)
        return fault if first else None

    server.choose = choose
    with opened(tmp_path) as model:
        assert model.generate_all(questions(5)) == answers_to(5)
    assert failed == {f"batch {step}" for step in steps}
    assert server.desk.made["Ask"] == 5


def test_an_answer_to_the_making_that_is_lost_makes_no_second_job(server, tmp_path):
    made = server.desk.jobs

    class Lost(server.handler):
        def answer(self, status, value, headers=()):
            if self.batch_purpose() == "batch create" and len(made) == 0:
                self.wfile = open(os.devnull, "wb")  # noqa: SIM115
                self.close_connection = True
            super().answer(status, value, headers)

    server.http.RequestHandlerClass = Lost
    with opened(tmp_path) as model:
        assert model.generate_all(questions(5)) == answers_to(5)
    assert server.desk.made["Ask"] == 5


def test_single_requests_that_fail_cost_no_other_answer(server, tmp_path):
    def numbered(line):
        told = line["request"]["contents"][0]["parts"][0]["text"]
        number = next(n for n in range(6) if f"number {n}" in told)
        return {1: 13, 2: 3, 3: "safety", 4: "truncated"}.get(number)

    server.desk.choose = numbered
    with opened(tmp_path) as model:
        answers = model.generate_all(questions(6))
    expected = answers_to(6)
    for refused in (2, 3):
        assert isinstance(answers[refused], AnswerRefused)
        assert "canary" not in str(answers[refused])
        expected[refused] = answers[refused]
    assert answers == expected
    # What may be answered later is asked at once, without batch.
    assert server.counts["Ask"] == 2
    assert server.counts["batch create"] == 1


@pytest.mark.parametrize("end", ["FAILED", "CANCELLED", "EXPIRED"])
def test_a_job_without_answers_is_told_and_made_anew_by_the_next_run(
    server, tmp_path, end
):
    server.desk.end = end
    with opened(tmp_path) as model:
        answers = model.generate_all(questions(3))
    assert {type(one) for one in answers} == {ModelError}
    assert end in str(answers[0])
    assert "canary" not in str(answers[0])
    server.desk.end = "SUCCEEDED"
    with opened(tmp_path) as model:
        assert model.generate_all(questions(3)) == answers_to(3)
    assert server.counts["batch create"] == 2
    assert "Ask" not in server.counts


CODE = """
import sys
from test_model_batches import opened, questions
with opened(sys.argv[1]) as model:
    model.generate_all(questions(5))
"""


@pytest.mark.parametrize("step", ["upload", "create", "state"])
def test_a_run_that_is_killed_is_taken_up_with_the_same_job(
    server, tmp_path, root, step
):
    server.desk.states = ("PENDING",) * 1000
    server.latency = 0.1
    killed = subprocess.Popen(
        [sys.executable, "-c", CODE, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": f"{root / 'scripts'}:{root / 'tests'}"},
    )
    until(lambda: server.counts[f"batch {step}"] or killed.poll() is not None)
    killed.kill()
    killed.wait()
    assert len(notes(tmp_path)) == 1
    until(lambda: not server.under_way)
    server.latency, server.desk.states = 0, ("RUNNING",)
    # By now there is one question more.
    with opened(tmp_path) as model:
        assert model.generate_all(questions(6)) == answers_to(6)
    assert server.desk.made["Ask"] == 6
    assert notes(tmp_path) == []


def test_a_job_that_the_provider_has_forgotten_is_made_anew(server, tmp_path):
    with opened(tmp_path) as model:
        model.generate_all(questions(2))
    for one in tmp_path.glob("p/??/*.json"):
        one.unlink()
    digests = sorted(one.digest("gemini") for one in questions(2))
    note = tmp_path / ".batches/p/0.json"
    note.parent.mkdir(parents=True, exist_ok=True)
    told = {"requests": digests, "model": "m", "job": "batches/gone"}
    note.write_text(json.dumps(told))
    with opened(tmp_path) as model:
        assert model.generate_all(questions(2)) == answers_to(2)
    assert server.counts["batch create"] == 2


def test_a_wrong_key_is_asked_once_and_named(server, tmp_path, monkeypatch):
    monkeypatch.setenv("GEMINI_API_KEY", "canary-of-a-wrong-key")
    with opened(tmp_path) as model:
        answers = model.generate_all(questions(5))
    assert len(server.seen) == 1
    assert {str(one)[:15] for one in answers} == {"GEMINI_API_KEY:"}


def test_the_notes_hold_nothing_of_requests_or_keys(server, tmp_path):
    server.desk.end = "FAILED"
    server.fail(*[None] * 4, "bad_request")
    with opened(tmp_path) as model:
        model.generate_all(questions(2))
    held = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert not [one for one in held if KEY in one.read_text()]
    assert not [one for one in held if "thing" in one.read_text()]


def test_batches_are_geminis_alone():
    local = {"provider": "openai", "base_url": "http://127.0.0.1:1/v1", "batch": True}
    with pytest.raises(SettingError, match=r"^model\.batch: "):
        check_provider(local)
