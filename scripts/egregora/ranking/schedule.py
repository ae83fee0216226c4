"""Which posts meet.

Posts are taken oldest first. Each meets up to so many earlier ones: those whose
ratings are nearest to its own as it stands then, the less compared ones preferred.
Nothing looks at a later post, so a new post leaves every earlier meeting as it was,
and its answer with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from egregora.ranking.elo import Comparison, Ladder

# Meetings that are judged together: few, so that a post finds its place step by step.
AT_ONCE = 3

# Each comparison that a post took part in counts as so many points of distance.
DISTANCE_PER_COMPARISON = 4


@dataclass(frozen=True)
class Entry:
    """A post in the ranking."""

    post_id: str
    at: datetime  # end of its period


@dataclass(frozen=True)
class Verdict:
    """What the judge said of a meeting."""

    winner: str | None  # None for a tie
    reason: str


Judge = Callable[[Sequence[tuple[Entry, Entry]]], Sequence[Verdict]]


def comparisons(
    entries: Sequence[Entry], per_post: int, judge: Judge
) -> Iterator[Comparison]:
    """Yield the comparisons of `entries`, each pair once.

    Parameters
    ----------
    entries
        The posts, in any order.
    per_post
        How many earlier posts each meets at most.
    judge
        Says of pairs (older, newer) which is better, in their order.

    """
    ladder, earlier = Ladder(), []
    for newer in sorted(entries, key=lambda one: (one.at, one.post_id)):
        left, strangers = per_post, list(earlier)
        while left > 0 and strangers:
            chosen = nearest(newer, strangers, ladder)[: min(left, AT_ONCE)]
            verdicts = judge([(older, newer) for older in chosen])
            for older, verdict in zip(chosen, verdicts, strict=True):
                one = Comparison(
                    older.post_id,
                    newer.post_id,
                    newer.at,
                    verdict.winner,
                    verdict.reason,
                )
                ladder.play(one)
                yield one
            left -= len(chosen)
            strangers = [one for one in strangers if one not in chosen]
        earlier.append(newer)


def nearest(newer: Entry, strangers: Sequence[Entry], ladder: Ladder) -> list[Entry]:
    """Return the posts that `newer` has not met, the one to meet next first."""
    rating = ladder.rating(newer.post_id)

    def distance(one: Entry) -> tuple[float, str]:
        apart = abs(ladder.rating(one.post_id) - rating)
        met = DISTANCE_PER_COMPARISON * ladder.met(one.post_id)
        return apart + met, one.post_id

    return sorted(strangers, key=distance)
