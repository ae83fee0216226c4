"""The ordinary words of each language: frequent ones that name nobody.

From wordfreq 3.1 (data under CC BY-SA 4.0), less the names that Faker (MIT) lists;
`tests/tools/heading_words.py` wrote them.
"""

from __future__ import annotations

import functools
import gzip
from importlib.resources import files

# Languages that loan words in chats of others are from.
WIDESPREAD = ("en", "pt", "es", "de", "fr", "it")


@functools.cache
def ordinary_words(language: str) -> frozenset[str]:
    """Return the ordinary words of a language, folded; none if there is no list."""
    path = files("egregora.text").joinpath(f"vocabulary/{language}.txt.gz")
    if not path.is_file():
        return frozenset()
    return frozenset(gzip.decompress(path.read_bytes()).decode().split())


def is_ordinary(folded: str, languages: tuple[str, ...] = WIDESPREAD) -> bool:
    """Tell whether a folded word is an ordinary one of some language."""
    return any(folded in ordinary_words(language) for language in languages)


@functools.cache
def ordinary_languages() -> tuple[str, ...]:
    """Return the languages of which there are lists, sorted."""
    folder = files("egregora.text").joinpath("vocabulary")
    names = sorted(path.name for path in folder.iterdir())
    return tuple(
        name.removesuffix(".txt.gz") for name in names if name.endswith(".txt.gz")
    )
