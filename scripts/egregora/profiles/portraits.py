"""Requests for portraits, and what can be said about an author without a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ibis.expr.types as ir

from egregora.llm.models import OFFLINE, require_answers
from egregora.llm.types import Model, Request
from egregora.profiles import facts
from egregora.profiles.facts import (
    MAX_SAMPLE_CHARACTERS,
    MAX_SAMPLED_MESSAGES,
    facts_of_authors,
    messages_to_milestone,
    sample_messages,
)
from egregora.storage import rows_of

ProfileRow = Mapping[str, Any]

PORTRAIT_SCHEMA = {
    "type": "object",
    "properties": {"portrait": {"type": "string"}},
    "required": ["portrait"],
    "additionalProperties": False,
}

PORTRAIT_NUMBERS = ("messages", "words", "media", "links", "hours", "favourite_emoji")


def sketches(
    written: ir.Table, people: Iterable[ProfileRow], language: str
) -> dict[str, dict[str, Any]]:
    """Return all that can be said of each author without a model, by author.

    Parameters
    ----------
    written
        Messages, from `facts.messages_of_people`.
    people
        Rows of `facts.facts_of_authors`.
    language
        ISO 639-1 code of the group's language.

    """
    by_author = {row["author"]: row for row in people}
    aliases = {author: row["alias"] for author, row in by_author.items()}
    own_words = rows_of(facts.own_words_of_authors(written))
    lines = rows_of(facts.own_lines_of_authors(written))
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


def requests_for_portraits(
    written: ir.Table, members: ir.Table, language: str, model: Model, prompt: str
) -> dict[str, Request]:
    """Return what a model is asked, by author; nothing about those who wrote little.

    Parameters
    ----------
    written
        Messages, from `facts.messages_of_people`.
    members
        `contracts.MEMBERS`.
    language
        ISO 639-1 code of the portrait's language.
    model
        Who is asked; nothing with the provider `offline`.
    prompt
        Instructions.

    """
    if model.name == OFFLINE:
        return {}
    until = messages_to_milestone(written)
    names = rows_of(members.select("author", "alias"))
    aliases = {row["author"]: row["alias"] for row in names}
    people = {row["author"]: row for row in rows_of(facts_of_authors(until, members))}
    # About three characters to a token, and room for the prompt.
    readable = (
        2
        * (model.max_input_tokens or MAX_SAMPLED_MESSAGES * MAX_SAMPLE_CHARACTERS)
        // MAX_SAMPLE_CHARACTERS
    )
    most = max(1, min(MAX_SAMPLED_MESSAGES, readable))
    return {
        row["author"]: portrait_request(
            row["messages"],
            people[row["author"]],
            aliases,
            language,
            model.name,
            prompt,
        )
        for row in rows_of(sample_messages(until, most).order_by("author"))
        if row["author"] in people
    }


def portraits_of(
    written: ir.Table, members: ir.Table, language: str, model: Model, prompt: str
) -> dict[str, str]:
    """Ask a model for portraits, by author; parameters as `requests_for_portraits`.

    Raises
    ------
    ModelError
        If a portrait has no answer; the answers that came are kept.
    """
    requests = requests_for_portraits(written, members, language, model, prompt)
    found = model.generate_all(list(requests.values()))
    answers = require_answers(found, "portraits")
    return {
        author: answer["portrait"]
        for author, answer in zip(requests, answers, strict=True)
    }


def portrait_request(
    messages: list[str],
    person: ProfileRow,
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
            "numbers": {name: person[name] for name in PORTRAIT_NUMBERS},
        },
        schema=PORTRAIT_SCHEMA,
        settings={"temperature": 0.7},
        about=tuple(sorted({person["author"], friend or person["author"]})),
    )
