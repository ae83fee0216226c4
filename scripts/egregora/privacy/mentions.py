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
NUMBERED = re.compile(rf"@[{INVISIBLE}]*\+?(\d{{7,15}})(?!\d)")
ALIASED = re.compile(r"@([^\W_][^\n@]{0,60})")


def mentions(
    text: str, seen: str, lexicon: Lexicon, regions: Iterable[str]
) -> Iterator[Span]:
    """Yield the mentions of people, as WhatsApp writes them and as readers see them."""
    for found in ISOLATED.finditer(text):
        yield *found.span(), mentioned(found[1], lexicon, regions), "name"
    for found in NUMBERED.finditer(seen):
        person = lexicon.person(found[1])
        shown = "[phone]" if person is None else lexicon.shown[person]
        yield *found.span(), shown, "phone" if person is None else "name"
    for found in ALIASED.finditer(text):
        parts = words_of(found[1])[:6]
        for count in range(len(parts), 0, -1):
            length = parts[count - 1].end
            alias = folded_alias(found[1][:length])
            if (person := lexicon.aliases.get(alias)) is not None:
                end = found.start(1) + length
                yield found.start(), end, lexicon.shown[person], ""
                break


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
