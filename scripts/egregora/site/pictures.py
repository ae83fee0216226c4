"""The photos of the blog, and which of them is the cover of a post."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import ibis.expr.types as ir

from egregora.site import activity
from egregora.site.blog import Person, Picture, Rows, cover_file
from egregora.storage import rows_of
from egregora.text.locales import FALLBACK, Translator


def pictures_of(
    rows: Rows, people: Mapping[str, Person], words: Translator
) -> list[Picture]:
    """Return the published pictures, oldest first."""
    found = []
    for row in rows:
        person = people.get(row["author"])
        who = person.alias if person else ""
        plain = words("photo_alt", who=who or "?", day=words.date(row["day"]))
        found.append(
            Picture(
                path=row["path"],
                kind=row["media_type"],
                alt=row["media_note"] or row["text"] or plain,
                caption=row["text"],
                author=row["author"],
                day=row["day"],
                period=row["period"],
                width=row["width"],
                height=row["height"],
            )
        )
    return found


def without_photo(posts: Rows, media: ir.Table, enriched: ir.Table) -> Rows:
    """Return the posts that have no photo for a cover."""
    if not posts:
        return []
    table = activity.pictures(media, enriched, activity.every_of(posts[0]["period"]))
    found = pictures_of(rows_of(table), {}, Translator(FALLBACK, "pages"))
    return [post for post in posts if cover_of(post, found) is None]


def painted_cover(row: Mapping[str, Any], words: Translator) -> Picture:
    """Return the cover that a model painted for a post."""
    return Picture(
        path=cover_file(row["period"]),
        kind="image",
        alt=words("cover_alt", title=row["title"]),
        caption="",
        author=None,
        day=row["date"],
        period=row["period"],
        width=None,
        height=None,
    )


def cover_of(post: Mapping[str, Any], pictures: list[Picture]) -> Picture | None:
    """Return the first photo that a post shows, else the first of its period."""
    photos = {one.path: one for one in pictures if one.kind == "image"}
    for path in re.findall(r"\]\(\.\./media/([^)\s]+)", post["text"]):
        if path in photos:
            return photos[path]
    own = (one for one in photos.values() if one.period == post["period"])
    return next(own, None)
