"""A group: the cases of one cast, mixed, as an export of WhatsApp."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from privacy_bench.cast import Cast
from privacy_bench.language import load_language
from privacy_bench.topics import Case, Line, cases

LRM = "\u200e"
TITLE = "Group 7"


@dataclass(frozen=True)
class Entry:
    """One line of a group, and the case that it belongs to; None for small talk."""

    case: Case | None
    line: Line
    author: str


@dataclass(frozen=True)
class Group:
    """A group as it is exported.

    Attributes
    ----------
    is_iphone
        Whether an iPhone prints it.
    regions
        What `privacy.regions` is set to.
    minutes
        How long after one entry the next one is.

    """

    language: str
    is_iphone: bool
    regions: tuple[str, ...]
    entries: tuple[Entry, ...]
    minutes: int = 7

    def settings(self) -> dict:
        """Return the settings of privacy that the owner of the group has."""
        return {"opt_out": [], "forget": [], "names": {}, "words": [],
                "regions": [*self.regions]}  # fmt: skip

    def export(self) -> str:
        """Return the text of the export."""
        start = dt.datetime(2025, 3, 13, 8, 0)
        printed = [
            self.printed(entry, start + number * dt.timedelta(minutes=self.minutes))
            for number, entry in enumerate(self.entries)
        ]
        return "\n".join(printed) + "\n"

    def printed(self, entry: Entry, at: dt.datetime) -> str:
        """Return an entry as the phone prints it."""
        text = entry.line.text
        if self.is_iphone:
            stamp = at.strftime("[%d/%m/%Y, %H:%M:%S]")
            if entry.line.is_notice:
                return f"{stamp} {TITLE}: {LRM}{text}"
            return f"{stamp} {entry.author}: {text}"
        stamp = at.strftime("%d/%m/%Y, %H:%M")
        return f"{stamp} - {text}" if entry.line.is_notice else (
            f"{stamp} - {entry.author}: {text}"
        )  # fmt: skip

    def write(self, folder: Path) -> Path:
        """Write the export into a folder."""
        name = "_chat.txt" if self.is_iphone else f"WhatsApp Chat with {TITLE}.txt"
        path = folder / name
        path.write_text(self.export(), encoding="utf-8")
        return path


def build_group(code: str, seed: int, number: int) -> Group:
    """Return a group of a language; the same arguments give the same group."""
    rng = random.Random(f"{seed}/{code}/{number}")
    language = load_language(code)
    cast = Cast(language, rng)
    found = list(cases(cast))
    authors = [person.full for person in (*cast.members, cast.victim)]
    entries = [Entry(None, line, "") for line in opening()]
    entries += [
        Entry(None, Line(text), author)
        for author, text in zip(authors, greetings(language.carriers), strict=False)
    ]
    for case, line in mixed(found, rng):
        entries.append(Entry(case, line, rng.choice(authors)))
    return Group(
        code, bool((seed + number) % 2), tuple(language.regions), tuple(entries)
    )


def opening() -> Iterator[Line]:
    """Yield the notice that each export begins with."""
    yield Line(
        "Messages and calls are end-to-end encrypted. Only people in this chat can "
        "read, listen to, or share them. Learn more",
        is_notice=True,
    )


def greetings(carriers: list[str]) -> Iterator[str]:
    """Yield what each member says once, so that all of them are authors."""
    while True:
        yield "👍"
        yield from (carrier.replace("{}", "🙂") for carrier in carriers)


def mixed(found: list[Case], rng: random.Random) -> list[tuple[Case, Line]]:
    """Return the lines of cases among each other, those of one case in order."""
    placed = []
    for case in found:
        places = sorted(rng.random() for _line in case.lines)
        placed += zip(places, [case] * len(places), case.lines, strict=True)
    placed.sort(key=lambda entry: entry[0])
    return [(case, line) for _place, case, line in placed]
