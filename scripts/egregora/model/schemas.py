"""What providers are given of a JSON schema; we check the rest ourselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# What Gemini and strict structured output both understand.
COMMON = {
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

OPENAPI = {
    "description",
    "enum",
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "required",
}


def understood(schema: Mapping[str, Any], keywords: Collection[str]) -> dict[str, Any]:
    """Return `schema` with those of its keywords that are in `keywords`."""
    kept = {name: value for name, value in schema.items() if name in keywords}
    for name in ("properties", "$defs"):
        if name in kept:
            parts = kept[name].items()
            kept[name] = {key: understood(part, keywords) for key, part in parts}
    for name in ("anyOf", "oneOf", "prefixItems"):
        if name in kept:
            kept[name] = [understood(part, keywords) for part in kept[name]]
    if isinstance(kept.get("items"), Mapping):
        kept["items"] = understood(kept["items"], keywords)
    return kept


def openapi(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON schema in the form that OpenAPI 3.0 has, as far as we use them."""
    kinds = schema.get("type")
    named = [kinds] if isinstance(kinds, str) else list(kinds or ())
    kept = {name: value for name, value in schema.items() if name in OPENAPI}
    if "null" in named:
        named.remove("null")
        kept["nullable"] = True
    if named:
        kept["type"] = named[0].upper()
    if parts := schema.get("properties"):
        kept["properties"] = {name: openapi(part) for name, part in parts.items()}
        kept["propertyOrdering"] = list(parts)
    if isinstance(schema.get("items"), Mapping):
        kept["items"] = openapi(schema["items"])
    return kept
