"""The Markdown of a post, from an answer and its brief."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from egregora.periods.briefs import Brief, Media
from egregora.posts.citations import CitationRenderer, resolve_body
from egregora.posts.frontmatter import seal_post
from egregora.text import markdown, plain
from egregora.text.locales import Translator
from egregora.text.plain import capitalize_first, shorten

MAX_POST_TITLE = 110
MAX_POST_SUMMARY = 400
MAX_POST_TAG = 40
MAX_POST_TAGS = 6
MAX_GALLERY_PICTURES = 12
MAX_DAY_BARS = 7  # days that get a bar each
FULL_BAR_CHARACTERS = 24  # characters of the longest bar
SPARK_CHARACTERS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class RenderedPost:
    """A post, and how many references and quotes of the answer did not hold."""

    text: str
    dropped: dict[str, int]


def render_post(
    answer: dict[str, Any],
    brief: Brief,
    digest: str,
    model: str,
    clean: Callable[[str], str] = str,
) -> RenderedPost:
    """Return the post as the text of its file.

    Parameters
    ----------
    answer
        By `prompt.POST_SCHEMA`.
    brief
        What the answer was asked about.
    digest
        Of the brief, kept in the front matter.
    model
        Who answered.
    clean
        Takes out of a text what no page may show.

    """
    voice = Translator(brief.language, "posts", brief.period)
    page = CitationRenderer(brief, voice, clean)
    blocks = [
        resolve_body(clean(answer["body"]), page),
        *render_gallery(page),
        *render_statistics(brief, voice, page),
    ]
    head = {
        "title": inert_line(clean(answer["title"]), MAX_POST_TITLE) or brief.period,
        "date": date.fromisoformat(brief.last_day),
        "description": inert_line(clean(answer["summary"]), MAX_POST_SUMMARY),
        "tags": distinct_tags(answer["tags"], clean),
        "people": [markdown.inert(one.alias) for one in brief.people],
        "egregora": {
            "period": brief.period,
            "model": model,
            "language": brief.language,
            "brief": digest,
            "authors": [one.author for one in brief.people],
        },
    }
    text = seal_post(head, "\n\n".join(filter(None, blocks)))
    return RenderedPost(
        text, {name: page.dropped[name] for name in sorted(+page.dropped)}
    )


def inert_line(text: str, limit: int) -> str:
    """Return `text` on one line, inert and not too long."""
    return shorten(markdown.inert(strip_answer_marks(text)), limit)


def strip_answer_marks(text: str) -> str:
    """Return `text` without the marks that only the body of an answer may have."""
    plain = re.sub(r"\[\[\w+:[^\]|]+(?:\|([^\]]*))?\]\]", r"\1", text)
    plain = re.sub(r"(\*{1,3}|__)(?=\S)(.+?)(?<=\S)\1", r"\2", plain)
    return re.sub(r"^\s*#{1,6}\s+", "", plain)


def distinct_tags(found: list[str], clean: Callable[[str], str]) -> list[str]:
    """Return the tags, each once, none empty."""
    named = (inert_line(clean(one), MAX_POST_TAG).strip(" #,") for one in found)
    return list({one.casefold(): one for one in named if one}.values())[:MAX_POST_TAGS]


def render_gallery(page: CitationRenderer) -> list[str]:
    """Return the pictures that the text does not show."""
    left = [one for one in page.brief.media if is_unshown_picture(one, page)]
    if not left:
        return []
    return [
        f"## {page.voice.say('gallery')}",
        *map(page.figure, left[:MAX_GALLERY_PICTURES]),
    ]


def is_unshown_picture(media: Media, page: CitationRenderer) -> bool:
    """Tell whether a file is a picture that the post has not shown."""
    shown = media.media_type in {"image", "video"} and media.path is not None
    return shown and media.id not in page.shown


def render_statistics(
    brief: Brief, voice: Translator, page: CitationRenderer
) -> list[str]:
    """Return how much was said, when, and who said it."""
    counts = brief.statistics
    if counts is None or not counts.messages:
        return []
    people = voice.count(len(brief.people), "person")
    told = [voice.count(brief.written, "message"), people]
    if counts.words:
        told.append(voice.count(counts.words, "word"))
    blocks = [
        markdown.RULE,
        f"## {voice.say('numbers')}",
        f"{voice.join(told)}. {busiest_time(brief, voice)}",
    ]
    if chart := text_chart(counts.per_day, voice):
        blocks.append(chart)
    people = voice.join([person_link(one, voice) for one in brief.people])
    return [*blocks, f"{voice.say('people')}: {people}."]


def person_link(one: Any, voice: Translator) -> str:
    """Return someone's alias, as a link to their page, and their messages."""
    alias = markdown.escape(plain.isolate(plain.one_line(one.alias)))
    return f"[{alias}](../profiles/{one.author}.md) ({voice.number(one.messages)})"


def busiest_time(brief: Brief, voice: Translator) -> str:
    """Return the day and the hour in which most was said."""
    counts = brief.statistics
    day = max(counts.per_day, key=lambda one: (counts.per_day[one], one))
    hour = max(range(24), key=lambda one: (counts.per_hour[one], -one))
    said = voice.say(
        "busiest",
        day=voice.weekday(date.fromisoformat(day))
        if brief.every == "week"
        else voice.weekday_and_day(date.fromisoformat(day)),
        n=voice.number(counts.per_day[day]),
        hour=voice.hour(hour),
    )
    return capitalize_first(said)


def text_chart(per_day: dict[str, int], voice: Translator) -> str:
    """Return messages per day as a small chart, "" for a single day."""
    days = sorted(per_day)
    most = max(per_day.values(), default=0)
    if len(days) < 2 or not most:
        return ""
    if len(days) > MAX_DAY_BARS:
        line = "".join(SPARK_CHARACTERS[per_day[one] * 7 // most] for one in days)
        return f"    {line}"
    names = [voice.weekday(date.fromisoformat(one), short=True) for one in days]
    wide = max(map(len, names))
    return "\n".join(
        f"    {name:<{wide}}  {text_bar(per_day[one], most)}"
        for name, one in zip(names, days, strict=True)
    )


def text_bar(number: int, most: int) -> str:
    """Return `number` as a bar of a chart whose longest shows `most`."""
    blocks = number and max(1, round(FULL_BAR_CHARACTERS * number / most))
    return f"{'█' * blocks} {number}".strip()
