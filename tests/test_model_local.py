"""A server of one's own may answer one call at a time, and slowly."""

import threading

import pytest

from egregora.errors import ModelError
from egregora.llm.client import MAX_CUT_CALLS
from egregora.llm.types import NoAnswer, ProviderUnavailable
from model_setup import local, opened, questions

__all__ = ["local"]


def take_one_at_a_time(server, seconds):
    """Let calls wait for one another, and take so long each."""
    turn = threading.Lock()

    def hold(seen):
        with turn:
            server.stopping.wait(seconds)

    server.hold = hold


def test_slow_calls_on_a_server_that_takes_one_at_a_time_are_all_answered_once(
    local, tmp_path
):
    take_one_at_a_time(local, 0.3)
    with opened(tmp_path, local, seconds=1.5, calls=8) as model:
        answers = model.generate_all(questions(8))
    assert all(isinstance(one, dict) for one in answers)
    assert len(local.seen) == 8


def test_one_call_may_use_its_whole_deadline(local, tmp_path):
    take_one_at_a_time(local, 1.2)
    with opened(tmp_path, local, seconds=2, calls=8) as model:
        answers = model.generate_all(questions(3))
    assert all(isinstance(one, dict) for one in answers)
    assert len(local.seen) == 3


def test_calls_that_are_cut_off_are_told_with_the_setting_and_soon_end_it(
    local, tmp_path
):
    local.always = "hang"
    with opened(tmp_path, local, seconds=0.3, calls=8) as model:
        answers = model.generate_all(questions(6))
    assert isinstance(answers[0], NoAnswer)
    assert "model.deadline_seconds" in str(answers[0])
    assert all(isinstance(one, ModelError) for one in answers)
    assert len(local.seen) == MAX_CUT_CALLS


def test_a_call_that_is_cut_off_means_fewer_at_once(local, tmp_path):
    with opened(tmp_path, local, calls=4) as model:
        model.generate_all(questions(30))
        state = model.asker.standing
        before = state.pace("p")
        assert before > 1
        state.slow_down("p")
        assert state.pace("p") == before // 2


def test_where_nobody_answers_it_is_told_long_before_the_deadline(tmp_path, local):
    local.http.server_close()
    nobody = pytest.raises(ProviderUnavailable, match="nobody answers at the address")
    with opened(tmp_path, local, seconds=300, pause=0.01) as model, nobody:
        model.generate(questions(1)[0])
