"""Elo ratings of posts: which posts meet, which wins, and the points that change hands.

Posts are taken oldest first. Each meets a number of earlier ones: those with the
nearest ratings at that time, preferably those with few comparisons. Nothing depends on
a later post, so a new post leaves every earlier comparison and its kept answer as they
were. Points are whole millionths: their sum is exactly zero, and all machines round
alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import ibis.expr.types as ir
from ibis import _

from egregora.contracts import ELO_HISTORY
from egregora.files import digest_of
from egregora.llm.models import require_answers
from egregora.llm.types import Model, Request
from egregora.storage import table_of

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

START_RATING = 1500
K_FACTOR = 32
RATING_SCALE = 400
POINTS_PER_RATING = 1_000_000


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
        return (
            self.points.get(post, START_RATING * POINTS_PER_RATING) / POINTS_PER_RATING
        )

    def met(self, post: str) -> int:
        """Return how many comparisons a post took part in."""
        return self.comparisons.get(post, 0)

    def play(self, comparison: Comparison) -> int:
        """Take one comparison in; return the millionths that went to the winner."""
        winner, loser = comparison.sides
        ahead = self.rating(winner) - self.rating(loser)
        expected = 1 / (1 + 10 ** (-ahead / RATING_SCALE))
        result = 1.0 if comparison.winner else 0.5
        change = round(K_FACTOR * (result - expected) * POINTS_PER_RATING)
        for post, points in ((winner, change), (loser, -change)):
            self.points[post] = (
                self.points.get(post, START_RATING * POINTS_PER_RATING) + points
            )
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
        `contracts.ELO_HISTORY`.

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
                "elo_change": ladder.play(one) / POINTS_PER_RATING,
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
        `contracts.POSTS`.
    elo_history
        `contracts.ELO_HISTORY`, in any order.

    Returns
    -------
    ir.Table
        `contracts.ELO_RATINGS`.

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
        elo_global=(_.change.fill_null(0) + START_RATING).cast("float64"),
        num_comparisons=_.num_comparisons.fill_null(0),
        last_updated=_.last_updated,
    )


# Meetings that are judged together: few, so that a post finds its place step by step.
MEETINGS_PER_ROUND = 3

# Each comparison that a post took part in counts as so many points of distance.
DISTANCE_PER_COMPARISON = 4


@dataclass(frozen=True)
class RankingEntry:
    """A post in the ranking."""

    post_id: str
    at: datetime  # end of its period


@dataclass(frozen=True)
class Verdict:
    """What the judge said of a meeting."""

    winner: str | None  # None for a tie
    reason: str


Judge = Callable[[Sequence[tuple[RankingEntry, RankingEntry]]], Sequence[Verdict]]


def run_comparisons(
    entries: Sequence[RankingEntry], per_post: int, judge: Judge
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
            chosen = nearest_opponents(newer, strangers, ladder)[
                : min(left, MEETINGS_PER_ROUND)
            ]
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


def nearest_opponents(
    newer: RankingEntry, strangers: Sequence[RankingEntry], ladder: Ladder
) -> list[RankingEntry]:
    """Return the posts that `newer` has not met, the one to meet next first."""
    rating = ladder.rating(newer.post_id)

    def distance(one: RankingEntry) -> tuple[float, str]:
        apart = abs(ladder.rating(one.post_id) - rating)
        met = DISTANCE_PER_COMPARISON * ladder.met(one.post_id)
        return apart + met, one.post_id

    return sorted(strangers, key=distance)


# Characters of a post that the judge reads, and of a reason that is kept.
MAX_JUDGED_CHARACTERS = 8000
MAX_REASON_LENGTH = 300

VERDICT_SCHEMA = {
    "type": "object",
    "properties": {
        "winner": {"type": "string", "enum": ["A", "B", "tie"]},
        "reason": {"type": "string"},
    },
    "required": ["winner", "reason"],
    "additionalProperties": False,
}

JUDGED_COLUMNS = ("title", "summary", "text")

PostRow = Mapping[str, Any]
EntryPair = tuple[RankingEntry, RankingEntry]


def entry_of_post(post: PostRow) -> RankingEntry:
    """Return a row of `contracts.POSTS` as the schedule knows it."""
    return RankingEntry(
        post["period"], datetime.combine(post["date"], time(23, 59, 59), UTC)
    )


def assign_sides(pair: EntryPair) -> dict[str, str]:
    """Return which post is shown as A and which as B, by a digest of both.

    A judge that likes the first one best then favours neither old nor new posts.
    """
    both = [pair[0].post_id, pair[1].post_id]
    if int(digest_of(both)[0], 16) % 2:
        both.reverse()
    return dict(zip("AB", both, strict=True))


def judge_with_model(
    model: Model, posts: Mapping[str, PostRow], prompt: str, guard: Guard
) -> Judge:
    """Return a judge that asks `model`.

    Parameters
    ----------
    model
        Who judges.
    posts
        Rows of `contracts.POSTS` by period.
    prompt
        Instructions.
    guard
        Cleans the reasons.

    """
    room = min(MAX_JUDGED_CHARACTERS, model.max_input_tokens or MAX_JUDGED_CHARACTERS)

    def judge(pairs: Sequence[EntryPair]) -> list[Verdict]:
        asked = [
            comparison_request(pair, posts, model.name, prompt, room) for pair in pairs
        ]
        answers = require_answers(model.generate_all(asked), "comparisons")
        return [
            parse_verdict(pair, answer, posts, guard)
            for pair, answer in zip(pairs, answers, strict=True)
        ]

    return judge


def compared_posts(
    posts: Mapping[str, PostRow],
    model: Model,
    prompt: str,
    guard: Guard,
    most: int,
) -> list[Comparison]:
    """Ask a model to compare each post with at most `most` earlier ones.

    Parameters
    ----------
    posts
        Period → row of `contracts.POSTS`.
    model
        Who judges.
    prompt
        Instructions.
    guard
        What no reason may name.
    most
        Earlier posts that each post meets.

    Raises
    ------
    ModelError
        If a comparison has no answer.
    """
    judge = judge_with_model(model, posts, prompt, guard)
    entries = [entry_of_post(post) for post in posts.values()]
    return list(run_comparisons(entries, most, judge))


def comparison_request(
    pair: EntryPair, posts: Mapping[str, PostRow], model: str, prompt: str, room: int
) -> Request:
    """Return what is asked about a pair, of each post at most `room` characters."""
    authors = {one for side in pair for one in posts[side.post_id]["authors"]}
    return Request(
        purpose="rank_posts",
        model=model,
        prompt=prompt,
        data={
            name: post_for_judge(posts[one], room)
            for name, one in assign_sides(pair).items()
        },
        schema=VERDICT_SCHEMA,
        settings={"temperature": 0},
        about=tuple(sorted(authors | {side.post_id for side in pair})),
    )


def post_for_judge(post: PostRow, room: int) -> dict[str, Any]:
    """Return what the judge is shown of a post."""
    return {
        "title": post["title"],
        "summary": post["summary"],
        "text": post["text"][:room],
        "voices": len(post["authors"]),
    }


def parse_verdict(
    pair: EntryPair,
    answer: Mapping[str, str],
    posts: Mapping[str, PostRow],
    guard: Guard,
) -> Verdict:
    """Return what an answer says about a pair, its reason cleaned and on one line."""
    held = [posts[one.post_id][name] for one in pair for name in JUDGED_COLUMNS]
    reason = " ".join(guard.clean(answer["reason"], allowed=held).split())
    return Verdict(assign_sides(pair).get(answer["winner"]), reason[:MAX_REASON_LENGTH])
