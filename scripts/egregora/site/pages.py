"""Which pages there are, and what each is given to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from egregora.site.blog import Blog, Person, Post
from egregora.site.covers import clock
from egregora.site.numbers import days_chart, hours_chart, statistics
from egregora.site.numbers import front as front_charts
from egregora.site.ranked import judgements

ON_FRONT_PAGE = 10


@dataclass(frozen=True)
class Page:
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


def pages(blog: Blog, posts: Path, profiles: Path) -> list[Page]:
    """Return all pages, those of the menu first and in its order.

    Parameters
    ----------
    blog
        What the pages show.
    posts, profiles
        Folders of the Markdown files.

    """
    return [
        *menu(blog),
        *(tag_page(blog, tag) for tag in blog.tags),
        *post_pages(blog, posts),
        *(person_page(blog, person, profiles) for person in blog.people),
    ]


def menu(blog: Blog) -> Iterator[Page]:
    """Yield the pages of the menu; those that would be empty are left out."""
    words = blog.words

    def page(name: str, file: str, **shown: Any) -> Page:
        return Page(file, f"{file[:-3]}.html", words(name), shown=shown, in_menu=True)

    front = page("home", "index.md", clocks=clocks(blog), **front_charts(blog))
    yield Page(**{**vars(front), "template": "home.html"})
    if blog.posts:
        yield page("archive", "archive.md", years=archive(blog.posts))
    if blog.people:
        yield page("people", "people.md", clocks=hours_of_people(blog))
    if blog.activity:
        yield page("statistics", "statistics.md", **statistics(blog))
    if blog.pictures:
        yield page("gallery", "gallery.md")
    if blog.tags:
        yield page("tags", "tags.md")


def clocks(blog: Blog) -> dict[str, Any]:
    """Return the clocks of the posts that the front page shows."""
    shown = [*blog.posts[:ON_FRONT_PAGE], *blog.top]
    return {post.period: clock_of(blog, post) for post in shown}


def hours_of_people(blog: Blog) -> dict[str, Any]:
    """Return the clock of each person's messages."""
    return {
        person.author: clock(person.hours, blog.words("hours_of", who=person.alias))
        for person in blog.people
    }


def clock_of(blog: Blog, post: Post, hints: bool = False) -> Any:
    """Return the clock of a post."""
    title = blog.words("clock_of", when=blog.words.period_dates(post.period))
    return clock(post.hours, title, hints)


def archive(posts: list[Post]) -> list[tuple[int, list[tuple[str, list[Post]]]]]:
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


def tag_page(blog: Blog, tag: Any) -> Page:
    """Return the page of a topic."""
    return Page(
        f"tags/{tag.slug}.md",
        "tag.html",
        tag.name,
        shown={"tag": tag, "posts": blog.tags[tag]},
    )


def post_pages(blog: Blog, folder: Path) -> Iterator[Page]:
    """Yield the page of each post, with the posts before and after it."""
    judged = judgements(blog) if blog.shows_reasons else {}
    around = pairwise([None, *blog.posts, None])
    neighbours = [(later, post) for later, post in around]
    for (later, post), (_, earlier) in pairwise(neighbours):
        yield Page(
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
                "clock": clock_of(blog, post, hints=True),
                "days": days_chart(blog, post),
                "judged": judged.get(post.period, []),
            },
        )


def person_page(blog: Blog, person: Person, folder: Path) -> Page:
    """Return the page of a person."""
    words = blog.words
    title = words("hours_of", who=person.alias)
    return Page(
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
