"""Answers are kept whole, found again, and deleted with the people they concern."""

import json

import pytest

from egregora.llm.cache import ResponseCache

DIGEST = "ab" + "0" * 62


@pytest.fixture
def answers(tmp_path):
    kept = ResponseCache(tmp_path / "answers")
    keep(kept, DIGEST, {"title": "Pão"}, about=("b", "a"))
    return kept


def keep(answers, digest, answer, about=()):
    answers.keep(
        "write_post", digest, answer, provider="gemini", model="m", about=about
    )


def test_a_kept_answer_is_found_by_its_digest(answers):
    assert answers.find("write_post", DIGEST) == {"title": "Pão"}
    assert answers.find("write_post", "cd" + "0" * 62) is None
    assert answers.find("rank_posts", DIGEST) is None


def test_the_file_says_who_answered_whom_it_concerns_and_nothing_of_the_request(
    answers,
):
    path = answers.folder / "write_post" / "ab" / f"{DIGEST}.json"
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "about": ["a", "b"],
        "answer": {"title": "Pão"},
        "digest": DIGEST,
        "model": "m",
        "provider": "gemini",
        "purpose": "write_post",
        "usage": {},
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"answer": {"ti',
        b"[]",
        b'{"answer": 1}',
        b"\xff\xfe",
        b"null",
        b"[" * 10**5,
    ],
)
def test_a_broken_file_is_no_answer_and_is_replaced(answers, content):
    answers.path("write_post", DIGEST).write_bytes(content)
    assert answers.find("write_post", DIGEST) is None
    keep(answers, DIGEST, {"title": "again"})
    assert answers.find("write_post", DIGEST) == {"title": "again"}


def test_a_file_under_a_wrong_name_is_no_answer(answers):
    other = "ab" + "1" * 62
    answers.path("write_post", DIGEST).rename(answers.path("write_post", other))
    assert answers.find("write_post", other) is None


def test_answers_leave_with_the_people_they_concern(answers):
    other = "cd" + "0" * 62
    keep(answers, other, {"title": "stays"}, about=("c",))
    assert answers.forget({"a", "z"}) == 1
    assert answers.find("write_post", DIGEST) is None
    assert answers.find("write_post", other) == {"title": "stays"}


def test_a_broken_file_leaves_with_anybody(answers):
    answers.path("write_post", DIGEST).write_text("{", encoding="utf-8")
    assert answers.forget({"z"}) == 1


def test_nobody_leaving_deletes_nothing_from_no_folder(tmp_path):
    assert ResponseCache(tmp_path / "none").forget({"a"}) == 0
