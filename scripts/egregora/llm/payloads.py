"""Parts of answers in the form in which they are kept: vectors, pictures, lines.

Vectors are 32-bit floats of length 1, pictures and vectors are kept as Base64, and a
model's words become one short line.
"""

from __future__ import annotations

import base64
import math
import struct
import unicodedata
from collections.abc import Sequence
from typing import Any

from egregora.llm.types import Request

EMOJI_JOINER = "\u200d"  # holds emoji together
LINE_ELLIPSIS = "…"


def short_line(text: str | None, longest: int) -> str | None:
    """Return `text` on one line of `longest` characters at most; None if empty."""
    seen = "".join(map(visible_character, text or ""))
    words = " ".join(seen.split())
    if len(words) <= longest:
        return words or None
    cut = words[: longest - 1]
    whole = cut.rpartition(" ")[0] if " " in cut[longest // 2 :] else cut
    return whole.rstrip(" ,;:.–-") + LINE_ELLIPSIS


def visible_character(sign: str) -> str:
    """Return `sign`, a space for a control, nothing for what is not seen."""
    category = unicodedata.category(sign)
    if category == "Cc":
        return " "
    return "" if category in ("Cf", "Cs", "Co") and sign != EMOJI_JOINER else sign


# Numbers per embedding that Gemini is asked for: what its models recommend for
# retrieval, at a quarter of the full size.
EMBEDDING_SIZE = 768


def find_embedding_fault(
    embedded: Sequence[Sequence[float] | None], count: int, size: int | None
) -> str | None:
    """Return what is wrong with the embeddings of `count` texts, or None.

    Parameters
    ----------
    embedded
        As they came.
    count
        How many there should be.
    size
        Numbers of each; None for as many as the first one has.
    """
    if len(embedded) != count:
        return f"{len(embedded)} embeddings for {count} texts"
    lists = [one if isinstance(one, list) else [] for one in embedded]
    size = size or len(lists[0])
    for values in lists:
        if not values or len(values) != size:
            return f"an embedding of {len(values)} numbers, not {size}"
        if not all(isinstance(one, int | float) for one in values):
            return "an embedding that is not of numbers"
        if not all(map(math.isfinite, values)):
            return "an embedding that is not finite"
        if not math.hypot(*values):
            return "an embedding without length"
    return None


def normalize_vector(values: Sequence[float]) -> list[float]:
    """Return `values` at length 1, as 32-bit floats."""
    length = math.sqrt(math.fsum(one * one for one in values))
    return unpack_vector(pack_vector([one / length for one in values]))


def pack_vector(values: Sequence[float]) -> str:
    """Return 32-bit floats as text: a quarter of the size of decimal digits."""
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode("ascii")


def unpack_vector(text: str) -> list[float]:
    """Return the 32-bit floats that `pack_vector` made into `text`."""
    content = base64.b64decode(text)
    return list(struct.unpack(f"<{len(content) // 4}f", content))


PICTURE_SCHEMA = {
    "type": "object",
    "properties": {"mime": {"type": "string"}, "image": {"type": "string"}},
    "required": ["mime", "image"],
    "additionalProperties": False,
}
# What a provider is asked for in place of text.
WIDE_PICTURE_SETTINGS = {
    "responseModalities": ["IMAGE"],
    "imageConfig": {"aspectRatio": "16:9"},
}


def asks_for_picture(request: Request) -> bool:
    """Return whether a request is for a picture."""
    return "responseModalities" in request.settings


def pack_picture(content: bytes, mime: str) -> dict[str, str]:
    """Return a picture as an answer that can be kept."""
    return {"mime": mime, "image": base64.b64encode(content).decode("ascii")}


def unpack_picture(answer: dict[str, Any]) -> bytes:
    """Return the picture of an answer; ValueError if it holds none."""
    return base64.b64decode(answer["image"], validate=True)
