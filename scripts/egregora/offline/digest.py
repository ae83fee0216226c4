"""The post that the provider `offline` writes: a digest in the chat's own words.

It has the shape of a model's answer: title, summary, tags and a body in the language
of `posts.citations`, which cites messages, links, media and memories and never copies
them. Each main thread is a section: a heading, a sentence of context, its best lines.
"""

from __future__ import annotations

from typing import Any

from egregora.offline import digest_extras
from egregora.offline.digest_extras import memory_blocks
from egregora.offline.keyphrases import Keyphrase, keyphrases_of
from egregora.offline.salience import score_turns, select_exchange
from egregora.offline.segments import (
    PeriodConversation,
    Thread,
    Turn,
    conversation_of,
    find_threads,
)
from egregora.offline.titles import (
    best_line_of_period,
    digest_summary,
    digest_title,
    quoted,
    select_phrases,
    thread_heading,
    title_lines,
)
from egregora.periods.briefs import Brief
from egregora.posts.citations import escape_for_body, format_reference
from egregora.text.locales import Translator
from egregora.text.plain import capitalize_first

MAX_TITLE_PHRASES = 3
MAX_SUMMARY_PHRASES = 5
SECTION_LINES = 9
MAX_SECTION_LINES = 26
MIN_EPISODE_LINES = 2  # lines of an episode


def section_blocks(
    thread: Thread,
    phrases: list[Keyphrase],
    talk: PeriodConversation,
    worth: dict[int, float],
    voice: Translator,
    cited: set[int],
    used: set[str],
) -> list[str]:
    """Return the blocks of a thread's section.

    Adds the messages that they cite to `cited`, the words of the heading to `used`.
    """
    exchanges = select_exchanges(thread, worth, cited)
    if not exchanges:
        return []
    lines = title_lines(thread.turns, talk, worth)
    heading = thread_heading(phrases, lines, exchanges[0][0], voice, used)
    blocks = [f"## {escape_for_body(heading)}"]
    blocks.append(thread_context(thread, talk, voice))
    day = thread.turns[0].at.date()
    for turns in exchanges:
        if turns[0].at.date() != day:
            day = turns[0].at.date()
            blocks.append(f"*{format_reference('day', day)}*")
        blocks.append(
            "\n".join(format_reference("message", one.number) for one in turns)
        )
        cited.update(one.number for one in turns)
    return blocks


def thread_context(thread: Thread, talk: PeriodConversation, voice: Translator) -> str:
    """Return who talked, when, and how much."""
    first = thread.turns[0]
    start = f"*{format_reference('day', first.at.date())}.*"
    opened = voice.say("opened", name=f"**{escape_for_body(talk.name(first))}**")
    counts = {
        "messages": voice.count(len(thread.turns), "message"),
        "persons": voice.count(len(thread.people), "person"),
    }
    others = [by for by in thread.people if by != first.by][:2]
    if len(others) < 2 or len(thread.people) < 4:
        carried = voice.say("carried_one", **counts)
    else:
        names = voice.join(
            [escape_for_body(talk.brief.people[by].alias) for by in others]
        )
        carried = voice.say("carried", names=names, **counts)
    return f"{start} {opened} {capitalize_first(carried)}"


def select_exchanges(
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
    room = min(
        max(SECTION_LINES + 3 * (len(episodes) - 1), len(thread.turns) // 3),
        MAX_SECTION_LINES,
    )
    found = []
    for episode, weight in zip(episodes, weights, strict=True):
        share = round(room * weight / sum(weights)) if sum(weights) else 0
        if any(turn.is_said for turn in episode):
            found.append(select_exchange(episode, worth, max(MIN_EPISODE_LINES, share)))
    return [one for one in found if one]


MAX_OWN_TAGS = 2  # of a period that speaks of nothing that recurs
MAX_SECTIONS = 5
MIN_SECTION_TURNS = 4  # of a thread that gets a section


def write_digest(brief: Brief) -> dict[str, Any]:
    """Return the post of a period as an answer to `prompt.POST_SCHEMA`."""
    talk = conversation_of(brief)
    voice = Translator(brief.language, "posts", brief.period)
    worth = score_turns(talk)
    every = find_threads(talk)
    main = main_threads(every, worth)
    topics = phrases_of_threads(main, every, talk)
    named = select_phrases(main, topics, MAX_SUMMARY_PHRASES)
    lines = title_lines(talk.turns, talk, worth)
    title = digest_title(lines, named[:MAX_TITLE_PHRASES], worth, brief.period, voice)
    cited: set[int] = set()
    used = {title}
    sections, above = [], set()
    for at, thread in enumerate(main):
        sections += section_blocks(thread, topics[at], talk, worth, voice, cited, used)
        above = above or set(cited)
    if lines and title == quoted(lines[0]):
        above.add(lines[0].number)
    # What opens the post is not to be read again in the title or right below.
    first = best_line_of_period(talk, worth, besides=above)
    body = [format_reference("message", first.number)] if first else []
    body += sections
    cited |= {first.number} if first else set()
    rest = [one for one in every if one not in main]
    passing = digest_extras.passing_blocks(rest, talk, worth, voice, cited)
    body += passing + digest_extras.question_blocks(
        talk, worth, voice, cited, bool(passing)
    )
    body += digest_extras.link_blocks(brief, talk, voice)
    body += memory_blocks(brief, talk, voice)
    return {
        "title": title,
        "summary": digest_summary(main, named, talk, voice, worth, first),
        "tags": brief.topics or [one.text.lower() for one in named[:MAX_OWN_TAGS]],
        "body": "\n\n".join(body),
    }


def main_threads(every: list[Thread], worth: dict[int, float]) -> list[Thread]:
    """Return the threads that mattered, two to five, in the order of time."""
    real = [
        one
        for one in every
        if len(one.turns) >= MIN_SECTION_TURNS and len(one.people) > 1
    ]
    size = sum(len(one.turns) for one in every)
    room = min(MAX_SECTIONS, max(2, round(size / 22)))
    by_worth = sorted(
        real, key=lambda one: (-thread_weight(one, worth), one.turns[0].number)
    )
    kept = by_worth[:room]
    return sorted(kept, key=lambda one: one.turns[0].number)


def thread_weight(thread: Thread, worth: dict[int, float]) -> float:
    """Return how much a thread mattered: its best turns, and how many took part."""
    best_turns = sorted(
        (worth.get(one.number, 0) for one in thread.turns), reverse=True
    )
    return round(sum(best_turns[:8]) * (1 + len(thread.people)) ** 0.5, 4)


def phrases_of_threads(
    main: list[Thread], every: list[Thread], talk: PeriodConversation
) -> dict[int, list[Keyphrase]]:
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
        ranked = keyphrases_of(thread.turns, talk)
        own = sorted(
            ranked,
            key=lambda one: -one.weight * (0.8 if set(one.words) & others else 1.0),
        )
        found[at] = own[:6]
    return found
