"""Where people are named in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from egregora.privacy import compounds
from egregora.privacy.context import Casing, is_name, is_thing
from egregora.privacy.folding import INVISIBLE, IS_UNSPACED, WORD, fold
from egregora.privacy.grammar import (
    CONJUNCTIONS,
)
from egregora.privacy.lexicon import Entry, Lexicon
from egregora.privacy.vocabulary import (
    PARTICLES,
    SAINTLY_PLACES,
    SAINTS,
)

# What may stand between two words of one name: a space, a dot, a hyphen, a line.
GAP = re.compile(rf"[\s.\-‐-―_·•'’{INVISIBLE}]{{1,4}}\Z")
AT = re.compile(f"@[{INVISIBLE}~\\s]{{0,3}}\\Z")
INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])\.?[ \u00a0]?\Z")
INITIAL_AFTER = re.compile(r"[ \u00a0]([^\W\d_])\.(?![^\W_])")
# Words of three letters and verbs that help others: "will may" is no name.
SHORT = 3
CHEERS = 3  # times that a crowd says a name
AUXILIARIES = frozenset(("will", "must", "shall"))
ELISION = re.compile(r"(?<![^\W_])[OoDdLl]['’]\Z")


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, and what it is when folded."""

    start: int
    end: int
    form: str
    written: str


def words_of(text: str) -> list[Word]:
    """Return the words of a text."""
    return [
        Word(found.start(), found.end(), fold(found[0]), found[0])
        for found in WORD.finditer(text)
    ]


def names(
    text: str, lexicon: Lexicon, *, notice: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and replacement of each person's name in `text`.

    In notices of WhatsApp each capitalised word that is a name is one.
    """
    found = words_of(text)
    casing = Casing(text, found)
    place = 0
    while place < len(found):
        word = found[place]
        if IS_UNSPACED.match(word.written):
            yield from inside(word, lexicon)
            place += 1
            continue
        entry = lexicon.entry(word.form)
        if entry is None:
            is_tag = text[word.start - 1 : word.start] == "#"
            for start, end, shown_there in compounds.named(
                word.written, lexicon, is_tag=is_tag
            ):
                yield word.start + start, word.start + end, shown_there
            place += 1
            continue
        last, people = extended(text, found, place, entry, lexicon)
        start, end = word.start, found[last].end
        if at := AT.search(text, max(0, start - 4), start):
            yield at.start(), end, shown(lexicon, entry, people, last > place)
        elif last > place and certain(found[place : last + 1], lexicon):
            start, end = with_initials(text, start, end, lexicon, people)
            yield start, end, lexicon.chosen(people)
        else:
            last = repeated(found, place)
            if entry.given and is_cheered(found, place, last):
                yield start, found[last].end, lexicon.owner(entry)
            elif one := alone(text, found, place, entry, lexicon, casing, notice):
                yield one[0], max(one[1], found[last].end), one[2]
        place = last + 1


def extended(text, found, place, entry, lexicon) -> tuple[int, frozenset[int]]:
    """Return the last word of the name that begins at `place`, and whose it may be."""
    people, last, ahead = entry.people, place, place + 1
    while ahead < len(found):
        if not GAP.match(text[found[ahead - 1].end : found[ahead].start]):
            break
        following = lexicon.entry(found[ahead].form)
        if following and people & following.people:
            people, last = people & following.people, ahead
        elif not is_between(found[ahead]):
            break
        ahead += 1
    return last, people


def repeated(found: list[Word], place: int) -> int:
    """Return the last of the words that repeat the one at `place`: "Rosa Rosa Rosa"."""
    last = place
    while last + 1 < len(found) and found[last + 1].form == found[place].form:
        if found[last + 1].start - found[last].end > 1:
            break
        last += 1
    return last


def is_cheered(found: list[Word], place: int, last: int) -> bool:
    """Tell whether a word in capitals is said so often that it is somebody's name."""
    return last - place >= CHEERS - 1 and found[place].written[:1].isupper()


def is_between(word: Word) -> bool:
    """Tell whether a word may stand within a name: a particle or an initial."""
    if word.form in CONJUNCTIONS:
        return False
    return word.form in PARTICLES or (len(word.form) == 1 and word.written.isupper())


def certain(parts: list[Word], lexicon: Lexicon) -> bool:
    """Tell whether several words of one person's name are that name."""
    entries = [lexicon.entry(part.form) for part in parts]
    if any(entry and not entry.ordinary for entry in entries):
        return True
    told = [part for part, entry in zip(parts, entries, strict=True) if entry]
    if len({part.form for part in told}) < 2:
        return False
    if all(part.written[:1].isupper() for part in told):
        return True
    return all(len(part.form) > SHORT and part.form not in AUXILIARIES for part in told)


def alone(
    text, found, place, entry, lexicon, casing, notice
) -> tuple[int, int, str] | None:
    """Return start, end and replacement of a name of one word, if it is used as one."""
    word = found[place]
    before = text[max(0, word.start - 4) : word.start]
    start, end = word.start, word.end
    first = INITIAL.search(before)
    after = INITIAL_AFTER.match(text, end)
    capital = word.written[:1].isupper()
    if is_saint(found, place, text) or is_thing(text, found, place):
        return None
    if casing.is_ordinary(entry) and not (notice and capital):
        initialled = capital and first and first[1].isupper() and "." in first[0]
        is_given = bool(entry.given)
        if not initialled and not is_name(text, found, place, casing, is_given):
            return None
    if first and first[1].isupper() and entry.other and not entry.given:
        start = word.start - len(before) + first.start(1)
    if after and after[1].isupper():
        end = after.end()
    if elision := ELISION.search(before):
        start = word.start - len(before) + elision.start()
    return start, end, lexicon.owner(entry)


def is_saint(found: list[Word], place: int, text: str) -> bool:
    """Tell whether the word is a place named after a saint: São Paulo, San José."""
    if place == 0 or found[place].form not in SAINTLY_PLACES:
        return False
    before, word = found[place - 1], found[place]
    if before.form not in SAINTS or not re.fullmatch(
        r"\.?[ \u00a0-]", text[before.end : word.start]
    ):
        return False
    capitals = before.written[:1].isupper(), word.written[:1].isupper()
    return all(capitals) or (not any(capitals) and word.form in ("paulo", "francisco"))


def with_initials(text, start, end, lexicon, people) -> tuple[int, int]:
    """Return the span of a name with an initial after it."""
    after = INITIAL_AFTER.match(text, end)
    return start, after.end() if after and after[1].isupper() else end


def inside(word: Word, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Yield the names within a run of a script that has no spaces, longest first."""
    same = len(word.form) == len(word.written)
    place = 0
    while place < len(word.form):
        for size in lexicon.sizes:
            form = word.form[place : place + size]
            if len(form) < size or (size < 2 and len(word.form) > 1):
                continue
            if entry := lexicon.entry(form):
                if not same:
                    yield word.start, word.end, lexicon.owner(entry)
                    return
                start = word.start + place
                yield start, start + size, lexicon.owner(entry)
                place += size - 1
                break
        place += 1


def shown(lexicon: Lexicon, entry: Entry, people: frozenset[int], several: bool) -> str:
    """Return what stands for a mention of a person."""
    return lexicon.chosen(people) if several else lexicon.owner(entry)
