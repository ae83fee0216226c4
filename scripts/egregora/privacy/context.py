"""Whether a word that is also a name is used as a name."""

from __future__ import annotations

import re

from egregora.privacy.grammar import (
    ADDRESSING,
    BEFORE_ENGLISH_MONTHS,
    BEFORE_MONTHS,
    CONJUNCTIONS,
    DETERMINERS,
    ENGLISH_MONTHS,
    GREETINGS,
    HUMAN_VERBS,
    MONTHS,
    NATURES,
    SPEECH,
    TELLING,
)
from egregora.privacy.lists import listed
from egregora.privacy.ordinary import (
    OPENERS,
)
from egregora.privacy.vocabulary import (
    STRONG_TITLES,
    TITLES,
)

OPENING = "\"'“”‘’„«»([{*_~ \t\u00a0\u200e\u200f\u2068"
ENDING = ".!?…\n;•>-–—|¡¿"
MIDDLE = ",:/&+@#'’%\0"
END = re.compile(r"[\"'”’»)\]*_~]*\s*(?:[.!?…\n]|$|[^\w\s,;:'\"-])")
ALONE = re.compile(
    r"(?!\.\s?\d)[\"'”’»)\]*_~]*(?:,|\s*(?:[.!?…\n]|$|[^\w\s,;:'\"()&/+-]))"
)
ADDRESSED = re.compile(r"(?:^|[.!?\n])\s*\w+(?:\s+\w+)?,\s*\Z")
LAUGHTER = re.compile(r"\s*(?:k{2,}|(?:ha|he|rs|ja){2,}|lol|:\)|<3)", re.IGNORECASE)
# No title is of several sentences.
SENTENCES = re.compile(r"\w[.!?…]\s+\w")
NUMBER = re.compile(r"[\s,]{0,3}\d{1,4}\b")
NUMBER_BEFORE = re.compile(
    r"(?<![\d:/])\d{1,4}(?:st|nd|rd|th|º|ª|°)?[\s.,]{1,2}(?:of |de )?\Z"
)
COPULAS = listed(
    """
    e eh is are was sao ist sind est sont son era were como like
    """
)
FIRST_PERSONS = listed(
    """
    eu i yo ich je io ele ela he she we they
    """
)
PLURAL_ARTICLES = frozenset(("the", "os", "los", "les"))
# Verbs that are names: "eu caio".
VERBS = frozenset(("caio",))
# Verbs that no verb of a person follows: "Will is late" speaks of Will.
AUXILIARIES = frozenset(("will", "may"))
TITLED = 0.6
FEW = 4
FAR = 6


class Casing:
    """What capitals tell in one text, and in which languages it is."""

    def __init__(self, text: str, found: list) -> None:
        long = [word.written for word in found if len(word.written) > 2]
        capitals = sum(written[:1].isupper() for written in long)
        shouted = sum(written.isupper() for written in long)
        self.is_shouted = len(long) > 1 and shouted > TITLED * len(long)
        is_title = len(long) >= FEW and not SENTENCES.search(text)
        self.is_titled = is_title and capitals > TITLED * len(long)
        forms = {word.form for word in found}
        scores = {name: len(forms & telling) for name, telling in TELLING.items()}
        most = max(scores.values())
        self.languages = {name for name, score in scores.items() if score * 2 >= most}

    @property
    def is_telling(self) -> bool:
        """Capitals mark names here: the text is neither a title nor shouted."""
        return not (self.is_shouted or self.is_titled)

    def is_ordinary(self, entry) -> bool:
        """Tell whether a name is also a word of the languages of this text."""
        return "any" in entry.ordinary or not self.languages.isdisjoint(entry.ordinary)


def is_thing(text: str, found: list, place: int) -> bool:
    """Tell whether a word cannot name a person where it stands, ordinary or not."""
    word = found[place]
    if not place or not word.written[:1].islower():
        return False
    before = found[place - 1]
    if not text[before.end : word.start].isspace():
        return False
    return before.form in ("the", "an") or (
        word.form in VERBS and before.form in FIRST_PERSONS
    )


def is_name(text: str, found: list, place: int, casing: Casing, is_given: bool) -> bool:
    """Tell whether an ordinary word, at `place` among the words, names a person."""
    word = found[place]
    before = found[place - 1] if place else None
    after = found[place + 1] if place + 1 < len(found) else None
    near = bool(before) and word.start - before.end <= 2
    if near and before.form in STRONG_TITLES:
        return True
    if word.written[:1].islower():
        return named_small(text, word, before if near else None, after, is_given)
    if not word.written[:1].isupper():
        # Scripts without capitals cannot tell: better one word too few than a name.
        return True
    if near and before.form in TITLES and not casing.is_shouted:
        return True
    if word.form in MONTHS and is_month(text, word, before, after):
        return False
    if opens(text, word.start):
        return named_first(text, found, place, casing, is_given)
    if near and is_family(before, word, casing):
        return True
    if near and (
        before.form in DETERMINERS or NUMBER_BEFORE.search(text[: word.start])
    ):
        return False
    if casing.is_telling or (word.written.isupper() and not casing.is_shouted):
        return not casing.is_titled or word.written.isupper()
    return bool(re.search(r",\s*\Z", text[: word.start]) and END.match(text, word.end))


def is_family(before, word, casing: Casing) -> bool:
    """Tell whether the plural after a small article is a family: the Smiths."""
    is_plural = before.written in PLURAL_ARTICLES and word.form.endswith("s")
    return is_plural and casing.is_telling and "german" not in casing.languages


def named_small(text: str, word, before, after, is_given: bool) -> bool:
    """Tell whether an ordinary word in small letters names a person."""
    if not is_given:
        return False
    ends = END.match(text, word.end) or LAUGHTER.match(text, word.end)
    if ends and (
        ADDRESSED.search(text[: word.start]) or (before and before.form in GREETINGS)
    ):
        return True
    if after is None or after.start - word.end > 2:
        return False
    if opens(text, word.start) and after.form in ADDRESSING:
        return True
    return after.form in SPEECH


def opens(text: str, start: int) -> bool:
    """Tell whether a sentence begins at `start`."""
    place = start - 1
    while place >= 0 and text[place] in OPENING:
        place -= 1
    if place < 0 or text[place] in ENDING:
        return True
    return not text[place].isalnum() and text[place] not in MIDDLE


def named_first(
    text: str, found: list, place: int, casing: Casing, is_given: bool
) -> bool:
    """Tell whether the first word of a sentence names a person."""
    word = found[place]
    after = found[place + 1] if place + 1 < len(found) else None
    if ALONE.match(text, word.end) and not casing.is_titled:
        return True
    rest = text[word.end : word.end + 2]
    if rest[:1] == ":" or rest in ("'s", "’s"):
        return True
    if after is None or after.start - word.end > 2:
        return is_given and word.form not in OPENERS
    is_copula = after.form in COPULAS and after.written not in ("e", "E")
    if after.form in HUMAN_VERBS and (not is_copula or word.form in AUXILIARIES):
        return True
    if after.form in CONJUNCTIONS and not is_copula and place + 2 < len(found):
        second = found[place + 2]
        capital = second.written[:1].isupper() and casing.is_telling
        return capital or second.form in FIRST_PERSONS
    if (
        casing.is_telling
        and after.written[:1].isupper()
        and not after.written.isupper()
    ):
        return True
    if is_copula:
        told = {one.form for one in found[place + 2 : place + FAR]}
        return is_given and NATURES.isdisjoint(told) and word.form not in OPENERS
    return is_given and word.form not in OPENERS and not casing.is_titled


def is_month(text: str, word, before, after) -> bool:
    """Tell whether a month stands where months do."""
    if NUMBER.match(text, word.end) or NUMBER_BEFORE.search(text[: word.start]):
        return True
    openers = BEFORE_ENGLISH_MONTHS if word.form in ENGLISH_MONTHS else BEFORE_MONTHS
    if before and before.form in openers | MONTHS:
        return True
    return bool(after and after.form in MONTHS)
