"""Who is in a group, and how people spell, shorten and mistype names."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from privacy_bench.language import Language

SURNAME_FIRST = ("zh", "ja", "hu")
VOWELS = "aeiouyáéíóúаеёиоуыэюяاويıöü"


@dataclass(frozen=True)
class Person:
    """A person of a language, by given name and surname."""

    given: str
    surname: str
    language: str

    @property
    def full(self) -> str:
        """Both names, in the order of the language."""
        names = [self.given, self.surname]
        if self.language in SURNAME_FIRST:
            names.reverse()
        glue = "" if self.language in ("zh", "ja") else " "
        return glue.join(name for name in names if name)

    @property
    def parts(self) -> tuple[str, ...]:
        """What must not be seen of the full name.

        A Chinese or Japanese surname is one or two common characters: it is looked
        for together with the given name only.
        """
        if self.language in ("zh", "ja"):
            return (self.full, self.given)
        return tuple(name for name in (self.given, self.surname) if name)


class Cast:
    """The people of one group, and the source of its values.

    Attributes
    ----------
    members
        Who writes. Some have pet names or inflected forms.
    word_members
        Those of them whose surnames are words.
    victim
        Somebody who writes under a name that no list has.

    """

    def __init__(self, language: Language, rng: random.Random) -> None:
        self.language = language
        self.rng = rng
        special = self.sample(language.pets, 4)
        special += self.sample(language.inflected.keys() - {*special}, 2)
        special += self.sample(language.latin.keys() - {*special}, 3)
        self.spare = [name for name in language.given if name not in special]
        rng.shuffle(self.spare)
        given = special + [self.spare.pop() for _ in range(max(0, 11 - len(special)))]
        words = self.sample(language.word_surnames, 5)
        plain = list(language.surnames)
        rng.shuffle(plain)
        family = words + [plain.pop() for _ in given[len(words) :]]
        rng.shuffle(family)
        self.members = [
            Person(name, surname, language.code)
            for name, surname in zip(given, family, strict=True)
        ]
        self.word_members = [
            person for person in self.members if person.surname in words
        ]
        self.victim = Person(nickname(language.code, rng), "", language.code)
        self.spare_surnames = plain

    def sample(self, names: Iterable[str], count: int) -> list[str]:
        """Return some of the names, fewer where there are fewer."""
        names = sorted(names)
        return self.rng.sample(names, min(count, len(names)))

    def member(self) -> Person:
        """Return a person who writes in the group."""
        return self.rng.choice(self.members)

    def outsider(self) -> Person:
        """Return a person who does not write; never twice the same given name.

        Where the list is used up, the name is made of two of the list.
        """
        if self.spare:
            given = self.spare.pop()
        else:
            first, second = self.rng.sample(self.language.given, 2)
            given = first[: len(first) // 2 + 1] + second[len(second) // 2 :].lower()
        surname = self.rng.choice(self.spare_surnames)
        return Person(given, surname, self.language.code)


SYLLABLES = {
    "latin": ("zedra", "bo", "lu", "ka", "tiv", "mo", "ren", "quil", "dax", "fe", "no"),
    "ru": ("зе", "дра", "бо", "лук", "ка", "тив", "мо", "рен", "фе"),
    "ar": ("زد", "را", "بو", "لوك", "كا", "تيف", "مو", "رين"),
    "hi": ("ज़े", "ड्रा", "बो", "लू", "का", "टिव", "मो", "रेन"),
    "zh": ("澜", "珂", "烁", "彧", "翀", "堃", "昶", "赟", "霁"),
    "ja": ("ゼド", "ラボ", "ルカ", "ティブ", "モレ", "クイ", "ダク", "フェノ"),
}


def nickname(code: str, rng: random.Random) -> str:
    """Return a name that no list has."""
    syllables = SYLLABLES.get(code, SYLLABLES["latin"])
    return "".join(rng.sample(syllables, 2 if code in ("zh", "ja") else 3)).capitalize()


def stretched(name: str, rng: random.Random) -> str:
    """Return a name as people call it across a street."""
    places = [place for place, letter in enumerate(name) if letter in VOWELS]
    place = places[-1] if places and rng.random() < 0.7 else len(name) - 1
    return name[:place] + name[place] * rng.randint(3, 6) + name[place + 1 :]


def mistyped(name: str, rng: random.Random) -> str:
    """Return a name with one letter swapped, left out, doubled or wrong."""
    while True:
        place = rng.randrange(1, len(name) - 1)
        before, letter, after = name[:place], name[place], name[place + 1 :]
        wrong = rng.choice("аеиорстнл" if "а" <= letter <= "ё" else "aeiorstnl")
        typo = rng.choice(
            (
                before + after[:1] + letter + after[1:],
                before + after,
                before + letter + letter + after,
                before + wrong + after,
            )
        )
        if typo != name:
            return typo


def bare(text: str) -> str:
    """Return text without accents."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def handles(person: Person) -> list[str]:
    """Return handles that people make of a name in Latin letters."""
    given = bare(person.given).lower()
    family = bare(person.surname).lower().replace(" ", "").replace("'", "")
    initial = family[:1]
    return [
        f"{given}{initial}{family}",
        f"{given}{family}",
        f"{given}.{family}",
        f"{given}_{family}",
        f"{given}{family}99",
        f"{given[:1]}{family}",
        f"{family}{given}",
        f"{given}{initial}",
    ]
