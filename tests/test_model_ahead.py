"""What many jobs will ask is asked ahead of them, in as few rounds as there can be."""

import pytest

from egregora.errors import ModelError
from egregora.llm.cache import prefetch, split_into_parts
from egregora.llm.types import Request
from model_setup import opened, questions, server

__all__ = ["server"]

LONG = {
    "type": "object",
    "properties": {"topics": {"type": "array", "items": {"type": "string"}}},
}


def follow_up(answer):
    """Return a request that depends on an earlier answer."""
    return Request(
        "p", "m", "# Then", {"text": answer["title"]}, questions(1)[0].schema
    )


def short(number):
    return lambda model: model.generate(questions(number + 1)[number])


def long(model):
    """Ask in parts, then about the parts."""
    parts = model.generate_all(questions(5)[3:])
    return model.generate_all([follow_up(one) for one in parts])


def test_jobs_find_their_answers_kept_after_as_many_rounds_as_they_need(
    server, tmp_path
):
    with opened(tmp_path, batch=True) as model:
        assert prefetch(model, [short(0), long, short(1)]) == 0
    assert server.counts["batch create"] == 2
    assert server.desk.made == {"Ask": 4, "Then": 2}
    with opened(tmp_path) as model:
        for job in (short(0), long, short(1)):
            job(model)
        assert model.counts.asked == 0


def test_a_job_that_cannot_go_on_keeps_no_other_back(server, tmp_path):
    server.desk.choose = lambda line: "safety" if "number 3" in str(line) else None
    with opened(tmp_path, batch=True) as model:
        assert prefetch(model, [short(0), long]) == 1
        assert short(0)(model) == {"title": "the thing number 0"}
        assert (model.counts.kept, model.counts.asked) == (1, 2)


def test_a_round_without_any_answer_is_an_error_unless_all_was_refused(
    server, tmp_path
):
    server.desk.choose = lambda line: "safety"
    with opened(tmp_path / "refused", batch=True) as model:
        assert prefetch(model, [short(0), short(1)]) == 2
    server.desk.end = "EXPIRED"
    with (
        opened(tmp_path / "expired", batch=True) as model,
        pytest.raises(ModelError, match="EXPIRED"),
    ):
        prefetch(model, [short(0), short(1)])


def numbered(count):
    """Return names with a digest each."""
    return {f"{number:04}": str(number) for number in range(count)}


def test_many_names_make_few_parts_that_hold_each_name_once():
    parts = split_into_parts(numbered(520), 16, {})
    assert [one for part in parts.values() for one in part] == list(numbered(520))
    assert [len(one) for one in parts.values()] == 8 * [16] + 8 * [32] + [64, 64, 8]
    assert split_into_parts({}, 16, {}) == {}


def test_a_name_at_the_end_changes_the_last_part_alone():
    before, after = (split_into_parts(numbered(count), 16, {}) for count in (99, 100))
    assert list(before)[:-1] == list(after)[:-1]
    assert list(before)[-1] != list(after)[-1]
    assert len(split_into_parts(numbered(113), 16, {})) == len(after) + 1


def test_a_part_is_named_for_what_is_asked_of_it():
    names = numbered(40)
    before = list(split_into_parts(names, 16, {"prompt": "one"}))
    after = list(split_into_parts(names | {"0020": "changed"}, 16, {"prompt": "one"}))
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, False, True]
    assert set(before).isdisjoint(split_into_parts(names, 16, {"prompt": "two"}))
