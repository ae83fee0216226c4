"""What a digest tells besides its threads: passing talk, questions, links, memories."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from egregora.briefs import Brief, Memory
from egregora.writing.body import literal, reference
from egregora.writing.headline import sentence
from egregora.writing.phrases import Voice
from egregora.writing.talk import Talk, Turn, is_common
from egregora.writing.text import one_line, shortened
from egregora.writing.threads import Thread
from egregora.writing.words import folded, without_addresses, words

PASSING = 5
QUESTIONS = 3
LINKS = 12
MEMORIES = 2
AROUND = 160
REMEMBERED = 240
ANSWER_WITHIN = timedelta(minutes=30)


def passing(
    rest: list[Thread],
    talk: Talk,
    worth: dict[int, float],
    voice: Voice,
    cited: set[int],
) -> list[str]:
    """Return the best line of each thread that got no section."""
    best = []
    for thread in rest:
        said = [one for one in thread.turns if one.is_said and one.number not in cited]
        if said and (len(thread.turns) > 1 or said[0].length > 24):
            best.append(max(said, key=lambda one: (worth[one.number], -one.number)))
    best.sort(key=lambda one: (-worth[one.number], one.number))
    kept = sorted(best[:PASSING], key=lambda one: one.number)
    if not kept:
        return []
    cited.update(one.number for one in kept)
    cites = (reference("message", one.number) for one in kept)
    return [f"## {voice.say('also')}", "\n".join(cites)]


def questions(
    talk: Talk, worth: dict[int, float], voice: Voice, cited: set[int]
) -> list[str]:
    """Return questions that nothing above shows, each with its answer."""
    pairs = []
    for at, turn in enumerate(talk.turns):
        answer = answer_to(at, talk)
        if answer and not {turn.number, answer.number} & cited and turn.kind == "text":
            pairs.append((turn, answer))
    pairs.sort(key=lambda pair: (-worth.get(pair[0].number, 0), pair[0].number))
    alone = {answer.number: (turn, answer) for turn, answer in reversed(pairs)}
    best = [pair for pair in pairs if alone[pair[1].number] == pair]
    kept = sorted(best[:QUESTIONS], key=lambda pair: pair[0].number)
    if len(kept) < 2:
        return []
    blocks = []
    for pair in kept:
        blocks.append("\n".join(reference("message", one.number) for one in pair))
        cited.update(one.number for one in pair)
    return [f"## {voice.say('answered')}", "\n".join(blocks)]


def answer_to(at: int, talk: Talk) -> Turn | None:
    """Return the turn that answers a question: the next one, or one on its words."""
    asked = talk.turns[at]
    if not asked.asks or not 20 <= asked.length <= 240:
        return None
    told = {word.folded for word in asked.words if talk.weight(word.folded) > 0}
    for place, other in enumerate(talk.turns[at + 1 : at + 4]):
        if other.by == asked.by or other.at - asked.at > ANSWER_WITHIN:
            continue
        shares = told & {word.folded for word in other.words}
        answers = other.is_said and not other.asks and other.length >= 16
        if answers and (shares or not place):
            return other
    return None


def links(brief: Brief, talk: Talk, voice: Voice) -> list[str]:
    """Return the links that were shared, who shared them and with which words."""
    said = {brief.messages[turn.number - 1].id: turn for turn in talk.turns}
    items = []
    for number, link in enumerate(brief.links, 1):
        if turn := said.get(link.message):
            items.append(f"- {link_item(number, link.description, turn, talk, voice)}")
    if not items:
        return []
    shown, rest = items[:LINKS], len(items) - LINKS
    if rest > 0:
        shown.append(f"- {voice.say('more', n=voice.number(rest))}")
    return [f"## {voice.say('links')}", "\n".join(shown)]


def link_item(
    number: int, about: str | None, turn: Turn, talk: Talk, voice: Voice
) -> str:
    """Return one link with the sentence around it."""
    around = one_line(without_addresses(turn.text)).strip(" :,–—-()")
    shared = voice.say("shared", name=f"**{literal(talk.name(turn))}**")
    item = f"{reference('link', number)}, {shared}"
    if len(around) >= 12:
        return f"{item}: “{literal(shortened(around, AROUND))}”"
    if about:
        return f"{item}. {literal(shortened(one_line(about), AROUND))}"
    return item


def memories(brief: Brief, voice: Voice) -> list[str]:
    """Return earlier talk of the same, with a line of it and where it is told."""
    told: dict[str, tuple[Memory, str]] = {}
    for memory in brief.memories:
        line = line_of(memory)
        if line and shared_terms(memory) and memory.period not in told:
            told[memory.period] = memory, line
    kept = sorted(list(told.values())[:MEMORIES], key=lambda one: one[0].period)
    blocks = []
    for memory, line in kept:
        post = voice.period(memory.period)
        if years := years_between(memory, brief):
            one = years == 1
            post = voice.say("a_year_ago") if one else voice.say("years_ago", n=years)
        terms = voice.listed([f"*{literal(one)}*" for one in shared_terms(memory)[:3]])
        link, opening = (
            reference("memory", memory.period, one) for one in (post, sentence(post))
        )
        blocks.append(voice.say("remember_line", terms=terms, post=link, Post=opening))
        blocks.append(f"> {literal(line)}")
    return [f"## {voice.say('remember')}", *blocks] if blocks else []


def shared_terms(memory: Memory) -> list[str]:
    """Return the words that a memory shares with the period and that tell something."""
    return [one for one in memory.terms if not is_common(folded(one))]


def line_of(memory: Memory) -> str:
    """Return the line of a memory that speaks most of what it shares, or ""."""
    shared = {folded(term) for term in shared_terms(memory)}
    found = []
    for at, line in enumerate(memory.text.split("\n")):
        name, _, said = line.partition(": ")
        size = len(one_line(said))
        if size >= 24:
            hits = len(shared & {word.folded for word in words(said)})
            fits = 1 if size <= REMEMBERED else 0
            found.append(
                (hits, fits, -at, f"{name}: {shortened(one_line(said), REMEMBERED)}")
            )
    best = max(found, default=None)
    return best[3] if best and best[0] else ""


def years_between(memory: Memory, brief: Brief) -> int:
    """Return how many years lie between, if it was the same time of the year."""
    then = datetime.fromisoformat(memory.starts_at).date()
    first = date.fromisoformat(brief.first_day)
    years = round((first - then).days / 365.25)
    return years if years and abs((first - then).days - years * 365.25) <= 12 else 0
