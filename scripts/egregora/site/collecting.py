"""From the rows of the tables to what the pages speak of."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from egregora.site.blog import (
    TONES,
    WORDS_PER_MINUTE,
    Blog,
    Person,
    Picture,
    Post,
    Rows,
)
from egregora.site.landscapes import landscape, words_of
from egregora.site.pictures import cover_of, painted_cover, pictures_of
from egregora.site.topics import tags_of
from egregora.text.locales import Translator, days_of


def blog_of(
    rows: Mapping[str, Rows],
    settings: Mapping[str, Any],
    words: Translator,
    shows_reasons: bool = False,
    covers: Collection[str] = (),
) -> Blog:
    """Return what the pages show.

    Parameters
    ----------
    rows
        Rows of `posts`, `profiles`, `members`, `elo_ratings`, `elo_history`, and of the
        tables that `activity.counted` names.
    settings
        Settings of the section `site`.
    words
        The language of the pages.
    shows_reasons
        Whether the pages of posts say why each was preferred to another or not.
    covers
        Periods for whose posts a model painted a cover.

    """
    people = people_of(rows)
    by_author = {person.author: person for person in people}
    pictures = pictures_of(rows["pictures"], by_author, words)
    return Blog(
        title=settings["title"] or words("blog"),
        description=settings["description"],
        address=settings["url"],
        words=words,
        posts=posts_of(rows, by_author, pictures, words, covers),
        people=people,
        pictures=pictures[::-1],
        activity=rows["activity"],
        answers=[
            row
            for row in rows["answers"]
            if row["author"] in by_author and row["answered"] in by_author
        ],
        topics=rows["topics"],
        history=sorted(
            rows["elo_history"],
            key=lambda row: (row["timestamp"], row["comparison_id"]),
        ),
        shows_reasons=shows_reasons,
    )


def people_of(rows: Mapping[str, Rows]) -> list[Person]:
    """Return the people who wrote, most messages first.

    Colours are given out in the order in which people came, so that they stay.
    """
    members = {row["author"]: row for row in rows["members"]}
    seen = {row["author"]: row for row in rows["seen"]}
    arrived = sorted(rows["seen"], key=lambda row: (row["first"], row["author"]))
    tones = {row["author"]: place % TONES for place, row in enumerate(arrived)}
    return [
        Person(
            author=row["author"],
            alias=members.get(row["author"], row)["alias"],
            messages=row["messages"],
            bio=row["bio"],
            website=web_address(row["website"]),
            first_seen=seen.get(row["author"], {}).get("first"),
            last_seen=seen.get(row["author"], {}).get("last"),
            hours=row["hours"],
            emoji=row["favourite_emoji"],
            most_answered=row["most_answered"],
            tone=tones.get(row["author"], 0),
            has_page=True,
        )
        for row in sorted(rows["profiles"], key=lambda r: (-r["messages"], r["author"]))
    ]


def web_address(text: str | None) -> str | None:
    """Return `text` if it is an address of the web."""
    return text if text and re.match(r"https?://[^\s\"'<>]+\Z", text, re.I) else None


def posts_of(
    rows: Mapping[str, Rows],
    people: Mapping[str, Person],
    pictures: list[Picture],
    words: Translator,
    covers: Collection[str],
) -> list[Post]:
    """Return the posts, newest first."""
    hours: dict[str, list[int]] = defaultdict(lambda: [0] * 24)
    for row in rows["hours"]:
        hours[row["period"]][row["hour"]] = row["messages"]
    writers = defaultdict(list)
    for row in rows["participation"]:
        if row["author"] in people:
            writers[row["period"]].append((people[row["author"]], row["messages"]))
    days: dict[date, int] = defaultdict(int)
    for row in rows["activity"]:
        days[row["day"]] += row["messages"]
    ranks = ranks_of(rows["elo_ratings"])
    texts = {r["period"]: (r["title"], r["tags"], r["text"]) for r in rows["posts"]}
    lettered = words_of(texts)
    tags = tags_of(name for row in rows["posts"] for name in row["tags"])
    return [
        Post(
            period=row["period"],
            title=row["title"],
            summary=row["summary"],
            date=row["date"],
            tags=list(dict.fromkeys(tags[name] for name in row["tags"])),
            people=writers[row["period"]],
            hours=hours[row["period"]],
            minutes=max(1, math.ceil(len(row["text"].split()) / WORDS_PER_MINUTE)),
            cover=cover_of(row, pictures)
            or (painted_cover(row, words) if row["period"] in covers else None),
            painting=landscape(
                row["text"],
                lettered[row["period"]],
                hours[row["period"]],
                [days.get(day, 0) for day in every_day(row["period"])],
            ),
            rank=ranks.get(row["period"]),
            edited=row["edited"],
        )
        for row in sorted(rows["posts"], key=lambda r: (r["date"], r["period"]))[::-1]
    ]


def every_day(period: str) -> list[date]:
    """Return the days of a period."""
    first, last = days_of(period)
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def ranks_of(ratings: Rows) -> dict[str, int]:
    """Return the place of each compared post, 1 for the best."""
    compared = [row for row in ratings if row["num_comparisons"]]
    best = sorted(compared, key=lambda row: (-row["elo_global"], row["post_id"]))
    return {row["post_id"]: place for place, row in enumerate(best, 1)}
