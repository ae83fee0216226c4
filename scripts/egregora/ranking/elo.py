"""Elo ratings: points that go from a loser to a winner.

Points are whole millionths, so that their sum is exactly zero and no machine rounds
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import ibis.expr.types as ir
from ibis import _

from egregora.digests import digest_of
from egregora.storage import table_of
from egregora.tables import ELO_HISTORY

START = 1500
K = 32
SCALE = 400
MILLION = 1_000_000


@dataclass(frozen=True)
class Comparison:
    """Two posts and which of them was better."""

    older: str
    newer: str
    at: datetime  # end of the newer post's period
    winner: str | None  # None for a tie
    reason: str

    @property
    def comparison_id(self) -> str:
        """Digest of the two posts."""
        return digest_of([self.older, self.newer])[:32]

    @property
    def sides(self) -> tuple[str, str]:
        """Winner and loser; for a tie, the older and the newer post."""
        if self.winner == self.newer:
            return self.newer, self.older
        return self.older, self.newer


@dataclass
class Ladder:
    """Ratings and counts of comparisons, as they stand after some comparisons."""

    points: dict[str, int] = field(default_factory=dict)
    comparisons: dict[str, int] = field(default_factory=dict)

    def rating(self, post: str) -> float:
        """Return the rating of a post."""
        return self.points.get(post, START * MILLION) / MILLION

    def met(self, post: str) -> int:
        """Return how many comparisons a post took part in."""
        return self.comparisons.get(post, 0)

    def play(self, comparison: Comparison) -> int:
        """Take one comparison in; return the millionths that went to the winner."""
        winner, loser = comparison.sides
        ahead = self.rating(winner) - self.rating(loser)
        expected = 1 / (1 + 10 ** (-ahead / SCALE))
        result = 1.0 if comparison.winner else 0.5
        change = round(K * (result - expected) * MILLION)
        for post, points in ((winner, change), (loser, -change)):
            self.points[post] = self.points.get(post, START * MILLION) + points
            self.comparisons[post] = self.met(post) + 1
        return change


def elo_history(comparisons: Iterable[Comparison]) -> ir.Table:
    """Return what each comparison changed, in the order of time.

    Parameters
    ----------
    comparisons
        In any order: they count by `at`, then by `comparison_id`.

    Returns
    -------
    ir.Table
        `tables.ELO_HISTORY`.

    """
    ladder, rows = Ladder(), []
    for one in sorted(comparisons, key=lambda one: (one.at, one.comparison_id)):
        winner, loser = one.sides
        rows.append(
            {
                "comparison_id": one.comparison_id,
                "timestamp": one.at,
                "winner_id": winner,
                "loser_id": loser,
                "elo_change": ladder.play(one) / MILLION,
                "tie": one.winner is None,
                "reason": one.reason,
            }
        )
    return table_of(rows, ELO_HISTORY)


def elo_ratings(posts: ir.Table, elo_history: ir.Table) -> ir.Table:
    """Return the rating of each post: the start and all that it won and lost since.

    Parameters
    ----------
    posts
        `tables.POSTS`.
    elo_history
        `tables.ELO_HISTORY`, in any order.

    Returns
    -------
    ir.Table
        `tables.ELO_RATINGS`.

    """
    # Decimals: a sum of floats depends on the order of its terms.
    won = _.elo_change.cast("decimal(18, 6)")
    sides = elo_history.select(post_id=_.winner_id, change=won, at=_.timestamp).union(
        elo_history.select(post_id=_.loser_id, change=-won, at=_.timestamp)
    )
    totals = sides.group_by("post_id").aggregate(
        change=_.change.sum(), num_comparisons=_.count(), last_updated=_.at.max()
    )
    every = posts.select(post_id=_.period)
    return every.left_join(totals, "post_id").select(
        "post_id",
        elo_global=(_.change.fill_null(0) + START).cast("float64"),
        num_comparisons=_.num_comparisons.fill_null(0),
        last_updated=_.last_updated,
    )
