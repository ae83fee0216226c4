"""The answer of the provider `offline`: a digest of the period, in its own words.

The same shape as a model's answer: title, summary, tags and a body in the language
of `body`, which cites messages, links, media and memories and never copies them.
"""

from __future__ import annotations

from typing import Any

from egregora.briefs import Brief
from egregora.text.locales import Translator
from egregora.writing import aside
from egregora.writing.beginning import line_of_the_period, summary, tags, title
from egregora.writing.body import reference
from egregora.writing.headline import Phrase, phrases_of
from egregora.writing.highlights import scores
from egregora.writing.recalling import memories
from egregora.writing.sections import section
from egregora.writing.talk import Talk, talk_of
from egregora.writing.threads import Thread, threads

OWN_TAGS = 2  # of a period that speaks of nothing that recurs
THREADS = 5
LEAST_TURNS = 4  # of a thread that gets a section


def digest(brief: Brief) -> dict[str, Any]:
    """Return the post of a period as an answer to `request.SCHEMA`."""
    talk = talk_of(brief)
    voice = Translator(brief.language, "posts", brief.period)
    worth = scores(talk)
    every = threads(talk)
    main = foremost(every, worth)
    topics = topics_of(main, every, talk)
    cited: set[int] = set()
    used: set[str] = set()
    sections, above = [], set()
    for at, thread in enumerate(main):
        sections += section(thread, topics[at], talk, worth, voice, cited, used)
        above = above or set(cited)
    best = line_of_the_period(talk, worth)
    headline = title(main, topics, best, voice)
    if best and headline.startswith("“"):
        above.add(best.number)
    # What opens the post is not to be read again in the headline or right below.
    first = line_of_the_period(talk, worth, besides=above)
    body = [reference("message", first.number)] if first else []
    body += sections
    cited |= {first.number} if first else set()
    rest = [one for one in every if one not in main]
    passing = aside.passing(rest, talk, worth, voice, cited)
    body += passing + aside.questions(talk, worth, voice, cited, bool(passing))
    body += aside.links(brief, talk, voice)
    body += memories(brief, talk, voice)
    return {
        "title": headline,
        "summary": summary(main, topics, talk, voice, worth, first),
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
