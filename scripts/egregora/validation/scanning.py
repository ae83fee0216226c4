"""What of the roster, and which checkable identifiers, the files of a blog hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from egregora.privacy.commands import is_command
from egregora.privacy.folding import fold
from egregora.privacy.guard import Guard
from egregora.privacy.lexicon import folded_alias
from egregora.validation.artefacts import texts
from egregora.validation.roster import POSSIBLE, Roster, hashed_names

# What the redaction may find that identifies nobody: an address nobody gave.
HARMLESS = ("link", "")
# Names that are words are told by context, which a page or a chunk cuts otherwise.
BY_CONTEXT = "name"
HALF = re.compile(r"@(\w+)(?=\W*(?:$|[·|<…]))")


@dataclass
class Scan:
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


def scanned(
    paths: Iterable[Path],
    folder: Path,
    roster: Roster | None,
    guard: Guard | None,
    answers: Path,
) -> Scan:
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
    scan, known = Scan(), {}
    for path in paths:
        scan.files += 1
        found: Counter[str] = Counter()
        is_answer = path.is_relative_to(answers)
        for is_prose, text in texts(path, is_answer):
            key = is_prose, is_answer, text
            if key not in known:
                known[key] = kinds(text, is_prose, roster, guard, is_answer)
            found.update(known[key])
            if len(known) > 100_000:
                known.clear()
        name = str(path.relative_to(folder))
        scan.possible += found.pop(POSSIBLE, 0)
        if found and not kinds(name, False, roster, None):
            scan.places[name] += found.total()
        scan.found += found
    return scan


def kinds(
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
        found = Counter(hashed_names(text, guard) if guard else ())
    if not has_words and POSSIBLE in found:
        found["name"] += found.pop(POSSIBLE)
    if is_prose and guard:
        guard.removed.clear()
        for line in text.split("\n"):
            guard.redactor.clean(spoken(line, guard))
        skipped = (*HARMLESS, BY_CONTEXT)
        ours = {kind: n for kind, n in guard.removed.items() if kind not in skipped}
        found |= Counter(ours)
        if is_command(text):
            found["command"] += 1
    return found


def spoken(line: str, guard: Guard) -> str:
    """Return what somebody said, without who said it, and without half an alias.

    Chunks name the speaker before a colon; a headline may end amid an alias.
    """
    aliases = guard.redactor.lexicon.aliases
    parts = {word for alias in aliases for word in alias}
    line = HALF.sub(lambda found: "" if fold(found[1]) in parts else found[0], line)
    speaker, colon, said = line.partition(": ")
    return said if colon and folded_alias(speaker) in aliases else line
