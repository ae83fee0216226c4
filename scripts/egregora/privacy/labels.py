"""Where a text names what it is about to show: a password, a paper, an account.

People write "senha: …", "my passport is …", "Kennzeichen …". The labels of all
languages are in `data/labels.toml`; `announced_secrets` and `announced_numbers` say
what of the text around a label goes. Positions are of text from
`normalize.to_plain_characters`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files

from egregora.privacy.normalize import (
    ANY_WORD,
    COMBINING_SIGNS,
    UNSPACED_LETTER,
    UNSPACED_LETTERS,
    fold_characters,
    fold_name,
)

Labelled = tuple[int, int, str]  # start, end, placeholder

SECRET_KINDS = ("secret",)
NUMBER_KINDS = (
    *("code", "card", "expiry", "back", "id", "account", "plate", "vehicle"),
    *("birthday", "postcode", "plastic", "figures"),
)

ANY_ENDING = "…"
LETTERS_OF_ENDING = r"[^\s\d.,:;=!?…()\-–—→#@\"'/|：]{0,12}"
# A letter behind a label: it was the beginning of another word.
LETTER_BEHIND = re.compile(rf"[^\W\d_{UNSPACED_LETTERS}]|[{COMBINING_SIGNS}]")
# Between the words of a label, and after an abbreviation.
BETWEEN_LABEL_WORDS = r"[ \t.\-/_]{0,3}"
ARABIC_LETTER = re.compile("[\u0620-\u06d3]")
HEBREW_LETTER = re.compile("[\u05d0-\u05ea]")
ARABIC_PREFIX = "(?:[وف]?[بكل]?(?:ال|لل)?)"
ARABIC_ENDING = "(?:ي|ك|ه|ها|نا|كم|هم|كي)?"
HEBREW_PREFIX = "[הובלמשכ]{0,2}"
ARABIC_AROUND = re.compile(f"^{ARABIC_PREFIX}(?=.{{2}})|{ARABIC_ENDING}$")


@functools.cache
def label_lists() -> dict[str, tuple[str, ...]]:
    """Return the phrases of each kind, as `data/labels.toml` lists them."""
    data = files("egregora.privacy").joinpath("data/labels.toml").read_text("utf-8")
    return {
        kind: tuple(
            dict.fromkeys(
                phrase.strip()
                for phrase in listed.replace("\n", "|").split("|")
                if phrase.strip()
            )
        )
        for kind, listed in tomllib.loads(data).items()
    }


@functools.cache
def folded_phrases(kind: str) -> frozenset[str]:
    """Return the phrases of a kind, folded."""
    return frozenset(
        fold_name(phrase.strip(ANY_ENDING)) for phrase in label_lists()[kind]
    )


def word_pattern(word: str) -> str:
    """Return what matches one folded word of a label, in its inflected forms."""
    bare = word.strip(ANY_ENDING)
    ending = LETTERS_OF_ENDING if word.endswith(ANY_ENDING) else ""
    beginning = LETTERS_OF_ENDING if word.startswith(ANY_ENDING) else ""
    if ARABIC_LETTER.match(bare):
        if bare.endswith("ه"):  # ة is ت before an ending
            return f"{ARABIC_PREFIX}{bare[:-1]}(?:ه|ت{ARABIC_ENDING})"
        return f"{ARABIC_PREFIX}{re.escape(bare)}{ARABIC_ENDING}{ending}"
    if HEBREW_LETTER.match(bare):
        return f"{HEBREW_PREFIX}{re.escape(bare)}{ending}"
    # A dot may be left out where more than one letter is left.
    dot = r"\.? ?" if sum(map(str.isalpha, bare)) > 1 else r"\. ?"
    parts = dot.join(map(re.escape, bare.split(".")))
    return beginning + parts.replace("/", " ?/ ?").replace("'", "['’ ]?") + ending


def phrase_pattern(phrase: str) -> str:
    """Return what matches a label in text from `fold_characters`."""
    words = fold_characters(phrase).split()
    if UNSPACED_LETTER.search(phrase):
        pattern = " ?".join(map(re.escape, words))
        if len(phrase) <= MAX_PART_OF_WORD and KATAKANA.fullmatch(phrase):
            return rf"(?<!{KATAKANA_LETTER}){pattern}(?!{KATAKANA_LETTER})"
        return pattern
    return BETWEEN_LABEL_WORDS.join(map(word_pattern, words))


# A short word in katakana may be the end of a longer one: キー in クッキー.
KATAKANA_LETTER = "[\u30a1-\u30fa\u30fc]"
KATAKANA = re.compile(f"{KATAKANA_LETTER}+")
MAX_PART_OF_WORD = 4


@dataclass(frozen=True)
class Label:
    """A place in a text that announces something.

    Attributes
    ----------
    text
        What stands there, folded.
    is_weak
        It has other meanings: what follows must look like what is announced.
    is_unspaced
        It is of a script without spaces.
    """

    kind: str
    start: int
    end: int
    text: str
    is_weak: bool
    is_unspaced: bool


@dataclass
class LabelForm:
    """How a label is written."""

    kind: str
    expression: str
    is_weak: bool

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """What matches the label; compiled when a text first needs it."""
        return re.compile(self.expression)


@dataclass
class LabelIndex:
    """The labels by what they begin with: each word of a text is looked up once.

    Attributes
    ----------
    words, beginnings, ends
        Folded first word, its first letters, or its last ones → the labels that begin
        so, the longest first.
    unspaced
        The labels of scripts without spaces, of each kind in one.
    any_unspaced
        What matches how any of those begins.
    """

    words: dict[str, list[LabelForm]] = field(default_factory=lambda: defaultdict(list))
    beginnings: dict[str, list[LabelForm]] = field(
        default_factory=lambda: defaultdict(list)
    )
    ends: dict[str, list[LabelForm]] = field(default_factory=lambda: defaultdict(list))
    unspaced: list[LabelForm] = field(default_factory=list)
    any_unspaced: re.Pattern[str] = re.compile(r"(?!)")

    def add(self, kind: str, phrase: str, *, is_weak: bool) -> None:
        """Add a label of a script with spaces."""
        form = LabelForm(kind, phrase_pattern(phrase), is_weak)
        first = ANY_WORD.search(phrase)
        key = without_arabic_around(fold_name(first[0]))
        if phrase.startswith(ANY_ENDING):
            self.ends[key].append(form)
        elif phrase[first.end() : first.end() + 1] == ANY_ENDING:
            self.beginnings[key].append(form)
        else:
            self.words[key].append(form)

    def forms(self, word: str) -> list[LabelForm]:
        """Return the labels that may begin with a folded word."""
        found = []
        for form in dict.fromkeys((word, without_arabic_around(word))):
            found += self.words.get(form, ())
            for size in range(1, len(form) + 1):
                found += self.beginnings.get(form[:size], ())
                found += self.ends.get(form[-size:], ())
        if HEBREW_LETTER.match(word):
            for size in (1, 2):
                found += self.words.get(word[size:], ())
        return found


def without_arabic_around(word: str) -> str:
    """Return a folded Arabic word without article, preposition and ending."""
    if not ARABIC_LETTER.match(word):
        return word
    bare = ARABIC_AROUND.sub("", word)
    return bare.removesuffix("ه").removesuffix("ت")


@functools.cache
def label_index(kinds: tuple[str, ...]) -> LabelIndex:
    """Return the labels of some kinds."""
    index = LabelIndex()
    weak = {*label_lists()["weak"], *label_lists()["strict"]}
    unspaced: dict[tuple[str, bool], list[str]] = defaultdict(list)
    begins = set()
    for kind in kinds:
        for phrase in sorted(label_lists()[kind], key=lambda one: (-len(one), one)):
            if UNSPACED_LETTER.search(phrase):
                unspaced[kind, phrase in weak].append(phrase_pattern(phrase))
                begins.add(re.escape(fold_characters(phrase).split()[0]))
            else:
                index.add(kind, phrase, is_weak=phrase in weak)
    index.unspaced = [
        LabelForm(kind, "|".join(patterns), is_weak)
        for (kind, is_weak), patterns in unspaced.items()
    ]
    if begins:
        index.any_unspaced = re.compile("|".join(sorted(begins)))
    return index


@functools.lru_cache(maxsize=65536)
def forms_for(word: str, kinds: tuple[str, ...]) -> tuple[LabelForm, ...]:
    """Return the labels of some kinds that may begin with a written word."""
    return tuple(label_index(kinds).forms(fold_name(word)))


def may_label(word: str, kinds: tuple[str, ...]) -> bool:
    """Tell whether a label may begin with a word, or lie in an unspaced run."""
    if UNSPACED_LETTER.match(word):
        return bool(label_index(kinds).any_unspaced.search(fold_characters(word)))
    return bool(forms_for(word, kinds))


def find_labels(seen: str, kinds: tuple[str, ...]) -> Iterator[Label]:
    """Yield each label of some kinds in a text; of one kind none overlap."""
    folded = fold_characters(seen)
    ends: dict[str, int] = {}
    is_unspaced = False
    for word in ANY_WORD.finditer(seen):
        if UNSPACED_LETTER.match(word[0]):
            is_unspaced = True
            continue
        for form in forms_for(word[0], kinds):
            found = form.pattern.match(folded, word.start())
            if (
                found
                and word.start() >= ends.get(form.kind, 0)
                and not LETTER_BEHIND.match(folded, found.end())
            ):
                ends[form.kind] = found.end()
                yield Label(form.kind, *found.span(), found[0], form.is_weak, False)
    if is_unspaced:
        for form in label_index(kinds).unspaced:
            for found in form.pattern.finditer(folded):
                yield Label(form.kind, *found.span(), found[0], form.is_weak, True)


def is_between(word: str) -> bool:
    """Tell whether a word may stand between a label and what it announces."""
    return fold_name(word) in folded_phrases("between")
