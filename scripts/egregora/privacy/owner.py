"""What the owner says of people in the settings, and the lexicon of them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from egregora.privacy.folding import fold
from egregora.privacy.forms import forms_of
from egregora.privacy.lexicon import OUTSIDER, SOMEONE, Lexicon
from egregora.privacy.phones import spellings
from egregora.privacy.pseudonyms import identity_of

if TYPE_CHECKING:
    from egregora.privacy.people import Person

CARD_NAME = re.compile(
    r"^(?:\d{6,}-)?(?P<name>.*?)(?: e (?:mais|outros) \d+)?\.vcf$", re.I
)
# What follows the last letter of a name, such as emoji; brackets and quotes are words'.
SIGNS = re.compile(r"[^\W\d_]\s*([^\w\s.,;:!?()\[\]\"'“”’]+)\s*$")


def merged(names: Mapping[str, str | None], regions: list[str]) -> dict[str, str]:
    """Return which identity is another's, by the owner's word."""
    return {
        identity_of(name, regions): identity_of(whose, regions)
        for name, whose in names.items()
        if whose is not None
    }


def shared_out(
    names, roster, regions
) -> tuple[dict[str, Person], dict[str, str | None]]:
    """Return the further names of people, and those of nobody in the roster."""
    nicknames, strangers = {}, {}
    for name, whose in names.items():
        person = whose and roster.get(identity_of(whose, regions))
        if person:
            nicknames[name] = person
        else:
            strangers[name] = whose
    return nicknames, strangers


def find(name, roster, same, nicknames, regions) -> Person | None:
    """Return whom the owner means by a name or number."""
    identity = identity_of(name, regions)
    if person := roster.get(same.get(identity, identity)) or nicknames.get(name):
        return person
    folded = [one for one in roster.values() if fold(one.identity) == fold(identity)]
    return folded[0] if len(folded) == 1 else None


def lexicon_of(
    everybody, nicknames, strangers, missing, cards, used, regions
) -> Lexicon:
    """Return the words that name people; of contact cards only what is capitalised."""
    lexicon = Lexicon()
    for place, person in enumerate(everybody):
        lexicon.shown.append(SOMEONE)
        for name in dict.fromkeys(person.written):
            identity = identity_of(name, regions)
            lexicon.numbers[identity] = place
            if identity.isdecimal():
                lexicon.numbers |= dict.fromkeys(sorted(spellings(identity)), place)
            else:
                lexicon.add(place, forms_of(name), used)
                if found := SIGNS.search(name):
                    lexicon.signs.add(found[1])
    for name, person in nicknames.items():
        lexicon.add(everybody.index(person), forms_of(name), used)
    lexicon.shown += [OUTSIDER, SOMEONE]
    outside, opted = len(everybody), len(everybody) + 1
    for name in strangers:
        lexicon.add(outside, forms_of(name), used)
    for name in missing:
        lexicon.add(opted, forms_of(name), used)
    for card in cards:
        if found := CARD_NAME.match(card):
            lexicon.add_outsider(outside, forms_of(found["name"]))
    return lexicon
