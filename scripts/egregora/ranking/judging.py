"""What a model is asked about two posts, and what it said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from egregora.digests import digest_of
from egregora.model import settled
from egregora.model.base import Model
from egregora.model.requests import Request
from egregora.ranking.schedule import Entry, Judge, Verdict

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

# Characters of a post that the judge reads, and of a reason that is kept.
LONGEST_TEXT = 8000
LONGEST_REASON = 300

SCHEMA = {
    "type": "object",
    "properties": {
        "winner": {"type": "string", "enum": ["A", "B", "tie"]},
        "reason": {"type": "string"},
    },
    "required": ["winner", "reason"],
    "additionalProperties": False,
}

TEXTS = ("title", "summary", "text")

Row = Mapping[str, Any]
Pair = tuple[Entry, Entry]


def entry(post: Row) -> Entry:
    """Return a row of `tables.POSTS` as the schedule knows it."""
    return Entry(post["period"], datetime.combine(post["date"], time(23, 59, 59), UTC))


def sides(pair: Pair) -> dict[str, str]:
    """Return which post is shown as A and which as B, by a digest of both.

    A judge that likes the first one best then favours neither old nor new posts.
    """
    both = [pair[0].post_id, pair[1].post_id]
    if int(digest_of(both)[0], 16) % 2:
        both.reverse()
    return dict(zip("AB", both, strict=True))


def judge_by(
    model: Model, posts: Mapping[str, Row], prompt: str, guard: Guard
) -> Judge:
    """Return a judge that asks `model`.

    Parameters
    ----------
    model
        Who judges.
    posts
        Rows of `tables.POSTS` by period.
    prompt
        Instructions.
    guard
        Cleans the reasons.

    """
    room = min(LONGEST_TEXT, model.max_input_tokens or LONGEST_TEXT)

    def judge(pairs: Sequence[Pair]) -> list[Verdict]:
        asked = [request(pair, posts, model.name, prompt, room) for pair in pairs]
        answers = settled(model.generate_all(asked), "comparisons")
        return [
            verdict(pair, answer, posts, guard)
            for pair, answer in zip(pairs, answers, strict=True)
        ]

    return judge


def request(
    pair: Pair, posts: Mapping[str, Row], model: str, prompt: str, room: int
) -> Request:
    """Return what is asked about a pair, of each post at most `room` characters."""
    authors = {one for side in pair for one in posts[side.post_id]["authors"]}
    return Request(
        purpose="rank_posts",
        model=model,
        prompt=prompt,
        data={name: shown(posts[one], room) for name, one in sides(pair).items()},
        schema=SCHEMA,
        settings={"temperature": 0},
        about=tuple(sorted(authors | {side.post_id for side in pair})),
    )


def shown(post: Row, room: int) -> dict[str, Any]:
    """Return what the judge is shown of a post."""
    return {
        "title": post["title"],
        "summary": post["summary"],
        "text": post["text"][:room],
        "voices": len(post["authors"]),
    }


def verdict(
    pair: Pair, answer: Mapping[str, str], posts: Mapping[str, Row], guard: Guard
) -> Verdict:
    """Return what an answer says about a pair, its reason cleaned and on one line."""
    held = [posts[one.post_id][name] for one in pair for name in TEXTS]
    reason = " ".join(guard.clean(answer["reason"], allowed=held).split())
    return Verdict(sides(pair).get(answer["winner"]), reason[:LONGEST_REASON])
