"""Answers that are pictures."""

from __future__ import annotations

import base64
from typing import Any

from egregora.model.requests import Request

SCHEMA = {
    "type": "object",
    "properties": {"mime": {"type": "string"}, "image": {"type": "string"}},
    "required": ["mime", "image"],
    "additionalProperties": False,
}
# What a provider is asked for in place of text.
WIDE = {"responseModalities": ["IMAGE"], "imageConfig": {"aspectRatio": "16:9"}}


def is_picture(request: Request) -> bool:
    """Return whether a request is for a picture."""
    return "responseModalities" in request.settings


def packed(content: bytes, mime: str) -> dict[str, str]:
    """Return a picture as an answer that can be kept."""
    return {"mime": mime, "image": base64.b64encode(content).decode("ascii")}


def unpacked(answer: dict[str, Any]) -> bytes:
    """Return the picture of an answer; ValueError if it holds none."""
    return base64.b64decode(answer["image"], validate=True)
