"""What the pages show: posts, people, pictures and tags, each with its address."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup

from egregora.media.inventory import poster_name
from egregora.text.locales import Translator

WORDS_PER_MINUTE = 200
TONES = 8

TableRows = list[dict[str, Any]]


def cover_file(period: str) -> str:
    """Return the name, among the published files, of a cover that a model painted."""
    return f"cover-{period}.jpg"


@dataclass(frozen=True)
class SitePerson:
    """Someone of the group."""

    author: str
    alias: str
    messages: int = 0
    bio: str | None = None
    website: str | None = None
    first_seen: date | None = None
    last_seen: date | None = None
    hours: list[int] = field(default_factory=list)
    emoji: list[str] = field(default_factory=list)
    most_answered: str | None = None  # pseudonym
    tone: int = 0  # which colour of the palette is the person's
    has_page: bool = False

    @property
    def url(self) -> str | None:
        """Address of the person's page, from the site's root."""
        return f"profiles/{self.author}.html" if self.has_page else None

    @property
    def initials(self) -> str:
        """One or two letters instead of a face."""
        words = re.findall(r"[^\W_]+", self.alias)
        if len(words) == 1:
            return words[0][:2].title()
        return "".join(word[0] for word in words[:2]).upper() or "?"


@dataclass(frozen=True)
class SitePicture:
    """A published photo or film."""

    path: str  # below site/media
    kind: str  # image, video or sticker
    alt: str
    caption: str
    author: str | None
    day: date
    period: str
    width: int | None
    height: int | None

    @property
    def url(self) -> str:
        """Address of the file, from the site's root."""
        return f"media/{self.path}"

    @property
    def poster(self) -> str:
        """Address of the still picture of a film, if there is one."""
        return f"media/{poster_name(self.path)}"


@dataclass(frozen=True)
class Tag:
    """A topic of posts."""

    name: str
    slug: str

    @property
    def url(self) -> str:
        """Address of the topic's page, from the site's root."""
        return f"tags/{self.slug}.html"


@dataclass(frozen=True)
class Post:
    """The post of one period."""

    period: str
    title: str
    summary: str
    date: date
    tags: list[Tag]
    people: list[tuple[SitePerson, int]]  # with their messages, most first
    hours: list[int]
    minutes: int
    cover: SitePicture | None
    painting: Markup  # the cover where there is no photo
    rank: int | None  # 1 for the best rated; None if it was never compared
    edited: bool = False  # a person changed the text

    @property
    def url(self) -> str:
        """Address of the post, from the site's root."""
        return f"posts/{self.period}.html"

    @property
    def messages(self) -> int:
        """Messages of the period."""
        return sum(self.hours)

    @property
    def tone(self) -> int:
        """Which colour of the palette is the post's."""
        return hashlib.sha256(self.period.encode()).digest()[0] % TONES


@dataclass(frozen=True)
class Blog:
    """Everything that the pages show."""

    title: str
    description: str
    address: str | None
    words: Translator
    posts: list[Post]  # newest first
    people: list[SitePerson]  # most messages first
    pictures: list[SitePicture]  # newest first
    activity: TableRows
    answers: TableRows
    topics: TableRows
    history: TableRows  # comparisons of posts, oldest first
    shows_reasons: bool = False  # of the judge, on the posts' pages

    @cached_property
    def by_period(self) -> dict[str, Post]:
        """Posts by their period."""
        return {post.period: post for post in self.posts}

    @cached_property
    def by_author(self) -> dict[str, SitePerson]:
        """People by their pseudonym."""
        return {person.author: person for person in self.people}

    @cached_property
    def top(self) -> list[Post]:
        """The posts to read first: the best rated ones besides the newest."""
        rated = [post for post in self.posts[1:] if post.rank]
        return sorted(rated, key=lambda post: post.rank)[:3]

    @cached_property
    def tags(self) -> dict[Tag, list[Post]]:
        """Posts of each topic, the most frequent topic first."""
        found: dict[Tag, list[Post]] = defaultdict(list)
        for post in self.posts:
            for tag in post.tags:
                found[tag].append(post)
        order = sorted(found, key=lambda tag: (-len(found[tag]), tag.name, tag.slug))
        return {tag: found[tag] for tag in order}

    @cached_property
    def days(self) -> dict[date, int]:
        """Messages of each day on which someone wrote, in order."""
        found: Counter[date] = Counter()
        for row in self.activity:
            found[row["day"]] += row["messages"]
        return dict(sorted(found.items()))

    @property
    def messages(self) -> int:
        """Messages of the whole group."""
        return sum(self.days.values())
