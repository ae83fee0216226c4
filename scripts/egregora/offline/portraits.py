"""Portraits of people from counts, habits and lines; and the table `profiles`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import TYPE_CHECKING, Any

from egregora.text import markdown
from egregora.text.folding import fold
from egregora.text.locales import Translator, common_words
from egregora.text.plain import one_line, tidy

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

MAX_PORTRAIT_LENGTH = 1500  # characters of a model's portrait
MAX_PORTRAIT_QUOTE = 160
MAX_PORTRAIT_WORDS = 3
PORTRAIT_STEM_LETTERS = 4  # letters by which forms of one word are told

# From so many messages on, habits say something.
MIN_MESSAGES_FOR_HABITS = 10
# An emoji, or answering somebody, is a habit from so many messages on.
MIN_MESSAGES_OF_HABIT = 3
# Shares of a group of equals: who says this much more, or less, than an equal part.
TALKATIVE_SHARE, QUIET_SHARE = 1.5, 0.35
# Words per message against the average.
LONG_MESSAGE_RATIO, SHORT_MESSAGE_RATIO = 1.35, 0.75
# Files and links are mentioned from so many on, and from this share of the messages.
MANY_FILES, FILES_SHARE = 5, 0.12
MANY_LINKS, LINKS_SHARE = 3, 0.03


def profiles(
    sketches: Mapping[str, Mapping[str, Any]],
    written: Mapping[str, str],
    model: str,
    guard: Guard,
) -> list[dict[str, Any]]:
    """Return rows of `contracts.PROFILES`, with the sketches' other columns beside.

    Parameters
    ----------
    sketches
        What is known of each author, from `portraits.sketches`.
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
            text = portrait_from_answer(guard.clean(written[author]))
        else:
            # Made of redacted text and of numbers, which look like others.
            text = write_portrait(sketch)
            text = guard.clean(text, allowed=text)
        by = model if author in written else "offline"
        rows.append({**sketch, "portrait": text, "model": by})
    return rows


def write_portrait(sketch: Mapping[str, Any]) -> str:
    """Return the portrait of an author, in Markdown.

    Parameters
    ----------
    sketch
        What is known, from `portraits.sketches`.

    """
    voice = Translator(sketch["language"], "portraits", sketch["author"])
    paragraph = " ".join(portrait_sentences(sketch, voice))
    lines = [one_line(line) for line in sketch["lines"]]
    if not lines:
        return paragraph
    line = markdown.line(lines[voice.pick("line", len(lines))], MAX_PORTRAIT_QUOTE)
    return f"{paragraph}\n\n{markdown.quote_paragraphs(line)}"


def portrait_sentences(sketch: Mapping[str, Any], voice: Translator) -> Iterator[str]:
    """Yield what there is to say about an author, most telling first."""
    alias = markdown.escape(one_line(sketch["alias"]))
    messages = voice.count(sketch["messages"], "message")
    since = voice.long_date(sketch["first_day"])
    yield voice.say("opened", alias=alias, messages=messages, since=since)
    if sketch["messages"] >= MIN_MESSAGES_FOR_HABITS:
        yield from habit_sentences(sketch, voice, alias)
    if words := distinctive_words(sketch["own_words"]):
        named = [f"*{markdown.escape(word)}*" for word in words[:MAX_PORTRAIT_WORDS]]
        yield voice.say("words", words=voice.join(named))
    if (sketch["emoji_messages"] or 0) >= MIN_MESSAGES_OF_HABIT:
        emoji = markdown.escape(sketch["favourite_emoji"][0])
        yield voice.say("emoji", emoji=emoji)
    if sketch["friend"] and sketch["answers"] >= MIN_MESSAGES_OF_HABIT:
        friend = markdown.escape(one_line(sketch["friend"]))
        yield voice.say("friend", alias=alias, friend=friend)


def distinctive_words(words: list[str]) -> list[str]:
    """Return `words` without common ones, and one of each stem."""
    kept: dict[str, str] = {}
    for word in words:
        if fold(word) not in common_words():
            kept.setdefault(fold(word)[:PORTRAIT_STEM_LETTERS], word)
    return list(kept.values())


def habit_sentences(
    sketch: Mapping[str, Any], voice: Translator, alias: str
) -> Iterator[str]:
    """Yield how an author writes: how much, when, how long, and what besides words."""
    group, messages = sketch["group"], sketch["messages"]
    share = sketch["words"] / max(group["words"], 1)
    if group["people"] > 2 and share * group["people"] >= TALKATIVE_SHARE:
        yield voice.say("lead", alias=alias, share=round(100 * share))
    elif group["people"] > 2 and share * group["people"] <= QUIET_SHARE:
        yield voice.say("quiet")
    part, hour = busiest_part_of_day(sketch["hours"])
    yield voice.say(part, hour=voice.time(time(hour)))
    own = round(sketch["words"] / messages)
    average = round(group["words"] / max(group["messages"], 1))
    if own >= LONG_MESSAGE_RATIO * average and own > average + 1:
        yield voice.say("long", own=own, all=average)
    elif 0 < own <= SHORT_MESSAGE_RATIO * average and own < average - 1:
        yield voice.say("short", own=own, all=average)
    if sketch["media"] >= max(MANY_FILES, FILES_SHARE * messages):
        yield voice.say("media", n=voice.number(sketch["media"]))
    if sketch["links"] >= max(MANY_LINKS, LINKS_SHARE * messages):
        yield voice.say("links", n=voice.number(sketch["links"]))


def busiest_part_of_day(hours: list[int]) -> tuple[str, int]:
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


def portrait_from_answer(text: str) -> str:
    """Return the portrait that a model wrote, as Markdown that stays text."""
    paragraphs = tidy(text)[:MAX_PORTRAIT_LENGTH].split("\n\n")
    return "\n\n".join(markdown.line(one) for one in paragraphs if one.strip())
