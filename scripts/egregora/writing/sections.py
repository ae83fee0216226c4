"""One thread as a section: a heading, a sentence of context, and its best lines."""

from __future__ import annotations

from egregora.text.locales import Translator
from egregora.writing.body import literal, reference
from egregora.writing.headline import Phrase, listed, sentence
from egregora.writing.highlights import best
from egregora.writing.talk import Talk, Turn
from egregora.writing.text import ELLIPSIS, shortened
from egregora.writing.threads import Thread

LINES = 9
MOST = 26
LEAST = 2  # lines of an episode
HEADING = 64
PLAIN = 0.5  # weight of a phrase that names a thread though it is no noun for sure
FAINT = 0.2  # share of the weightiest phrase's weight


def section(
    thread: Thread,
    phrases: list[Phrase],
    talk: Talk,
    worth: dict[int, float],
    voice: Translator,
    cited: set[int],
    used: set[str],
) -> list[str]:
    """Return the blocks of a thread's section.

    Adds the messages that they cite to `cited`, the words of the heading to `used`.
    """
    lines = exchanges(thread, worth, cited)
    if not lines:
        return []
    blocks = [f"## {literal(heading(phrases, lines[0][0], voice, used))}"]
    blocks.append(context(thread, talk, voice))
    day = thread.turns[0].at.date()
    for turns in lines:
        if turns[0].at.date() != day:
            day = turns[0].at.date()
            blocks.append(f"*{reference('day', day)}*")
        blocks.append("\n".join(reference("message", one.number) for one in turns))
        cited.update(one.number for one in turns)
    return blocks


def heading(
    phrases: list[Phrase], first: Turn, voice: Translator, used: set[str]
) -> str:
    """Return what names a thread: one or two of its phrases, else how it began.

    Words that another heading has `used` are left to it.
    """
    phrases = [one for one in phrases if not used & set(one.words)]
    fitting = [one for one in phrases if one.fits]
    named = fitting or [one for one in phrases if one.weight >= PLAIN]
    heaviest = max((one.weight for one in phrases), default=0.0)
    if not named or not named[0].came_back or named[0].weight < FAINT * heaviest:
        said = shortened(first.text.split("\n")[0], HEADING)
        said = said.removesuffix(f" {ELLIPSIS}").rstrip(":;,")
        return f"“{said}”" if said else sentence(voice.weekday_and_day(first.at.date()))
    close = [one for one in named[:2] if one.weight > 0.4 * named[0].weight]
    used.update(word for one in close for word in one.words)
    return sentence(listed(close, voice))


def context(thread: Thread, talk: Talk, voice: Translator) -> str:
    """Return who talked, when, and how much."""
    first = thread.turns[0]
    start = f"*{reference('day', first.at.date())}.*"
    opened = voice.say("opened", name=f"**{literal(talk.name(first))}**")
    counts = {
        "messages": voice.count(len(thread.turns), "message"),
        "persons": voice.count(len(thread.people), "person"),
    }
    others = [by for by in thread.people if by != first.by][:2]
    if len(others) < 2 or len(thread.people) < 4:
        carried = voice.say("carried_one", **counts)
    else:
        names = voice.join([literal(talk.brief.people[by].alias) for by in others])
        carried = voice.say("carried", names=names, **counts)
    return f"{start} {opened} {sentence(carried)}"


def exchanges(
    thread: Thread, worth: dict[int, float], cited: set[int]
) -> list[list[Turn]]:
    """Return the best lines of each episode, more where more is worth reading."""
    episodes = [
        [turn for turn in episode if turn.number not in cited]
        for episode in thread.episodes
    ]
    weights = [
        sum(worth.get(turn.number, 0) for turn in one) ** 0.8 for one in episodes
    ]
    room = min(max(LINES + 3 * (len(episodes) - 1), len(thread.turns) // 3), MOST)
    found = []
    for episode, weight in zip(episodes, weights, strict=True):
        share = round(room * weight / sum(weights)) if sum(weights) else 0
        if any(turn.is_said for turn in episode):
            found.append(best(episode, worth, max(LEAST, share)))
    return [one for one in found if one]
