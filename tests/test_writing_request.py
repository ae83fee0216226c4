"""What a model is asked: compact, complete, and in parts where it is long."""

import json

import pytest

from brief_fixture import brief_of, sample
from egregora.errors import ModelError, SettingError
from egregora.model.offline import OfflineModel
from egregora.writing.parts import NOTES, written
from egregora.writing.request import SCHEMA, prompts, tokens, told

POST = {"title": "t", "summary": "s", "tags": ["a"], "body": "b"}


class Reader(OfflineModel):
    """A model that reads little, and remembers what it was asked."""

    def __init__(self, answer, room):
        super().__init__(answer)
        self.max_input_tokens = room
        self.asked = []

    def generate_all(self, requests):
        self.asked += requests
        return super().generate_all(requests)


def answering(data):
    """Return notes on the first message of a part, or the post."""
    if "notes" in data or "memories" in data:
        return POST
    first = next(one for one in data["messages"] if isinstance(one, list))
    return {"topics": [{"topic": "t", "what": "w", "messages": [first[0], 10**6]}]}


@pytest.fixture
def prompt(root):
    return (root / "scripts/prompts/write_post.md").read_text(encoding="utf-8")


def long_brief(messages=400):
    return brief_of(
        *(
            (
                f"2025-03-0{3 + n // 100} {8 + n % 100 // 10:02}:{n % 10:02}",
                "AB"[n % 2],
                f"{n} " + "serra " * 12,
            )
            for n in range(messages)
        )
    )


def test_a_model_is_told_everything_with_the_numbers_to_cite():
    data = told(sample())
    said = [one for one in data["messages"] if isinstance(one, list)]
    assert [one[0] for one in said] == list(range(1, 62))
    assert [12, 4, "só tenho dele de costas, que é como ele me trata"] not in said
    assert said[0] == [1, None, "Samambaia mudou a imagem do grupo"]
    assert said[10][2:] == ["I have one. He looks disappointed in it.", 1]
    assert data["messages"][0] == "2025-03-03 08:00"
    assert data["links"][0][:3] == [
        1,
        "https://example.org/serra/roteiro",
        "Roteiro da Serra do Cipó",
    ]
    assert data["media"][0][:2] == [1, "image"]
    assert [one[0] for one in data["memories"]] == ["2025-W06", "2024-W10"]


def test_a_request_is_hardly_longer_than_what_was_said():
    brief = long_brief()
    said = sum(len(one.text.encode()) for one in brief.messages)
    assert len(json.dumps(told(brief), ensure_ascii=False).encode()) <= 1.3 * said


def test_a_period_that_fits_is_asked_about_once(prompt):
    model = Reader(answering, 100_000)
    assert written(sample(), model, prompts(prompt)) == POST
    (request,) = model.asked
    assert request.schema == SCHEMA
    assert request.purpose == "write_post"
    assert set(request.about) == {one.author for one in sample().people}


def test_a_long_period_is_written_in_parts_that_fit(prompt):
    brief, room = long_brief(), 8000
    model = Reader(answering, room)
    assert written(brief, model, prompts(prompt)) == POST
    *parts, last = model.asked
    assert len(parts) > 1
    assert all(one.schema == NOTES for one in parts)
    assert last.schema == SCHEMA
    for one in model.asked:
        assert tokens(one.data) + tokens(one.prompt) <= room
    numbers = [
        m[0] for one in parts for m in one.data["messages"] if isinstance(m, list)
    ]
    assert numbers == list(range(1, 401))
    cited = [m[0] for m in last.data["messages"] if isinstance(m, list)]
    assert cited == [
        next(m[0] for m in one.data["messages"] if isinstance(m, list)) for one in parts
    ]


def test_a_message_that_no_part_can_hold_names_the_setting(prompt):
    brief = brief_of(
        ("2025-03-03 09:00", "Ana", "x" * 60_000), ("2025-03-03 09:01", "B", "oi")
    )
    with pytest.raises(SettingError, match="too small for message 1 of 2025-W10"):
        written(brief, Reader(answering, 8000), prompts(prompt))


def test_a_part_without_an_answer_fails_the_post(prompt):
    def refusing(data):
        if "memories" in data:
            return POST
        raise ModelError("no answer")

    with pytest.raises(ModelError):
        written(long_brief(), Reader(refusing, 8000), prompts(prompt))


def test_the_owners_wishes_reach_the_writer_only(prompt):
    found = prompts(prompt, "Escreva como um cronista.")
    assert "Escreva como um cronista." in found["write_post"]
    assert "cronista" not in found["write_notes"]
    assert prompts(prompt) == prompts(prompt, "  ")


def test_the_prompt_knows_every_reference_of_the_body(prompt):
    for reference in ("[[message:", "[[media:", "[[link:", "[[memory:"):
        assert reference in prompts(prompt)["write_post"]
