"""Names and identifiers in the files that may leave the machine.

Every file is read as texts. Prose, which people and models wrote, is checked by all
rules of the redaction. Elsewhere (paths, logs, records, code, bytes) only names and
numbers of the roster are searched: a digest may look like anything. Results are
counts, never values.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from egregora.privacy.guard import Guard
from egregora.privacy.name_index import fold_alias, languages_as_word
from egregora.privacy.name_matcher import NAMES_AS_VERBS
from egregora.privacy.normalize import (
    ANY_WORD,
    UNSPACED_LETTER,
    fold_name,
    to_plain_characters,
)
from egregora.privacy.people import begins_with_command
from egregora.privacy.phones import digits_of

CLOSED_FOLDER = "private"
SCANNED_FOLDERS = ("results", "site", "public", "logs", "benchmarks", ".snakemake")
# Environments of conda are not ours, and have no chat in them.
CONDA_FOLDERS = ("conda", "conda-archive", "singularity")
# The theme's own, the same for every blog.
THEME_ASSETS = re.compile(r"public/assets/(?:javascripts|stylesheets|images)/")
MAX_SCANNED_BYTES = 512 * 1024 * 1024
# Pseudonyms and digests, whose digits are no number.
HEX_DIGEST = re.compile(r"(?<!\w)(?=\d*[a-f])[0-9a-f]{16,64}(?!\w)")
# A script that is JSON with a name, as the search's index is for pages at file://.
JSON_ASSIGNMENT = re.compile(r"\Avar \w+ = (?=[\[{])")
FlaggedText = tuple[bool, str]  # whether it is prose, and the text


def files_to_scan(folder: Path, answers: Path) -> Iterator[Path]:
    """Yield the files to look at, sorted; what is closed to others is left out."""
    for top in (*(folder / name for name in SCANNED_FOLDERS), folder / answers):
        for path in sorted(top.rglob("*")):
            parts = path.relative_to(top).parts
            closed = top.name == "results" and parts[0] == CLOSED_FOLDER
            foreign = top.name == ".snakemake" and parts[0] in CONDA_FOLDERS
            theme = top.name == "public" and THEME_ASSETS.match(
                "/".join(("public", *parts))
            )
            if path.is_file() and not (closed or foreign or theme):
                yield path


def texts_of_file(path: Path, is_answer: bool = False) -> Iterator[FlaggedText]:
    """Yield the texts of a file, and of its path.

    What a model made up stays in its answer: the guard is after it. There is no prose
    in an answer: of the roster it must hold nothing.
    """
    yield False, f"{path}\n{decode_record_name(path.name)}"
    for is_prose, text in texts_in_content(path):
        yield is_prose and not is_answer, HEX_DIGEST.sub("", text) if is_prose else text


def texts_in_content(path: Path) -> Iterator[FlaggedText]:
    """Yield the texts in a file."""
    if path.suffix == ".parquet":
        yield from texts_in_table(path)
        return
    if path.stat().st_size > MAX_SCANNED_BYTES:
        return
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    text = content.decode("utf-8", "replace")
    if path.suffix in (".json", ".js"):
        yield from texts_in_json(JSON_ASSIGNMENT.sub("", text))
    elif path.suffix == ".html":
        page = PageTextCollector()
        page.feed(text)
        yield from page.texts
    elif path.suffix == ".md":
        yield True, text
    else:
        yield False, text
        if b"\0" in content:
            yield False, content.decode("utf-16-le", "ignore")


def decode_record_name(name: str) -> str:
    """Return the path that a record of Snakemake is named by."""
    try:
        return base64.urlsafe_b64decode(name).decode()
    except ValueError:
        return ""


def texts_in_table(path: Path) -> Iterator[FlaggedText]:
    """Yield the texts in the columns of a table, whatever it is."""
    from pyarrow.parquet import ParquetFile

    for batch in ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            yield from texts_in_value(row)


def texts_in_json(text: str) -> Iterator[FlaggedText]:
    """Yield the texts in a JSON document; a broken one is a text itself."""
    try:
        value = json.loads(text)
    except ValueError:
        yield False, text
    else:
        yield from texts_in_value(value)


def texts_in_value(value: Any) -> Iterator[FlaggedText]:
    """Yield the texts in a value; paths and digests are no prose."""
    if isinstance(value, str):
        yield value.isalpha() or any(map(str.isspace, value)), value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield False, str(name)
            yield from texts_in_value(part)
    elif isinstance(value, list | tuple):
        for part in value:
            if not isinstance(part, float):
                yield from texts_in_value(part)


class PageTextCollector(HTMLParser):
    """Collects what a reader of a page can see, and what its attributes hold."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[FlaggedText] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Collect the attributes."""
        self.texts += [(False, value) for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        """Collect a text; what stands in a script is code."""
        if data.strip():
            self.texts.append((self.cdata_elem is None, data))


# Such a name may be a word, as in "the marina": told, but no breach.
POSSIBLE_NAME = "name in small letters"
MIN_ROSTER_NAME = 4
MIN_ROSTER_DIGITS = 8
DIGIT_SEPARATOR = re.compile(r"(?<=\d)[ .\-()/\u200b]{1,3}(?=\d)")
LONG_NUMBER = re.compile(r"(?<![\w.])\+?\d{8,15}(?![\w.])")
CAPITALIZED_WORD = re.compile(r"(?<![^\W_])@?([^\W\d_a-zß-ÿ][\w.'’·-]*)")


class Roster:
    """Looks for people in texts; never tells whom.

    Parameters
    ----------
    people
        Rows of `contracts.AUTHORS`.
    """

    def __init__(self, people: Iterable[Mapping[str, Any]]) -> None:
        self.words: set[str] = set()
        self.glued: set[str] = set()
        self.numbers: set[str] = set()
        self.left: list[re.Pattern] = []
        # An alias of one word may be a word: only its capital tells it.
        self.nicknames: list[re.Pattern] = []
        for person in people:
            for form in (
                *person["names"],
                *ANY_WORD.findall(fold_name(person["author_name"])),
            ):
                self.add(form)
            if person["opted_out"]:
                self.left.append(re.compile(person["author"]))
                alias = r"\s+".join(map(re.escape, fold_name(person["alias"]).split()))
                whole = re.compile(rf"(?<!\w){alias}(?!\w)")
                (self.left if r"\s" in alias else self.nicknames).append(whole)

    def add(self, form: str) -> None:
        """Add a folded form of a name, or a number."""
        digits = digits_of(form)
        if len(digits) >= MIN_ROSTER_DIGITS:
            self.numbers.add(digits)
        elif UNSPACED_LETTER.match(form) and len(form) > 1:
            self.glued.add(form)
        elif (
            len(form) >= MIN_ROSTER_NAME
            and form.isalpha()
            and not languages_as_word(form, {})
        ):
            self.words.add(form)

    def found(self, text: str, guard: Guard | None = None) -> Iterator[str]:
        """Yield the class of each trace of a person in a text.

        With a guard, what it knows to be a word of this conversation too is none.
        """
        folded = fold_name(text)
        small = Counter(ANY_WORD.findall(text))
        for word in ANY_WORD.findall(folded):
            glued = not word.isascii() and any(name in word for name in self.glued)
            if glued or (word in self.words and not is_conversation_word(word, guard)):
                small[word] -= 1
                yield "name" if glued or small[word] < 0 else POSSIBLE_NAME
        if self.numbers and any(map(str.isdecimal, text)):
            for number in LONG_NUMBER.findall(
                DIGIT_SEPARATOR.sub("", to_plain_characters(text))
            ):
                if number.removeprefix("+") in self.numbers:
                    yield "phone"
        yield from ("opted out" for one in self.left if one.search(folded))
        if self.nicknames:
            capitals = " ".join(one for one in CAPITALIZED_WORD.findall(text))
            told = fold_name(capitals)
            yield from ("opted out" for one in self.nicknames if one.search(told))


def find_hashed_names(text: str, guard: Guard) -> Iterator[str]:
    """Yield the class of each name in a text, by a guard, where the roster is gone."""
    lexicon = guard.redactor.lexicon
    for word in ANY_WORD.findall(text):
        form = fold_name(word)
        if UNSPACED_LETTER.match(form):
            if len(form) > 1 and guard.redactor.names_somebody(word):
                yield "name"
        elif (
            len(form) < MIN_ROSTER_NAME
            or not form.isalpha()
            or is_conversation_word(form, guard)
        ):
            continue
        elif lexicon.entry(form):
            yield "name" if word[:1].isupper() else POSSIBLE_NAME


def is_conversation_word(form: str, guard: Guard | None) -> bool:
    """Tell whether a folded name is also a word of the conversation."""
    entry = guard and guard.redactor.lexicon.entry(form)
    return form in NAMES_AS_VERBS or bool(entry and entry.ordinary)


# What the redaction may find that identifies nobody: an address nobody gave.
HARMLESS_CLASSES = ("link", "")
# Names that are words are told by context, which a page or a chunk cuts otherwise.
CONTEXT_CLASS = "name"
CUT_ALIAS = re.compile(r"@(\w+)(?=\W*(?:$|[·|<…]))")


@dataclass
class ScanResult:
    """What was found.

    Attributes
    ----------
    files
        How many files were read.
    possible
        How many names in small letters, which may be words.
    found
        Class → how often.
    places
        Path → how often anything was found, for paths that tell nothing themselves.
    """

    files: int = 0
    possible: int = 0
    found: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)


def scan_files(
    paths: Iterable[Path],
    folder: Path,
    roster: Roster | None,
    guard: Guard | None,
    answers: Path,
) -> ScanResult:
    """Return what the files hold that they must not; counts, never a value.

    Parameters
    ----------
    paths
        The files.
    folder
        What their paths are told relative to.
    roster
        Who is who; None if the private folder is gone.
    guard
        The rules of the redaction; None before `anonymize`.
    answers
        Folder of the kept answers.
    """
    scan, known = ScanResult(), {}
    for path in paths:
        scan.files += 1
        found: Counter[str] = Counter()
        is_answer = path.is_relative_to(answers)
        for is_prose, text in texts_of_file(path, is_answer):
            key = is_prose, is_answer, text
            if key not in known:
                known[key] = classify_text(text, is_prose, roster, guard, is_answer)
            found.update(known[key])
            if len(known) > 100_000:
                known.clear()
        name = str(path.relative_to(folder))
        scan.possible += found.pop(POSSIBLE_NAME, 0)
        if found and not classify_text(name, False, roster, None):
            scan.places[name] += found.total()
        scan.found += found
    return scan


def classify_text(
    text: str,
    is_prose: bool,
    roster: Roster | None,
    guard: Guard | None,
    is_answer: bool = False,
) -> Counter[str]:
    """Return class → how often, of what identifies people in one text."""
    has_words = is_prose or (is_answer and any(map(str.isspace, text)))
    if roster:
        found = Counter(roster.found(text, guard))
    else:
        found = Counter(find_hashed_names(text, guard) if guard else ())
    if not has_words and POSSIBLE_NAME in found:
        found["name"] += found.pop(POSSIBLE_NAME)
    if is_prose and guard:
        guard.removed.clear()
        for line in text.split("\n"):
            guard.redactor.clean(spoken_part(line, guard))
        skipped = (*HARMLESS_CLASSES, CONTEXT_CLASS)
        ours = {kind: n for kind, n in guard.removed.items() if kind not in skipped}
        found |= Counter(ours)
        if begins_with_command(text):
            found["command"] += 1
    return found


def spoken_part(line: str, guard: Guard) -> str:
    """Return what somebody said, without who said it, and without half an alias.

    Chunks name the speaker before a colon; a headline may end amid an alias.
    """
    aliases = guard.redactor.lexicon.aliases
    parts = {word for alias in aliases for word in alias}
    line = CUT_ALIAS.sub(
        lambda found: "" if fold_name(found[1]) in parts else found[0], line
    )
    speaker, colon, said = line.partition(": ")
    return said if colon and fold_alias(speaker) in aliases else line
