"""Chatty groups whose names are said so often that they would become titles.

conversations(seed)      twenty groups, each with the names that no title, heading, tag
                         or address of a page may hold
names_shown(texts, ...)  which of the names texts show, in any spelling
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privacy_bench.cast import Cast, nickname
from privacy_bench.group import Entry, Group, opening
from privacy_bench.language import LANGUAGES, load_language
from privacy_bench.scoring import shows_name
from privacy_bench.topics import Line, fill

GROUPS = 20
WEEKS = 3
PER_WEEK = 75
MINUTES = WEEKS * 7 * 24 * 60 // (WEEKS * PER_WEEK + 20)


@dataclass(frozen=True)
class Conversation:
    """A group of three weeks, and the names that must not be seen in public words."""

    group: Group
    names: tuple[str, ...]


def conversations(seed: int, count: int = GROUPS) -> Iterator[Conversation]:
    """Yield conversations, language by language in turn."""
    for number in range(count):
        yield build_conversation(LANGUAGES[number % len(LANGUAGES)], seed, number)


def build_conversation(code: str, seed: int, number: int) -> Conversation:
    """Return a conversation; the same arguments give the same one."""
    rng = random.Random(f"chatter/{seed}/{code}/{number}")
    language = load_language(code)
    cast = Cast(language, rng)
    authors = [person.full for person in cast.members]
    names = [
        part
        for person in cast.members
        for part in person.parts
        if part not in language.word_surnames
    ]
    subject = cast.outsider().given
    title = rng.choice(language.wordings["titles"])
    renamed = rng.choice(language.wordings["subject_notices"])
    text = fill(cast, renamed.replace("{title}", title), a=authors[0],
                outsider=subject).text  # fmt: skip
    entries = [Entry(None, line, "") for line in opening()]
    entries += [Entry(None, Line("👍"), author) for author in authors]
    entries.append(Entry(None, Line(text, is_notice=True), ""))
    names.append(subject)
    for _week in range(WEEKS):
        lines, salient = week(cast, subject)
        names += salient
        entries += [Entry(None, line, rng.choice(authors)) for line in lines]
    group = Group(
        code, bool(number % 2), tuple(language.regions), tuple(entries), MINUTES
    )
    return Conversation(group, tuple(sorted({*names})))


def week(cast: Cast, subject: str) -> tuple[list[Line], list[str]]:
    """Return what is said in one week, and of whom: mostly of four people."""
    rng, language = cast.rng, cast.language
    mentioned = nickname(language.code, rng)
    member = cast.member()
    pets = language.pets.get(member.given, [member.given])
    outsider = cast.outsider().given
    cue = rng.choice([c for c in language.wordings["outsiders"] if "{outsider}" in c])
    mention = rng.choice(language.carriers).replace("{}", f"@\u2068~{mentioned}\u2069")
    lines = [Line(mention), fill(cast, cue, outsider=outsider)]
    salient = [mentioned, outsider, subject, member.given, rng.choice(pets)]
    for number in range(PER_WEEK - len(lines)):
        if number % 4 == 3:
            lines.append(Line(rng.choice(language.ordinary)))
        else:
            frame = rng.choice([*language.chatter, *language.frames])
            lines.append(Line(frame.replace("{}", rng.choice(salient))))
    return lines, salient


def names_shown(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the names that one of the texts shows, in any spelling."""
    shown = [*texts]
    return [name for name in names if any(shows_name(text, name) for text in shown)]
