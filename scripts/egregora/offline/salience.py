"""Salience: which turns are worth quoting, by what they say and how others react."""

from __future__ import annotations

import re
from datetime import timedelta

from egregora.offline.segments import PeriodConversation, Turn
from egregora.text.addresses import has_address

MAX_RESPONSE_TIME = timedelta(minutes=5)
MAX_RESPONSES = 5  # following turns that may be answers
LAUGHTER_SCORE = 1.2
SIMILARITY_PENALTY = 0.5
TELLING_WORD_WEIGHT = 0.6  # weight of a word that makes a short turn worth reading
SHORT_TURN_FIT = 0.85
MAX_CONTEXT_GAP = timedelta(minutes=4)
MAX_BREATH_GAP = timedelta(minutes=1)
MAX_BREATH_TURNS = 2  # turns before
NUMBER_OR_REDACTION = re.compile(r"\d{2}|\[")  # or what redaction left of one


def score_turns(talk: PeriodConversation) -> dict[int, float]:
    """Return how much each turn is worth quoting, by its number."""
    return {
        turn.number: score_turn(at, talk)
        for at, turn in enumerate(talk.turns)
        if turn.is_said
    }


def score_turn(at: int, talk: PeriodConversation) -> float:
    """Return the worth of a turn: what it tells × how it was answered × its size."""
    turn = talk.turns[at]
    weights = [talk.weight(word) for word in sorted({w.folded for w in turn.words})]
    told = sorted(weights, reverse=True)[:4]
    fits = length_fit(turn)
    if fits < SHORT_TURN_FIT and told and told[0] >= TELLING_WORD_WEIGHT:
        fits = SHORT_TURN_FIT
    return round((0.6 + sum(told)) * (0.7 + response_score(at, talk)) * fits, 4)


def response_score(at: int, talk: PeriodConversation) -> float:
    """Return how many others answered soon, the nearest and those who laughed most."""
    turn, heard, sum_ = talk.turns[at], {}, 0.0
    for place, other in enumerate(talk.turns[at + 1 : at + 1 + MAX_RESPONSES]):
        if other.at - turn.at > MAX_RESPONSE_TIME:
            break
        if other.by != turn.by:
            share = LAUGHTER_SCORE if other.laughs and place < 3 else 1.0 / (place + 1)
            heard[other.by] = max(heard.get(other.by, 0.0), share)
    for by in sorted(heard):
        sum_ += heard[by]
    return sum_


def length_fit(turn: Turn) -> float:
    """Return how well a turn's length suits a quote, at most 1."""
    if turn.kind == "poll" or turn.media:
        return 1.6
    if turn.length < 14:
        return 0.35
    if turn.length < 28:
        return 0.75
    if turn.length <= 180:
        return 1.0
    return 0.8 if turn.length <= 320 else 0.5


def select_exchange(
    turns: list[Turn], worth: dict[int, float], room: int
) -> list[Turn]:
    """Return at most `room` turns that can be read in order as an exchange.

    The best turn comes first, then the next best that is not like one already taken,
    and so on; each brings what was said right before it, so that it is understood.
    """
    said = [turn for turn in turns if turn.is_said]
    if len(said) <= room:
        return said
    taken: dict[int, Turn] = {}
    opening = next((turn for turn in said[:3] if len(turn.words) >= 4), said[0])
    taken[opening.number] = opening
    while len(taken) < room:
        rest = [turn for turn in said if turn.number not in taken]
        turn = max(
            rest, key=lambda one: (marginal_score(one, taken, said, worth), -one.number)
        )
        taken[turn.number] = turn
        before = said[said.index(turn) - 1] if said.index(turn) else turn
        if len(taken) < room and turn.at - before.at <= MAX_CONTEXT_GAP:
            taken[before.number] = before
    with_breath = {**taken, **turns_in_same_breath(turns, taken)}
    return [with_breath[number] for number in sorted(with_breath)]


def turns_in_same_breath(turns: list[Turn], taken: dict[int, Turn]) -> dict[int, Turn]:
    """Return what people wrote in the same breath right before a turn taken."""
    found = {}
    for at, turn in enumerate(turns):
        if turn.number in taken:
            for before in reversed(turns[max(0, at - MAX_BREATH_TURNS) : at]):
                one_breath = (
                    before.by == turn.by and turn.at - before.at <= MAX_BREATH_GAP
                )
                if not one_breath or before.laughs:
                    break
                found[before.number] = before
    return found


def marginal_score(
    turn: Turn, taken: dict[int, Turn], said: list[Turn], worth: dict[int, float]
) -> float:
    """Return the worth of `turn` beside those taken: near is good, alike is not."""
    at = said.index(turn)
    beside = [said[n].number in taken for n in (at - 1, at + 1) if 0 <= n < len(said)]
    alike = max(turn_similarity(turn, other) for other in taken.values())
    return (
        worth[turn.number] * (1 + 0.25 * sum(beside)) * (1 - SIMILARITY_PENALTY * alike)
    )


def turn_similarity(first: Turn, second: Turn) -> float:
    """Return which share of the words of two turns is common to both."""
    mine, yours = ({word.folded for word in one.words} for one in (first, second))
    return len(mine & yours) / len(mine | yours) if mine | yours else 0.0


def stands_alone(turn: Turn) -> bool:
    """Tell whether `turn` is understood without what was said before it."""
    return (
        turn.kind == "text"
        and 32 <= turn.length <= 130
        and not has_address(turn.text)
        and not turn.asks
        and not NUMBER_OR_REDACTION.search(turn.text)
        and "\n" not in turn.text
        and "@" not in turn.text[:2]
        and len(turn.words) >= 6
    )
