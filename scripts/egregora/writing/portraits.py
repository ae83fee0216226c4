"""Portraits: a paragraph about a person, from numbers, habits and lines of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import TYPE_CHECKING, Any

from egregora.text.locales import Translator, common_words
from egregora.writing import markdown
from egregora.writing.text import one_line, tidy
from egregora.writing.words import folded

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

LONGEST = 1500  # characters of a model's portrait
LONGEST_LINE = 160
WORDS = 3
STEM = 4  # letters by which forms of one word are told

# From so many messages on, habits say something.
ENOUGH = 10
# An emoji, or answering somebody, is a habit from so many messages on.
OFTEN = 3
# Shares of a group of equals: who says this much more, or less, than an equal part.
MORE, LESS = 1.5, 0.35
# Words per message against the average.
LONG, SHORT = 1.35, 0.75
# Files and links are mentioned from so many on, and from this share of the messages.
MANY_FILES, FILES_SHARE = 5, 0.12
MANY_LINKS, LINKS_SHARE = 3, 0.03


def profiles(
    sketches: Mapping[str, Mapping[str, Any]],
    written: Mapping[str, str],
    model: str,
    guard: Guard,
) -> list[dict[str, Any]]:
    """Return rows of `tables.PROFILES`, with the sketches' other columns beside.

    Parameters
    ----------
    sketches
        What is known of each author, from `profiles.portraits.sketches`.
    written
        Portraits that `model` wrote, by author; the others are made of the sketch.
    model
        Name of the model.
    guard
        Cleans every portrait.

    """
    rows = []
    for author, sketch in sketches.items():
        if author in written:
            text = as_written(guard.clean(written[author]))
        else:
            # Made of redacted text and of numbers, which look like others.
            text = portrait(sketch)
            text = guard.clean(text, allowed=text)
        by = model if author in written else "offline"
        rows.append({**sketch, "portrait": text, "model": by})
    return rows


def portrait(sketch: Mapping[str, Any]) -> str:
    """Return the portrait of an author, in Markdown.

    Parameters
    ----------
    sketch
        What is known, from `profiles.portraits.sketches`.

    """
    voice = Translator(sketch["language"], "portraits", sketch["author"])
    paragraph = " ".join(sentences(sketch, voice))
    lines = [one_line(line) for line in sketch["lines"]]
    if not lines:
        return paragraph
    line = markdown.line(lines[voice.pick("line", len(lines))], LONGEST_LINE)
    return f"{paragraph}\n\n{markdown.quoted(line)}"


def sentences(sketch: Mapping[str, Any], voice: Translator) -> Iterator[str]:
    """Yield what there is to say about an author, most telling first."""
    alias = markdown.escape(one_line(sketch["alias"]))
    messages = voice.count(sketch["messages"], "message")
    since = voice.long_date(sketch["first_day"])
    yield voice.say("opened", alias=alias, messages=messages, since=since)
    if sketch["messages"] >= ENOUGH:
        yield from habits(sketch, voice, alias)
    if words := telling(sketch["own_words"]):
        named = [f"*{markdown.escape(word)}*" for word in words[:WORDS]]
        yield voice.say("words", words=voice.join(named))
    if (sketch["emoji_messages"] or 0) >= OFTEN:
        emoji = markdown.escape(sketch["favourite_emoji"][0])
        yield voice.say("emoji", emoji=emoji)
    if sketch["friend"] and sketch["answers"] >= OFTEN:
        friend = markdown.escape(one_line(sketch["friend"]))
        yield voice.say("friend", alias=alias, friend=friend)


def telling(words: list[str]) -> list[str]:
    """Return `words` without common ones, and one of each stem."""
    kept: dict[str, str] = {}
    for word in words:
        if folded(word) not in common_words():
            kept.setdefault(folded(word)[:STEM], word)
    return list(kept.values())


def habits(sketch: Mapping[str, Any], voice: Translator, alias: str) -> Iterator[str]:
    """Yield how an author writes: how much, when, how long, and what besides words."""
    group, messages = sketch["group"], sketch["messages"]
    share = sketch["words"] / max(group["words"], 1)
    if group["people"] > 2 and share * group["people"] >= MORE:
        yield voice.say("lead", alias=alias, share=round(100 * share))
    elif group["people"] > 2 and share * group["people"] <= LESS:
        yield voice.say("quiet")
    part, hour = busiest(sketch["hours"])
    yield voice.say(part, hour=voice.time(time(hour)))
    own = round(sketch["words"] / messages)
    average = round(group["words"] / max(group["messages"], 1))
    if own >= LONG * average and own > average + 1:
        yield voice.say("long", own=own, all=average)
    elif 0 < own <= SHORT * average and own < average - 1:
        yield voice.say("short", own=own, all=average)
    if sketch["media"] >= max(MANY_FILES, FILES_SHARE * messages):
        yield voice.say("media", n=voice.number(sketch["media"]))
    if sketch["links"] >= max(MANY_LINKS, LINKS_SHARE * messages):
        yield voice.say("links", n=voice.number(sketch["links"]))


def busiest(hours: list[int]) -> tuple[str, int]:
    """Return the part of the day and the hour around which most is written."""

    def around(hour: int) -> tuple[int, int]:
        before, after = hours[hour - 1], hours[(hour + 1) % 24]
        return before + 2 * hours[hour] + after, -hour

    hour = max(range(24), key=around)
    if hour >= 22 or hour < 5:
        return "night", hour
    if hour < 8:
        return "early", hour
    return ("day", hour) if hour < 18 else ("evening", hour)


def as_written(text: str) -> str:
    """Return the portrait that a model wrote, as Markdown that stays text."""
    paragraphs = tidy(text)[:LONGEST].split("\n\n")
    return "\n\n".join(markdown.line(one) for one in paragraphs if one.strip())
