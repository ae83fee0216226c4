"""What the comparisons of posts tell: ratings over time, and what the judge said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from egregora.ranking.elo import START

if TYPE_CHECKING:
    from egregora.site.blog import Blog, Post, Rows


@dataclass(frozen=True)
class Judgement:
    """What was said of a post and another one.

    Attributes
    ----------
    other
        The other post.
    outcome
        better_than, worse_than or tie_with: the name of the phrase.
    reason
        The judge's.

    """

    other: Post
    outcome: str
    reason: str


def ratings(history: Rows) -> tuple[list[date], dict[str, dict[date, float]]]:
    """Return the days of comparisons, and each post's rating since its first one.

    Parameters
    ----------
    history
        Rows of `tables.ELO_HISTORY`, in their order.

    """
    points: dict[str, float] = {}
    found: dict[str, dict[date, float]] = defaultdict(dict)
    days = sorted({row["timestamp"].date() for row in history})
    rows = iter([*history, None])
    row = next(rows)
    for day in days:
        while row and row["timestamp"].date() == day:
            for post, sign in ((row["winner_id"], 1), (row["loser_id"], -1)):
                points[post] = points.get(post, START) + sign * row["elo_change"]
            row = next(rows)
        for post, rating in points.items():
            found[post][day] = rating
    return days, found


def judgements(blog: Blog) -> dict[str, list[Judgement]]:
    """Return what was said of each post, the newest first."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    for row in reversed(blog.history):
        winner = blog.by_period.get(row["winner_id"])
        loser = blog.by_period.get(row["loser_id"])
        if winner and loser:
            won, lost = "better_than", "worse_than"
            if row["tie"]:
                won = lost = "tie_with"
            found[winner.period].append(Judgement(loser, won, row["reason"]))
            found[loser.period].append(Judgement(winner, lost, row["reason"]))
    return found
