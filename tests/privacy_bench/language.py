"""What one language brings: names, wordings and ordinary text."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
LANGUAGES = ("pt", "es", "en", "de", "fr", "it", "ru", "tr", "hi", "ar", "zh", "ja")
# Languages of which only how names are inflected is looked at.
INFLECTING = ("fi", "hu")


@dataclass(frozen=True)
class Language:
    """The table of one language, data/<code>.toml.

    Attributes
    ----------
    regions, foreign
        Countries of the group's phones; countries that `privacy.regions` lacks.
    given, surnames
        Names, in no order.
    word_surnames
        Surname that is a word too → sentence in which it is the word.
    pets, inflected
        Given name → its pet names, or its inflected forms.
    latin
        Given name → how it is written in Latin letters.
    affixes
        Templates of what sticks to a name, with `{}`.
    frames
        Sentences around a name, with `{}`.
    carriers
        Sentences around a value that announce nothing, with `{}`.
    digits
        The words for 0 to 9.
    ids
        Kinds of national identifiers with check digits, as `values` calls them.
    wordings
        Class → templates with placeholders.
    invented
        Notice → message after it that has to stay as it is.
    ordinary
        Sentences that have to stay as they are.
    chatter
        Sentences around a name, of which a conversation is made.

    """

    code: str
    regions: list[str]
    foreign: list[str]
    given: list[str]
    frames: list[str]
    surnames: list[str] = field(default_factory=list)
    word_surnames: dict[str, str] = field(default_factory=dict)
    pets: dict[str, list[str]] = field(default_factory=dict)
    inflected: dict[str, list[str]] = field(default_factory=dict)
    latin: dict[str, list[str]] = field(default_factory=dict)
    affixes: list[str] = field(default_factory=list)
    carriers: list[str] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    iban: str = "DE"
    wordings: dict[str, list[str]] = field(default_factory=dict)
    invented: dict[str, str] = field(default_factory=dict)
    ordinary: list[str] = field(default_factory=list)
    chatter: list[str] = field(default_factory=list)

    @property
    def is_glued(self) -> bool:
        """Whether the language is written without spaces."""
        return self.code in ("zh", "ja")

    @property
    def is_alphabetic(self) -> bool:
        """Whether letters can be doubled or swapped as a finger slips."""
        return self.code not in ("zh", "ja", "hi", "ar")

    @property
    def public_text(self) -> list[str]:
        """Paragraphs of the Universal Declaration of Human Rights."""
        path = DATA / "udhr" / f"{self.code}.txt"
        return path.read_text(encoding="utf-8").splitlines()


@cache
def load_language(code: str) -> Language:
    """Return the table of a language."""
    with (DATA / f"{code}.toml").open("rb") as file:
        return Language(code, **tomllib.load(file))
