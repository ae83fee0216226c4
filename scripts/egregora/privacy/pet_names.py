"""What people called so are called: pet names of given names, by table and by rule."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib.resources import files

from egregora.privacy.name_forms import HAN_NAME, identifying_words
from egregora.privacy.normalize import fold_name
from egregora.privacy.wordlists import TWO_CHARACTER_SURNAMES

# Words of a name that may be given names: of José Roberto both are.
GIVEN_WORDS = 2
JAPANESE_ENDEARMENTS = ("ちゃん", "くん", "っち", "ぽん", "たん", "やん")


def pet_names(name: str) -> list[str]:
    """Return the folded pet names of a name as exported, each once."""
    words = [fold_name(word) for word in identifying_words(name)][:GIVEN_WORDS]
    table = pet_names_by_given_name()
    found = [pet for word in words for pet in table.get(word, ())]
    if words:
        found += han_pet_names(words[0])
    for given in (one for word in words for one in japanese_given_names(word)):
        found += [*table.get(given, ()), *japanese_pet_names(given)]
    return list(dict.fromkeys(pet for pet in found if pet not in words))


@functools.cache
def pet_names_by_given_name() -> dict[str, tuple[str, ...]]:
    """Return `data/pet_names.txt`: folded given name → folded pet names."""
    text = files("egregora.privacy").joinpath("data/pet_names.txt").read_text("utf-8")
    table: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        given, colon, pets = line.partition(":")
        if colon and not line.startswith("#"):
            folded = tuple(fold_name(pet) for pet in pets.split())
            for name in given.split():
                known = table.get(fold_name(name), ())
                table[fold_name(name)] = tuple(dict.fromkeys(known + folded))
    return table


def han_pet_names(name: str) -> Iterator[str]:
    """Yield what is made of the last character of a Chinese name: 小芳, 阿芳, 芳芳."""
    if (
        HAN_NAME.match(name)
        and 2 <= len(name) <= 4
        and name not in TWO_CHARACTER_SURNAMES
    ):
        last = name[-1]
        yield from (f"小{last}", f"阿{last}", f"{last}{last}", f"{last}哥", f"{last}姐")


def japanese_given_names(name: str) -> Iterator[str]:
    """Yield what ends a name in Han characters and the table has as a given name."""
    if HAN_NAME.match(name):
        table = pet_names_by_given_name()
        yield from (name[-n:] for n in (3, 2, 1) if name[-n:] in table)


def japanese_pet_names(name: str) -> Iterator[str]:
    """Yield what is made of the first character of a Japanese name: 健ちゃん."""
    if HAN_NAME.match(name) and len(name) <= 3:
        yield from (name[0] + end for end in JAPANESE_ENDEARMENTS)
