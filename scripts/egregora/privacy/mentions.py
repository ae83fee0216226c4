"""Mentions of people, as WhatsApp writes them and as readers see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from egregora.privacy.folding import INVISIBLE
from egregora.privacy.lexicon import Lexicon, folded_alias
from egregora.privacy.names import words_of
from egregora.privacy.pseudonyms import identity_of

Span = tuple[int, int, str, str]  # start, end, replacement, class

ISOLATED = re.compile(f"@[{INVISIBLE}]*\u2068([^\u2069\n]{{1,80}})\u2069")
NUMBERED = re.compile(
    rf"@[{INVISIBLE}~]*\+?(?P<digits>\d(?:[ .()\-{INVISIBLE}]{{0,3}}\d){{6,18}})(?!\d)"
)
DIGITS = re.compile(r"\d+")
LONGEST_NUMBER = 15
ALIASED = re.compile(r"@([^\W_][^\n@]{0,60})")


def mentions(
    text: str, seen: str, lexicon: Lexicon, regions: Iterable[str]
) -> Iterator[Span]:
    """Yield the mentions of people, as WhatsApp writes them and as readers see them."""
    for found in ISOLATED.finditer(text):
        yield *found.span(), mentioned(found[1], lexicon, regions), "name"
    for found in NUMBERED.finditer(seen):
        yield from numbered(found, lexicon)
    for found in ALIASED.finditer(text):
        parts = words_of(found[1])[:6]
        for count in range(len(parts), 0, -1):
            length = parts[count - 1].end
            alias = folded_alias(found[1][:length])
            if (person := lexicon.aliases.get(alias)) is not None:
                end = found.start(1) + length
                yield found.start(), end, lexicon.shown[person], ""
                break


def numbered(found: re.Match, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the mention of a number: of a member's, however spaced, or of another's."""
    groups = list(DIGITS.finditer(found["digits"]))
    start, offset = found.start(), found.start("digits")
    for count in range(len(groups), 0, -1):
        digits = "".join(group[0] for group in groups[:count])
        if (person := lexicon.person(digits)) is not None:
            end = offset + groups[count - 1].end()
            yield start, end, lexicon.shown[person], "name"
            return
    if 7 <= len(groups[0][0]) <= LONGEST_NUMBER:
        yield start, offset + groups[0].end(), "[phone]", "phone"


def mentioned(name: str, lexicon: Lexicon, regions: Iterable[str]) -> str:
    """Return what stands for the person of a mention."""
    identity = identity_of(name, regions)
    if (person := lexicon.person(identity)) is not None:
        return lexicon.shown[person]
    known = [entry for word in words_of(name) if (entry := lexicon.entry(word.form))]
    if not known:
        return "@someone"
    people = frozenset.intersection(*(entry.people for entry in known))
    return lexicon.chosen(people) if people else "@someone"
