"""Answers and vectors that a stand-in invents: they depend on the request alone."""

from __future__ import annotations

import hashlib
import json
import math
import re
from dataclasses import dataclass, field


def vector_of(text, size):
    """Return hashed words at length 1: texts with common words are near."""
    values = [0.0] * size
    for word in re.findall(r"\w+", text.casefold()) or ["nothing"]:
        values[hashed(word) % size] += 1.0
    length = math.sqrt(math.fsum(one * one for one in values))
    return [round(one / length, 6) for one in values]


@dataclass
class Material:
    """What an answer is made of."""

    seed: str
    sentences: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def answer_to(schema, texts):
    """Return an answer that fits `schema`, made of the data in `texts`."""
    material = Material(seed=texts)
    for value, name in leaves(data_in(texts)):
        if name in ("id", "message_id"):
            material.ids.append(value)
        elif len(value.split()) >= 3 and not re.fullmatch(r"[\W\d]+", value):
            material.sentences.append(" ".join(value.split()))
    return made(schema, material, "answer", schema)


def data_in(text):
    """Return the JSON value between the two marks of a request."""
    found = re.search(r"^(=== \w+ ===)\n(.*)\n\1$", text, re.S | re.M)
    return json.loads(found[2]) if found else text


def leaves(value, name=""):
    """Yield each text of a JSON value with the name that it stands under."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    elif isinstance(value, str):
        yield value, name


def made(schema, material, name, root):
    """Return a value that fits `schema`."""
    if "$ref" in schema:
        return made(root["$defs"][schema["$ref"].split("/")[-1]], material, name, root)
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return made(schema[choice][0], material, name, root)
    lot = hashed(f"{material.seed} {name}")
    if "enum" in schema:
        return schema["enum"][lot % len(schema["enum"])]
    kind = schema.get("type", "object")
    kind = (kind[0] if isinstance(kind, list) else kind).lower()
    if kind == "object":
        parts = schema.get("properties", {})
        return {one: made(parts[one], material, one, root) for one in parts}
    if kind == "array":
        count = max(schema.get("minItems", 0), min(3, schema.get("maxItems", 3)))
        items = schema.get("items", {"type": "string"})
        found = [made(items, material, f"{name} {n}", root) for n in range(count)]
        return [one for n, one in enumerate(found) if one not in found[:n]] or found
    if kind in ("integer", "number"):
        low = schema.get("minimum", 0)
        return low + lot % max(1, int(schema.get("maximum", low + 1) - low) + 1)
    if kind == "boolean":
        return False
    return None if kind == "null" else text_for(schema, material, name, lot)


def text_for(schema, material, name, lot):
    """Return a text as long as its name suggests, out of the sentences of the data."""
    sentences = material.sentences or ["Nothing was said"]
    short = name.split()[0]
    if re.search(r"(^|_)ids?$", short) and material.ids:
        return material.ids[lot % len(material.ids)]
    if short in ("tag", "tags"):
        words = re.findall(r"[^\W\d_]{4,}", " ".join(sentences)) or ["chat"]
        text = words[lot % len(words)].lower()
    elif short in ("body", "text", "markdown", "portrait"):
        chosen = [sentences[(lot + n) % len(sentences)] for n in range(6)]
        text = "\n\n".join(dict.fromkeys(chosen))
    else:
        words = sentences[lot % len(sentences)].split()
        text = " ".join(words[: 8 if short == "title" else 30])
    longest = schema.get("maxLength", 5000)
    return text[:longest].ljust(schema.get("minLength", 0), ".")


def hashed(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
