"""An answer and its brief as a post: what the reader sees is put together here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from egregora.briefs import Brief, Media
from egregora.text.locales import Translator
from egregora.writing import markdown
from egregora.writing.body import resolved
from egregora.writing.frontmatter import sealed
from egregora.writing.headline import sentence
from egregora.writing.pieces import Page
from egregora.writing.text import shortened

TITLE = 110
SUMMARY = 400
TAG = 40
TAGS = 6
GALLERY = 12
BARS = 7  # days that get a bar each
FULL = 24  # characters of the longest bar
SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Composition:
    """A post, and how many references and quotes of the answer did not hold."""

    text: str
    dropped: dict[str, int]


def compose(
    answer: dict[str, Any],
    brief: Brief,
    digest: str,
    model: str,
    clean: Callable[[str], str] = str,
) -> Composition:
    """Return the post as the text of its file.

    Parameters
    ----------
    answer
        By `request.SCHEMA`.
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
    page = Page(brief, voice, clean)
    blocks = [
        resolved(clean(answer["body"]), page),
        *gallery(page),
        *numbers(brief, voice, page),
    ]
    head = {
        "title": limited(clean(answer["title"]), TITLE) or brief.period,
        "date": date.fromisoformat(brief.last_day),
        "description": limited(clean(answer["summary"]), SUMMARY),
        "tags": tags(answer["tags"], clean),
        "people": [markdown.inert(one.alias) for one in brief.people],
        "egregora": {
            "period": brief.period,
            "model": model,
            "language": brief.language,
            "brief": digest,
            "authors": [one.author for one in brief.people],
        },
    }
    text = sealed(head, "\n\n".join(filter(None, blocks)))
    return Composition(
        text, {name: page.dropped[name] for name in sorted(+page.dropped)}
    )


def limited(text: str, limit: int) -> str:
    """Return `text` on one line, inert and not too long."""
    return shortened(markdown.inert(unmarked(text)), limit)


def unmarked(text: str) -> str:
    """Return `text` without the marks that only the body of an answer may have."""
    plain = re.sub(r"\[\[\w+:[^\]|]+(?:\|([^\]]*))?\]\]", r"\1", text)
    plain = re.sub(r"(\*{1,3}|__)(?=\S)(.+?)(?<=\S)\1", r"\2", plain)
    return re.sub(r"^\s*#{1,6}\s+", "", plain)


def tags(found: list[str], clean: Callable[[str], str]) -> list[str]:
    """Return the tags, each once, none empty."""
    named = (limited(clean(one), TAG).strip(" #,") for one in found)
    return list({one.casefold(): one for one in named if one}.values())[:TAGS]


def gallery(page: Page) -> list[str]:
    """Return the pictures that the text does not show."""
    left = [one for one in page.brief.media if is_picture(one, page)]
    if not left:
        return []
    return [f"## {page.voice.say('gallery')}", *map(page.figure, left[:GALLERY])]


def is_picture(media: Media, page: Page) -> bool:
    """Tell whether a file is a picture that the post has not shown."""
    shown = media.media_type in {"image", "video"} and media.path is not None
    return shown and media.id not in page.shown


def numbers(brief: Brief, voice: Translator, page: Page) -> list[str]:
    """Return how much was said, when, and by whom."""
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
        f"{voice.join(told)}. {busiest(brief, voice)}",
    ]
    if chart := bars(counts.per_day, voice):
        blocks.append(chart)
    people = voice.join([person(one, voice) for one in brief.people])
    return [*blocks, f"{voice.say('people')}: {people}."]


def person(one: Any, voice: Translator) -> str:
    """Return someone's alias, as a link to their page, and their messages."""
    alias = markdown.escape(markdown.isolated(markdown.one_line(one.alias)))
    return f"[{alias}](../profiles/{one.author}.md) ({voice.number(one.messages)})"


def busiest(brief: Brief, voice: Translator) -> str:
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
    return sentence(said)


def bars(per_day: dict[str, int], voice: Translator) -> str:
    """Return messages per day as a small chart, "" for a single day."""
    days = sorted(per_day)
    most = max(per_day.values(), default=0)
    if len(days) < 2 or not most:
        return ""
    if len(days) > BARS:
        line = "".join(SPARKS[per_day[one] * 7 // most] for one in days)
        return f"    {line}"
    names = [voice.weekday(date.fromisoformat(one), short=True) for one in days]
    wide = max(map(len, names))
    return "\n".join(
        f"    {name:<{wide}}  {bar(per_day[one], most)}"
        for name, one in zip(names, days, strict=True)
    )


def bar(number: int, most: int) -> str:
    """Return `number` as a bar of a chart whose longest shows `most`."""
    return f"{'█' * (number and max(1, round(FULL * number / most)))} {number}".strip()
