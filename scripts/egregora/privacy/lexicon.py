"""Which words name whom: in the clear for redaction, as keyed hashes for the guard."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from egregora.privacy.folding import IS_UNSPACED, fold, words
from egregora.privacy.forms import Forms
from egregora.privacy.grammar import (
    MONTHS,
)
from egregora.privacy.inflections import derived
from egregora.privacy.ordinary import (
    ORDINARY,
    PAIRS,
    SYLLABLES,
)
from egregora.privacy.vocabulary import (
    LABELS,
    PARTICLES,
    TITLES,
)

SHORT = 2
ANYWHERE = ("any",)
WORDS = MONTHS | PAIRS | LABELS | TITLES | PARTICLES | SYLLABLES
Used = Mapping[str, Collection[str]]
NOTHING: Used = {}
OUTSIDER = "[name]"
SOMEONE = "@someone"


@dataclass
class Entry:
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
class Lexicon:
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
    """

    shown: list[str] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    private: dict[str, list[list[str]]] = field(default_factory=dict)
    aliases: dict[tuple[str, ...], int] = field(default_factory=dict)
    signs: set[str] = field(default_factory=set)
    sizes: list[int] = field(default_factory=list)
    hashed: Callable[[str], str] = str
    known: dict[str, Entry | None] = field(default_factory=dict)

    def entry(self, form: str) -> Entry | None:
        """Return whom a folded word names, if anybody."""
        if form not in self.known:
            self.known[form] = self.entries.get(self.hashed(form))
        return self.known[form]

    def person(self, digits: str) -> int | None:
        """Return whose number `digits` are, if anybody's."""
        return self.numbers.get(self.hashed(digits))

    def sequences(self, form: str) -> list[list[str]]:
        """Return the owner's words that begin with a folded word."""
        return self.private.get(self.hashed(form), [])

    def add(self, person: int, forms: Forms, used: Used = NOTHING) -> None:
        """Add what names a person; `used`: word that the chat uses → languages."""
        for form in forms.given:
            self.name(form, person, "given", used)
        for form in forms.other:
            self.name(form, person, "other", used)
        for form in forms.whole:
            self.put(form, person, "given", ordinary(form, used))
        self.known.clear()
        self.sizes = sorted(
            {len(form) for form in self.entries if IS_UNSPACED.match(form)},
            reverse=True,
        )

    def name(self, form: str, person: int, role: str, used: Used) -> None:
        """Add a word and the forms derived from it."""
        languages = ordinary(form, used)
        self.put(form, person, role, languages)
        for one in derived(form):
            self.put(one, person, role, languages or ordinary(one, used))

    def add_outsider(self, person: int, forms: Forms) -> None:
        """Add what names somebody outside the group: only where it is capitalised."""
        everything = [*forms.given, *forms.other, *forms.whole]
        self.add(person, forms, dict.fromkeys(everything, ANYWHERE))

    def put(
        self, form: str, person: int, role: str, languages: tuple[str, ...]
    ) -> None:
        """Let one word name a person."""
        entry = self.entries.setdefault(form, Entry(ordinary=languages))
        if not languages:
            entry.ordinary = ()
        if person not in getattr(entry, role):
            setattr(entry, role, (*getattr(entry, role), person))

    def add_words(self, listed: Iterable[str]) -> None:
        """Add the owner's own list of what no page may show."""
        for one in listed:
            if sequence := words(one):
                self.private.setdefault(sequence[0], []).append(sequence)
        self.known.clear()

    def chosen(self, people: Iterable[int]) -> str:
        """Return what stands for one of these people, or for somebody among several."""
        shown = {self.shown[person] for person in people}
        members = sorted(shown - {OUTSIDER}) or [OUTSIDER]
        return members[0] if len(members) == 1 else SOMEONE

    def owner(self, entry: Entry) -> str:
        """Return what stands for the person whom a word names by itself."""
        return self.chosen(entry.given or entry.other)


def folded_alias(alias: str) -> tuple[str, ...]:
    """Return an alias as it is looked up."""
    return tuple(fold(alias).replace("\u00a0", " ").split())


def ordinary(form: str, used: Used) -> tuple[str, ...]:
    """Return the languages in which a folded name is also a word."""
    if form in WORDS:
        return ANYWHERE
    told = used.get(form, ())
    return tuple(
        language
        for language, listed in ORDINARY.items()
        if form in listed or language in told or told == ANYWHERE
    )
