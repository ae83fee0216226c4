"""The JSON object of an answer, out of what a model wrote around it.

Models think aloud before they answer (`<think>`, `[THINK]`, the channels of gpt-oss,
some with the end of it alone), fence what they write, and put sentences around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

END_OF_THOUGHTS = re.compile(
    r"</(?:think|thinking|thought|thoughts|reasoning)>|\[/THINK\]|◁/think▷"
    r"|<\|channel\|>final<\|message\|>",
    re.I,
)
MAX_OBJECTS_TRIED = 200  # beginnings of objects in one text


def refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(name)


LENIENT_DECODER = json.JSONDecoder(parse_constant=refuse_constant, strict=False)


def find_answer(text: str, fits: Callable[[Any], bool]) -> Any | None:
    """Return the last object in `text` that fits, or None.

    What stands after the thoughts of a model counts before the thoughts themselves.
    An object may lie within a list or under a name that the model made up.
    """
    places = [one.end() for one in END_OF_THOUGHTS.finditer(text)]
    for part in (text[places[-1] :], text) if places else (text,):
        for value in reversed(list(objects_in(part))):
            for inner in nested_objects(value):
                if fits(inner):
                    return inner
    return None


def objects_in(text: str) -> Iterator[Any]:
    """Yield the objects of JSON in `text` that lie in no other, in their order.

    Line breaks within strings pass, as small models write them.
    """
    place = text.find("{")
    for _ in range(MAX_OBJECTS_TRIED):
        if place < 0:
            return
        try:
            value, end = LENIENT_DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            yield value
        place = text.find("{", end)


def nested_objects(value: Any, depth: int = 3) -> Iterator[Mapping[str, Any]]:
    """Yield `value` and the objects within it, the outermost first."""
    if isinstance(value, Mapping):
        yield value
    if depth and isinstance(value, Mapping | list):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from nested_objects(part, depth - 1)


def trim_to_schema(value: Any, schema: Mapping[str, Any]) -> Any:
    """Return `value` without what its schema has no room for.

    Names that are not asked for go, and so do the last items of a list that is too
    long. Digits in quotation marks become an integer, and words of an enumeration take
    its letter case. Everything else stays as it came.
    """
    kinds = schema.get("type")
    if isinstance(value, Mapping) and "properties" in schema:
        parts = schema["properties"]
        closed = schema.get("additionalProperties") is False
        return {
            name: trim_to_schema(part, parts.get(name, {}))
            for name, part in value.items()
            if name in parts or not closed
        }
    if isinstance(value, list) and kinds == "array":
        items = schema.get("items") or {}
        return [trim_to_schema(one, items) for one in value[: schema.get("maxItems")]]
    if isinstance(value, str) and kinds == "integer":
        return int(value) if re.fullmatch(r"[0-9]{1,9}", value.strip()) else value
    if isinstance(value, str) and value not in schema.get("enum", (value,)):
        same = [
            one
            for one in schema["enum"]
            if isinstance(one, str) and one.casefold() == value.strip().casefold()
        ]
        return same[0] if same else value
    return value
