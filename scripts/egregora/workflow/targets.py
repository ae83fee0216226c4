"""Targets that nothing makes: why, and what the user may have meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import PurePath

from egregora.workflow.console import format_count

POSTS_PREFIX = "site/posts/"
# How periods are named, as an example for each unit.
PERIOD_EXAMPLES = {"day": "2025-03-09", "week": "2025-W10", "month": "2025-03"}
MAX_LISTED_PERIODS = 4  # periods that are listed; of more, the first and the last
MIN_NAME_SIMILARITY = (
    0.6  # how much alike names are where one may be meant for the other
)
MAX_SIMILARITY_LOSS = 0.1  # than the name that is most alike
LIST_HINT = "`snakemake --list` names all"


def describe_unknown_target(target: str, names: Iterable[str]) -> str:
    """Return the line for a target that no rule makes.

    Parameters
    ----------
    target
        What was typed.
    names
        What could have been: rules, and files that they make.
    """
    names = list(names)
    if target in names:
        # Snakemake drops the slash before it looks, and finds no such file.
        return f"{target}/: write {target}, without the slash at its end"
    near = most_similar_names(target, names)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{target}: nothing makes this; {hint}{LIST_HINT}"


def most_similar_names(target: str, names: Iterable[str], most: int = 2) -> list[str]:
    """Return the names that look most like `target`, or whose last part does."""
    typed = target.casefold().strip("./")
    scores = {name: name_similarity(typed, name.casefold()) for name in names}
    least = max(MIN_NAME_SIMILARITY, max(scores.values()) - MAX_SIMILARITY_LOSS)
    close = sorted((one for one in scores if scores[one] >= least), key=scores.get)
    below = [one for one in scores if one.startswith(f"{typed}/")]
    return list(dict.fromkeys([*below[:1], *reversed(close)]))[:most]


def name_similarity(one: str, other: str) -> float:
    """Return how much alike two names are, or the last parts of both: 0 to 1."""
    pairs = ((one, other), (last_part(one), last_part(other)))
    return max(difflib.SequenceMatcher(None, *pair).ratio() for pair in pairs)


def last_part(name: str) -> str:
    """Return what stands between the last slash of a name and its first dot."""
    return PurePath(name).name.partition(".")[0]


def describe_missing_post(period: str, reason: str, posts: Sequence[str]) -> str:
    """Return the line for a post that is not written, with the periods that get one."""
    return f"{POSTS_PREFIX}{period}.md: {reason}{describe_other_periods(period, posts)}"


def describe_other_periods(period: str, posts: Sequence[str]) -> str:
    """Return which periods get a post, the nearest ones of many."""
    posts = sorted(
        one
        for one in posts
        if unit_of_typed_period(one) == unit_of_typed_period(period)
    )
    if not posts:
        return ""
    if len(posts) <= MAX_LISTED_PERIODS:
        return (
            f"; {format_count(len(posts), 'post')} can be written: {', '.join(posts)}"
        )
    before = [one for one in posts if one < period][-1:]
    near = before + [one for one in posts if one > period][:1]
    return (
        f"; {format_count(len(posts), 'post')} can be written, "
        f"{posts[0]} to {posts[-1]}; "
        f"nearest: {', '.join(near)}"
    )


def explain_impossible_period(
    period: str, every: str, first: str | None, last: str | None
) -> str:
    """Return why the settings leave a period without a post; empty if they do not.

    Parameters
    ----------
    period
        As it was typed.
    every
        The setting `period`.
    first, last
        The settings `from` and `to`.
    """
    days = days_of_typed_period(period)
    if days is None:
        return f"the calendar has no such {unit_of_typed_period(period)}"
    if unit_of_typed_period(period) != every:
        return (
            f"a post covers a {every}, not a {unit_of_typed_period(period)}, as "
            f"period: {every} "
            f"says; posts are named as {POSTS_PREFIX}{PERIOD_EXAMPLES[every]}.md"
        )
    if first and days[1].isoformat() < first:
        return f"this {every} lies before from: {first}"
    if last and days[0].isoformat() > last:
        return f"this {every} lies after to: {last}"
    return ""


def explain_quiet_period(written: int, every: str, least: int) -> str:
    """Return why so many messages of people make no post."""
    if not written:
        return f"nobody wrote in this {every}"
    many = format_count(written, "message")
    return f"this {every} has {many}, fewer than min_messages: {least}"


def unit_of_typed_period(period: str) -> str:
    """Return whether a name has the form of a day, a week or a month."""
    if "W" in period:
        return "week"
    return "day" if period.count("-") == 2 else "month"


def days_of_typed_period(period: str) -> tuple[date, date] | None:
    """Return the first and the last day of a period; None if there is none."""
    numbers = [int(one) for one in re.findall(r"\d+", period)]
    with suppress(ValueError, OverflowError):
        if unit_of_typed_period(period) == "week":
            monday = date.fromisocalendar(*numbers, 1)
            return monday, monday + timedelta(days=6)
        if unit_of_typed_period(period) == "day":
            return date(*numbers), date(*numbers)
        first = date(*numbers, 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return None
