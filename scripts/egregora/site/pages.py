"""The pages of the site, and what each template is given: charts, ratings, posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egregora.ranking.elo import START_RATING
from egregora.site import charts
from egregora.site.charts import (
    days_by_calendar,
    draw_clock,
    sum_by_hour,
    sum_by_weekday_and_hour,
    weeks_between,
)
from egregora.site.model import Blog, Post, SitePerson
from egregora.text.locales import days_of

if TYPE_CHECKING:
    from egregora.site.model import TableRows


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


def ratings_by_day(
    history: TableRows,
) -> tuple[list[date], dict[str, dict[date, float]]]:
    """Return the days of comparisons, and each post's rating since its first one.

    Parameters
    ----------
    history
        Rows of `contracts.ELO_HISTORY`, in their order.

    """
    points: dict[str, float] = {}
    found: dict[str, dict[date, float]] = defaultdict(dict)
    days = sorted({row["timestamp"].date() for row in history})
    rows = iter([*history, None])
    row = next(rows)
    for day in days:
        while row and row["timestamp"].date() == day:
            for post, sign in ((row["winner_id"], 1), (row["loser_id"], -1)):
                points[post] = points.get(post, START_RATING) + sign * row["elo_change"]
            row = next(rows)
        for post, rating in points.items():
            found[post][day] = rating
    return days, found


def judgements_by_post(blog: Blog) -> dict[str, list[Judgement]]:
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


MAX_CHART_PEOPLE = 12
MAX_ANSWER_ROWS = 40
LABELLED_HOURS = range(0, 24, 6)
MAX_CHART_COLUMNS = 36
MAX_LEADING_POSTS = 5
MAX_CHART_LABELS = 4
WORD_LABEL_WIDTH = 150
MAX_CHART_WORD = 12


def days_chart(blog: Blog, post: Post) -> Any:
    """Return the messages of each day of a post's period, drawn, if there are days."""
    first, last = days_of(post.period)
    if first == last:
        return None
    return charts.draw_days(
        blog.days, first, last, blog.words("day_by_day"), blog.words
    )


def hours_chart(blog: Blog, hours: list[int], title: str) -> Any:
    """Return messages by hour of the day, drawn."""
    words = blog.words
    values = [
        (
            f"{hour}" if hour in LABELLED_HOURS else "",
            messages,
            f"{hour}:00 · {words.count(messages, 'message')}",
        )
        for hour, messages in enumerate(hours)
    ]
    return charts.draw_bars(values, "hours", title)


def statistics_charts(blog: Blog) -> dict[str, Any]:
    """Return the charts of the statistics, and the numbers behind them."""
    words = blog.words
    days = blog.days
    hours = sum_by_hour(blog.activity)
    people = blog.people[:MAX_CHART_PEOPLE]
    times = {(row["author"], row["answered"]): row["times"] for row in blog.answers}
    loudest = max(blog.posts, key=lambda post: post.messages, default=None)
    return {
        "calendars": [
            (year, charts.draw_calendar(of_year, f"{words('calendar')}, {year}", words))
            for year, of_year in days_by_calendar(days).items()
        ],
        "is_short": weeks_between(days) <= charts.SHORT_CALENDAR_WEEKS,
        "hours": hours_chart(blog, hours, words("hours")),
        "peak": f"{hours.index(max(hours))}:00",
        "week": charts.draw_week(
            sum_by_weekday_and_hour(blog.activity), words("weekdays"), words
        ),
        "per_post": charts.draw_bars(
            messages_per_post(blog), "posts", words("per_post")
        ),
        "loudest": loudest,
        "shares": charts.draw_shares(
            [(person.alias, person.messages, person.tone) for person in people],
            words("shares"),
            words,
        ),
        "web": charts.draw_answer_web(
            [(person.author, person.alias, person.tone) for person in people],
            times,
            words("answers"),
        )
        if times and len(people) > 1
        else None,
        "topics": topics_chart(blog),
        "leading": leading_posts(blog),
        "ratings": ratings_chart(blog),
        "answers": [
            (
                blog.by_author[row["author"]],
                blog.by_author[row["answered"]],
                row["times"],
            )
            for row in blog.answers[:MAX_ANSWER_ROWS]
        ],
    }


def front_page_charts(blog: Blog) -> dict[str, Any]:
    """Return the charts of the front page, if anyone ever wrote."""
    if not blog.activity:
        return {}
    newest = next(iter(days_by_calendar(blog.days).values()))
    return {
        "calendar": charts.draw_calendar(newest, blog.words("calendar"), blog.words),
        "is_short": weeks_between(blog.days) <= charts.SHORT_CALENDAR_WEEKS,
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
    stretches = even_runs(periods)
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
            charts.shorten_label(word, MAX_CHART_WORD),
            [
                (times, f"{word}, {said[at]}: {words.count(times, 'message')}")
                for at, times in enumerate(uses[word])
            ],
        )
        for word in sorted(uses, key=when)
    ]
    labels = thin_out_labels(
        [words.day_and_month(days_of(one[0])[0]) for one in stretches]
    )
    title = words("topics_time")
    return charts.draw_heatmap(
        rows, labels, "topics", title, WORD_LABEL_WIDTH, own=True
    )


def even_runs(periods: Sequence[str]) -> list[Sequence[str]]:
    """Return periods in runs of equal length, at most `MOST_COLUMNS` of them."""
    length = -(-len(periods) // MAX_CHART_COLUMNS)
    return [periods[at : at + length] for at in range(0, len(periods), length or 1)]


def thin_out_labels(labels: Sequence[str]) -> list[str]:
    """Return `labels` with all but a few empty."""
    step = -(-len(labels) // MAX_CHART_LABELS)
    middle = step // 2
    return [one if place % step == middle else "" for place, one in enumerate(labels)]


def leading_posts(blog: Blog) -> list[Post]:
    """Return the best rated posts."""
    rated = [post for post in blog.posts if post.rank]
    return sorted(rated, key=lambda post: post.rank)[:MAX_LEADING_POSTS]


def ratings_chart(blog: Blog) -> Any:
    """Return how the best rated posts got there, drawn, if any was compared often."""
    words, posts = blog.words, leading_posts(blog)
    days, found = ratings_by_day(blog.history)
    runs = [run[-1] for run in even_runs(days)]
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
    labels = thin_out_labels([words.day_and_month(day) for day in runs])
    return charts.draw_lines(series, labels, "ratings", words("ratings"))


def messages_per_post(blog: Blog) -> list[tuple[str, int, str]]:
    """Return the messages of each post, oldest first, with a few dates below."""
    words = blog.words
    oldest = blog.posts[::-1]
    labels = thin_out_labels([words.day_and_month(post.date) for post in oldest])
    return [
        (
            label,
            post.messages,
            f"{words.period_dates(post.period)}: "
            f"{words.count(post.messages, 'message')}",
        )
        for label, post in zip(labels, oldest, strict=True)
    ]


MAX_FRONT_PAGE_POSTS = 10


@dataclass(frozen=True)
class SitePage:
    """A page of the site.

    Attributes
    ----------
    uri
        Its Markdown file, from the root of the documents.
    template
        Template of the theme that shows it.
    title
        For the head of the page and the menu; plain text.
    source
        The Markdown file of its content, if it has one.
    draws_numbers
        It shows in its own way what the file says below a rule.
    shown
        What the template is given.

    """

    uri: str
    template: str
    title: str
    description: str = ""
    tags: list[str] = field(default_factory=list)
    source: Path | None = None
    draws_numbers: bool = False
    shown: dict[str, Any] = field(default_factory=dict)
    in_menu: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether a person changed the file of its content."""
        return self.source is not None and not self.draws_numbers


def site_pages(blog: Blog, posts: Path, profiles: Path) -> list[SitePage]:
    """Return all pages, those of the menu first and in its order.

    Parameters
    ----------
    blog
        What the pages show.
    posts, profiles
        Folders of the Markdown files.

    """
    return [
        *menu_pages(blog),
        *(tag_page(blog, tag) for tag in blog.tags),
        *post_pages(blog, posts),
        *(person_page(blog, person, profiles) for person in blog.people),
    ]


def menu_pages(blog: Blog) -> Iterator[SitePage]:
    """Yield the pages of the menu; those that would be empty are left out."""
    words = blog.words

    def page(name: str, file: str, **shown: Any) -> SitePage:
        return SitePage(
            file, f"{file[:-3]}.html", words(name), shown=shown, in_menu=True
        )

    front = page(
        "home", "index.md", clocks=clocks_of_posts(blog), **front_page_charts(blog)
    )
    yield SitePage(**{**vars(front), "template": "home.html"})
    if blog.posts:
        yield page("archive", "archive.md", years=posts_by_month(blog.posts))
    if blog.people:
        yield page("people", "people.md", clocks=clocks_of_people(blog))
    if blog.activity:
        yield page("statistics", "statistics.md", **statistics_charts(blog))
    if blog.pictures:
        yield page("gallery", "gallery.md")
    if blog.tags:
        yield page("tags", "tags.md")


def clocks_of_posts(blog: Blog) -> dict[str, Any]:
    """Return the clocks of the posts that the front page shows."""
    shown = [*blog.posts[:MAX_FRONT_PAGE_POSTS], *blog.top]
    return {post.period: clock_of_post(blog, post) for post in shown}


def clocks_of_people(blog: Blog) -> dict[str, Any]:
    """Return the clock of each person's messages."""
    return {
        person.author: draw_clock(
            person.hours, blog.words("hours_of", who=person.alias)
        )
        for person in blog.people
    }


def clock_of_post(blog: Blog, post: Post, hints: bool = False) -> Any:
    """Return the clock of a post."""
    title = blog.words("clock_of", when=blog.words.period_dates(post.period))
    return draw_clock(post.hours, title, hints)


def posts_by_month(posts: list[Post]) -> list[tuple[int, list[tuple[str, list[Post]]]]]:
    """Return posts by year and month, newest first."""
    return [
        (
            year,
            [
                (month, list(of_month))
                for month, of_month in groupby(of_year, lambda post: post.date.month)
            ],
        )
        for year, of_year in groupby(posts, lambda post: post.date.year)
    ]


def tag_page(blog: Blog, tag: Any) -> SitePage:
    """Return the page of a topic."""
    return SitePage(
        f"tags/{tag.slug}.md",
        "tag.html",
        tag.name,
        shown={"tag": tag, "posts": blog.tags[tag]},
    )


def post_pages(blog: Blog, folder: Path) -> Iterator[SitePage]:
    """Yield the page of each post, with the posts before and after it."""
    judged = judgements_by_post(blog) if blog.shows_reasons else {}
    around = pairwise([None, *blog.posts, None])
    neighbours = [(later, post) for later, post in around]
    for (later, post), (_, earlier) in pairwise(neighbours):
        yield SitePage(
            f"posts/{post.period}.md",
            "post.html",
            post.title,
            post.summary,
            [tag.name for tag in post.tags],
            folder / f"{post.period}.md",
            not post.edited,
            {
                "post": post,
                "later": later,
                "earlier": earlier,
                "clock": clock_of_post(blog, post, hints=True),
                "days": days_chart(blog, post),
                "judged": judged.get(post.period, []),
            },
        )


def person_page(blog: Blog, person: SitePerson, folder: Path) -> SitePage:
    """Return the page of a person."""
    words = blog.words
    title = words("hours_of", who=person.alias)
    return SitePage(
        f"profiles/{person.author}.md",
        "person.html",
        person.alias,
        person.bio or "",
        source=folder / f"{person.author}.md",
        draws_numbers=True,
        shown={
            "person": person,
            "friend": blog.by_author.get(person.most_answered or ""),
            "hours": hours_chart(blog, person.hours, title),
            "posts": [
                post
                for post in blog.posts
                if any(one.author == person.author for one, _ in post.people)
            ],
        },
    )
