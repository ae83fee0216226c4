"""What a digest tells besides its threads: passing talk, questions, links."""

from __future__ import annotations

import re
from datetime import timedelta

from egregora.briefs import Brief
from egregora.text.locales import Translator
from egregora.writing.body import literal, reference
from egregora.writing.talk import Talk, Turn
from egregora.writing.text import ELLIPSIS, one_line, shortened
from egregora.writing.threads import Thread
from egregora.writing.words import REDACTED, URL

PASSING = 5
ALONE = 20  # characters of a line that stands by itself
QUESTIONS = 3
LINKS = 12
AROUND = 160
ANSWER_WITHIN = timedelta(minutes=30)


def passing(
    rest: list[Thread],
    talk: Talk,
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
            and (one.length >= ALONE or one.media)
        ]
        if said:
            best.append(max(said, key=lambda one: (worth[one.number], -one.number)))
    best.sort(key=lambda one: (-worth[one.number], one.number))
    kept = sorted(best[:PASSING], key=lambda one: one.number)
    if not kept:
        return []
    cited.update(one.number for one in kept)
    cites = (reference("message", one.number) for one in kept)
    return [f"## {voice.say('also')}", "\n".join(cites)]


def questions(
    talk: Talk,
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
    kept = sorted(best[:QUESTIONS], key=lambda pair: pair[0].number)
    blocks = []
    for pair in kept:
        blocks.append("\n".join(reference("message", one.number) for one in pair))
        cited.update(one.number for one in pair)
    if not blocks:
        return []
    heading = [] if len(kept) == 1 and follows else [f"## {voice.say('answered')}"]
    return [*heading, "\n".join(blocks)]


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
        if answers and (shares or (asked.ends_asking and not place)):
            return other
    return None


def links(brief: Brief, talk: Talk, voice: Translator) -> list[str]:
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
    number: int, about: str | None, turn: Turn, talk: Talk, voice: Translator
) -> str:
    """Return one link with the sentence around it."""
    around = around_addresses(turn.text)
    shared = voice.say("shared", name=f"**{literal(talk.name(turn))}**")
    item = f"{reference('link', number)}, {shared}"
    if len(around) >= 12:
        said = shortened(around, AROUND).replace(f"{ELLIPSIS} {ELLIPSIS}", ELLIPSIS)
        return f"{item}: “{literal(said)}”"
    if about:
        return f"{item}. {literal(shortened(one_line(about), AROUND))}"
    return item


def around_addresses(text: str) -> str:
    """Return what stands around the web addresses of a text, a gap where one was."""
    said = one_line(REDACTED.sub(" ", URL.sub(f" {ELLIPSIS} ", text)))
    said = re.sub(rf"(?<=[.!?:;,–—-]) {ELLIPSIS}(?= [–—(A-ZÀ-Þ])", "", said)
    said = re.sub(rf"^{ELLIPSIS} (?=[–—(A-ZÀ-Þ])|[ :,–—(]*{ELLIPSIS}\W*$", "", said)
    return said.strip(" :,–—-()")
