"""How a digest opens: its headline, its summary, its tags and its first line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from egregora.text.locales import Translator
from egregora.writing.headline import Phrase, listed, sentence
from egregora.writing.highlights import stands_alone
from egregora.writing.talk import Talk, Turn
from egregora.writing.text import one_line, shortened
from egregora.writing.threads import Thread
from egregora.writing.words import URL

TAGS = 6
TITLE_LINE = 58
HOOK = 130
FOREIGN = 0.7  # of a line that opens a post, in another language than the group's
# A quotation within the line opens, where a word follows it.
OPENED = re.compile(r"(?<![^\s(\[])[“”„«»\"](?=\w)")
SHOUTED = re.compile(r"[\"“”«»@]|[^\W\d_]{2}[A-ZÀ-Þ]")


def line_of_the_period(
    talk: Talk, worth: dict[int, float], besides: Iterable[int] = ()
) -> Turn | None:
    """Return the best turn that stands by itself, `besides` some numbers, if any."""
    found = [
        turn
        for turn in talk.turns
        if turn.is_said and stands_alone(turn) and turn.number not in besides
    ]
    own = talk.brief.language

    def fits(turn: Turn) -> tuple[float, int]:
        is_foreign = turn.language not in (None, own)
        return worth[turn.number] * (FOREIGN if is_foreign else 1.0), -turn.number

    return max(found, key=fits, default=None)


def title(
    main: list[Thread],
    topics: dict[int, list[Phrase]],
    line: Turn | None,
    voice: Translator,
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
    voice: Translator,
    worth: dict[int, float],
    line: Turn | None,
) -> str:
    """Return the period in a sentence or two."""
    counts = {
        "messages": voice.count(talk.brief.written, "message"),
        "persons": voice.count(len(talk.brief.people), "person"),
    }
    named = [one.text for one in names(main, topics, 5)]
    said = voice.join(named[1:4] or named)
    opening = opening_of(main)
    if opening and opening is not line and named:
        return sentence(
            voice.say("summary_hook", **quote(opening, talk), topics=said, **counts)
        )
    other = line_of_the_period(talk, worth, besides={line.number} if line else ())
    if other and named:
        return sentence(
            voice.say("summary_line", **quote(other, talk), topics=said, **counts)
        )
    if named:
        said = sentence(voice.join(named[:4]))
        return sentence(voice.say("summary_topics", topics=said, **counts))
    return voice.say("quiet", **counts)


def quote(turn: Turn, talk: Talk) -> dict[str, str]:
    """Return who said a turn, and the turn as it fits into a sentence."""
    said = OPENED.sub("‘", one_line(turn.text))
    said = re.sub('[“”„«»"]', "’", said)
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
