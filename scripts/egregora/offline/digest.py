"""The post that the provider `offline` writes: a digest in the chat's own words.

It has the shape of a model's answer: title, summary, tags and a body in the language
of `posts.citations`, which cites messages, links, media and memories and never copies
them. Each main thread is a section: a heading, a sentence of context, its best lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from egregora.offline import digest_extras
from egregora.offline.digest_extras import memory_blocks
from egregora.offline.keyphrases import (
    Keyphrase,
    enumerate_phrases,
    keyphrases_of,
)
from egregora.offline.salience import score_turns, select_exchange, stands_alone
from egregora.offline.segments import (
    PeriodConversation,
    Thread,
    Turn,
    conversation_of,
    find_threads,
)
from egregora.periods.briefs import Brief
from egregora.posts.citations import escape_for_body, format_reference
from egregora.text.addresses import has_address
from egregora.text.locales import Translator
from egregora.text.plain import ELLIPSIS, capitalize_first, one_line, shorten

MAX_DIGEST_TAGS = 6
MAX_TITLE_QUOTE = 58
MAX_HOOK_LENGTH = 130
FOREIGN_LINE_FACTOR = (
    0.7  # of a line that opens a post, in another language than the group's
)
# A quotation within the line opens, where a word follows it.
OPENING_QUOTATION_MARK = re.compile(r"(?<![^\s(\[])[“”„«»\"](?=\w)")
UNFIT_FOR_TITLE = re.compile(r"[\"“”«»@]|[^\W\d_]{2}[A-ZÀ-Þ]")


def best_line_of_period(
    talk: PeriodConversation, worth: dict[int, float], besides: Iterable[int] = ()
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
        return worth[turn.number] * (
            FOREIGN_LINE_FACTOR if is_foreign else 1.0
        ), -turn.number

    return max(found, key=fits, default=None)


def digest_title(
    main: list[Thread],
    topics: dict[int, list[Keyphrase]],
    line: Turn | None,
    voice: Translator,
) -> str:
    """Return the headline: what the threads were about."""
    quotable = (
        line
        and len(line.text) <= MAX_TITLE_QUOTE
        and not UNFIT_FOR_TITLE.search(line.text)
    )
    if quotable and voice.pick("title", 4) == 0:
        return f"“{one_line(line.text)}”"
    if named := select_phrases(main, topics, 3):
        return capitalize_first(enumerate_phrases(named, voice))
    if line:
        return f"“{shorten(one_line(line.text), MAX_TITLE_QUOTE)}”"
    return voice.say("title_quiet")


def select_phrases(
    main: list[Thread], topics: dict[int, list[Keyphrase]], room: int
) -> list[Keyphrase]:
    """Return phrases of the threads, of long threads more, best fitting ones first."""
    found: list[Keyphrase] = []
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


def digest_summary(
    main: list[Thread],
    topics: dict[int, list[Keyphrase]],
    talk: PeriodConversation,
    voice: Translator,
    worth: dict[int, float],
    line: Turn | None,
) -> str:
    """Return the period in a sentence or two."""
    counts = {
        "messages": voice.count(talk.brief.written, "message"),
        "persons": voice.count(len(talk.brief.people), "person"),
    }
    named = [one.text for one in select_phrases(main, topics, 5)]
    said = voice.join(named[1:4] or named)
    opening = opening_turn(main)
    if opening and opening is not line and named:
        return capitalize_first(
            voice.say(
                "summary_hook", **quote_turn(opening, talk), topics=said, **counts
            )
        )
    other = best_line_of_period(talk, worth, besides={line.number} if line else ())
    if other and named:
        return capitalize_first(
            voice.say("summary_line", **quote_turn(other, talk), topics=said, **counts)
        )
    if named:
        said = capitalize_first(voice.join(named[:4]))
        return capitalize_first(voice.say("summary_topics", topics=said, **counts))
    return voice.say("quiet", **counts)


def quote_turn(turn: Turn, talk: PeriodConversation) -> dict[str, str]:
    """Return who said a turn, and the turn as it fits into a sentence."""
    said = OPENING_QUOTATION_MARK.sub("‘", one_line(turn.text))
    said = re.sub('[“”„«»"]', "’", said)
    return {"name": talk.name(turn), "line": shorten(said, MAX_HOOK_LENGTH)}


def opening_turn(main: list[Thread]) -> Turn | None:
    """Return the turn that opened the longest thread, if it can be quoted."""
    if not main:
        return None
    longest = max(main, key=lambda one: (len(one.turns), -one.turns[0].number))
    turn = longest.turns[0]
    fits = 28 <= turn.length <= MAX_HOOK_LENGTH and "\n" not in turn.text
    told = turn.kind == "text" and len(turn.words) >= 5 and not has_address(turn.text)
    return turn if fits and told else None


def digest_tags(
    main: list[Thread], topics: dict[int, list[Keyphrase]], talk: PeriodConversation
) -> list[str]:
    """Return the topics of the period, in lower case."""
    return [one.text.lower() for one in select_phrases(main, topics, MAX_DIGEST_TAGS)]


SECTION_LINES = 9
MAX_SECTION_LINES = 26
MIN_EPISODE_LINES = 2  # lines of an episode
MAX_HEADING_LENGTH = 64
MIN_PLAIN_WEIGHT = (
    0.5  # weight of a phrase that names a thread though it is no noun for sure
)
FAINT_SHARE = 0.2  # share of the weightiest phrase's weight


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
    lines = select_exchanges(thread, worth, cited)
    if not lines:
        return []
    blocks = [
        f"## {escape_for_body(thread_heading(phrases, lines[0][0], voice, used))}"
    ]
    blocks.append(thread_context(thread, talk, voice))
    day = thread.turns[0].at.date()
    for turns in lines:
        if turns[0].at.date() != day:
            day = turns[0].at.date()
            blocks.append(f"*{format_reference('day', day)}*")
        blocks.append(
            "\n".join(format_reference("message", one.number) for one in turns)
        )
        cited.update(one.number for one in turns)
    return blocks


def thread_heading(
    phrases: list[Keyphrase], first: Turn, voice: Translator, used: set[str]
) -> str:
    """Return what names a thread: one or two of its phrases, else how it began.

    Words that another heading has `used` are left to it.
    """
    phrases = [one for one in phrases if not used & set(one.words)]
    fitting = [one for one in phrases if one.fits]
    named = fitting or [one for one in phrases if one.weight >= MIN_PLAIN_WEIGHT]
    heaviest = max((one.weight for one in phrases), default=0.0)
    if not named or not named[0].came_back or named[0].weight < FAINT_SHARE * heaviest:
        said = shorten(first.text.split("\n")[0], MAX_HEADING_LENGTH)
        said = said.removesuffix(f" {ELLIPSIS}").rstrip(":;,")
        return (
            f"“{said}”"
            if said
            else capitalize_first(voice.weekday_and_day(first.at.date()))
        )
    close = [one for one in named[:2] if one.weight > 0.4 * named[0].weight]
    used.update(word for one in close for word in one.words)
    return capitalize_first(enumerate_phrases(close, voice))


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
    cited: set[int] = set()
    used: set[str] = set()
    sections, above = [], set()
    for at, thread in enumerate(main):
        sections += section_blocks(thread, topics[at], talk, worth, voice, cited, used)
        above = above or set(cited)
    best = best_line_of_period(talk, worth)
    headline = digest_title(main, topics, best, voice)
    if best and headline.startswith("“"):
        above.add(best.number)
    # What opens the post is not to be read again in the headline or right below.
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
        "title": headline,
        "summary": digest_summary(main, topics, talk, voice, worth, first),
        "tags": brief.topics or digest_tags(main, topics, talk)[:MAX_OWN_TAGS],
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
