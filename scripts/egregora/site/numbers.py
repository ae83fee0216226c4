"""The charts of the statistics, of posts and of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from egregora.site import calendars, charts, plots
from egregora.site.blog import Blog, Post
from egregora.site.ranked import ratings
from egregora.site.times import (
    by_calendar,
    per_hour,
    per_weekday_and_hour,
    spanned_weeks,
)
from egregora.text.locales import days_of

PEOPLE_IN_CHARTS = 12
MOST_ANSWERS = 40
NAMED_HOURS = range(0, 24, 6)
MOST_COLUMNS = 36
LEADING = 5
LABELS = 4
WORD_LEFT = 150
LONGEST_WORD = 12


def days_chart(blog: Blog, post: Post) -> Any:
    """Return the messages of each day of a post's period, drawn, if there are days."""
    first, last = days_of(post.period)
    if first == last:
        return None
    return calendars.days(blog.days, first, last, blog.words("day_by_day"), blog.words)


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
            (year, calendars.calendar(of_year, f"{words('calendar')}, {year}", words))
            for year, of_year in by_calendar(days).items()
        ],
        "is_short": spanned_weeks(days) <= calendars.FEW_WEEKS,
        "hours": hours_chart(blog, hours, words("hours")),
        "peak": f"{hours.index(max(hours))}:00",
        "week": calendars.week_hours(
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
        "topics": topics_chart(blog),
        "leading": leading(blog),
        "ratings": ratings_chart(blog),
        "answers": [
            (
                blog.by_author[row["author"]],
                blog.by_author[row["answered"]],
                row["times"],
            )
            for row in blog.answers[:MOST_ANSWERS]
        ],
    }


def front(blog: Blog) -> dict[str, Any]:
    """Return the charts of the front page, if anyone ever wrote."""
    if not blog.activity:
        return {}
    newest = next(iter(by_calendar(blog.days).values()))
    return {
        "calendar": calendars.calendar(newest, blog.words("calendar"), blog.words),
        "is_short": spanned_weeks(blog.days) <= calendars.FEW_WEEKS,
        "topics": topics_chart(blog),
    }


def topics_chart(blog: Blog) -> Any:
    """Return when the words of their time were used, drawn, if there are any.

    Words stand in the order of their time: by the mean column of their uses.
    """
    words = blog.words
    if not blog.topics:
        return None
    used = {row["period"] for row in blog.topics}
    periods = sorted({*used, *(post.period for post in blog.posts)})
    stretches = stretched(periods)
    column = {one: at for at, stretch in enumerate(stretches) for one in stretch}
    uses: dict[str, list[int]] = defaultdict(lambda: [0] * len(stretches))
    for row in blog.topics:
        uses[row["word"]][column[row["period"]]] += row["messages"]
    said = [
        words.date_range(days_of(one[0])[0], days_of(one[-1])[1]) for one in stretches
    ]

    def when(word: str) -> tuple[float, str]:
        of_word = uses[word]
        middle = sum(at * times for at, times in enumerate(of_word)) / sum(of_word)
        return round(middle, 6), word

    rows = [
        (
            charts.shortened(word, LONGEST_WORD),
            [
                (times, f"{word}, {said[at]}: {words.count(times, 'message')}")
                for at, times in enumerate(uses[word])
            ],
        )
        for word in sorted(uses, key=when)
    ]
    labels = some([words.day_and_month(days_of(one[0])[0]) for one in stretches])
    title = words("topics_time")
    return charts.heat(rows, labels, "topics", title, WORD_LEFT, own=True)


def stretched(periods: Sequence[str]) -> list[Sequence[str]]:
    """Return periods in runs of equal length, at most `MOST_COLUMNS` of them."""
    length = -(-len(periods) // MOST_COLUMNS)
    return [periods[at : at + length] for at in range(0, len(periods), length or 1)]


def some(labels: Sequence[str]) -> list[str]:
    """Return `labels` with all but a few empty."""
    step = -(-len(labels) // LABELS)
    middle = step // 2
    return [one if place % step == middle else "" for place, one in enumerate(labels)]


def leading(blog: Blog) -> list[Post]:
    """Return the best rated posts."""
    rated = [post for post in blog.posts if post.rank]
    return sorted(rated, key=lambda post: post.rank)[:LEADING]


def ratings_chart(blog: Blog) -> Any:
    """Return how the best rated posts got there, drawn, if any was compared often."""
    words, posts = blog.words, leading(blog)
    days, found = ratings(blog.history)
    runs = [run[-1] for run in stretched(days)]
    if len(runs) < 2:
        return None
    series = []
    for post in posts:
        values = found[post.period]
        series.append(
            [
                (values[day], f"{post.title}, {words.date(day)}: {values[day]:.0f}")
                if day in values
                else None
                for day in runs
            ]
        )
    labels = some([words.day_and_month(day) for day in runs])
    return plots.lines(series, labels, "ratings", words("ratings"))


def per_post(blog: Blog) -> list[tuple[str, int, str]]:
    """Return the messages of each post, oldest first, with a few dates below."""
    words = blog.words
    oldest = blog.posts[::-1]
    labels = some([words.day_and_month(post.date) for post in oldest])
    return [
        (
            label,
            post.messages,
            f"{words.period_dates(post.period)}: "
            f"{words.count(post.messages, 'message')}",
        )
        for label, post in zip(labels, oldest, strict=True)
    ]
