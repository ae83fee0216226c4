"""The charts of the statistics, of posts and of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from egregora.site import charts
from egregora.site.blog import Blog, Post
from egregora.site.words import days_of

PEOPLE_IN_CHARTS = 12
MOST_ANSWERS = 40
WEEKS_OF_YEAR = 53
NAMED_HOURS = range(0, 24, 6)


def days_chart(blog: Blog, post: Post) -> Any:
    """Return the messages of each day of a post's period, drawn, if there are days."""
    first, last = days_of(post.period)
    if first == last:
        return None
    return charts.days(blog.days, first, last, blog.words("day_by_day"), blog.words)


def hours_chart(blog: Blog, hours: list[int], title: str) -> Any:
    """Return messages by hour of the day, drawn."""
    words = blog.words
    values = [
        (
            f"{hour}" if hour in NAMED_HOURS else "",
            messages,
            f"{hour}:00 · {words.count(messages, 'message')}",
        )
        for hour, messages in enumerate(hours)
    ]
    return charts.bars(values, "hours", title)


def statistics(blog: Blog) -> dict[str, Any]:
    """Return the charts of the statistics, and the numbers behind them."""
    words = blog.words
    days = blog.days
    hours = per_hour(blog.activity)
    people = blog.people[:PEOPLE_IN_CHARTS]
    times = {(row["author"], row["answered"]): row["times"] for row in blog.answers}
    loudest = max(blog.posts, key=lambda post: post.messages, default=None)
    return {
        "calendars": [
            (year, charts.calendar(of_year, f"{words('calendar')}, {year}", words))
            for year, of_year in calendars(days).items()
        ],
        "is_short": spanned_weeks(days) <= charts.FEW_WEEKS,
        "hours": hours_chart(blog, hours, words("hours")),
        "peak": f"{hours.index(max(hours))}:00",
        "week": charts.week_hours(
            per_weekday_and_hour(blog.activity), words("weekdays"), words
        ),
        "per_post": charts.bars(per_post(blog), "posts", words("per_post")),
        "loudest": loudest,
        "shares": charts.shares(
            [(person.alias, person.messages, person.tone) for person in people],
            words("shares"),
            words,
        ),
        "web": charts.answer_web(
            [(person.author, person.alias, person.tone) for person in people],
            times,
            words("answers"),
        )
        if times and len(people) > 1
        else None,
        "answers": [
            (
                blog.by_author[row["author"]],
                blog.by_author[row["answered"]],
                row["times"],
            )
            for row in blog.answers[:40]
        ],
    }


def calendars(days: dict[date, int]) -> dict[str, dict[date, int]]:
    """Return the days of each calendar: one, or one per year if a year is too short."""
    if spanned_weeks(days) <= WEEKS_OF_YEAR:
        first, last = min(days).year, max(days).year
        return {f"{first}" if first == last else f"{first}–{last}": days}
    return {str(year): of_year for year, of_year in per_year(days).items()}


def spanned_weeks(days: dict[date, int]) -> int:
    """Return how many weeks lie between the first and the last day."""
    return ((max(days) - min(days)).days + 6) // 7


def per_post(blog: Blog) -> list[tuple[str, int, str]]:
    """Return the messages of each post, oldest first, with a few dates below."""
    words = blog.words
    oldest = blog.posts[::-1]
    step = -(-len(oldest) // 4)
    return [
        (
            words.short_day(post.date) if place % step == step // 2 else "",
            post.messages,
            f"{words.period(post.period)}: {words.count(post.messages, 'message')}",
        )
        for place, post in enumerate(oldest)
    ]


def per_year(days: Mapping[date, int]) -> dict[int, dict[date, int]]:
    """Return the messages of each day by year, newest year first."""
    years: dict[int, dict[date, int]] = defaultdict(dict)
    for day, messages in days.items():
        years[day.year][day] = messages
    return dict(sorted(years.items(), reverse=True))


def per_weekday_and_hour(activity: Sequence[Mapping]) -> dict[tuple[int, int], int]:
    """Return the messages of each hour of the week."""
    found: Counter[tuple[int, int]] = Counter()
    for row in activity:
        found[row["day"].weekday(), row["hour"]] += row["messages"]
    return dict(found)


def per_hour(activity: Sequence[Mapping]) -> list[int]:
    """Return the messages of each hour of the day."""
    found: Counter[int] = Counter()
    for row in activity:
        found[row["hour"]] += row["messages"]
    return [found[hour] for hour in range(24)]
