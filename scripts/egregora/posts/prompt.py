"""What a model is asked about a period: the brief in short, with numbers to cite.

A period that is too long for the model is sent in parts: first the model makes notes
on each part, then it writes the post from all notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from egregora.errors import ModelError, SettingError
from egregora.files import canonical_json
from egregora.llm.models import require_answers
from egregora.llm.types import Model, Request
from egregora.periods.briefs import Brief, Memory
from egregora.text.plain import shorten

POST_PURPOSE = "write_post"
TIME_STAMP_GAP = timedelta(minutes=10)  # after which the time is told again
MAX_PROMPT_NOTE = 120
# Characters of a passage of an earlier period at the least, and the part of what was
# said that all of them may be.
MIN_MEMORY_EXCERPT = 120
MEMORY_SHARE = 0.06
MIN_BYTES_PER_TOKEN = 3  # bytes of a token, at the least

POST_SCHEMA = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "summary": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 6},
        "body": {"type": "string"},
    },
    "required": ["title", "summary", "tags", "body"],
    "additionalProperties": False,
}


def post_request(
    brief: Brief, model: str, prompt: str, data: dict[str, Any]
) -> Request:
    """Return the request for the post of `brief`, told by `data`."""
    return Request(
        purpose=POST_PURPOSE,
        model=model,
        prompt=prompt,
        data=data,
        schema=POST_SCHEMA,
        about=authors_in_brief(brief),
    )


def authors_in_brief(brief: Brief) -> tuple[str, ...]:
    """Return the pseudonyms of those who wrote in the period or what it recalls."""
    wrote = {one.author for one in brief.people}
    return tuple(sorted(wrote.union(*(one.authors for one in brief.memories))))


def parse_prompts(text: str, instructions: str = "") -> dict[str, str]:
    """Return the parts of the prompt file by their headings, which they keep.

    Parameters
    ----------
    text
        Parts, each under a heading `# write_post` or `# write_notes`.
    instructions
        Wishes for the tone, from the settings.

    """
    parts = re.split(r"^# (\w+)\n", text, flags=re.MULTILINE)
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    found = {name: f"# {name}\n\n{part.strip()}" for name, part in pairs}
    if instructions.strip():
        found["write_post"] += (
            f"\n\nWishes of the owner of the blog:\n\n{instructions.strip()}"
        )
    return found


def data_of_brief(brief: Brief) -> dict[str, Any]:
    """Return the brief as a model is told it."""
    everything = range(1, len(brief.messages) + 1)
    return {
        **period_data(brief),
        **message_data(brief, everything),
        "memories": memory_excerpts(brief),
    }


def period_data(brief: Brief) -> dict[str, Any]:
    """Return what is to be known of the whole period, but for what was said."""
    return {
        "language": brief.language,
        "period": brief.period,
        "people": [one.alias for one in brief.people],
        "topics": list(dict.fromkeys(brief.topics + brief.known_topics)),
    }


def memory_excerpts(brief: Brief) -> list[list[str]]:
    """Return what the passages of earlier periods say, in short.

    Together they are not much longer than a part of what was said in the period.
    """
    said = sum(len(one.text) for one in brief.messages)
    room = max(MIN_MEMORY_EXCERPT, int(said * MEMORY_SHARE)) // max(
        len(brief.memories), 1
    )
    return [
        [one.period, shorten(memory_passage(one), max(room, MIN_MEMORY_EXCERPT))]
        for one in brief.memories[
            : max(1, int(said * MEMORY_SHARE) // MIN_MEMORY_EXCERPT)
        ]
    ]


def memory_passage(memory: Memory) -> str:
    """Return the line of a memory that has most of the words that it shares."""
    words = [one.casefold() for one in memory.terms]
    lines = memory.text.split("\n")
    return max(lines, key=lambda line: sum(one in line.casefold() for one in words))


def message_data(brief: Brief, numbers: Sequence[int]) -> dict[str, Any]:
    """Return the numbered messages with the links and media that belong to them."""
    messages = [brief.messages[number - 1] for number in numbers]
    texts = {one.id: one.text for one in messages}
    ids = {one.id: number for number, one in zip(numbers, messages, strict=True)}
    files = {one.id: number for number, one in enumerate(brief.media, 1)}
    return {
        "messages": numbered_lines(zip(numbers, messages, strict=True), files),
        "links": [
            [
                number,
                ids[one.message],
                one.title or one.domain,
                *optional_note(one.description),
            ]
            for number, one in enumerate(brief.links, 1)
            if one.message in ids
        ],
        "media": [
            [
                files[one.id],
                ids[one.message],
                one.media_type,
                *optional_note("" if one.note == texts[one.message] else one.note),
            ]
            for one in brief.media
            if one.message in ids and (one.path or one.note)
        ],
    }


def numbered_lines(numbered: Any, files: dict[str, int]) -> list[str]:
    """Return messages as "12B text", the time before a new exchange.

    The letters mean the person, by their place among `people`, and are missing
    for notices; `+3` after them is the number of a file. The day is told where it
    changes.
    """
    found: list[str] = []
    before: datetime | None = None
    for number, message in numbered:
        at = datetime.fromisoformat(message.at)
        if before is None or not timedelta() <= at - before < TIME_STAMP_GAP:
            same = before and before.date() == at.date()
            found.append(at.strftime("%H:%M" if same else "%Y-%m-%d %H:%M"))
        before = at
        file = f"+{files[message.media]}" if message.media in files else ""
        found.append(f"{number}{person_letters(message.by)}{file} {message.text}")
    return found


def person_letters(by: int | None) -> str:
    """Return the letters of a person by index: A to Z, AA, AB…; "" for none."""
    found, left = "", -1 if by is None else by
    while left >= 0:
        left, letter = divmod(left, 26)
        found = chr(65 + letter) + found
        left -= 1
    return found


def optional_note(text: str | None) -> list[str]:
    """Return what is known of a link or file as the last part of its row, if any."""
    return [shorten(text, MAX_PROMPT_NOTE)] if text else []


def max_tokens_of(value: Any) -> int:
    """Return how many tokens `value` takes at the most, as JSON."""
    return len(canonical_json(value)) // MIN_BYTES_PER_TOKEN + 1


RESERVED_TOKENS = 1000  # tokens that are left for what surrounds the data
MAX_NOTED_TOPICS = 12
NOTES_SCHEMA = {
    "type": "object",
    "properties": {
        "topics": {
            "type": "array",
            "maxItems": MAX_NOTED_TOPICS,
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


def ask_for_post(brief: Brief, model: Model, prompts: dict[str, str]) -> dict[str, Any]:
    """Return the model's answer about `brief`, in parts if it cannot read it at once.

    Parameters
    ----------
    brief
        The period.
    model
        Who writes.
    prompts
        By `prompt.parse_prompts`.

    Raises
    ------
    ModelError
        If an answer is missing; the others are kept.
    SettingError
        If the model can read too little for any part.

    """
    whole = data_of_brief(brief)
    room = tokens_beside(prompts["write_post"], model)
    if room is None or max_tokens_of(whole) <= room:
        return model.generate(
            post_request(brief, model.name, prompts["write_post"], whole)
        )
    parts = split_brief(brief, tokens_beside(prompts["write_notes"], model))
    answers = require_answers(
        model.generate_all(
            [
                notes_request(brief, model.name, prompts["write_notes"], one)
                for one in parts
            ]
        ),
        f"parts of {brief.period}",
    )
    data = data_from_notes(brief, [one["topics"] for one in answers], room)
    return model.generate(post_request(brief, model.name, prompts["write_post"], data))


def tokens_beside(prompt: str, model: Model) -> int | None:
    """Return how many tokens the model can read besides `prompt`; None for any."""
    if model.max_input_tokens is None:
        return None
    return model.max_input_tokens - max_tokens_of(prompt) - RESERVED_TOKENS


def split_brief(brief: Brief, room: int) -> list[list[int]]:
    """Return the numbers of the messages in as few parts as fit, in order."""
    fixed = max_tokens_of(period_data(brief))
    parts: list[list[int]] = [[]]
    used = fixed
    for number in range(1, len(brief.messages) + 1):
        size = max_tokens_of(message_data(brief, [number]))
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
        purpose=POST_PURPOSE,
        model=model,
        prompt=prompt,
        data={**period_data(brief), **message_data(brief, numbers)},
        schema=NOTES_SCHEMA,
        about=authors_in_brief(brief),
    )


def data_from_notes(brief: Brief, notes: list[list[dict]], room: int) -> dict[str, Any]:
    """Return what the writer is told of a long period: notes, and what they cite.

    As much as fits: of each part the first topics, then memories.
    """
    for topics in range(MAX_NOTED_TOPICS, 0, -1):
        for cited in (6, 3, 1):
            kept = [trim_notes(part[:topics], cited, brief) for part in notes]
            numbers = sorted(
                {n for part in kept for one in part for n in one["messages"]}
            )
            data = {**period_data(brief), **message_data(brief, numbers), "notes": kept}
            remembered = {**data, "memories": memory_excerpts(brief)}
            for one in (remembered, data):
                if max_tokens_of(one) <= room:
                    return one
    raise ModelError(
        f"{brief.period} is too long for model.max_input_tokens; raise it, or choose a "
        "shorter period"
    )


def trim_notes(topics: Iterable[dict], cited: int, brief: Brief) -> list[dict]:
    """Return notes that cite at most so many messages, and only such as there are."""
    last = len(brief.messages)
    return [
        {**one, "messages": [n for n in one["messages"] if 1 <= n <= last][:cited]}
        for one in topics
    ]
