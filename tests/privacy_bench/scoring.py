"""Run the package on groups, and count what leaks and what is lost per class."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import ibis

from egregora.contracts import INGESTED
from egregora.ingest.exports import read_exports
from egregora.ingest.table import ingested
from egregora.privacy import table
from egregora.privacy.evidence import evidence_tables
from egregora.storage import read_table, rows_of, write_table
from privacy_bench.group import Group
from privacy_bench.topics import TOPICS, Line

KEY = b"k" * 32
# Of an identifier, so much in a row is as good as all of it.
ENOUGH = 2 / 3
Filter = Callable[[Group], "list[str | None]"]


def anonymize_group(group: Group) -> list[str | None]:
    """Return what the package makes of each line; None where the line is left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = group.write(Path(folder))
        whole = read_exports([path], "UTC", "dmy")
        read = ingested(ibis.memtable(whole.messages), None, whole.media_names)
        private = Path(folder) / "ingested.parquet"
        write_table(read, private, INGESTED)
        messages = read_table(private, INGESTED)
        places = sorted(row["position"] for row in rows_of(messages))
        if len(places) != len(group.entries):
            raise ValueError(
                f"{group.language}: {len(group.entries)} lines are {len(places)} rows"
            )
        found = {
            name: rows_of(rows) for name, rows in evidence_tables(messages).items()
        }
        people = table.people_from_evidence(found, group.settings(), KEY)
        clean = rows_of(table.anonymized(messages, people, [], KEY))
    texts = {row["position"]: row["text"] for row in clean}
    return [texts.get(place) for place in places]


def pass_through(group: Group) -> list[str | None]:
    """Return each line as it is: everything planted must be counted as leaked."""
    return [entry.line.text for entry in group.entries]


@dataclass
class Count:
    """Of one class in one language: how many failed of how many, and some of them."""

    failed: int = 0
    total: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)

    def __iadd__(self, other: Count) -> Count:
        self.failed += other.failed
        self.total += other.total
        self.examples += other.examples
        return self


Scores = dict[tuple[str, str], Count]


def score(groups: Iterable[Group], half: str = "both",
          clean: Filter = anonymize_group) -> Scores:  # fmt: skip
    """Return the count of each class and language.

    Parameters
    ----------
    half
        Which wordings count: seen, held or both. All are in the export in any case.
    clean
        What makes the lines that readers see.

    """
    scores: Scores = defaultdict(Count)
    for group in groups:
        for entry, text in zip(group.entries, clean(group), strict=True):
            case = entry.case
            if case is None or half not in ("both", case.half):
                continue
            failed, total = judge(entry.line, text, TOPICS[case.topic].counts)
            examples = [(entry.line.text, text or "")] if failed else []
            scores[case.topic, group.language] += Count(failed, total, examples)
    return scores


def judge(line: Line, text: str | None, counts: str) -> tuple[int, int]:
    """Return how much of a line failed, of how much."""
    if counts == "words":
        return lost_words(line.text, text or "")
    if counts == "texts":
        return sum(kept not in (text or "") for kept in line.stays), len(line.stays)
    shows = shows_value if counts == "values" else shows_name
    return sum(shows(text or "", value) for value in line.gone), len(line.gone)


def folded(text: str) -> str:
    """Return text without case, accents and invisible characters."""
    decomposed = unicodedata.normalize("NFKD", text)
    kept = (
        c
        for c in decomposed
        if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
    )
    return unicodedata.normalize("NFKC", "".join(kept)).casefold()


def compact(text: str) -> str:
    """Return the letters and digits of a text, folded."""
    return "".join(c for c in folded(text) if c.isalnum())


def shows_name(text: str, name: str) -> bool:
    """Tell whether a name, in any spelling, begins a word or a piece of a text.

    In scripts without spaces, and of long names, any place will do.
    """
    wanted, seen = folded(name), folded(text)
    if len(wanted) >= 5 or not wanted.isascii():
        return wanted in seen
    return re.search(rf"(?<![^\W_]){re.escape(wanted)}", seen) is not None


def shows_value(text: str, value: str) -> bool:
    """Tell whether two thirds of a value stand in a text, in a row."""
    wanted, seen = compact(value), compact(text)
    size = max(1, round(len(wanted) * ENOUGH))
    if len(wanted) <= 4:
        size = len(wanted)
    return any(
        wanted[place : place + size] in seen for place in range(len(wanted) - size + 1)
    )


CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def words_of(text: str) -> list[str]:
    """Return the words of a text; Chinese and Japanese characters count as words."""
    spaced = CHARACTER.sub(r" \g<0> ", unicodedata.normalize("NFC", text))
    letters = (
        c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in spaced
    )
    return "".join(letters).split()


def lost_words(before: str, after: str) -> tuple[int, int]:
    """Return how many words are not there any more, of how many."""
    wanted, seen = Counter(words_of(before)), Counter(words_of(after))
    return (wanted - seen).total(), wanted.total()
