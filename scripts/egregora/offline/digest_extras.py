"""What a digest shows besides its threads.

Short talk, answered questions, links, and lines of earlier periods on the same
subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from egregora.offline.segments import PeriodConversation, Thread, Turn, is_stopword
from egregora.periods.briefs import Brief, Memory
from egregora.posts.citations import escape_for_body, format_reference
from egregora.text.addresses import ADDRESS
from egregora.text.folding import fold
from egregora.text.locales import Translator
from egregora.text.plain import (
    ELLIPSIS,
    REDACTED,
    capitalize_first,
    chat_words,
    one_line,
    shorten,
)

MAX_PASSING_LINES = 5
MIN_PASSING_LENGTH = 20  # characters of a line that stands by itself
MAX_QUESTIONS = 3
MAX_LISTED_LINKS = 12
MAX_LINK_CONTEXT = 160
MAX_ANSWER_DELAY = timedelta(minutes=30)
MAX_MEMORY_TERMS = 3  # that are named


def passing_blocks(
    rest: list[Thread],
    talk: PeriodConversation,
    worth: dict[int, float],
    voice: Translator,
    cited: set[int],
) -> list[str]:
    """Return the best line of each thread that got no section."""
    best = []
    for thread in rest:
        said = [
            one
            for one in thread.turns
            if one.is_said
            and one.number not in cited
            and (one.length >= MIN_PASSING_LENGTH or one.media)
        ]
        if said:
            best.append(max(said, key=lambda one: (worth[one.number], -one.number)))
    best.sort(key=lambda one: (-worth[one.number], one.number))
    kept = sorted(best[:MAX_PASSING_LINES], key=lambda one: one.number)
    if not kept:
        return []
    cited.update(one.number for one in kept)
    cites = (format_reference("message", one.number) for one in kept)
    return [f"## {voice.say('also')}", "\n".join(cites)]


def question_blocks(
    talk: PeriodConversation,
    worth: dict[int, float],
    voice: Translator,
    cited: set[int],
    follows: bool = False,
) -> list[str]:
    """Return questions that nothing above shows, each with its answer.

    One that `follows` passing talk needs no heading of its own.
    """
    pairs = []
    for at, turn in enumerate(talk.turns):
        answer = answer_to(at, talk)
        if answer and not {turn.number, answer.number} & cited and turn.kind == "text":
            pairs.append((turn, answer))
    pairs.sort(key=lambda pair: (-worth.get(pair[0].number, 0), pair[0].number))
    alone = {answer.number: (turn, answer) for turn, answer in reversed(pairs)}
    best = [pair for pair in pairs if alone[pair[1].number] == pair]
    kept = sorted(best[:MAX_QUESTIONS], key=lambda pair: pair[0].number)
    blocks = []
    for pair in kept:
        blocks.append(
            "\n".join(format_reference("message", one.number) for one in pair)
        )
        cited.update(one.number for one in pair)
    if not blocks:
        return []
    heading = [] if len(kept) == 1 and follows else [f"## {voice.say('answered')}"]
    return [*heading, "\n".join(blocks)]


def answer_to(at: int, talk: PeriodConversation) -> Turn | None:
    """Return the turn that answers a question: the next one, or one on its words."""
    asked = talk.turns[at]
    if not asked.asks or not 20 <= asked.length <= 240:
        return None
    told = {word.folded for word in asked.words if talk.weight(word.folded) > 0}
    for place, other in enumerate(talk.turns[at + 1 : at + 4]):
        if other.by == asked.by or other.at - asked.at > MAX_ANSWER_DELAY:
            continue
        shares = told & {word.folded for word in other.words}
        answers = other.is_said and not other.asks and other.length >= 16
        if answers and (shares or (asked.ends_asking and not place)):
            return other
    return None


def link_blocks(brief: Brief, talk: PeriodConversation, voice: Translator) -> list[str]:
    """Return the links that were shared, who shared them and with which words."""
    said = {brief.messages[turn.number - 1].id: turn for turn in talk.turns}
    items = []
    for number, link in enumerate(brief.links, 1):
        if turn := said.get(link.message):
            items.append(f"- {link_item(number, link.description, turn, talk, voice)}")
    if not items:
        return []
    shown, rest = items[:MAX_LISTED_LINKS], len(items) - MAX_LISTED_LINKS
    if rest > 0:
        shown.append(f"- {voice.say('more', n=voice.number(rest))}")
    return [f"## {voice.say('links')}", "\n".join(shown)]


def link_item(
    number: int,
    about: str | None,
    turn: Turn,
    talk: PeriodConversation,
    voice: Translator,
) -> str:
    """Return one link with the sentence around it."""
    around = text_around_addresses(turn.text)
    shared = voice.say("shared", name=f"**{escape_for_body(talk.name(turn))}**")
    item = f"{format_reference('link', number)}, {shared}"
    if len(around) >= 12:
        said = shorten(around, MAX_LINK_CONTEXT).replace(
            f"{ELLIPSIS} {ELLIPSIS}", ELLIPSIS
        )
        return f"{item}: “{escape_for_body(said)}”"
    if about:
        return f"{item}. {escape_for_body(shorten(one_line(about), MAX_LINK_CONTEXT))}"
    return item


def text_around_addresses(text: str) -> str:
    """Return what stands around the web addresses of a text, a gap where one was."""
    said = one_line(REDACTED.sub(" ", ADDRESS.sub(f" {ELLIPSIS} ", text)))
    said = re.sub(rf"(?<=[.!?:;,–—-]) {ELLIPSIS}(?= [–—(A-ZÀ-Þ])", "", said)
    said = re.sub(rf"^{ELLIPSIS} (?=[–—(A-ZÀ-Þ])|[ :,–—(]*{ELLIPSIS}\W*$", "", said)
    return said.strip(" :,–—-()")


MAX_DIGEST_MEMORIES = 2
MAX_MEMORY_LINE = 240
MIN_MEMORY_LINE = 24  # characters of a line
MIN_MEMORY_WEIGHT = 0.5  # weight of words that alone make a line worth remembering


def memory_blocks(
    brief: Brief, talk: PeriodConversation, voice: Translator
) -> list[str]:
    """Return earlier talk of the same, with a line of it and where it is told."""
    told: dict[str, MemoryLine] = {}
    for memory in brief.memories:
        found = best_memory_line(memory, talk)
        if not found or not public_terms(found, talk):
            continue
        if found.tells or years_between(memory, brief):
            told.setdefault(memory.period, found)
    kept = sorted(
        list(told.values())[:MAX_DIGEST_MEMORIES], key=lambda one: one.memory.period
    )
    blocks = []
    for one in kept:
        memory, post = one.memory, voice.period_name(one.memory.period)
        if years := years_between(memory, brief):
            last = years == 1
            post = voice.say("a_year_ago") if last else voice.say("years_ago", n=years)
        shown = public_terms(one, talk)[:MAX_MEMORY_TERMS]
        terms = voice.join([f"*{escape_for_body(term)}*" for term in shown])
        link, opening = (
            format_reference("memory", memory.period, said)
            for said in (post, capitalize_first(post))
        )
        blocks.append(voice.say("remember_line", terms=terms, post=link, Post=opening))
        blocks.append(f"> {escape_for_body(one.line)}")
    return [f"## {voice.say('remember')}", *blocks] if blocks else []


def public_terms(line: MemoryLine, talk: PeriodConversation) -> list[str]:
    """Return the words that join a line to the period and may stand in public."""
    return [term for term in line.terms if talk.may_be_public(term)]


@dataclass(frozen=True)
class MemoryLine:
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
        return self.weight >= MIN_MEMORY_WEIGHT or many


def best_memory_line(memory: Memory, talk: PeriodConversation) -> MemoryLine | None:
    """Return the line of a memory that shares most with the period, if one does."""
    shared = {fold(one): one for one in memory.terms if not is_stopword(fold(one))}
    found: list[tuple[float, int, int, MemoryLine]] = []
    for at, line in enumerate(memory.text.split("\n")):
        name, _, rest = line.partition(":")
        said = drop_repetition(one_line(rest))
        used = {word.folded for word in chat_words(said)}
        terms = [one for word, one in shared.items() if word in used]
        weight = round(sum(talk.weight(fold(one)) for one in terms), 4)
        if len(said) >= MIN_MEMORY_LINE and terms:
            shown = f"{name}: {shorten(said, MAX_MEMORY_LINE)}"
            fits = 1 if len(said) <= MAX_MEMORY_LINE else 0
            rarest = terms[0] == next(iter(shared.values()))
            one = MemoryLine(memory, shown, terms, weight, rarest)
            found.append((weight, fits, -at, one))
    return max(found, default=(None,), key=lambda one: one[:3])[-1]


def drop_repetition(said: str) -> str:
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
