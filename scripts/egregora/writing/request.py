"""What a model is asked about a period: the brief, compact, with numbers to cite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from egregora.briefs import Brief, Message
from egregora.digests import canonical
from egregora.model.requests import Request
from egregora.writing.text import shortened

PURPOSE = "write_post"
PAUSE = timedelta(minutes=10)  # after which the time is told again
TERMS = 15
NOTE = 200
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
    days = brief.statistics.per_day if brief.statistics else {}
    return {
        "language": brief.language,
        "period": brief.period,
        "days": {day: number for day, number in sorted(days.items()) if number},
        "people": [
            [at, one.alias, one.messages] for at, one in enumerate(brief.people)
        ],
        "terms": [one.term for one in brief.terms[:TERMS]],
    }


def memories(brief: Brief) -> list[list[str]]:
    """Return the passages of earlier periods."""
    return [[one.period, one.starts_at[:10], one.text] for one in brief.memories]


def said(brief: Brief, numbers: Sequence[int]) -> dict[str, Any]:
    """Return the numbered messages with the links and media that belong to them."""
    messages = [brief.messages[number - 1] for number in numbers]
    ids = {one.id: number for number, one in zip(numbers, messages, strict=True)}
    files = {one.id: number for number, one in enumerate(brief.media, 1)}
    return {
        "messages": lines(zip(numbers, messages, strict=True), files),
        "links": [
            [number, one.url, one.title, note(one.description), ids[one.message]]
            for number, one in enumerate(brief.links, 1)
            if one.message in ids
        ],
        "media": [
            [files[one.id], one.media_type, note(one.note), ids[one.message]]
            for one in brief.media
            if one.message in ids and (one.path or one.note)
        ],
    }


def lines(numbered: Any, files: dict[str, int]) -> list[Any]:
    """Return messages as [number, person, text], the time before a new exchange."""
    found: list[Any] = []
    before: datetime | None = None
    for number, message in numbered:
        at = datetime.fromisoformat(message.at)
        if before is None or not timedelta() <= at - before < PAUSE:
            found.append(at.strftime("%Y-%m-%d %H:%M"))
        before = at
        found.append([number, message.by, *content(message, files)])
    return found


def content(message: Message, files: dict[str, int]) -> list[Any]:
    """Return the text of a message, and the number of its file if it has one."""
    if message.media in files:
        return [message.text, files[message.media]]
    return [message.text]


def note(text: str | None) -> str:
    """Return what is known of a link or file, not too long."""
    return shortened(text or "", NOTE)


def tokens(value: Any) -> int:
    """Return how many tokens `value` takes at the most, as JSON."""
    return len(canonical(value)) // LETTERS + 1
