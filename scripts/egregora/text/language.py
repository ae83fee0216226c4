"""In which language a text is."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from egregora.text.locales import function_words


@functools.cache
def telltale_words() -> dict[str, frozenset[str]]:
    """Return the stop words and articles of each language that no other has."""
    return {
        name: words.difference(
            *(others for key, others in function_words().items() if key != name)
        )
        for name, words in function_words().items()
    }


def guess_language(words: Iterable[str]) -> str | None:
    """Return the language whose telltale words occur most among folded words.

    For a single message, which is too short for `identify_language`.
    """
    words = list(words)
    hits = {
        name: sum(word in telltale for word in words)
        for name, telltale in telltale_words().items()
    }
    likeliest = max(hits, key=hits.__getitem__)
    return likeliest if hits[likeliest] else None
