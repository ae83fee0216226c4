"""Turns that belong together: pauses part them, shared words join them again."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import median

from egregora.writing.talk import Talk, Turn

SHORTEST_PAUSE = timedelta(minutes=20)
LONGEST_PAUSE = timedelta(hours=4)
PAUSE = 8  # times the usual gap
LONGEST_EPISODE = 40
LONGEST_THREAD = 60
WINDOW = 6
ALIKE = 0.2
SOON = timedelta(hours=10)
SOON_ALIKE = 0.1  # what lies soon after is likelier about the same
SHARED = 0.6  # weight of the shared words


@dataclass(frozen=True)
class Thread:
    """Episodes about one thing, each an unbroken run of turns."""

    episodes: list[list[Turn]]

    @property
    def turns(self) -> list[Turn]:
        """All turns, in order."""
        return [turn for episode in self.episodes for turn in episode]

    @property
    def people(self) -> list[int]:
        """Who took part, most turns first."""
        counted = Counter(turn.by for turn in self.turns)
        return sorted(counted, key=lambda by: (-counted[by], by))


def threads(talk: Talk) -> list[Thread]:
    """Return the threads of a conversation, in the order in which they begin."""
    parts = [part for episode in episodes(talk.turns) for part in split(episode, talk)]
    joined = [Thread([part]) for part in parts]
    while pair := closest(joined, talk):
        first, second = pair
        both = joined[first].episodes + joined[second].episodes
        both = Thread(sorted(both, key=lambda one: one[0].number))
        joined = [one for at, one in enumerate(joined) if at not in pair]
        joined.insert(first, both)
    return joined


def episodes(turns: list[Turn]) -> list[list[Turn]]:
    """Return `turns` parted where nobody spoke for unusually long."""
    gaps = [after.at - before.at for before, after in pairwise(turns)]
    usual = [gap for gap in gaps if timedelta() < gap < LONGEST_PAUSE]
    pause = PAUSE * median(usual) if usual else SHORTEST_PAUSE
    pause = min(max(pause, SHORTEST_PAUSE), LONGEST_PAUSE)
    found: list[list[Turn]] = []
    for at, turn in enumerate(turns):
        if not found or gaps[at - 1] > pause:
            found.append([])
        found[-1].append(turn)
    return found


def split(episode: list[Turn], talk: Talk) -> list[list[Turn]]:
    """Return an episode in parts that are not too long, cut where the words change."""
    if len(episode) <= LONGEST_EPISODE:
        return [episode]

    def seam(at: int) -> tuple[float, int]:
        before = vector(episode[max(0, at - WINDOW) : at], talk)
        after = vector(episode[at : at + WINDOW], talk)
        pause = (episode[at].at - episode[at - 1].at).total_seconds()
        return math.log1p(max(pause, 0) / 60) - 3 * likeness(before, after), -at

    edge = len(episode) // 5
    cut = max(range(edge, len(episode) - edge), key=seam)
    return split(episode[:cut], talk) + split(episode[cut:], talk)


def closest(joined: list[Thread], talk: Talk) -> tuple[int, int] | None:
    """Return the places of the two threads that are most alike, if any are alike."""
    vectors = [vector(one.turns, talk) for one in joined]
    spread = Counter(word for one in vectors for word in one)
    rare = [
        {word: w * math.log(1 + len(joined) / spread[word]) for word, w in one.items()}
        for one in vectors
    ]
    best, found = ALIKE, None
    for second in range(len(joined)):
        for first in range(second):
            if len(joined[first].turns) + len(joined[second].turns) > LONGEST_THREAD:
                continue
            alike = likeness(rare[first], rare[second])
            if joined[second].turns[0].at - joined[first].turns[-1].at < SOON:
                alike += SOON_ALIKE
            shared = sorted(rare[first].keys() & rare[second].keys())
            strength = sum(talk.weights.get(word, 0) for word in shared)
            if alike > best and strength >= SHARED:
                best, found = alike, (first, second)
    return found


def vector(turns: list[Turn], talk: Talk) -> dict[str, float]:
    """Return the telling words of `turns` with their weight."""
    counted = Counter(word.folded for turn in turns for word in turn.words)
    weighed = {word: talk.weight(word) * math.log1p(n) for word, n in counted.items()}
    return {word: weight for word, weight in weighed.items() if weight > 0}


def likeness(first: dict[str, float], second: dict[str, float]) -> float:
    """Return which share of the smaller of two vectors the other holds as well."""
    smaller = min(sum(first.values()), sum(second.values()))
    shared = sum(
        min(first[word], second[word]) for word in sorted(first.keys() & second.keys())
    )
    return round(shared / smaller, 6) if smaller else 0.0
