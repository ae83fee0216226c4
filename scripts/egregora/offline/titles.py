"""Titles, headings and summaries of a post, made of what the group said.

A line that says by itself what happened is the best title; phrases that several people
used come second, the dates last. All of them may stand in public
(`text.public_words`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import timedelta

from egregora.offline.keyphrases import Keyphrase, enumerate_phrases
from egregora.offline.salience import stands_alone
from egregora.offline.segments import PeriodConversation, Thread, Turn, cut_to_stem
from egregora.text.addresses import has_address
from egregora.text.locales import Translator
from egregora.text.plain import capitalize_first, one_line, shorten
from egregora.text.public_words import is_written_in, needs_context

MAX_TITLE_QUOTE = 64
MIN_TITLE_QUOTE = 18
MIN_TITLE_WORDS = 4
MAX_HOOK_LENGTH = 130
# Of the worth of the best line, from which on a line is a better title than phrases.
TITLE_LINE_SHARE = 0.35
# Of a line that opens a post, in another language than the group's.
FOREIGN_LINE_FACTOR = 0.7
MAX_ANSWER_DELAY = timedelta(minutes=10)
# Of a word that tells what a line is about.
MIN_TELLING_WEIGHT = 0.2
# Share of the weightiest phrase's weight.
FAINT_SHARE = 0.2
# A quotation within the line opens, where a word follows it.
OPENING_QUOTATION_MARK = re.compile(r"(?<![^\s(\[])[“”„«»\"](?=\w)")
UNFIT_FOR_TITLE = re.compile(r"[\"“”«»@#|_*~`\\<>{}\[\]\d]|[^\W\d_]{2}[A-ZÀ-Þ]|[:;,]$")


def title_lines(
    turns: Iterable[Turn],
    talk: PeriodConversation,
    worth: dict[int, float],
) -> list[Turn]:
    """Return the turns that would do as a title, the best first.

    Their worth counts, and how many of `turns` speak of the same.
    """
    turns = list(turns)
    used = Counter(stem for turn in turns for stem in telling_stems(turn, talk))
    scores = {}
    for turn in turns:
        if is_title_line(turn, talk):
            stems = telling_stems(turn, talk)
            common = max((math.log(used[one]) for one in stems), default=0.0)
            scores[turn] = round(worth[turn.number] * (1 + common), 4)
    return sorted(scores, key=lambda turn: (-scores[turn], turn.number))


def telling_stems(turn: Turn, talk: PeriodConversation) -> set[str]:
    """Return the stems of the words that tell what `turn` is about."""
    return {
        cut_to_stem(word.folded)
        for word in turn.words
        if talk.weight(word.folded) >= MIN_TELLING_WEIGHT
    }


def is_title_line(turn: Turn, talk: PeriodConversation) -> bool:
    """Tell whether a turn says by itself what happened, and may stand in public."""
    text = one_line(turn.text)
    language = talk.brief.language
    return (
        turn.kind == "text"
        and turn.is_said
        and turn.length >= MIN_TITLE_QUOTE
        and len(text) <= MAX_TITLE_QUOTE
        and "\n" not in turn.text.strip()
        and len(turn.words) >= MIN_TITLE_WORDS
        and not UNFIT_FOR_TITLE.search(text)
        and not has_address(text)
        and not answers_question(turn, talk)
        and turn.language in (None, language)
        and is_written_in(text, language)
        and not needs_context(text, language)
        and talk.may_be_public(text)
    )


def answers_question(turn: Turn, talk: PeriodConversation) -> bool:
    """Tell whether somebody else asked something right before `turn`."""
    before = talk.turn_before(turn)
    return (
        before is not None
        and before.by != turn.by
        and before.asks
        and turn.at - before.at <= MAX_ANSWER_DELAY
    )


def line_worth(turn: Turn, talk: PeriodConversation, worth: dict[int, float]) -> float:
    """Return the worth of a line that stands alone: foreign ones are worth less."""
    is_foreign = turn.language not in (None, talk.brief.language)
    return worth[turn.number] * (FOREIGN_LINE_FACTOR if is_foreign else 1.0)


def best_line_of_period(
    talk: PeriodConversation, worth: dict[int, float], besides: Collection[int] = ()
) -> Turn | None:
    """Return the best turn that stands by itself, `besides` some numbers, if any."""
    found = [
        turn
        for turn in talk.turns
        if turn.is_said and stands_alone(turn) and turn.number not in besides
    ]
    return max(
        found,
        key=lambda turn: (line_worth(turn, talk, worth), -turn.number),
        default=None,
    )


def digest_title(
    lines: list[Turn],
    phrases: list[Keyphrase],
    worth: dict[int, float],
    period: str,
    voice: Translator,
) -> str:
    """Return the title: a line, else what the threads were about, else the dates.

    Parameters
    ----------
    lines
        By `title_lines`.
    phrases
        The weightiest of the threads.
    worth
        Of all turns, by number.
    period
        Its name.
    voice
        In the language of the post.
    """
    most = max(worth.values(), default=0.0)
    if lines and (not phrases or worth[lines[0].number] >= TITLE_LINE_SHARE * most):
        return quoted(lines[0])
    if phrases:
        return capitalize_first(enumerate_phrases(phrases, voice))
    return capitalize_first(voice.period_name(period))


def quoted(line: Turn) -> str:
    """Return a line in quotation marks."""
    return f"“{one_line(line.text)}”"


def select_phrases(
    main: list[Thread], topics: dict[int, list[Keyphrase]], room: int
) -> list[Keyphrase]:
    """Return phrases of the threads, of long threads more, best fitting ones first."""
    shared = {at: [one for one in topics[at] if one.is_shared] for at in topics}
    found: list[Keyphrase] = []
    for only in ("fits", "is_noun"):
        taken = Counter(dict.fromkeys(shared, 0))
        left = {at: [p for p in shared[at] if getattr(p, only)] for at in shared}
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
    phrases: list[Keyphrase],
    talk: PeriodConversation,
    voice: Translator,
    worth: dict[int, float],
    shown: Turn | None,
) -> str:
    """Return the period in a sentence or two; `shown` is the line that opens it."""
    counts = {
        "messages": voice.count(talk.brief.written, "message"),
        "persons": voice.count(len(talk.brief.people), "person"),
    }
    named = [one.text for one in phrases]
    said = voice.join(named[1:4] or named)
    opening = opening_turn(main)
    if opening and opening is not shown and named and talk.may_be_public(opening.text):
        opens, line = True, opening
    else:
        besides = {shown.number} if shown else set()
        opens, line = False, best_public_line(talk, worth, besides)
    if line and named:
        values = {**quote_turn(line, talk), "topics": said, **counts}
        told = (
            voice.say("summary_hook", **values)
            if opens
            else voice.say("summary_line", **values)
        )
        return capitalize_first(told)
    if named:
        said = capitalize_first(voice.join(named[:4]))
        return capitalize_first(voice.say("summary_topics", topics=said, **counts))
    return voice.say("quiet", **counts)


def best_public_line(
    talk: PeriodConversation, worth: dict[int, float], besides: Collection[int]
) -> Turn | None:
    """Return the best turn that stands by itself and may stand in public, if any."""
    private = {turn.number for turn in talk.turns if not talk.may_be_public(turn.text)}
    return best_line_of_period(talk, worth, private.union(besides))


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


def thread_heading(
    phrases: list[Keyphrase],
    lines: list[Turn],
    first: Turn,
    voice: Translator,
    used: set[str],
) -> str:
    """Return what names a thread: one or two phrases, else a line, else when it was.

    Parameters
    ----------
    phrases
        Of the thread, the weightiest first.
    lines
        Of the thread, by `title_lines`.
    first
        The first turn that the section shows.
    voice
        In the language of the post.
    used
        Words and headings that others have; those of this one are added.
    """
    free = [one for one in phrases if one.is_shared and not used & set(one.words)]
    named = [one for one in free if one.fits]
    heaviest = max((one.weight for one in phrases), default=0.0)
    if named and named[0].came_back and named[0].weight >= FAINT_SHARE * heaviest:
        close = [one for one in named[:2] if one.weight > 0.4 * named[0].weight]
        used.update(word for one in close for word in one.words)
        return capitalize_first(enumerate_phrases(close, voice))
    day = capitalize_first(voice.weekday_and_day(first.at.date()))
    dated = (day, f"{day}, {voice.time(first.at.time())}")
    heading = next(
        (one for one in (*map(quoted, lines), *dated) if one not in used), dated[-1]
    )
    used.add(heading)
    return heading
