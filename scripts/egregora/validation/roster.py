"""Real names and numbers in a text, by the private table of who is who.

It looks for whole words only and knows no context: what it finds, the redaction has
missed. Names that are also words are left to the rules of the guard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from egregora.privacy.context import VERBS
from egregora.privacy.folding import IS_UNSPACED, WORD, fold, plain
from egregora.privacy.guard import Guard
from egregora.privacy.lexicon import ordinary
from egregora.privacy.phones import digits_of

# Such a name may be a word, as in "the marina": told, but no breach.
POSSIBLE = "name in small letters"
SHORTEST = 4
SHORTEST_NUMBER = 8
BETWEEN = re.compile(r"(?<=\d)[ .\-()/\u200b]{1,3}(?=\d)")
NUMBER = re.compile(r"(?<![\w.])\+?\d{8,15}(?![\w.])")
CAPITAL = re.compile(r"(?<![^\W_])@?([^\W\d_a-zß-ÿ][\w.'’·-]*)")


class Roster:
    """Looks for people in texts; never tells whom.

    Parameters
    ----------
    people
        Rows of `tables.AUTHORS`.
    """

    def __init__(self, people: Iterable[Mapping[str, Any]]) -> None:
        self.words: set[str] = set()
        self.glued: set[str] = set()
        self.numbers: set[str] = set()
        self.left: list[re.Pattern] = []
        # An alias of one word may be a word: only its capital tells it.
        self.nicknames: list[re.Pattern] = []
        for person in people:
            for form in (*person["names"], *WORD.findall(fold(person["author_name"]))):
                self.add(form)
            if person["opted_out"]:
                self.left.append(re.compile(person["author"]))
                alias = r"\s+".join(map(re.escape, fold(person["alias"]).split()))
                whole = re.compile(rf"(?<!\w){alias}(?!\w)")
                (self.left if r"\s" in alias else self.nicknames).append(whole)

    def add(self, form: str) -> None:
        """Add a folded form of a name, or a number."""
        digits = digits_of(form)
        if len(digits) >= SHORTEST_NUMBER:
            self.numbers.add(digits)
        elif IS_UNSPACED.match(form) and len(form) > 1:
            self.glued.add(form)
        elif len(form) >= SHORTEST and form.isalpha() and not ordinary(form, {}):
            self.words.add(form)

    def found(self, text: str, guard: Guard | None = None) -> Iterator[str]:
        """Yield the class of each trace of a person in a text.

        With a guard, what it knows to be a word of this conversation too is none.
        """
        folded = fold(text)
        small = Counter(WORD.findall(text))
        for word in WORD.findall(folded):
            glued = not word.isascii() and any(name in word for name in self.glued)
            if glued or (word in self.words and not is_word(word, guard)):
                small[word] -= 1
                yield "name" if glued or small[word] < 0 else POSSIBLE
        if self.numbers and any(map(str.isdecimal, text)):
            for number in NUMBER.findall(BETWEEN.sub("", plain(text))):
                if number.removeprefix("+") in self.numbers:
                    yield "phone"
        yield from ("opted out" for one in self.left if one.search(folded))
        if self.nicknames:
            capitals = " ".join(one for one in CAPITAL.findall(text))
            told = fold(capitals)
            yield from ("opted out" for one in self.nicknames if one.search(told))


def hashed_names(text: str, guard: Guard) -> Iterator[str]:
    """Yield the class of each name in a text, by a guard, where the roster is gone."""
    lexicon = guard.redactor.lexicon
    for word in WORD.findall(text):
        form = fold(word)
        if IS_UNSPACED.match(form):
            if len(form) > 1 and guard.redactor.names_somebody(word):
                yield "name"
        elif len(form) < SHORTEST or not form.isalpha() or is_word(form, guard):
            continue
        elif lexicon.entry(form):
            yield "name" if word[:1].isupper() else POSSIBLE


def is_word(form: str, guard: Guard | None) -> bool:
    """Tell whether a folded name is also a word of the conversation."""
    entry = guard and guard.redactor.lexicon.entry(form)
    return form in VERBS or bool(entry and entry.ordinary)
