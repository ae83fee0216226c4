"""Embeddings: checked, brought to length 1, and packed for keeping."""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Sequence

# Numbers per embedding: what the models recommend for retrieval, at a quarter of
# the full size.
SIZE = 768


def problem_of(embedded: Sequence[Sequence[float] | None], count: int) -> str | None:
    """Return what is wrong with the embeddings of `count` texts, or None."""
    if len(embedded) != count:
        return f"{len(embedded)} embeddings for {count} texts"
    for values in embedded:
        if not values or len(values) != SIZE:
            return f"an embedding of {len(values or ())} numbers, not {SIZE}"
        if not all(isinstance(one, int | float) for one in values):
            return "an embedding that is not of numbers"
        if not all(map(math.isfinite, values)):
            return "an embedding that is not finite"
        if not math.hypot(*values):
            return "an embedding without length"
    return None


def unit(values: Sequence[float]) -> list[float]:
    """Return `values` at length 1, as 32-bit floats."""
    length = math.sqrt(math.fsum(one * one for one in values))
    return unpacked(packed([one / length for one in values]))


def packed(values: Sequence[float]) -> str:
    """Return 32-bit floats as text: a quarter of the size of decimal digits."""
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode("ascii")


def unpacked(text: str) -> list[float]:
    """Return the 32-bit floats that `packed` made into `text`."""
    content = base64.b64decode(text)
    return list(struct.unpack(f"<{len(content) // 4}f", content))
