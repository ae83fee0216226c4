"""Answers before they are believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jsonschema

from egregora.model.faults import Unusable


def answer_in(text: str, schema: Mapping[str, Any]) -> dict:
    """Return the answer that a provider wrote as JSON.

    Parameters
    ----------
    text
        JSON.
    schema
        JSON schema of the answer.

    Raises
    ------
    Unusable
        If it is no JSON, not encodable as UTF-8, or breaks the schema.
    """
    try:
        answer = json.loads(text, parse_constant=no_number)
        json.dumps(answer, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Unusable("broken JSON") from None
    if place := broken_at(answer, schema):
        raise Unusable(f"the answer breaks its schema at {place}")
    return answer


def broken_at(answer: Any, schema: Mapping[str, Any]) -> str | None:
    """Return where `answer` breaks `schema` and which rule, without any text of it."""
    checker = jsonschema.Draft202012Validator(schema)
    error = jsonschema.exceptions.best_match(checker.iter_errors(answer))
    if error is None:
        return None
    return f"{place_in(schema, error.absolute_path)} ({error.validator})"


def place_in(schema: Mapping[str, Any], path: Any) -> str:
    """Return a path with names that the schema itself holds."""
    names = [str(part) for part in path]
    known = json.dumps(schema)
    return ".".join(one if json.dumps(one) in known else "…" for one in names) or "top"


def no_number(name: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(name)
