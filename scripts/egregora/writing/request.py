"""What a model is asked about a period: the brief, compact, with numbers to cite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from egregora.briefs import Brief, Memory
from egregora.digests import canonical
from egregora.model.requests import Request
from egregora.writing.text import shortened

PURPOSE = "write_post"
PAUSE = timedelta(minutes=10)  # after which the time is told again
NOTE = 120
# Characters of a passage of an earlier period at the least, and the part of what was
# said that all of them may be.
REMEMBERED = 120
RECALLED = 0.06
LETTERS = 3  # bytes of a token, at the least

SCHEMA = {
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
        purpose=PURPOSE,
        model=model,
        prompt=prompt,
        data=data,
        schema=SCHEMA,
        about=everyone(brief),
    )


def everyone(brief: Brief) -> tuple[str, ...]:
    """Return the pseudonyms of those who wrote in the period or what it recalls."""
    wrote = {one.author for one in brief.people}
    return tuple(sorted(wrote.union(*(one.authors for one in brief.memories))))


def prompts(text: str, instructions: str = "") -> dict[str, str]:
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


def told(brief: Brief) -> dict[str, Any]:
    """Return the brief as a model is told it."""
    everything = range(1, len(brief.messages) + 1)
    return {**about(brief), **said(brief, everything), "memories": memories(brief)}


def about(brief: Brief) -> dict[str, Any]:
    """Return what is to be known of the whole period, but for what was said."""
    return {
        "language": brief.language,
        "period": brief.period,
        "people": [one.alias for one in brief.people],
        "topics": list(dict.fromkeys(brief.topics + brief.known_topics)),
    }


def memories(brief: Brief) -> list[list[str]]:
    """Return what the passages of earlier periods say, in short.

    Together they are not much longer than a part of what was said in the period.
    """
    said = sum(len(one.text) for one in brief.messages)
    room = max(REMEMBERED, int(said * RECALLED)) // max(len(brief.memories), 1)
    return [
        [one.period, shortened(passage(one), max(room, REMEMBERED))]
        for one in brief.memories[: max(1, int(said * RECALLED) // REMEMBERED)]
    ]


def passage(memory: Memory) -> str:
    """Return the line of a memory that has most of the words that it shares."""
    words = [one.casefold() for one in memory.terms]
    lines = memory.text.split("\n")
    return max(lines, key=lambda line: sum(one in line.casefold() for one in words))


def said(brief: Brief, numbers: Sequence[int]) -> dict[str, Any]:
    """Return the numbered messages with the links and media that belong to them."""
    messages = [brief.messages[number - 1] for number in numbers]
    texts = {one.id: one.text for one in messages}
    ids = {one.id: number for number, one in zip(numbers, messages, strict=True)}
    files = {one.id: number for number, one in enumerate(brief.media, 1)}
    return {
        "messages": lines(zip(numbers, messages, strict=True), files),
        "links": [
            [number, ids[one.message], one.title or one.domain, *more(one.description)]
            for number, one in enumerate(brief.links, 1)
            if one.message in ids
        ],
        "media": [
            [
                files[one.id],
                ids[one.message],
                one.media_type,
                *more("" if one.note == texts[one.message] else one.note),
            ]
            for one in brief.media
            if one.message in ids and (one.path or one.note)
        ],
    }


def lines(numbered: Any, files: dict[str, int]) -> list[str]:
    """Return messages as "12B text", the time before a new exchange.

    The letters stand for the person, by their place among `people`, and are missing
    for notices; `+3` after them is the number of a file. The day is told where it
    changes.
    """
    found: list[str] = []
    before: datetime | None = None
    for number, message in numbered:
        at = datetime.fromisoformat(message.at)
        if before is None or not timedelta() <= at - before < PAUSE:
            same = before and before.date() == at.date()
            found.append(at.strftime("%H:%M" if same else "%Y-%m-%d %H:%M"))
        before = at
        file = f"+{files[message.media]}" if message.media in files else ""
        found.append(f"{number}{letters(message.by)}{file} {message.text}")
    return found


def letters(by: int | None) -> str:
    """Return the letters of a person by index: A to Z, AA, AB…; "" for none."""
    found, left = "", -1 if by is None else by
    while left >= 0:
        left, letter = divmod(left, 26)
        found = chr(65 + letter) + found
        left -= 1
    return found


def more(text: str | None) -> list[str]:
    """Return what is known of a link or file as the last part of its row, if any."""
    return [shortened(text, NOTE)] if text else []


def tokens(value: Any) -> int:
    """Return how many tokens `value` takes at the most, as JSON."""
    return len(canonical(value)) // LETTERS + 1
