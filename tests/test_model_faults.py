"""Faults that pass are waited out; the others cost one request and no other answer."""

import os
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tenacity import Future, RetryCallState

from egregora.errors import AnswerRefused, ModelError
from egregora.llm import client
from egregora.llm.client import MAX_UNUSABLE_ANSWERS, pause_before_retry
from egregora.llm.gemini import gemini_fault
from egregora.llm.transport import parse_seconds
from egregora.llm.types import NoAnswer, ProviderUnavailable, TransientError
from model_setup import either, opened, questions, server
from standin import KEY, TRANSIENT, StandIn
from waiting import until

__all__ = ["either", "server"]


@pytest.mark.parametrize("fault", TRANSIENT)
def test_a_fault_that_passes_is_tried_again(either, tmp_path, fault):
    either.fail(fault, fault)
    with opened(tmp_path, either) as model:
        assert model.generate(questions(1)[0]) == {"title": "the thing number 0"}
        either.fail(fault, fault)
        assert len(model.embed(["a text", "another text"])) == 2
    assert max(either.succeeded.values()) == 1


def test_a_third_of_all_calls_may_fail_and_the_answers_are_the_same(
    server, tmp_path, monkeypatch
):
    texts = [f"text {n}" for n in range(250)]
    with opened(tmp_path / "calm") as model:
        expected = model.generate_all(questions(60)), model.embed(texts)
    assert len(server.seen) == 63
    with StandIn(rate=0.3) as stormy:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", stormy.url)
        with opened(tmp_path / "stormy") as model:
            assert (model.generate_all(questions(60)), model.embed(texts)) == expected
        assert len(stormy.seen) > 70
        assert set(stormy.succeeded.values()) == {1}


@pytest.mark.parametrize("fault", ["safety", "blocked"])
def test_a_refusal_costs_one_request_and_no_other_answer(either, tmp_path, fault):
    either.fail(fault)
    with opened(tmp_path, either, calls=1) as model:
        first, second = model.generate_all(questions(2))
    assert isinstance(first, AnswerRefused)
    assert second == {"title": "the thing number 1"}
    assert len(either.seen) == 2


@pytest.mark.parametrize(
    ("fault", "told"), [("quota", "used up"), ("no_model", "does not know")]
)
def test_what_fails_for_all_is_not_asked_for_all(either, tmp_path, fault, told):
    with opened(tmp_path, either, calls=2) as model:
        model.generate(questions(1)[0])
        either.always = fault
        answers = model.generate_all(questions(30))
    assert answers[0] == {"title": "the thing number 0"}
    assert all(
        isinstance(one, ProviderUnavailable) and told in str(one) for one in answers[1:]
    )
    assert len(either.seen) <= 3
    either.always = None
    with opened(tmp_path, either) as model:
        assert {"title": "the thing number 29"} in model.generate_all(questions(30))
        assert (model.counts.kept, model.counts.asked) == (1, 29)


def test_a_bad_key_is_asked_once_and_the_variable_is_named(
    either, tmp_path, monkeypatch
):
    variable = next(iter(either.environment))
    monkeypatch.setenv(variable, "canary-of-a-wrong-key")
    with opened(tmp_path, either) as model:
        answers = model.generate_all(questions(60))
        with pytest.raises(ModelError):
            model.embed(["a text"])
    assert len(either.seen) == 1
    (told,) = {str(one) for one in answers}
    assert told.startswith(f"{variable}: ")
    assert "canary" not in told


def test_the_key_travels_in_a_header_and_lies_in_no_file(either, tmp_path):
    with opened(tmp_path, either) as model:
        model.generate(questions(1)[0])
        model.embed(["a text"])
    assert all(KEY in str(seen.headers) for seen in either.seen)
    assert not [seen for seen in either.seen if KEY in seen.path + seen.body]
    held = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert not [one for one in held if KEY in one.read_text()]


def test_a_rerun_asks_only_for_what_is_not_kept(either, tmp_path):
    with opened(tmp_path, either) as model:
        before = model.generate_all(questions(3))
    sorted(tmp_path.glob("p/??/*.json"))[0].write_text('{"answer": ')
    with opened(tmp_path, either) as model:
        assert model.generate_all(questions(3)) == before
        assert (model.counts.kept, model.counts.asked) == (2, 1)
    assert len(either.seen) == 4


def test_answers_that_cannot_be_used_are_not_paid_for_ever(server, tmp_path):
    server.always = "truncated"
    with opened(tmp_path) as model, pytest.raises(NoAnswer, match="broken JSON"):
        model.generate(questions(1)[0])
    assert len(server.seen) == MAX_UNUSABLE_ANSWERS
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_an_attempt_that_hangs_is_cut_off_and_made_again(
    server, tmp_path, fault, monkeypatch
):
    monkeypatch.setattr(client, "ATTEMPT_SHARE", 1 / 100)
    server.fail(fault)
    with opened(tmp_path) as model:
        assert model.generate(questions(1)[0]) == {"title": "the thing number 0"}
    assert len(server.seen) >= 2


@pytest.mark.parametrize("fault", ["hang", "drip", "429"])
def test_a_server_that_never_answers_ends_within_few_deadlines(server, tmp_path, fault):
    server.always, server.retry_after = fault, 60
    with opened(tmp_path, seconds=0.3, calls=4) as model:
        answers = model.generate_all(questions(40))
    assert all(isinstance(one, ModelError) for one in answers)
    # A few wait for the deadline, the others are not tried.
    assert 4 <= sum(isinstance(one, NoAnswer) for one in answers) <= 8


def test_a_server_that_is_not_there_is_an_error(server, tmp_path, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", address)
        with opened(tmp_path, seconds=0.2) as model, pytest.raises(NoAnswer):
            model.generate(questions(1)[0])


def test_answers_that_came_are_kept_when_others_fail(server, tmp_path):
    server.fail(None, None, "safety")
    with opened(tmp_path, calls=1) as model:
        answers = model.generate_all(questions(3))
    assert [isinstance(one, ModelError) for one in answers] == [False, False, True]
    with opened(tmp_path) as model:
        assert model.generate_all(questions(3))[:2] == answers[:2]
        assert (model.counts.kept, model.counts.asked) == (2, 1)


def test_a_killed_run_loses_none_of_the_answers_that_came(root, tmp_path, monkeypatch):
    code = f"""
from model_setup import opened, questions
with opened({str(tmp_path)!r}, calls=2) as model:
    model.generate_all(questions(40))
"""
    killed = threading.Event()

    def hold(seen):
        if len(slow.seen) >= 12:
            killed.wait(60)

    with StandIn(hold=hold) as slow:
        for name, value in slow.environment.items():
            monkeypatch.setenv(name, value)
        paths = f"{root / 'scripts'}:{root / 'tests'}"
        run = subprocess.Popen(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": paths}
        )
        until(lambda: len(slow.seen) >= 12 or run.poll() is not None)
        run.kill()
        run.wait()
        came = len(slow.seen)
        killed.set()
        with opened(tmp_path) as model:
            assert len(model.generate_all(questions(40))) == 40
        # Two calls may have been under way.
        assert came - 2 <= model.counts.kept < 40


def failed(fault, attempt):
    state = RetryCallState(None, None, (), {})
    state.attempt_number = attempt
    state.outcome = Future.construct(attempt, fault, has_exception=True)
    return state


@given(attempt=st.integers(1, 20), wait=st.floats(0.001, 500))
def test_no_retry_comes_earlier_than_the_provider_asks(attempt, wait):
    assert (
        pause_before_retry(failed(TransientError("busy", wait), attempt), 1.0) >= wait
    )
    assert 0.5 <= pause_before_retry(failed(TransientError("busy"), attempt), 1.0) <= 30


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("34s", 34), ("1.5s", 1.5), (" 7 ", 7), ("", 0), ("soon", 0), ("-3", 0)],
)
def test_seconds_to_wait_are_read(text, seconds):
    assert parse_seconds(text) == seconds


def test_a_date_to_wait_for_is_read():
    inside = datetime.now(UTC) + timedelta(seconds=100)
    assert 90 < parse_seconds(format_datetime(inside, usegmt=True)) <= 100
    assert parse_seconds("Wed, 01 Jan 2020 00:00:00 GMT") == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("error", "details", "violations", "quotaId", "reason"),
                    *("status", "message", "retryDelay"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(code=st.integers(300, 600), body=st.dictionaries(st.text(), JSON) | JSON)
def test_any_error_of_the_api_is_a_fault_that_quotes_nothing(code, body):
    canary = {"message": "canary of the chat", "error": {"message": "canary"}}
    body = body | canary if isinstance(body, dict) else canary
    fault = gemini_fault(code, body, {})
    assert isinstance(fault, TransientError | ModelError)
    assert "canary" not in str(fault)
    assert "\n" not in str(fault)
