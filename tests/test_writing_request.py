"""What a model is asked: compact, complete, and in parts where it is long."""

import re
from dataclasses import replace

import pytest

from brief_fixture import brief_of, sample
from egregora.errors import ModelError, SettingError
from egregora.files import canonical_json
from egregora.llm.models import OfflineModel
from egregora.periods.briefs import Memory, Term
from egregora.posts.prompt import (
    NOTES_SCHEMA,
    POST_SCHEMA,
    ask_for_post,
    data_of_brief,
    max_tokens_of,
    parse_prompts,
    person_letters,
)

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
    first = numbers_of(data)[0]
    return {"topics": [{"topic": "t", "what": "w", "messages": [first, 10**6]}]}


def numbers_of(data):
    """Return the numbers of the messages that a model is given."""
    found = (re.match(r"(\d+)[A-Z]*(?:\+\d+)? ", one) for one in data["messages"])
    return [int(one[1]) for one in found if one]


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
    data = data_of_brief(sample())
    assert numbers_of(data) == list(range(1, 62))
    assert data["messages"][:2] == [
        "2025-03-03 08:00",
        "1 Samambaia mudou a imagem do grupo",
    ]
    assert "11C+1 I have one. He looks disappointed in it." in data["messages"]
    assert data["people"][2] == "Sir Saudade"
    assert data["links"][0] == [1, 24, "Roteiro da Serra do Cipó"]
    assert data["media"][0][:3] == [1, 11, "image"]
    assert data["memories"][0][0] == "2025-W06"


def test_people_are_letters_like_columns_of_a_spreadsheet():
    assert [person_letters(by) for by in (None, 0, 25, 26, 701, 702)] == [
        "",
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]


@pytest.mark.parametrize("messages", [50, 400])
def test_what_a_model_is_told_is_at_most_1_3_times_what_was_said(messages):
    brief = long_brief(messages)
    said = sum(len(one.text.encode()) for one in brief.messages)
    memory = Memory("2025-W01", "2025-01-01T10:00", "Ana: " + "bolo " * 300, ["bolo"])
    full = replace(
        brief,
        memories=[memory] * 5,
        terms=[Term(f"palavra{n}", 1.0, 3, 2) for n in range(25)],
        topics=["comida"],
        known_topics=[f"assunto {n}" for n in range(8)],
    )
    assert len(canonical_json(data_of_brief(full))) <= 1.3 * said


def test_a_whole_request_is_at_most_1_3_times_a_long_period(prompt):
    # The instructions are the same for every post.
    brief = long_brief()
    said = sum(len(one.text.encode()) for one in brief.messages)
    instructions = len(parse_prompts(prompt)["write_post"].encode())
    assert instructions <= 3400
    assert len(canonical_json(data_of_brief(brief))) + instructions <= 1.3 * said


def test_a_period_that_fits_is_asked_about_once(prompt):
    model = Reader(answering, 100_000)
    assert ask_for_post(sample(), model, parse_prompts(prompt)) == POST
    (request,) = model.asked
    assert request.schema == POST_SCHEMA
    assert request.purpose == "write_post"
    assert set(request.about) == {one.author for one in sample().people}


def test_a_long_period_is_written_in_parts_that_fit(prompt):
    brief, room = long_brief(), 8000
    model = Reader(answering, room)
    assert ask_for_post(brief, model, parse_prompts(prompt)) == POST
    *parts, last = model.asked
    assert len(parts) > 1
    assert all(one.schema == NOTES_SCHEMA for one in parts)
    assert last.schema == POST_SCHEMA
    for one in model.asked:
        assert max_tokens_of(one.data) + max_tokens_of(one.prompt) <= room
    numbers = [number for one in parts for number in numbers_of(one.data)]
    assert numbers == list(range(1, 401))
    assert numbers_of(last.data) == [numbers_of(one.data)[0] for one in parts]


def test_a_message_that_no_part_can_hold_names_the_setting(prompt):
    brief = brief_of(
        ("2025-03-03 09:00", "Ana", "x" * 60_000), ("2025-03-03 09:01", "B", "oi")
    )
    with pytest.raises(SettingError, match="too small for message 1 of 2025-W10"):
        ask_for_post(brief, Reader(answering, 8000), parse_prompts(prompt))


def test_a_part_without_an_answer_fails_the_post(prompt):
    def refusing(data):
        if "memories" in data:
            return POST
        raise ModelError("no answer")

    with pytest.raises(ModelError):
        ask_for_post(long_brief(), Reader(refusing, 8000), parse_prompts(prompt))


def test_the_owners_wishes_reach_the_writer_only(prompt):
    found = parse_prompts(prompt, "Escreva como um cronista.")
    assert "Escreva como um cronista." in found["write_post"]
    assert "cronista" not in found["write_notes"]
    assert parse_prompts(prompt) == parse_prompts(prompt, "  ")


def test_the_prompt_knows_every_reference_of_the_body(prompt):
    for reference in ("[[message:", "[[media:", "[[link:", "[[memory:"):
        assert reference in parse_prompts(prompt)["write_post"]
