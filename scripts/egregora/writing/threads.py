"""Turns that belong together: pauses part them, shared words join them again."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import median

from egregora.writing.joining import joined, overlap, stems_of, vector
from egregora.writing.talk import Talk, Turn

SHORTEST_PAUSE = timedelta(minutes=20)
LONGEST_PAUSE = timedelta(hours=4)
PAUSE = 8  # times the usual gap
LONGEST_EPISODE = 40
WINDOW = 6


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
    parts = [part for one in episodes(talk.turns) for part in split(one, talk)]
    return [Thread(group) for group in joined(parts, talk)]


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
        before = vector(stems_of(episode[max(0, at - WINDOW) : at], talk), {}, talk)
        after = vector(stems_of(episode[at : at + WINDOW], talk), {}, talk)
        pause = (episode[at].at - episode[at - 1].at).total_seconds()
        return math.log1p(max(pause, 0) / 60) - 3 * overlap(before, after), -at

    edge = len(episode) // 5
    cut = max(range(edge, len(episode) - edge), key=seam)
    return split(episode[:cut], talk) + split(episode[cut:], talk)
