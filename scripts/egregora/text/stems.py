"""What the forms of a word share, by the Snowball stemmer of a language."""

from __future__ import annotations

import functools
from collections.abc import Callable

import snowballstemmer

from egregora.text.folding import fold

STEMMER_NAMES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
}


def stem(word: str, language: str) -> str:
    """Return the folded stem of a word in a language of `STEMMER_NAMES`."""
    return fold(stem_function(language)(word.lower()))


def stems(word: str, language: str) -> frozenset[str]:
    """Return the stems of a word as it is written, and as people type it in haste."""
    return frozenset((stem(word, language), stem(fold(word), language)))


@functools.cache
def stem_function(language: str) -> Callable[[str], str]:
    """Return the stemmer of a language, made once."""
    return snowballstemmer.stemmer(STEMMER_NAMES[language]).stemWord
