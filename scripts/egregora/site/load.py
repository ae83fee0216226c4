"""From the tables to the model of the site.

First the tables that the site adds, as expressions (who wrote when, who answers which
person, words over time, pictures), then their rows as posts, people, pictures and tags.
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.site.covers import draw_landscape, words_for_covers
from egregora.site.model import (
    TONES,
    WORDS_PER_MINUTE,
    Blog,
    Post,
    SitePerson,
    SitePicture,
    TableRows,
    Tag,
    cover_file,
)
from egregora.storage import rows_of
from egregora.text import columns
from egregora.text.addresses import is_address
from egregora.text.columns import Every, period_of
from egregora.text.locales import FALLBACK, Translator, days_of
from egregora.text.messages import has_words, is_message
from egregora.text.public_words import may_be_public

# An answer comes within this many seconds of the message before it.
ANSWER_WEB_SECONDS = 600

# Words that are shown over time, and from how many messages on.
MAX_TIMELINE_WORDS = 14
MIN_TIMELINE_USES = 3
MIN_TIMELINE_LETTERS = 4
SURPRISE_SCALE = 1_000_000


def unit_of_period(period: str) -> Every:
    """Return what one period covers, from a name such as 2025-W10."""
    return {10: "day", 8: "week", 7: "month"}[len(period)]


def count_activity(enriched: ir.Table) -> ir.Table:
    """Count messages by local day and hour; notices are left out."""
    return (
        enriched.filter(is_message)
        .group_by(day=_.local_time.date(), hour=_.local_time.hour())
        .aggregate(messages=_.count())
        .order_by("day", "hour")
    )


def count_participation(enriched: ir.Table, every: Every) -> ir.Table:
    """Count the messages of each author in each period, most first."""
    return (
        enriched.filter(is_message)
        .group_by(period=period_of(_.local_time, every), author=_.author)
        .aggregate(messages=_.count())
        .order_by("period", ibis.desc("messages"), "author")
    )


def first_and_last_days(enriched: ir.Table) -> ir.Table:
    """Return the first and the last local day on which each author wrote."""
    return (
        enriched.filter(is_message)
        .group_by("author")
        .aggregate(first=_.local_time.date().min(), last=_.local_time.date().max())
        .order_by("author")
    )


def count_hours_of_periods(enriched: ir.Table, every: Every) -> ir.Table:
    """Count messages by period and local hour."""
    return (
        enriched.filter(is_message)
        .group_by(period=period_of(_.local_time, every), hour=_.local_time.hour())
        .aggregate(messages=_.count())
        .order_by("period", "hour")
    )


def count_answers(enriched: ir.Table) -> ir.Table:
    """Count how often each author answers each other one.

    A message answers the one before it if that is another person's and not older
    than `ANSWER_SECONDS`.
    """
    order = ibis.window(order_by="position")
    return (
        enriched.filter(is_message)
        .select(
            "author",
            answered=_.author.lag().over(order),
            seconds=_.sent_at.epoch_seconds()
            - _.sent_at.epoch_seconds().lag().over(order),
        )
        .filter(_.answered.notnull(), _.author != _.answered)
        .filter(_.seconds.between(0, ANSWER_WEB_SECONDS))
        .group_by("author", "answered")
        .aggregate(times=_.count())
        .order_by(ibis.desc("times"), "author", "answered")
    )


def published_pictures(media: ir.Table, enriched: ir.Table, every: Every) -> ir.Table:
    """Return the published pictures and films with who showed them when."""
    shown = enriched.select(
        "message_id",
        "author",
        "media_note",
        "text",
        "position",
        day=_.local_time.date(),
        period=period_of(_.local_time, every),
    )
    return (
        media.filter(_.path.notnull(), _.media_type.isin(["image", "video", "sticker"]))
        .select(
            "media_id", "path", "media_type", "mime", "width", "height", "message_id"
        )
        .inner_join(shown, "message_id")
        .order_by("position", "media_id")
    )


def timeline_words(enriched: ir.Table, every: Every) -> ir.Table:
    """Count the messages with a word in each period, for the words of their time.

    A word is of its time as far as its uses surprise those who expect it in every
    period alike: the sum of n ln(n / expected) over the periods, which is half of the
    log-likelihood ratio of Dunning (1993). Words of one person alone are left out.

    Returns
    -------
    ir.Table
        `word`, `period`, `messages`; `TOPICS` words, by word and period.

    """
    said = enriched.filter(has_words).select(
        "author",
        "message_id",
        period=period_of(_.local_time, every),
        word=columns.telling_words(columns.drop_non_words(_.text).lower())
        .unique()
        .unnest(),
    )
    folded = columns.fold_text(_.word)
    long = (_.word.length() >= MIN_TIMELINE_LETTERS) | _.word.re_search(
        columns.SPACELESS
    )
    said = said.filter(long, columns.is_telling(folded)).mutate(
        stem=columns.stem_of(folded)
    )
    form = ibis.window(group_by="stem", order_by=[ibis.desc("uses"), "word"])
    forms = (
        said.group_by("stem", "word")
        .aggregate(uses=_.count())
        .mutate(place=ibis.row_number().over(form))
        .filter(_.place == 0)
        .select("stem", "word")
    )
    voices = said.group_by("stem").aggregate(
        voices=_.author.nunique(), all_uses=_.message_id.nunique()
    )
    counts = said.group_by("period", "stem").aggregate(messages=_.message_id.nunique())
    sizes = counts.group_by("period").aggregate(size=_.messages.sum())
    whole = ibis.window()
    expected = _.all_uses * _.size / _.total
    weighed = (
        counts.inner_join(voices, "stem")
        .inner_join(sizes.mutate(total=_.size.sum().over(whole)), "period")
        .filter(_.voices > 1, _.all_uses >= MIN_TIMELINE_USES)
        # Whole numbers: a sum of floats depends on the order of its terms.
        .mutate(
            surprise=(
                _.messages * (_.messages / expected).ln() * SURPRISE_SCALE
            ).round()
        )
        .mutate(surprise=_.surprise.cast("int64"))
    )
    chosen = (
        weighed.group_by("stem")
        # Words without a meaning of their own are short in any language.
        .aggregate(surprise=_.surprise.sum() * _.stem.length().max())
        .order_by(ibis.desc("surprise"), "stem")
        .limit(MAX_TIMELINE_WORDS)
    )
    return (
        counts.inner_join(chosen, "stem")
        .inner_join(forms, "stem")
        .select("word", "period", "messages")
        .order_by("word", "period")
    )


def tables_for_site(
    enriched: ir.Table, media: ir.Table, every: Every
) -> dict[str, ir.Table]:
    """Return every table of this module, by the name that `model.blog_of` gives it."""
    return {
        "activity": count_activity(enriched),
        "answers": count_answers(enriched),
        "hours": count_hours_of_periods(enriched, every),
        "participation": count_participation(enriched, every),
        "pictures": published_pictures(media, enriched, every),
        "seen": first_and_last_days(enriched),
        "topics": timeline_words(enriched, every),
    }


def tags_of(names: Iterable[str]) -> dict[str, Tag]:
    """Return the topic of each tag: spellings that differ in case only share one.

    Two topics whose plain letters are the same, or that have none, are told apart by
    a digest, so that the address of a topic never depends on which others there are
    besides those.
    """
    topics: dict[str, str] = {}
    names = sorted(set(names))
    for name in names:
        topics.setdefault(name.strip().casefold(), name.strip())
    taken: dict[str, list[str]] = defaultdict(list)
    for folded in topics:
        taken[ascii_slug(folded)].append(folded)
    found = {}
    for plain, sharing in taken.items():
        for folded in sharing:
            digest = hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:8]
            lone = plain and len(sharing) == 1
            slug = plain if lone else f"{plain}-{digest}".lstrip("-")
            found[folded] = Tag(topics[folded], slug)
    return {name: found[name.strip().casefold()] for name in names}


def ascii_slug(text: str) -> str:
    """Return the letters and digits of `text` as ASCII with hyphens between words."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:60].strip("-")


def pictures_from_rows(
    rows: TableRows, people: Mapping[str, SitePerson], words: Translator
) -> list[SitePicture]:
    """Return the published pictures, oldest first."""
    found = []
    for row in rows:
        person = people.get(row["author"])
        who = person.alias if person else ""
        plain = words("photo_alt", who=who or "?", day=words.date(row["day"]))
        found.append(
            SitePicture(
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


def posts_without_photo(
    posts: TableRows, media: ir.Table, enriched: ir.Table
) -> TableRows:
    """Return the posts that have no photo for a cover."""
    if not posts:
        return []
    table = published_pictures(media, enriched, unit_of_period(posts[0]["period"]))
    found = pictures_from_rows(rows_of(table), {}, Translator(FALLBACK, "pages"))
    return [post for post in posts if photo_of_post(post, found) is None]


def painting_of_post(row: Mapping[str, Any], words: Translator) -> SitePicture:
    """Return the cover that a model painted for a post."""
    return SitePicture(
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


def photo_of_post(
    post: Mapping[str, Any], pictures: list[SitePicture]
) -> SitePicture | None:
    """Return the first photo that a post shows, else the first of its period."""
    photos = {one.path: one for one in pictures if one.kind == "image"}
    for path in re.findall(r"\]\(\.\./media/([^)\s]+)", post["text"]):
        if path in photos:
            return photos[path]
    own = (one for one in photos.values() if one.period == post["period"])
    return next(own, None)


def blog_of(
    rows: Mapping[str, TableRows],
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
        tables that `load.tables_for_site` names.
    settings
        Settings of the section `site`.
    words
        The language of the pages.
    shows_reasons
        Whether the pages of posts say why each was preferred to another or not.
    covers
        Periods for whose posts a model painted a cover.

    """
    people = people_from_rows(rows)
    by_author = {person.author: person for person in people}
    pictures = pictures_from_rows(rows["pictures"], by_author, words)
    aliases = [person.alias for person in people]
    return Blog(
        title=settings["title"] or words("blog"),
        description=settings["description"],
        address=settings["url"],
        words=words,
        posts=posts_from_rows(rows, by_author, pictures, words, covers),
        people=people,
        pictures=pictures[::-1],
        activity=rows["activity"],
        answers=[
            row
            for row in rows["answers"]
            if row["author"] in by_author and row["answered"] in by_author
        ],
        topics=[
            row
            for row in rows["topics"]
            if may_be_public(row["word"], words.language, aliases)
        ],
        history=sorted(
            rows["elo_history"],
            key=lambda row: (row["timestamp"], row["comparison_id"]),
        ),
        shows_reasons=shows_reasons,
    )


def people_from_rows(rows: Mapping[str, TableRows]) -> list[SitePerson]:
    """Return the people who wrote, most messages first.

    Colours are given out in the order in which people came, so that they stay.
    """
    members = {row["author"]: row for row in rows["members"]}
    seen = {row["author"]: row for row in rows["seen"]}
    arrived = sorted(rows["seen"], key=lambda row: (row["first"], row["author"]))
    tones = {row["author"]: place % TONES for place, row in enumerate(arrived)}
    return [
        SitePerson(
            author=row["author"],
            alias=members.get(row["author"], row)["alias"],
            messages=row["messages"],
            bio=row["bio"],
            website=safe_web_address(row["website"]),
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


def safe_web_address(text: str | None) -> str | None:
    """Return `text` if it is an address of the web."""
    return text if text and is_address(text) else None


def posts_from_rows(
    rows: Mapping[str, TableRows],
    people: Mapping[str, SitePerson],
    pictures: list[SitePicture],
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
    ranks = ranks_from_ratings(rows["elo_ratings"])
    texts = {r["period"]: (r["title"], r["tags"], r["text"]) for r in rows["posts"]}
    lettered = words_for_covers(texts)
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
            cover=photo_of_post(row, pictures)
            or (painting_of_post(row, words) if row["period"] in covers else None),
            painting=draw_landscape(
                row["text"],
                lettered[row["period"]],
                hours[row["period"]],
                [days.get(day, 0) for day in days_of_period(row["period"])],
            ),
            rank=ranks.get(row["period"]),
            edited=row["edited"],
        )
        for row in sorted(rows["posts"], key=lambda r: (r["date"], r["period"]))[::-1]
    ]


def days_of_period(period: str) -> list[date]:
    """Return the days of a period."""
    first, last = days_of(period)
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def ranks_from_ratings(ratings: TableRows) -> dict[str, int]:
    """Return the place of each compared post, 1 for the best."""
    compared = [row for row in ratings if row["num_comparisons"]]
    best = sorted(compared, key=lambda row: (-row["elo_global"], row["post_id"]))
    return {row["post_id"]: place for place, row in enumerate(best, 1)}
