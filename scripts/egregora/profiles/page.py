"""The page of one person, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from egregora.text import markdown
from egregora.text.locales import Translator
from egregora.text.markdown import FENCE, write_front_matter
from egregora.text.plain import one_line

SPARKLINE_CHARACTERS = "▁▂▃▄▅▆▇█"


def profile_page(
    profile: Mapping[str, Any], aliases: Mapping[str, str], language: str
) -> str:
    """Return the page of an author.

    Parameters
    ----------
    profile
        Row of `contracts.PROFILES`, with `first_day` and `last_day`.
    aliases
        What readers call those who have a page, by pseudonym.
    language
        ISO 639-1 code of the group's language.

    """
    title = markdown.inert(profile["alias"])
    head = write_front_matter({"title": title, "author": profile["author"]})
    parts = (
        profile["portrait"],
        markdown.RULE,
        "\n".join(fact_items(profile, aliases, language)),
    )
    body = "\n\n".join(parts)
    return f"{FENCE}{head}{FENCE}\n{body}\n"


def fact_items(
    profile: Mapping[str, Any], aliases: Mapping[str, str], language: str
) -> Iterator[str]:
    """Yield what is known of an author, one point of a list each."""
    voice = Translator(language, "portraits", profile["author"])
    if profile["bio"]:
        yield f"- {voice.say('bio')}: {markdown.line(profile['bio'])}"
    if website := address_as_link(profile["website"]):
        yield f"- {voice.say('website')}: {website}"
    first, last = (
        voice.long_date(profile["first_day"]),
        voice.long_date(profile["last_day"]),
    )
    yield f"- {voice.say('seen', first=first, last=last)}"
    yield f"- {' · '.join(count_items(profile, voice))}"
    yield f"- {voice.say('hours')}: `{sparkline(profile['hours'])}`"
    if profile["favourite_emoji"]:
        yield f"- {' '.join(map(markdown.escape, profile['favourite_emoji']))}"
    if profile["most_answered"] in aliases:
        alias = one_line(aliases[profile["most_answered"]])
        page = f"[{markdown.escape(alias)}]({profile['most_answered']}.md)"
        yield f"- {voice.say('answers')}: {page}"


def count_items(profile: Mapping[str, Any], voice: Translator) -> Iterator[str]:
    """Yield how much an author wrote, sent and shared."""
    for column, thing in (("messages", "message"), ("words", "word")):
        yield voice.count(profile[column], thing)
    for column, thing in (("media", "file"), ("links", "link")):
        if number := profile[column]:
            yield voice.count(number, thing)


def sparkline(hours: list[int]) -> str:
    """Return 24 counts as bars of text, the highest one full."""
    highest = max(hours, default=0) or 1
    steps = len(SPARKLINE_CHARACTERS) - 1
    return "".join(
        SPARKLINE_CHARACTERS[-(-count * steps // highest)] for count in hours
    )


def address_as_link(url: str | None) -> str:
    """Return a web address as a link, or "" if it is none."""
    return markdown.link(url, markdown.short_address(url)) if url else ""
