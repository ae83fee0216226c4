"""Names within longer words, and names spelled out.

`#TeamMariana`, `ILoveRoberto`, `#felizcumplemariana`, `M a r i a n a`, `R-O-B-E-R-T-O`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from egregora.privacy.folding import fold
from egregora.privacy.lexicon import Entry, Lexicon

# Shorter ones stand by chance at the edge of a word, or among initials.
SHORTEST = 3
SHORTEST_AT_EDGE = 5
SHORTEST_SPELLED = 4
SPELLED = re.compile(
    r"(?<![^\W_])[^\W\d_]([ .\-_*·])(?:[^\W\d_]\1){2,40}[^\W\d_](?![^\W_])"
)
Part = tuple[int, int, str]


def named(word: str, lexicon: Lexicon, *, is_tag: bool = False) -> Iterator[Part]:
    """Yield start, end and replacement of each name within a written word.

    Parameters
    ----------
    word
        A word that is none of the lexicon's itself.
    lexicon
        Who is named by what. Names that are also words are not looked for.
    is_tag
        It is a hashtag, where words stand together in small letters too.
    """
    humps = humps_of(word)
    place = 0
    while place < len(humps) - 1:
        for last in range(len(humps) - 1, place, -1):
            start, end = humps[place], humps[last]
            entry = entry_of(word[start:end], lexicon, SHORTEST)
            if entry and (start, end) != (0, len(word)):
                yield start, end, lexicon.owner(entry)
                place = last - 1
                break
        place += 1
    if is_tag and len(humps) == 2:
        yield from at_edges(word, lexicon)


def at_edges(word: str, lexicon: Lexicon) -> Iterator[Part]:
    """Yield the longest name that a word begins or ends with, as `named` does."""
    sizes = range(len(word) - 1, SHORTEST_AT_EDGE - 1, -1)
    places = ((start, start + n) for n in sizes for start in (len(word) - n, 0))
    if part := first_named(word, places, lexicon, SHORTEST_AT_EDGE):
        yield part


def humps_of(word: str) -> list[int]:
    """Return where the parts of `CamelCase` begin, and its end."""
    inner = [
        place
        for place in range(1, len(word))
        if word[place].isupper() and word[place - 1].islower()
    ]
    return [0, *inner, len(word)]


def spelled(text: str, lexicon: Lexicon) -> Iterator[Part]:
    """Yield start, end and replacement of each name whose letters stand apart."""
    for found in SPELLED.finditer(text):
        letters = found[0][::2]
        sizes = range(len(letters), SHORTEST_SPELLED - 1, -1)
        places = ((at, at + n) for n in sizes for at in (0, len(letters) - n))
        if part := first_named(letters, places, lexicon, SHORTEST_SPELLED):
            start, end, shown = part
            yield found.start() + 2 * start, found.start() + 2 * end - 1, shown


def may_be_spelled(words: Collection[str]) -> bool:
    """Tell whether as many words of a text are single letters as a name has."""
    return [*map(len, words)].count(1) >= SHORTEST_SPELLED


def first_named(
    word: str, places: Iterable[tuple[int, int]], lexicon: Lexicon, shortest: int
) -> Part | None:
    """Return the first part of `word`, by start and end, that names somebody."""
    for start, end in places:
        if entry := entry_of(word[start:end], lexicon, shortest):
            return start, end, lexicon.owner(entry)
    return None


def entry_of(part: str, lexicon: Lexicon, shortest: int) -> Entry | None:
    """Return whom a part of a word names, unless it is a word itself."""
    form = fold(part)
    entry = lexicon.entry(form) if len(form) >= shortest else None
    return entry if entry and not entry.ordinary else None
