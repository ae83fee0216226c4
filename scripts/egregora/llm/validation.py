"""Validate model answers against their schema, and fit schemas to providers."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import jsonschema

from egregora.llm.answer_text import find_answer, refuse_constant, trim_to_schema
from egregora.llm.types import UnusableAnswer

# What Gemini and strict structured output both understand.
COMMON_KEYWORDS = {
    "$defs",
    "$ref",
    "additionalProperties",
    "anyOf",
    "description",
    "enum",
    "items",
    "properties",
    "required",
    "type",
}

# What servers of one's own make a grammar of.
GRAMMAR_KEYWORDS = COMMON_KEYWORDS | {
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minimum",
}
# Characters of texts of which we know that they are short. Longer ones have no bound:
# grammars of many repetitions are refused.
TEXT_LENGTHS = {
    "title": 160,
    "topic": 120,
    "tags": 40,
    "summary": 500,
    "description": 500,
    "reason": 400,
    "what": 900,
}

OPENAPI_KEYWORDS = {
    "description",
    "enum",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "required",
}


def keep_keywords(
    schema: Mapping[str, Any], keywords: Collection[str]
) -> dict[str, Any]:
    """Return `schema` with those of its keywords that are in `keywords`."""
    kept = {name: value for name, value in schema.items() if name in keywords}
    for name in ("properties", "$defs"):
        if name in kept:
            parts = kept[name].items()
            kept[name] = {key: keep_keywords(part, keywords) for key, part in parts}
    for name in ("anyOf", "oneOf", "prefixItems"):
        if name in kept:
            kept[name] = [keep_keywords(part, keywords) for part in kept[name]]
    if isinstance(kept.get("items"), Mapping):
        kept["items"] = keep_keywords(kept["items"], keywords)
    return kept


def bound_texts(schema: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    """Return `schema` with a bound on each text of which we know that it is short."""
    bounded = dict(schema)
    if parts := schema.get("properties"):
        bounded["properties"] = {one: bound_texts(parts[one], one) for one in parts}
    if isinstance(schema.get("items"), Mapping):
        bounded["items"] = bound_texts(schema["items"], name)
    kinds = schema.get("type")
    is_text = "string" in ([kinds] if isinstance(kinds, str) else kinds or ())
    if is_text and name in TEXT_LENGTHS and "enum" not in schema:
        bounded.setdefault("maxLength", TEXT_LENGTHS[name])
    return bounded


def to_openapi(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON schema in the form that OpenAPI 3.0 has, as far as we use them."""
    kinds = schema.get("type")
    named = [kinds] if isinstance(kinds, str) else list(kinds or ())
    kept = {name: value for name, value in schema.items() if name in OPENAPI_KEYWORDS}
    if "null" in named:
        named.remove("null")
        kept["nullable"] = True
    if named:
        kept["type"] = named[0].upper()
    if parts := schema.get("properties"):
        kept["properties"] = {name: to_openapi(part) for name, part in parts.items()}
        kept["propertyOrdering"] = list(parts)
    if isinstance(schema.get("items"), Mapping):
        kept["items"] = to_openapi(schema["items"])
    return kept


def parse_answer(text: str, schema: Mapping[str, Any]) -> dict:
    """Return the answer that a provider wrote as JSON, whatever stands around it.

    Parameters
    ----------
    text
        JSON, with thoughts, fences or sentences around it.
    schema
        JSON schema of the answer.

    Raises
    ------
    UnusableAnswer
        If it holds no JSON, is not encodable as UTF-8, or breaks the schema.
    """
    try:
        answer = json.loads(text, parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        answer = None
    if answer is None or find_schema_breach(answer, schema):
        found = find_answer(
            text,
            lambda one: not find_schema_breach(trim_to_schema(one, schema), schema),
        )
        if found is not None:
            answer = trim_to_schema(found, schema)
    try:
        json.dumps(answer, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise UnusableAnswer("broken JSON") from None
    if answer is None:
        raise UnusableAnswer("broken JSON")
    if place := find_schema_breach(answer, schema):
        raise UnusableAnswer(f"the answer breaks its schema at {place}")
    return answer


def holds_answer(text: str, schema: Mapping[str, Any]) -> bool:
    """Return whether `text` holds a whole answer."""
    try:
        parse_answer(text, schema)
    except UnusableAnswer:
        return False
    return True


def find_schema_breach(answer: Any, schema: Mapping[str, Any]) -> str | None:
    """Return where `answer` breaks `schema` and which rule, without any text of it."""
    checker = jsonschema.Draft202012Validator(schema)
    error = jsonschema.exceptions.best_match(checker.iter_errors(answer))
    if error is None:
        return None
    return f"{path_in_schema(schema, error.absolute_path)} ({error.validator})"


def path_in_schema(schema: Mapping[str, Any], path: Any) -> str:
    """Return a path with names that the schema itself holds."""
    names = [str(part) for part in path]
    known = json.dumps(schema)
    return ".".join(one if json.dumps(one) in known else "…" for one in names) or "top"
