"""The answer of the provider `offline`: a digest of the period, in its own words.

The same shape as a model's answer: title, summary, tags and a body in the language
of `body`, which cites messages, links, media and memories and never copies them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from egregora.briefs import Brief
from egregora.writing import aside
from egregora.writing.body import reference
from egregora.writing.headline import Phrase, listed, phrases_of, sentence
from egregora.writing.highlights import scores, stands_alone
from egregora.writing.phrases import Voice
from egregora.writing.sections import section
from egregora.writing.talk import Talk, Turn, talk_of
from egregora.writing.text import one_line, shortened
from egregora.writing.threads import Thread, threads
from egregora.writing.words import URL

TAGS = 6
OWN_TAGS = 2  # of a period that speaks of nothing that recurs
THREADS = 5
LEAST_TURNS = 4  # of a thread that gets a section
TITLE_LINE = 58
HOOK = 130
SHOUTED = re.compile(r"[\"“”«»@]|[^\W\d_]{2}[A-ZÀ-Þ]")


def digest(brief: Brief) -> dict[str, Any]:
    """Return the post of a period as an answer to `request.SCHEMA`."""
    talk = talk_of(brief)
    voice = Voice(brief.language, brief.period)
    worth = scores(talk)
    every = threads(talk)
    main = foremost(every, worth)
    topics = topics_of(main, every, talk)
    line = line_of_the_period(talk, worth)
    cited: set[int] = set()
    used: set[str] = set()
    body = [reference("message", line.number)] if line else []
    for at, thread in enumerate(main):
        body += section(thread, topics[at], talk, worth, voice, cited, used)
    cited |= {line.number} if line else set()
    body += aside.passing(
        [one for one in every if one not in main], talk, worth, voice, cited
    )
    body += aside.questions(talk, worth, voice, cited)
    body += aside.links(brief, talk, voice)
    body += aside.memories(brief, voice)
    return {
        "title": title(main, topics, line, voice),
        "summary": summary(main, topics, talk, voice, worth, line),
        "tags": brief.topics or tags(main, topics, talk)[:OWN_TAGS],
        "body": "\n\n".join(body),
    }


def foremost(every: list[Thread], worth: dict[int, float]) -> list[Thread]:
    """Return the threads that mattered, two to five, in the order of time."""
    real = [
        one for one in every if len(one.turns) >= LEAST_TURNS and len(one.people) > 1
    ]
    size = sum(len(one.turns) for one in every)
    room = min(THREADS, max(2, round(size / 22)))
    by_worth = sorted(real, key=lambda one: (-weight(one, worth), one.turns[0].number))
    kept = by_worth[:room]
    return sorted(kept, key=lambda one: one.turns[0].number)


def weight(thread: Thread, worth: dict[int, float]) -> float:
    """Return how much a thread mattered: its best turns, and how many took part."""
    best_turns = sorted(
        (worth.get(one.number, 0) for one in thread.turns), reverse=True
    )
    return round(sum(best_turns[:8]) * (1 + len(thread.people)) ** 0.5, 4)


def topics_of(
    main: list[Thread], every: list[Thread], talk: Talk
) -> dict[int, list[Phrase]]:
    """Return the phrases that name each thread of `main`, by its place."""
    found = {}
    for at, thread in enumerate(main):
        others = {
            word.folded
            for other in every
            if other is not thread
            for turn in other.turns
            for word in turn.words
        }
        ranked = phrases_of(thread.turns, talk)
        own = sorted(
            ranked,
            key=lambda one: -one.weight * (0.8 if set(one.words) & others else 1.0),
        )
        found[at] = own[:6]
    return found


def line_of_the_period(
    talk: Talk, worth: dict[int, float], besides: Turn | None = None
) -> Turn | None:
    """Return the best turn that stands by itself, other than `besides`, if any."""
    found = [
        turn
        for turn in talk.turns
        if turn.is_said and stands_alone(turn) and turn is not besides
    ]
    return max(found, key=lambda one: (worth[one.number], -one.number), default=None)


def title(
    main: list[Thread], topics: dict[int, list[Phrase]], line: Turn | None, voice: Voice
) -> str:
    """Return the headline: what the threads were about."""
    quotable = line and len(line.text) <= TITLE_LINE and not SHOUTED.search(line.text)
    if quotable and voice.pick("title", 4) == 0:
        return f"“{one_line(line.text)}”"
    if named := names(main, topics, 3):
        return sentence(listed(named, voice))
    if line:
        return f"“{shortened(one_line(line.text), TITLE_LINE)}”"
    return voice.say("title_quiet")


def names(
    main: list[Thread], topics: dict[int, list[Phrase]], room: int
) -> list[Phrase]:
    """Return phrases of the threads, of long threads more, best fitting ones first."""
    found: list[Phrase] = []
    for only in ("fits", "is_noun"):
        taken = Counter(dict.fromkeys(topics, 0))
        left = {at: [p for p in topics[at] if getattr(p, only)] for at in topics}
        while len(found) < room and any(left.values()):
            at = max(
                (at for at in left if left[at]),
                key=lambda at: (len(main[at].turns) / (taken[at] + 1), -at),
            )
            one = left[at].pop(0)
            if not any(set(one.words) & set(other.words) for other in found):
                found.append(one)
                taken[at] += 1
    return found


def summary(
    main: list[Thread],
    topics: dict[int, list[Phrase]],
    talk: Talk,
    voice: Voice,
    worth: dict[int, float],
    line: Turn | None,
) -> str:
    """Return the period in a sentence or two."""
    counts = {
        "messages": voice.count("messages", len(talk.turns)),
        "persons": voice.count("persons", len({turn.by for turn in talk.turns})),
    }
    named = [one.text for one in names(main, topics, 5)]
    said = voice.listed(named[1:4] or named)
    opening = opening_of(main)
    if opening and opening is not line and named:
        return sentence(
            voice.say("summary_hook", **quote(opening, talk), topics=said, **counts)
        )
    other = line_of_the_period(talk, worth, besides=line)
    if other and named:
        return sentence(
            voice.say("summary_line", **quote(other, talk), topics=said, **counts)
        )
    if named:
        said = sentence(voice.listed(named[:4]))
        return sentence(voice.say("summary_topics", topics=said, **counts))
    return voice.say("quiet", **counts)


def quote(turn: Turn, talk: Talk) -> dict[str, str]:
    """Return who said a turn, and the turn as it fits into a sentence."""
    said = re.sub('[“”„«»"]', "’", one_line(turn.text))
    return {"name": talk.name(turn), "line": shortened(said, HOOK)}


def opening_of(main: list[Thread]) -> Turn | None:
    """Return the turn that opened the longest thread, if it can be quoted."""
    if not main:
        return None
    longest = max(main, key=lambda one: (len(one.turns), -one.turns[0].number))
    turn = longest.turns[0]
    fits = 28 <= turn.length <= HOOK and "\n" not in turn.text
    told = turn.kind == "text" and len(turn.words) >= 5 and not URL.search(turn.text)
    return turn if fits and told else None


def tags(main: list[Thread], topics: dict[int, list[Phrase]], talk: Talk) -> list[str]:
    """Return the topics of the period, in lower case."""
    return [one.text.lower() for one in names(main, topics, TAGS)]
