"""What others quote of people who opted out: copied lines under their name."""

from __future__ import annotations

import re
from collections.abc import Collection

from egregora.privacy.folding import INVISIBLE
from egregora.privacy.lexicon import Lexicon
from egregora.privacy.names import words_of

# A copied message: "[31/05, 22:12] Rui: …", "31/05/2024 22:12 - Rui: …", "> Rui: …".
QUOTED = re.compile(
    rf"[>\s*_{INVISIBLE}]*"
    r"(?:\[[^\]\n]{4,40}\]\s*|\d[\d/.:, \u202f\u00a0hAPMapm]{6,30}\s*[-–]\s*)?"
    r"[*_~@\u2068\"“]{0,3}(?P<name>[^:\n]{2,60}?)[*_~\u2069\"”]{0,3}\s?"
    r"(?::|escreveu:|disse:|wrote:|said:)(?:\s|$)"
)


def without_quotes(text: str, lexicon: Lexicon, gone: Collection[int]) -> str:
    """Return `text` without the lines that quote one of the people `gone`.

    A quote goes on until the next quoted line or an empty one.
    """
    if not gone or ":" not in text:
        return text
    kept, skipping = [], False
    for line in text.split("\n"):
        found = QUOTED.match(line)
        if found:
            skipping = names_only(found["name"], lexicon, gone)
        elif not line.strip():
            skipping = False
        if not skipping:
            kept.append(line)
    return "\n".join(kept).strip("\n") if len(kept) < text.count("\n") + 1 else text


def names_only(name: str, lexicon: Lexicon, gone: Collection[int]) -> bool:
    """Tell whether a name is that of one of the people `gone`, and of nobody else."""
    digits = re.sub(r"\D", "", name)
    if digits and (person := lexicon.person(digits)) is not None:
        return person in gone
    entries = [lexicon.entry(word.form) for word in words_of(name)]
    known = [entry.people for entry in entries if entry]
    if not known or len(known) < len(entries):
        return False
    people = frozenset.intersection(*known)
    return bool(people) and people <= set(gone)


def names_somebody(notice: str, lexicon: Lexicon, gone: Collection[int]) -> bool:
    """Tell whether a notice names one of the people `gone`."""
    if not gone:
        return False
    for digits in re.findall(r"\+?\d[\d\s().\-\u2011\u00a0]{6,20}\d", notice):
        if lexicon.person(re.sub(r"\D", "", digits)) in gone:
            return True
    for word in words_of(notice):
        entry = lexicon.entry(word.form)
        capital = word.written[:1].upper() == word.written[:1]
        if entry and capital and set(entry.given or entry.other) & set(gone):
            return True
    return False
