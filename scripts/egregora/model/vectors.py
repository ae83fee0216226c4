"""Embeddings: checked, brought to length 1, and packed for keeping."""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Sequence

# Numbers per embedding that Gemini is asked for: what its models recommend for
# retrieval, at a quarter of the full size.
SIZE = 768


def problem_of(
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
