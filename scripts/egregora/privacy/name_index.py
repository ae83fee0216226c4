"""The index of names: which word or number names which person.

Words are in the clear for redaction, and keyed hashes in the guard. Also the identity
that makes two exported names one person, and the pseudonym of an identity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from egregora.privacy.keys import hmac_hex
from egregora.privacy.misspellings import (
    MistypedNames,
    is_word_somewhere,
    squeezed,
)
from egregora.privacy.name_forms import NameVariants, inflect_name
from egregora.privacy.normalize import UNSPACED_LETTER, fold_name, fold_words
from egregora.privacy.phones import phone_in_name
from egregora.privacy.wordlists import (
    COMMON_SYLLABLES,
    COMMON_WORDS,
    CONTACT_LABELS,
    MONTHS,
    NAME_PARTICLES,
    PERSONAL_TITLES,
    TWO_LETTER_WORDS,
)

INVISIBLE_IN_NAMES = re.compile(
    "[~\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def identity_of(author_name: str, regions: Iterable[str] = ()) -> str:
    """Return what makes two exported names the same person.

    The digits of a phone number with its country code; else the name in NFKC,
    casefolded, without `~` and invisible marks.
    """
    name = unicodedata.normalize("NFKC", INVISIBLE_IN_NAMES.sub("", author_name))
    name = " ".join(unicodedata.normalize("NFKC", name.casefold()).split())
    return phone_in_name(name, regions) or name


def pseudonym_of(key: bytes, identity: str) -> str:
    """Return the pseudonym of a person: 16 hexadecimal digits."""
    return hmac_hex(key, identity)[:16]


MAX_SHORT_NAME = 2
MAX_SHORT_PET = 4  # letters
MIN_SURE_MISTAKE = 9  # letters
ANY_LANGUAGE = ("any",)
ALWAYS_COMMON_WORDS = (
    MONTHS
    | TWO_LETTER_WORDS
    | CONTACT_LABELS
    | PERSONAL_TITLES
    | NAME_PARTICLES
    | COMMON_SYLLABLES
)
LanguagesOfWords = Mapping[str, Collection[str]]
NO_WORDS_USED: LanguagesOfWords = {}
OUTSIDER = "[name]"
SOMEONE = "@someone"


@dataclass
class NameEntry:
    """Whom a word names: numbers of people, in the order of the roster.

    Attributes
    ----------
    given
        People who go by this word.
    other
        People whose name holds it elsewhere.
    ordinary
        Languages in which the word is also a word and needs a context that makes it
        a name; `any` for all.
    """

    given: tuple[int, ...] = ()
    other: tuple[int, ...] = ()
    ordinary: tuple[str, ...] = ()

    @property
    def people(self) -> frozenset[int]:
        """All whom the word may name."""
        return frozenset(self.given) | frozenset(self.other)


@dataclass
class NameIndex:
    """All the words and numbers that name people, and what stands for each person.

    Attributes
    ----------
    shown
        What replaces each person: `@alias`, `@someone` or `[name]`.
    entries
        Folded word → whom it names. Hashed in a lexicon of a guard.
    numbers
        Digits of a phone number → person.
    private
        First word of what the owner listed → all the words of each entry.
    aliases
        Folded words of an alias → person: they may be mentioned.
    signs
        Emoji and the like at the end of a name, as exported.
    sizes
        Lengths of the names in scripts without spaces, longest first.
    hashed
        What a word is looked up by.
    pets
        Words among the entries that are pet names, by table.
    mistyped
        Names with one mistake, where these are known.
    """

    shown: list[str] = field(default_factory=list)
    entries: dict[str, NameEntry] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    private: dict[str, list[list[str]]] = field(default_factory=dict)
    aliases: dict[tuple[str, ...], int] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)
    sizes: list[int] = field(default_factory=list)
    hashed: Callable[[str], str] = str
    known: dict[str, NameEntry | None] = field(default_factory=dict)
    pets: set[str] = field(default_factory=set)
    mistyped: MistypedNames | None = None

    def entry(self, form: str) -> NameEntry | None:
        """Return whom a folded word names, if anybody."""
        if form not in self.known:
            found = self.entries.get(self.hashed(form))
            self.known[form] = found or self.entry_of_variant(form)
        return self.known[form]

    def entry_of_variant(self, form: str) -> NameEntry | None:
        """Return whom a word names that is stretched or mistyped."""
        for one in squeezed(form):
            if found := self.entries.get(self.hashed(one)):
                return found
        near = self.mistyped.names_beside(form) if self.mistyped else ()
        if not near:
            return None
        meant = self.entries[self.hashed(near[0])]
        # A short one may be a word that no list has: what stands around it must tell.
        is_long = len(form) >= MIN_SURE_MISTAKE
        return meant if is_long else replace(meant, ordinary=ANY_LANGUAGE)

    def know_mistakes(self) -> None:
        """Know names with one mistake, too; but neither pet names nor words."""
        self.mistyped = MistypedNames(
            form
            for form, entry in self.entries.items()
            if not entry.ordinary and form not in self.pets
        )
        self.known.clear()

    def add_pet_names(
        self, person: int, pets: Iterable[str], used: LanguagesOfWords
    ) -> None:
        """Add what a person may be called; a name of somebody else is left to them."""
        for pet in pets:
            if pet in self.entries and pet not in self.pets:
                continue
            languages = languages_as_word(pet, used)
            if not languages and may_be_word(pet):
                languages = ANY_LANGUAGE
            for form in (pet, *inflect_name(pet)):
                if form not in self.entries or form in self.pets:
                    self.pets.add(form)
                    self.put(form, person, "given", languages)
        self.note_sizes()

    def note_sizes(self) -> None:
        """Note the lengths of the names in scripts without spaces."""
        self.known.clear()
        self.sizes = sorted(
            {len(form) for form in self.entries if UNSPACED_LETTER.match(form)},
            reverse=True,
        )

    def person(self, digits: str) -> int | None:
        """Return whose number `digits` are, if anybody's."""
        return self.numbers.get(self.hashed(digits))

    def sequences(self, form: str) -> list[list[str]]:
        """Return the owner's words that begin with a folded word."""
        return self.private.get(self.hashed(form), [])

    def add(
        self, person: int, forms: NameVariants, used: LanguagesOfWords = NO_WORDS_USED
    ) -> None:
        """Add what names a person; `used`: word that the chat uses → languages."""
        for form in forms.given:
            self.name(form, person, "given", used)
        for form in forms.other:
            self.name(form, person, "other", used)
        for form in forms.whole:
            self.put(form, person, "given", languages_as_word(form, used))
        self.note_sizes()

    def name(self, form: str, person: int, role: str, used: LanguagesOfWords) -> None:
        """Add a word and the forms derived from it."""
        languages = languages_as_word(form, used)
        self.put(form, person, role, languages)
        for one in inflect_name(form):
            self.put(one, person, role, languages or languages_as_word(one, used))

    def add_outsider(self, person: int, forms: NameVariants) -> None:
        """Add what names somebody outside the group: only where it is capitalised."""
        everything = [*forms.given, *forms.other, *forms.whole]
        self.add(person, forms, dict.fromkeys(everything, ANY_LANGUAGE))

    def put(
        self, form: str, person: int, role: str, languages: tuple[str, ...]
    ) -> None:
        """Let one word name a person."""
        entry = self.entries.setdefault(form, NameEntry(ordinary=languages))
        if not languages:
            entry.ordinary = ()
        if person not in getattr(entry, role):
            setattr(entry, role, (*getattr(entry, role), person))

    def add_words(self, listed: Iterable[str]) -> None:
        """Add the owner's own list of what no page may show."""
        for one in listed:
            if sequence := fold_words(one):
                self.private.setdefault(sequence[0], []).append(sequence)
        self.known.clear()

    def chosen(self, people: Iterable[int]) -> str:
        """Return what stands for one of these people, or for somebody among several."""
        shown = {self.shown[person] for person in people}
        members = sorted(shown - {OUTSIDER}) or [OUTSIDER]
        return members[0] if len(members) == 1 else SOMEONE

    def owner(self, entry: NameEntry) -> str:
        """Return what stands for the person whom a word names by itself."""
        return self.chosen(entry.given or entry.other)


def may_be_word(pet: str) -> bool:
    """Tell whether a pet name is a word as well: short ones are of some language."""
    has_case = pet.upper() != pet
    return (has_case and len(pet) <= MAX_SHORT_PET) or is_word_somewhere(pet)


def fold_alias(alias: str) -> tuple[str, ...]:
    """Return an alias as it is looked up."""
    return tuple(fold_name(alias).replace("\u00a0", " ").split())


def languages_as_word(form: str, used: LanguagesOfWords) -> tuple[str, ...]:
    """Return the languages in which a folded name is also a word."""
    if form in ALWAYS_COMMON_WORDS:
        return ANY_LANGUAGE
    told = used.get(form, ())
    return tuple(
        language
        for language, listed in COMMON_WORDS.items()
        if form in listed or language in told or told == ANY_LANGUAGE
    )
