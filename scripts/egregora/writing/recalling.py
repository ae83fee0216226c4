"""What a digest recalls of earlier periods: a line of each that says the same words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from egregora.briefs import Brief, Memory
from egregora.text.locales import Translator
from egregora.writing.body import literal, reference
from egregora.writing.headline import sentence
from egregora.writing.talk import Talk, is_common
from egregora.writing.text import one_line, shortened
from egregora.writing.words import folded, words

MEMORIES = 2
REMEMBERED = 240
LEAST = 24  # characters of a line
TELLING = 0.5  # weight of words that alone make a line worth remembering


def memories(brief: Brief, talk: Talk, voice: Translator) -> list[str]:
    """Return earlier talk of the same, with a line of it and where it is told."""
    told: dict[str, Recalled] = {}
    for memory in brief.memories:
        found = recalled(memory, talk)
        if found and (found.tells or years_between(memory, brief)):
            told.setdefault(memory.period, found)
    kept = sorted(list(told.values())[:MEMORIES], key=lambda one: one.memory.period)
    blocks = []
    for one in kept:
        memory, post = one.memory, voice.period_name(one.memory.period)
        if years := years_between(memory, brief):
            last = years == 1
            post = voice.say("a_year_ago") if last else voice.say("years_ago", n=years)
        terms = voice.join([f"*{literal(term)}*" for term in one.terms[:3]])
        link, opening = (
            reference("memory", memory.period, said) for said in (post, sentence(post))
        )
        blocks.append(voice.say("remember_line", terms=terms, post=link, Post=opening))
        blocks.append(f"> {literal(one.line)}")
    return [f"## {voice.say('remember')}", *blocks] if blocks else []


@dataclass(frozen=True)
class Recalled:
    """A line of a memory, and the words that it shares with the period."""

    memory: Memory
    line: str
    terms: list[str]
    weight: float
    has_rarest: bool  # of the words that the whole memory shares with the period

    @property
    def tells(self) -> bool:
        """Whether more than chance joins the line to the period."""
        many = len(self.terms) > (1 if self.has_rarest else 2)
        return self.weight >= TELLING or many


def recalled(memory: Memory, talk: Talk) -> Recalled | None:
    """Return the line of a memory that shares most with the period, if one does."""
    shared = {folded(one): one for one in memory.terms if not is_common(folded(one))}
    found: list[tuple[float, int, int, Recalled]] = []
    for at, line in enumerate(memory.text.split("\n")):
        name, _, rest = line.partition(":")
        said = once(one_line(rest))
        used = {word.folded for word in words(said)}
        terms = [one for word, one in shared.items() if word in used]
        weight = round(sum(talk.weight(folded(one)) for one in terms), 4)
        if len(said) >= LEAST and terms:
            shown = f"{name}: {shortened(said, REMEMBERED)}"
            fits = 1 if len(said) <= REMEMBERED else 0
            rarest = terms[0] == next(iter(shared.values()))
            one = Recalled(memory, shown, terms, weight, rarest)
            found.append((weight, fits, -at, one))
    return max(found, default=(None,), key=lambda one: one[:3])[-1]


def once(said: str) -> str:
    """Return a text that is told twice, as captions are, once."""
    parts = said.split()
    half = len(parts) // 2
    return " ".join(parts[:half]) if parts[:half] == parts[half:] else said


def years_between(memory: Memory, brief: Brief) -> int:
    """Return how many years lie between, if it was the same time of the year."""
    then = datetime.fromisoformat(memory.starts_at).date()
    first = date.fromisoformat(brief.first_day)
    years = round((first - then).days / 365.25)
    return years if years and abs((first - then).days - years * 365.25) <= 12 else 0
