"""The charts of the statistics, of posts and of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from egregora.site import charts, plots
from egregora.site.blog import Blog, Post
from egregora.site.ranked import ratings
from egregora.site.words import days_of

PEOPLE_IN_CHARTS = 12
MOST_ANSWERS = 40
WEEKS_OF_YEAR = 53
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
    newest = next(iter(calendars(blog.days).values()))
    return {
        "calendar": charts.calendar(newest, blog.words("calendar"), blog.words),
        "is_short": spanned_weeks(blog.days) <= charts.FEW_WEEKS,
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
    said = [words.span(days_of(one[0])[0], days_of(one[-1])[1]) for one in stretches]

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
    labels = some([words.short_day(days_of(one[0])[0]) for one in stretches])
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
                (values[day], f"{post.title}, {words.day(day)}: {values[day]:.0f}")
                if day in values
                else None
                for day in runs
            ]
        )
    labels = some([words.short_day(day) for day in runs])
    return plots.lines(series, labels, "ratings", words("ratings"))


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
    labels = some([words.short_day(post.date) for post in oldest])
    return [
        (
            label,
            post.messages,
            f"{words.period(post.period)}: {words.count(post.messages, 'message')}",
        )
        for label, post in zip(labels, oldest, strict=True)
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
