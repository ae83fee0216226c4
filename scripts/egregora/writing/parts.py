"""Long periods in parts: notes on each part, then the post from all notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from egregora.briefs import Brief
from egregora.errors import ModelError, SettingError
from egregora.model import settled
from egregora.model.base import Model
from egregora.model.requests import Request
from egregora.writing.request import (
    PURPOSE,
    about,
    everyone,
    memories,
    post_request,
    said,
    tokens,
    told,
)

ANSWER = 1000  # tokens that are left for what surrounds the data
TOPICS = 12
NOTES = {
    "type": "object",
    "properties": {
        "topics": {
            "type": "array",
            "maxItems": TOPICS,
            "items": {
                "type": "object",
                "properties": {
                    "topic": {"type": "string"},
                    "what": {"type": "string"},
                    "messages": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["topic", "what", "messages"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["topics"],
    "additionalProperties": False,
}


def written(brief: Brief, model: Model, prompts: dict[str, str]) -> dict[str, Any]:
    """Return the model's answer about `brief`, in parts if it cannot read it at once.

    Parameters
    ----------
    brief
        The period.
    model
        Who writes.
    prompts
        By `request.prompts`.

    Raises
    ------
    ModelError
        If an answer is missing; the others are kept.
    SettingError
        If the model can read too little for any part.

    """
    whole = told(brief)
    room = room_beside(prompts["write_post"], model)
    if room is None or tokens(whole) <= room:
        return model.generate(
            post_request(brief, model.name, prompts["write_post"], whole)
        )
    parts = split(brief, room_beside(prompts["write_notes"], model))
    answers = settled(
        model.generate_all(
            [
                notes_request(brief, model.name, prompts["write_notes"], one)
                for one in parts
            ]
        ),
        f"parts of {brief.period}",
    )
    data = gathered(brief, [one["topics"] for one in answers], room)
    return model.generate(post_request(brief, model.name, prompts["write_post"], data))


def room_beside(prompt: str, model: Model) -> int | None:
    """Return how many tokens the model can read besides `prompt`; None for any."""
    if model.max_input_tokens is None:
        return None
    return model.max_input_tokens - tokens(prompt) - ANSWER


def split(brief: Brief, room: int) -> list[list[int]]:
    """Return the numbers of the messages in as few parts as fit, in order."""
    fixed = tokens(about(brief))
    parts: list[list[int]] = [[]]
    used = fixed
    for number in range(1, len(brief.messages) + 1):
        size = tokens(said(brief, [number]))
        if fixed + size > room:
            raise SettingError(
                f"model.max_input_tokens: too small for message {number} of "
                f"{brief.period}; raise it by {fixed + size - room} or more"
            )
        if used + size > room:
            parts.append([])
            used = fixed
        parts[-1].append(number)
        used += size
    return parts


def notes_request(brief: Brief, model: str, prompt: str, numbers: list[int]) -> Request:
    """Return the request for notes on some messages of a period."""
    return Request(
        purpose=PURPOSE,
        model=model,
        prompt=prompt,
        data={**about(brief), **said(brief, numbers)},
        schema=NOTES,
        about=everyone(brief),
    )


def gathered(brief: Brief, notes: list[list[dict]], room: int) -> dict[str, Any]:
    """Return what the writer is told of a long period: notes, and what they cite.

    As much as fits: of each part the first topics, then memories.
    """
    for topics in range(TOPICS, 0, -1):
        for cited in (6, 3, 1):
            kept = [trimmed(part[:topics], cited, brief) for part in notes]
            numbers = sorted(
                {n for part in kept for one in part for n in one["messages"]}
            )
            data = {**about(brief), **said(brief, numbers), "notes": kept}
            remembered = {**data, "memories": memories(brief)}
            for one in (remembered, data):
                if tokens(one) <= room:
                    return one
    raise ModelError(
        f"{brief.period} is too long for model.max_input_tokens; raise it, or choose a "
        "shorter period"
    )


def trimmed(topics: Iterable[dict], cited: int, brief: Brief) -> list[dict]:
    """Return notes that cite at most so many messages, and only such as there are."""
    last = len(brief.messages)
    return [
        {**one, "messages": [n for n in one["messages"] if 1 <= n <= last][:cited]}
        for one in topics
    ]
