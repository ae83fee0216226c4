"""A text with everybody in it replaced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from egregora.privacy import compounds, identifiers
from egregora.privacy.folding import WORD, fold, plain
from egregora.privacy.lexicon import SHORT, Lexicon
from egregora.privacy.mentions import Span, mentions
from egregora.privacy.names import names, words_of
from egregora.privacy.phones import phones
from egregora.privacy.places import coordinates, streets
from egregora.privacy.signs import DIGIT, has_number, has_signs
from egregora.privacy.urls import URL, exposed, trimmed
from egregora.privacy.vocabulary import EVERYBODY

TAKEN = "\0"

# People say the same again and again where they say little: texts that are remembered.
SHORT_TEXT = 40  # characters
MOST_TEXTS = 100_000


class Redactor:
    """Replaces names, numbers and addresses; counts what it replaced, per class.

    Parameters
    ----------
    lexicon
        Who is named by what.
    regions
        Countries whose national ways of writing numbers are in use.
    """

    def __init__(self, lexicon: Lexicon, regions: Iterable[str] = ()) -> None:
        self.lexicon = lexicon
        self.regions = tuple(regions)
        self.counts: Counter[str] = Counter()
        self.named: dict[str, bool] = {}
        self.harmless: set[str] = set()

    def clean(
        self,
        text: str,
        *,
        notice: bool = False,
        places_only: bool = False,
        allowed: str = "",
    ) -> str:
        """Return `text` with everybody in it replaced.

        Parameters
        ----------
        text
            As written.
        notice
            It is a notice of WhatsApp: capitalised words that are names are names.
        places_only
            It is the text of a location: each address in it is a place.
        allowed
            What has passed already: a number or address that it holds stays.
        """
        if text in self.harmless:
            return text
        addressed, named = has_signs(text), self.has_names(text)
        if not addressed and not named:
            if len(text) <= SHORT_TEXT and len(self.harmless) < MOST_TEXTS:
                self.harmless.add(text)
            return text
        taken: list[Span] = []
        if addressed:
            found = self.identified(text, places_only)
            if allowed:
                found = (one for one in found if text[one[0] : one[1]] not in allowed)
            self.take(taken, found)
        if named:
            self.take(taken, self.owned(text))
            self.take(taken, self.spelled(text, taken))
            self.take(taken, self.people(text, taken, notice))
        return self.replaced(text, taken)

    def has_names(self, text: str) -> bool:
        """Tell whether a text holds a word of the lexicon."""
        written = WORD.findall(text)
        for word in written:
            known = self.named.get(word)
            if known is None:
                known = self.named[word] = self.names_somebody(word)
            if known:
                return True
        return "#" in text or compounds.may_be_spelled(written)

    def names_somebody(self, word: str) -> bool:
        """Tell whether a written word is, or holds, a word of the lexicon."""
        form, lexicon = fold(word), self.lexicon
        if lexicon.entry(form) or lexicon.sequences(form):
            return True
        if any(compounds.named(word, lexicon)):
            return True
        if word.isascii() or not lexicon.sizes:
            return False
        return any(
            lexicon.entry(form[start : start + size])
            for size in lexicon.sizes
            for start in range(len(form) - size + 1)
        )

    def identified(self, text: str, places_only: bool) -> Iterator[Span]:
        """Yield the identifiers of a text that are no names, most certain first."""
        seen = plain(text)
        found = list(mentions(text, seen, self.lexicon, self.regions))
        found += self.addresses(text, seen, places_only)
        yield from found
        seen = without(seen, found)
        if found and not has_signs(seen):
            return
        for start, end in identifiers.emails(seen):
            yield start, end, "[email]", "email"
        has_digits = DIGIT.search(seen)
        if has_digits or "///" in seen:
            for start, end in coordinates(seen):
                yield start, end, "[place]", "place"
        if has_digits:
            if has_number(seen):
                yield from self.numbered(seen)
            for start, end in streets(seen):
                yield start, end, "[place]", "place"
        for start, end in identifiers.handles(seen):
            yield from self.handled(seen, start, end)

    def addresses(self, text: str, seen: str, places_only: bool) -> Iterator[Span]:
        """Yield the addresses of pages; those that tell of nobody as they are."""
        for found in URL.finditer(seen):
            url = trimmed(found[0])
            start, end = found.start(), found.start() + len(url)
            kind = "place" if places_only else exposed(url) or self.exposed(url)
            yield start, end, f"[{kind}]" if kind else text[start:end], kind or ""

    def numbered(self, seen: str) -> Iterator[Span]:
        """Yield the identifiers that are made of digits."""
        for found in identifiers.BOLETO.finditer(seen):
            yield *found.span(), "[id]", "id"
        for start, end in identifiers.ibans(seen):
            yield start, end, "[iban]", "iban"
        for found in identifiers.PIX_KEY.finditer(seen):
            yield *found.span(), "[id]", "id"
        known = self.lexicon.person
        numbers = list(phones(seen, self.regions, lambda d: known(d) is not None))
        for start, end, digits in numbers:
            if (person := known(digits)) is not None:
                yield start, end, self.lexicon.shown[person], "name"
            elif seen[start] in "+(":
                yield start, end, "[phone]", "phone"
        for start, end in identifiers.cards(seen):
            yield start, end, "[card]", "card"
        for start, end in identifiers.ids(seen, self.regions):
            yield start, end, "[id]", "id"
        for start, end, _ in numbers:
            yield start, end, "[phone]", "phone"

    def handled(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield a handle, unless it is everybody or somebody's name."""
        parts = words_of(text[start:end])
        if parts and parts[0].form in EVERYBODY:
            return
        if all(self.lexicon.entry(part.form) for part in parts) and not any(
            map(str.isdecimal, text[start:end])
        ):
            return
        yield start, end, "[handle]", "handle"

    def exposed(self, url: str) -> str | None:
        """Return the class of an address that holds somebody's name or number."""
        for run in re.findall(r"\d{7,}", url):
            if self.lexicon.person(run) is not None:
                return "phone"
        address = unquote(url)
        if not self.has_names(address):
            return None
        for word in words_of(address):
            entry = self.lexicon.entry(word.form)
            if entry and not entry.ordinary and len(word.form) > SHORT:
                return "link"
        return None

    def owned(self, text: str) -> Iterator[Span]:
        """Yield the words that the owner listed."""
        if not self.lexicon.private:
            return
        found = words_of(text)
        for place, word in enumerate(found):
            for sequence in self.lexicon.sequences(word.form):
                parts = found[place : place + len(sequence)]
                if [self.lexicon.hashed(part.form) for part in parts] == sequence:
                    yield word.start, parts[-1].end, "[private]", "word"

    def people(self, text: str, taken: list[Span], notice: bool) -> Iterator[Span]:
        """Yield the names of people, outside of what is taken."""
        for start, end, shown in names(
            without(text, taken), self.lexicon, notice=notice
        ):
            yield start, self.signed(text, end), shown, "name"

    def spelled(self, text: str, taken: list[Span]) -> Iterator[Span]:
        """Yield the names whose letters stand apart, outside of what is taken."""
        for start, end, shown in compounds.spelled(without(text, taken), self.lexicon):
            yield start, end, shown, "name"

    def signed(self, text: str, end: int) -> int:
        """Return where a name ends, with the emoji that belong to it."""
        after = end + (text[end : end + 1] in (" ", "\u00a0"))
        for sign in sorted(self.lexicon.signs, reverse=True):
            if text.startswith(sign, after):
                return after + len(sign)
        return end

    @staticmethod
    def take(taken: list[Span], spans: Iterable[Span]) -> None:
        """Add the spans that overlap none before them."""
        for span in spans:
            if all(span[1] <= other[0] or other[1] <= span[0] for other in taken):
                taken.append(span)

    def replaced(self, text: str, taken: list[Span]) -> str:
        """Return `text` with the spans replaced and counted."""
        parts, place = [], 0
        for start, end, shown, kind in sorted(taken):
            parts += [text[place:start], apart(text, start, end, shown)]
            place = end
            if kind:
                self.counts[kind] += 1
        return "".join([*parts, text[place:]])


def without(text: str, spans: Iterable[Span]) -> str:
    """Return `text`, of the same length, with the spans blotted out."""
    for start, end, _, _ in spans:
        text = text[:start] + TAKEN * (end - start) + text[end:]
    return text


def apart(text: str, start: int, end: int, shown: str) -> str:
    """Return what stands for a person, apart from letters that touched the name."""
    if not shown.startswith("@"):
        return shown
    before = " " if start and text[start - 1].isalnum() else ""
    after = " " if text[end : end + 1].isalnum() else ""
    return f"{before}{shown}{after}"
