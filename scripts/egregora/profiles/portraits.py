"""What a model is asked about an author, and what there is to say without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis.expr.types as ir

from egregora.model.base import Model
from egregora.model.requests import Request
from egregora.profiles import favourites
from egregora.profiles.facts import facts
from egregora.profiles.samples import LONGEST, MOST_MESSAGES, samples, settled
from egregora.storage import rows_of

Row = Mapping[str, Any]

SCHEMA = {
    "type": "object",
    "properties": {"portrait": {"type": "string"}},
    "required": ["portrait"],
    "additionalProperties": False,
}

NUMBERS = ("messages", "words", "media", "links", "hours", "favourite_emoji")


def sketches(
    written: ir.Table, people: Iterable[Row], language: str
) -> dict[str, dict[str, Any]]:
    """Return all that can be said of each author without a model, by author.

    Parameters
    ----------
    written
        Messages, from `messages.written`.
    people
        Rows of `facts.facts`.
    language
        ISO 639-1 code of the group's language.

    """
    by_author = {row["author"]: row for row in people}
    aliases = {author: row["alias"] for author, row in by_author.items()}
    own_words = rows_of(favourites.own_words(written))
    lines = rows_of(favourites.lines(written))
    words = {row["author"]: row["own_words"] for row in own_words}
    said = {row["author"]: row["lines"] for row in lines}
    everybody = {
        "messages": sum(row["messages"] for row in by_author.values()),
        "words": sum(row["words"] for row in by_author.values()),
        "people": len(by_author),
    }
    return {
        author: {
            **row,
            "language": language,
            "group": everybody,
            "friend": aliases.get(row["most_answered"]),
            "own_words": words.get(author, []),
            "lines": said.get(author, []),
        }
        for author, row in sorted(by_author.items())
    }


def requests(
    written: ir.Table, members: ir.Table, language: str, model: Model, prompt: str
) -> dict[str, Request]:
    """Return what a model is asked, by author; nothing about those who wrote little.

    Parameters
    ----------
    written
        Messages, from `messages.written`.
    members
        `tables.MEMBERS`.
    language
        ISO 639-1 code of the portrait's language.
    model
        Who is asked; nothing with the provider `offline`.
    prompt
        Instructions.

    """
    if model.name == "offline":
        return {}
    until = settled(written)
    names = rows_of(members.select("author", "alias"))
    aliases = {row["author"]: row["alias"] for row in names}
    people = {row["author"]: row for row in rows_of(facts(until, members))}
    # About three characters to a token, and room for the prompt.
    readable = 2 * (model.max_input_tokens or MOST_MESSAGES * LONGEST) // LONGEST
    most = max(1, min(MOST_MESSAGES, readable))
    return {
        row["author"]: request(
            row["messages"],
            people[row["author"]],
            aliases,
            language,
            model.name,
            prompt,
        )
        for row in rows_of(samples(until, most).order_by("author"))
        if row["author"] in people
    }


def request(
    messages: list[str],
    person: Row,
    aliases: Mapping[str, str],
    language: str,
    model: str,
    prompt: str,
) -> Request:
    """Return what is asked about a person, who wrote these messages among others."""
    friend = person["most_answered"]
    return Request(
        purpose="write_profiles",
        model=model,
        prompt=prompt,
        data={
            "alias": person["alias"],
            "language": language,
            "first_day": person["first_day"].isoformat(),
            "answers_most": aliases.get(friend),
            "messages": messages,
            "numbers": {name: person[name] for name in NUMBERS},
        },
        schema=SCHEMA,
        settings={"temperature": 0.7},
        about=tuple(sorted({person["author"], friend or person["author"]})),
    )
