"""The page of one person, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from egregora.writing import markdown
from egregora.writing.phrases import Voice
from egregora.writing.portraits import spoken
from egregora.writing.text import one_line

BARS = "▁▂▃▄▅▆▇█"


def profile_page(
    profile: Mapping[str, Any], aliases: Mapping[str, str], language: str
) -> str:
    """Return the page of an author.

    Parameters
    ----------
    profile
        Row of `tables.PROFILES`, with `first_day` and `last_day`.
    aliases
        What readers call those who have a page, by pseudonym.
    language
        ISO 639-1 code of the group's language.

    """
    head = yaml.safe_dump(
        {"title": markdown.inert(profile["alias"]), "author": profile["author"]},
        allow_unicode=True,
        sort_keys=False,
        width=10**6,
    )
    parts = (
        profile["portrait"],
        markdown.RULE,
        "\n".join(facts(profile, aliases, language)),
    )
    body = "\n\n".join(parts)
    return f"---\n{head}---\n\n{body}\n"


def facts(
    profile: Mapping[str, Any], aliases: Mapping[str, str], language: str
) -> Iterator[str]:
    """Yield what is known of an author, one point of a list each."""
    voice = Voice(language, profile["author"])
    words = spoken(voice)
    if profile["bio"]:
        yield f"- {words['bio']}: {markdown.line(profile['bio'])}"
    if website := shown_address(profile["website"]):
        yield f"- {words['website']}: {website}"
    first, last = voice.date(profile["first_day"]), voice.date(profile["last_day"])
    yield f"- {words['seen'].format(first=first, last=last)}"
    yield f"- {' · '.join(counts(profile, voice))}"
    yield f"- {words['hours']}: `{sparkline(profile['hours'])}`"
    if profile["favourite_emoji"]:
        yield f"- {' '.join(map(markdown.escape, profile['favourite_emoji']))}"
    if profile["most_answered"] in aliases:
        alias = one_line(aliases[profile["most_answered"]])
        page = f"[{markdown.escape(alias)}]({profile['most_answered']}.md)"
        yield f"- {words['answers']}: {page}"


def counts(profile: Mapping[str, Any], voice: Voice) -> Iterator[str]:
    """Yield how much an author wrote, sent and shared."""
    for key in ("messages", "words"):
        yield voice.count(key, profile[key])
    for key, column in (("files", "media"), ("shared", "links")):
        one, other = spoken(voice)[key]
        if number := profile[column]:
            form = one if number == 1 else other
            yield form.format(n=voice.number(number))


def sparkline(hours: list[int]) -> str:
    """Return 24 counts as bars of text, the highest one full."""
    highest = max(hours, default=0) or 1
    steps = len(BARS) - 1
    return "".join(BARS[-(-count * steps // highest)] for count in hours)


def shown_address(url: str | None) -> str:
    """Return a web address as a link, or "" if it is none."""
    return markdown.link(url, markdown.short_address(url)) if url else ""
