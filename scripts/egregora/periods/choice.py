"""Choose among candidates those that are worth remembering together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# Part of their words that two chunks share at most, to be remembered both: forwarded
# texts and greetings come again and again.
ALIKE = 0.4


def chosen(candidates: Iterable[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Return at most `count` candidates that differ, nearest first.

    Parameters
    ----------
    candidates
        Chunks with their `text`, nearest first.
    count
        How many are wanted.

    """
    kept: list[tuple[dict[str, Any], frozenset[str]]] = []
    for candidate in candidates:
        if len(kept) == count:
            break
        words = frozenset(candidate["text"].casefold().split())
        if not any(likeness(words, others) > ALIKE for _, others in kept):
            kept.append((candidate, words))
    return [candidate for candidate, _ in kept]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the part of the words of two chunks that both have."""
    return len(one & other) / max(len(one | other), 1)
