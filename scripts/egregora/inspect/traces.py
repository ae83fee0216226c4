"""What must be gone from every public file: names and values of the roster and export.

Nothing here asks the filter. Names are those of the authors, what the export marks as
a person, whom notices name and whom a title or kinship announces; values are what
`values` finds in the export. A name that is an ordinary word of some language counts
only as part of a full name.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from egregora.inspect.values import (
    ADDRESS,
    MIN_STRONG_LENGTH,
    PIECE,
    Value,
    announcing_words,
    is_ordinary_anywhere,
    labels,
    plain,
    values_in,
)
from egregora.privacy.guard import Guard
from egregora.privacy.normalize import ANY_WORD, UNSPACED_LETTER, fold_name, word_set
from egregora.privacy.people import COMMAND_NAME, names_nobody
from egregora.text.vocabulary import WIDESPREAD, is_ordinary, ordinary_languages

# In small letters, it may be a word: only counted.
POSSIBLE_NAME = "possible name"
# What nobody promises to remove: told with its place, and no breach.
DOUBTFUL = ("announced person", "mistyped name", "short name")
OPTED_OUT = "opted out"
MIN_NAME_LENGTH = 3
MIN_TYPO_LENGTH = 5
# A language that knows so much of the words as the best one is spoken too.
SHARE_OF_BEST = 0.7
FULL_NAME_SIZES = (2, 3, 4)
FIRST_DIGITS = 7
MIN_WORDS_OF_MESSAGE = 6
MAX_USES_OF_TYPO = 2
PARTICLES = word_set(
    """
    de da do dos das di del della der den des du la le las los van von zu zur bin ibn
    al el abu ben bar y e und and of the jr sr san ter ten dr dra prof mr mrs ms
    """
)
MARKED_NAME = re.compile("\u2068[\u200e\u200f~ ]*([^\u2068\u2069\n]{1,80})\u2069")
QUOTED = re.compile('["“”«»„]([^"“”«»„\n]{1,100})["“”«»„]')
BEFORE_SENTENCE = re.compile(r"(?:^|[.!?…:>\"“*_|—-])\s*$")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
SPELLED_OUT = r"[\W_]{0,3}"
HEXADECIMAL = re.compile(
    r"(?<![^\W_])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}(?![^\W_])"
)


def is_glued(form: str) -> bool:
    """Tell whether a form is of a script without spaces between words."""
    return bool(UNSPACED_LETTER.match(form))


def is_uncased(word: str) -> bool:
    """Tell whether a word is of a script without capitals."""
    return word[:1].lower() == word[:1].upper()


def deletions(word: str) -> set[str]:
    """Return a word, and the word without each of its letters."""
    return {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter more, less, other, or swapped."""
    if one == other:
        return False
    if len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        differing = [n for n, (a, b) in pairs if a != b]
        return len(differing) == 1 or (
            len(differing) == 2
            and differing[1] == differing[0] + 1
            and one[differing[0]] == other[differing[1]]
            and one[differing[1]] == other[differing[0]]
        )
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and short in deletions(long)


class Traces:
    """What must be gone.

    Attributes
    ----------
    names
        Folded word that names somebody → class.
    glued
        Folded names of scripts without spaces → class.
    full
        Folded names of several words, with one space or none between them → class.
    values
        Compact value → what it is.
    aliases
        Folded aliases of readers: they name nobody.
    left
        Pseudonyms and folded aliases of who opted out.
    messages
        Folded beginnings of what they wrote.
    capitals, smalls
        Folded word of the export → how often it has a capital, and how often not.
    given
        Folded words of the authors' names, those included that are ordinary words.
    languages
        The languages of the export: what is an ordinary word in one of them is no name.
    """

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.glued: dict[str, str] = {}
        self.full: dict[str, str] = {}
        self.values: dict[str, Value] = {}
        self.aliases: set[str] = set()
        self.left: set[str] = set()
        self.messages: set[str] = set()
        self.capitals: Counter[str] = Counter()
        self.smalls: Counter[str] = Counter()
        self.given: set[str] = set()
        self.languages: tuple[str, ...] = WIDESPREAD
        self._close()

    def _close(self) -> None:
        """Prepare the search, when all has been added."""
        # Name without one of its letters → names; first three characters → values.
        self.typos: dict[str, set[str]] = defaultdict(set)
        self.starts: dict[str, list[Value]] = defaultdict(list)
        # By these, a piece of a line is worth a search.
        self.pieces: set[str] = {COMMAND_NAME}
        self.first_digits: set[bytes] = set()
        for word, kind in self.names.items():
            if kind == "name" and len(word) >= MIN_TYPO_LENGTH:
                for form in deletions(word):
                    self.typos[form].add(word)
        for one, value in self.values.items():
            self.starts[one[:3]].append(value)
            if one.isdecimal() and len(one) >= FIRST_DIGITS:
                self.first_digits.add(one[:FIRST_DIGITS].encode())
            else:
                self.pieces |= {one, value.piece}
        self.firsts = {whole.partition(" ")[0] for whole in self.full}
        for alias in self.left:
            self.firsts |= {*alias.split()}
        for text in self.messages:
            # A line with the rarest of its words is looked at.
            words = ANY_WORD.findall(text)[:-1] or [text]
            self.firsts.add(min(words, key=lambda w: self.capitals[w] + self.smalls[w]))
        self.suspects = self.names.keys() | self.full.keys() | self.firsts | self.pieces
        self.patterns: dict[str, re.Pattern] = {}

    def add_name(self, name: str, kind: str) -> None:
        """Add a name, whole and in parts; one that is an ordinary word only whole."""
        digits = "".join(c for c in plain(name) if c.isdecimal())
        if len(digits) >= MIN_STRONG_LENGTH:
            self.add_value(Value("phone", digits, piece=digits))
        if names_nobody(name):
            return
        words = [word for word in ANY_WORD.findall(name) if word.isalpha() or word]
        folded = [fold_name(word) for word in words]
        named = [w for w in folded if w not in PARTICLES]
        whole = " ".join(folded)
        if len(named) > 1 and not any(map(is_glued, folded)):
            self.full.setdefault(whole, kind)
            self.full.setdefault(f"{named[0]} {named[-1]}", kind)
            self.full.setdefault(whole.replace(" ", ""), kind)
        for word in named:
            self.add_word(word, kind)
            if kind == "name" and len(word) > MIN_NAME_LENGTH:
                self.given.add(word)

    def add_word(self, word: str, kind: str) -> None:
        """Add one folded word that names somebody, unless it is an ordinary one."""
        if is_glued(word):
            given = word[-2:] if 3 <= len(word) <= 4 and kind == "name" else ""
            for form in (word, given):
                if len(form) > 1 and not is_ordinary_anywhere(form):
                    self.glued.setdefault(form, kind)
            return
        is_long = len(word) >= (2 if is_uncased(word) else MIN_NAME_LENGTH)
        is_word = (
            is_ordinary(word, self.languages)
            if kind == "name"
            else is_ordinary_anywhere(word)
        )
        if is_long and not is_word:
            self.names.setdefault(word, kind)

    def add_value(self, value: Value) -> None:
        """Add a value, and the pieces by which a line with it is found."""
        if len(value.compact) < 3:
            return
        known = self.values.get(value.compact)
        if known is None or (value.is_strong and not known.is_strong):
            self.values[value.compact] = value

    def classify_glued(self, form: str) -> str | None:
        """Return the class of a folded word of a script without spaces, or None."""
        return next((kind for name, kind in self.glued.items() if name in form), None)

    def classify_word(self, word: str, before: str, is_path: bool) -> str | None:
        """Return the class of a word as written, or None; `before` is folded."""
        form = fold_name(word)
        if len(form) < MIN_NAME_LENGTH and not is_uncased(word):
            return None
        kind = self.names.get(form)
        if kind is None and (stretched := STRETCHED.sub(r"\1", form)) != form:
            kind = self.names.get(stretched)
        if kind is None and form in self.full and " " not in form:
            return self.full[form]
        if kind is None:
            return self.classify_changed_word(word, form)
        if before in announcing_words("place"):
            return None
        if before in announcing_words("article"):
            return POSSIBLE_NAME
        if word[:1].islower() and not is_path:
            return POSSIBLE_NAME
        return kind

    def classify_changed_word(self, word: str, form: str) -> str | None:
        """Return the class of a mistyped or shortened name, or None."""
        if (
            word[:1].islower()
            or word.isupper()
            or not form.isalpha()
            or len(form) < MIN_NAME_LENGTH
        ):
            return None
        if form not in self.capitals or is_ordinary_anywhere(form):
            return None
        if len(form) >= MIN_TYPO_LENGTH - 1:
            for deleted in deletions(form):
                for name in self.typos.get(deleted, ()):
                    if is_one_slip(form, name):
                        rare = self.capitals[form] <= max(
                            MAX_USES_OF_TYPO, self.capitals[name] // 20
                        )
                        return "mistyped name" if rare else POSSIBLE_NAME
        if any(name.startswith(form) or shares_stem(form, name) for name in self.given):
            return "short name"
        return None


# Endings of endearment.
ENDEARMENTS = re.compile(
    r"(?:z?inh[oa]s?|z?it[oa]s?|[ck]?ito|[ck]?ita|ao|ie|y|i|chen|lein|ett[oa]|ucci[oa]|in[oa]|otto"
    r"|очка|енька|ик|ька|уша|юша|ка|cik|cigim|ka|ke|ci|cim)$"
)


def shares_stem(form: str, name: str) -> bool:
    """Tell whether a form is the beginning of a name with an ending of endearment."""
    stem = ENDEARMENTS.sub("", form)
    return stem != form and len(stem) >= 3 and name.startswith(stem)


def traces_of(
    authors: Iterable[Mapping[str, Any]],
    messages: Iterable[Mapping[str, Any]],
    settings: Mapping[str, Any],
) -> Traces:
    """Return what must be gone.

    Parameters
    ----------
    authors
        Rows of `contracts.AUTHORS`: author_name, author, alias, opted_out.
    messages
        Rows of `contracts.INGESTED`: author_name, text, media_name.
    settings
        The owner's settings on privacy: names, words, regions.
    """
    traces, gone = Traces(), set()
    messages = list(messages)
    count_raw_words(traces, {row["text"] for row in messages})
    traces.languages = languages_of(traces.smalls)
    for person in authors:
        traces.add_name(person["author_name"], "name")
        alias = fold_name(person["alias"])
        if person["opted_out"]:
            gone.add(person["author_name"])
            traces.left |= {person["author"], alias}
        else:
            traces.aliases.add(alias)
    for name in settings["names"]:
        traces.add_name(name, "name")
    for name in (*settings["opt_out"], *settings["forget"]):
        traces.add_name(name, "name")
    add_export(traces, messages, gone, tuple(settings["regions"]))
    traces._close()
    return traces


def count_raw_words(traces: Traces, texts: Iterable[str]) -> None:
    """Count the words of the export, with a capital and without."""
    for text in texts:
        for word in ANY_WORD.findall(ADDRESS.sub(" ", text)):
            uses = traces.smalls if word[:1].islower() else traces.capitals
            uses[fold_name(word)] += 1


def languages_of(words: Mapping[str, int]) -> tuple[str, ...]:
    """Return the languages that know nearly as many of the words as the best one."""
    known = {
        language: sum(
            uses for word, uses in words.items() if is_ordinary(word, (language,))
        )
        for language in ordinary_languages()
    }
    most = max(known.values(), default=0)
    spoken = {one for one, count in known.items() if count >= SHARE_OF_BEST * most}
    return tuple(sorted(spoken | {"en"}))


def add_export(
    traces: Traces, messages: Iterable[Mapping[str, Any]], gone: set[str], regions
) -> None:
    """Add what the export shows of people, and the values in it."""
    marked: list[tuple[str, str]] = []
    known: set[str] = set()
    kept: set[str] = set()
    for row in messages:
        author, text = row["author_name"], row["text"]
        if author is not None and not names_nobody(author):
            traces.add_name(author, "name")
        if author in gone:
            if len(text.split()) >= MIN_WORDS_OF_MESSAGE:
                traces.messages.add(" ".join(fold_name(text).split())[:60])
        else:
            kept.add(" ".join(fold_name(text).split())[:60])
        if text in known:
            continue
        known.add(text)
        for line in text.split("\n"):
            for value in values_in(line, regions):
                traces.add_value(value)
            marked += [(name, "marked person") for name in MARKED_NAME.findall(line)]
            if author is None:
                marked += [(n, "name in a notice") for n in names_in_notice(line)]
            else:
                marked += [(n, "announced person") for n in announced_people(line)]
    traces.messages -= kept
    for name, kind in marked:
        for word in ANY_WORD.findall(name):
            form = fold_name(word)
            if traces.smalls[form] > traces.capitals[form]:
                continue
            if form not in PARTICLES and not names_nobody(word):
                traces.add_word(form, kind)


def names_in_notice(line: str) -> Iterator[str]:
    """Yield the words of a notice that no dictionary has: they name somebody.

    Where no capital tells names from words, only what begins the notice is one.
    """
    words = ANY_WORD.findall(MARKED_NAME.sub(" ", line))
    for n, word in enumerate(words):
        if is_glued(word):
            verbs = "|".join(map(re.escape, sorted(announcing_words("notice_glue"))))
            for part in re.split(verbs, word):
                if 2 <= len(part) <= 4 and not is_ordinary_anywhere(part):
                    yield part
        elif (word[:1].isupper() or (is_uncased(word) and n < 2)) and (
            not is_ordinary_anywhere(word)
        ):
            yield word


def announced_people(line: str) -> Iterator[str]:
    """Yield the capitalised words behind a title or a kinship."""
    words = ANY_WORD.findall(line)
    for cue, word in itertools.pairwise(words):
        if (
            word[:1].isupper()
            and not word.isupper()
            and fold_name(cue) in announcing_words("person")
            and not is_ordinary_anywhere(word)
        ):
            yield word


def find_traces(line: str, traces: Traces, is_path: bool = False) -> Iterator[str]:
    """Yield the class of each trace of a person in a line of a public file."""
    yield from find_known_names(line, traces, is_path)
    if any(map(str.isalnum, line)):
        yield from find_values(line, traces)
    folded = " ".join(fold_name(line).split())
    if traces.messages:
        yield from (
            "words of who opted out" for text in traces.messages if text in folded
        )
    for one in traces.left:
        # An alias of one word may be a word: only its capital tells it.
        is_sure = " " in one or any(map(str.isdecimal, one)) or one.title() in line
        if is_sure and re.search(rf"(?<![^\W_]){re.escape(one)}(?![^\W_])", folded):
            yield OPTED_OUT


def find_known_names(line: str, traces: Traces, is_path: bool) -> Iterator[str]:
    """Yield the class of each name in a line."""
    text = line if is_path else ADDRESS.sub(" ", line)
    matches = [*ANY_WORD.finditer(text)]
    words = [match[0] for match in matches]
    folded = [fold_name(word) for word in words]
    skipped = set()
    joined = " ".join(folded)
    for alias in traces.aliases:
        parts = ANY_WORD.findall(alias)
        if parts and " ".join(parts) in joined:
            for n in range(len(folded) - len(parts) + 1):
                if folded[n : n + len(parts)] == parts:
                    skipped.update(range(n, n + len(parts)))
    for n, size in itertools.product(range(len(folded)), FULL_NAME_SIZES):
        kind = traces.full.get(" ".join(folded[n : n + size]))
        if kind and n + size <= len(folded) and not skipped & {*range(n, n + size)}:
            # "a rosa figueira" may be words.
            small = all(map(str.islower, words[n : n + size]))
            rare = any(word in traces.names for word in folded[n : n + size])
            yield POSSIBLE_NAME if small and not rare else kind
            skipped.update(range(n, n + size))
    for n, word in enumerate(words):
        if n in skipped:
            continue
        if is_glued(folded[n]):
            if kind := traces.classify_glued(folded[n]):
                yield kind
            continue
        before = folded[n - 1] if n else ""
        if kind := traces.classify_word(word, before, is_path):
            # "Hope you are well" begins with a word, if "hope" is one elsewhere.
            start = matches[n].start()
            begins = BEFORE_SENTENCE.search(text[max(0, start - 4) : start])
            is_word = begins and traces.smalls[folded[n]] and not is_path
            yield POSSIBLE_NAME if is_word else kind


def find_values(line: str, traces: Traces) -> Iterator[str]:
    """Yield the class of each value of the export in a line."""
    flat = HEXADECIMAL.sub(
        lambda found: found[0] if found[0] in traces.values else " ",
        fold_name(plain(line)),
    )
    squeezed = "".join(c for c in flat if c.isalnum())
    starts = {squeezed[n : n + 3] for n in range(len(squeezed) - 2)}
    found: list[Value] = []
    candidates = [
        v for start in starts & traces.starts.keys() for v in traces.starts[start]
    ]
    for value in sorted(candidates, key=lambda v: (-len(v.compact), v.compact)):
        inside = any(value.compact in other.compact for other in found)
        if (
            not inside
            and value.compact in squeezed
            and stands_apart(value, flat, traces)
        ):
            found.append(value)
            yield value.kind


def stands_apart(value: Value, flat: str, traces: Traces) -> bool:
    """Tell whether a value stands in a folded line as one, behind a label if weak."""
    pattern = traces.patterns.get(value.compact)
    if pattern is None:
        spelled = SPELLED_OUT.join(map(re.escape, value.compact))
        pattern = re.compile(rf"(?<![^\W_]){spelled}(?![^\W_])")
        traces.patterns[value.compact] = pattern
    found = pattern.search(flat)
    if not found:
        return False
    if value.is_strong and len(value.compact) >= MIN_STRONG_LENGTH:
        return True
    around = flat[max(0, found.start() - 60) : found.end() + 40]
    return bool(labels("any").search(around))


def is_suspect(piece: str, traces: Traces) -> bool:
    """Tell whether a piece of a line without spaces may be part of a trace."""
    word = piece.strip(".,;:!?\"'()<>/=*_-")
    if (word.islower() or word.isdecimal()) and word.isalnum():
        # Most pieces: a word in small letters, or a number.
        if word.isascii():
            return word in traces.suspects
        if not UNSPACED_LETTER.search(word) and word.isalpha():
            return fold_name(word) in traces.suspects
    for word in ANY_WORD.findall(piece):
        form = fold_name(word)
        if form in traces.firsts or form in traces.left:
            return True
        if is_glued(form):
            if traces.classify_glued(form):
                return True
        elif traces.classify_word(word, "", False):
            return True
    folded = fold_name(piece)
    if NOT_ASCII_DIGIT.search(piece):
        return True
    return any(one in traces.pieces for one in PIECE.findall(folded))


NOT_ASCII_DIGIT = re.compile(r"(?![0-9])\d|[0-9]\ufe0f")
SEPARATORS = b" ().-/_+,:;\t"
DIGITS = re.compile(rb"[0-9]{7,}")


def holds_digits(line: bytes, traces: Traces) -> bool:
    """Tell whether a line may hold a number of the export, however it is grouped."""
    for run in DIGITS.findall(line.translate(None, SEPARATORS)):
        for n in range(len(run) - FIRST_DIGITS + 1):
            if run[n : n + FIRST_DIGITS] in traces.first_digits:
                return True
    return False


class SealedTraces(Traces):
    """What must be gone where results/private is: only the guard knows its hashes.

    Parameters
    ----------
    guard
        The guard of this blog.
    """

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self.redactor = guard.redactor
        self.aliases = {" ".join(alias) for alias in guard.redactor.lexicon.aliases}

    def classify_glued(self, form: str) -> str | None:
        """Return the class of a folded word of a script without spaces, or None."""
        is_name = len(form) > 1 and self.redactor.names_somebody(form)
        return "name" if is_name else None

    def classify_word(self, word: str, before: str, is_path: bool) -> str | None:
        """Return the class of a word as written, or None; `before` is folded."""
        form = fold_name(word)
        if len(form) <= MIN_NAME_LENGTH or not form.isalpha():
            return None
        entry = self.redactor.lexicon.entry(form)
        if not entry or entry.ordinary or is_ordinary_anywhere(form):
            return None
        if before in announcing_words("place"):
            return None
        return POSSIBLE_NAME if word[:1].islower() and not is_path else "name"
