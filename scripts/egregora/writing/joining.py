"""Parts of a conversation joined where they speak of the same things."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from datetime import timedelta

from egregora.writing.talk import UNKNOWN_WEIGHT, Talk, Turn, stem

LONGEST = 60  # turns of a thread
REACH = 60  # parts back to which a thread may go
ALIKE = 0.2
SOON = timedelta(hours=10)
SOON_ALIKE = 0.1  # what lies soon after is likelier about the same
SHARED = 0.6  # weight of the shared words


class Group:
    """Parts that are one thread so far."""

    def __init__(self, parts: list[list[Turn]], stems: Counter[str]) -> None:
        """Begin with some parts and how often they use each telling stem."""
        self.parts, self.stems = parts, stems
        self.turns = sum(map(len, parts))
        self.begins = parts[0][0].at
        self.ends = max(part[-1].at for part in parts)
        self.vector: dict[str, float] = {}

    def joined(self, other: Group) -> Group:
        """Return both as one."""
        parts = sorted(self.parts + other.parts, key=lambda part: part[0].number)
        return Group(parts, self.stems + other.stems)


def joined(parts: list[list[Turn]], talk: Talk) -> list[list[list[Turn]]]:
    """Return `parts` in groups, the two most alike joined first, then the next.

    Parameters
    ----------
    parts
        Unbroken runs of turns, in order.
    talk
        What the words weigh.
    """
    groups = {at: Group([part], stems_of(part, talk)) for at, part in enumerate(parts)}
    spread = Counter(one for group in groups.values() for one in group.stems)
    rarity = {one: math.log(1 + len(parts) / times) for one, times in spread.items()}
    for group in groups.values():
        group.vector = vector(group.stems, rarity, talk)
    versions = Counter()
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(at: int) -> None:
        for other in groups:
            if other != at and abs(other - at) <= REACH:
                first, second = sorted((at, other))
                alike = likeness(groups[first], groups[second], talk)
                if alike > ALIKE:
                    found = (-alike, first, second, versions[first], versions[second])
                    heapq.heappush(heap, found)

    for at in range(1, len(parts)):
        for other in range(max(0, at - REACH), at):
            alike = likeness(groups[other], groups[at], talk)
            if alike > ALIKE:
                heapq.heappush(heap, (-alike, other, at, 0, 0))
    while heap:
        _, first, second, *seen = heapq.heappop(heap)
        current = first in groups and second in groups
        if current and seen == [versions[first], versions[second]]:
            groups[first] = groups[first].joined(groups.pop(second))
            groups[first].vector = vector(groups[first].stems, rarity, talk)
            versions[first] += 1
            offer(first)
    return [groups[at].parts for at in sorted(groups)]


def stems_of(turns: list[Turn], talk: Talk) -> Counter[str]:
    """Return how often `turns` use each stem of a telling word."""
    return Counter(
        stem(word.folded)
        for turn in turns
        for word in turn.words
        if talk.weight(word.folded) > 0
    )


def vector(
    stems: Counter[str], rarity: dict[str, float], talk: Talk
) -> dict[str, float]:
    """Return what each stem weighs: telling, used often, and elsewhere rarely."""
    return {
        one: talk.stems.get(one, UNKNOWN_WEIGHT)
        * math.log1p(times)
        * rarity.get(one, 1.0)
        for one, times in stems.items()
    }


def likeness(first: Group, second: Group, talk: Talk) -> float:
    """Return how alike two groups are; 0 if they make too long a thread."""
    if first.turns + second.turns > LONGEST:
        return 0.0
    shared = sorted(first.vector.keys() & second.vector.keys())
    if sum(talk.stems.get(one, 0.0) for one in shared) < SHARED:
        return 0.0
    soon = second.begins - first.ends < SOON
    return overlap(first.vector, second.vector) + (SOON_ALIKE if soon else 0.0)


def overlap(first: dict[str, float], second: dict[str, float]) -> float:
    """Return which share of the smaller of two vectors the other holds as well."""
    smaller = min(sum(first.values()), sum(second.values()))
    shared = sorted(first.keys() & second.keys())
    common = sum(min(first[one], second[one]) for one in shared)
    return round(common / smaller, 6) if smaller else 0.0
