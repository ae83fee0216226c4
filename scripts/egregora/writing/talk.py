"""A brief as turns of a conversation: who said what, when, and in which words."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from egregora.briefs import Brief, Message
from egregora.text.language import guess_language
from egregora.text.locales import common_words
from egregora.writing.text import tidy
from egregora.writing.words import (
    COMMAND,
    Word,
    folded,
    laughs,
    mentions,
    unsigned,
    without_addresses,
    words,
)

# Kinds that hold what a person said or showed.
SPOKEN = {"text", "media", "media_omitted", "poll", "location"}
UNKNOWN_WEIGHT = 0.12
STEM = 6  # letters


@dataclass(frozen=True)
class Turn:
    """What one person said at once.

    Attributes
    ----------
    number
        Place of the message in the brief, from 1: how answers cite it.
    by
        Index into the people of the brief.
    laughs
        It only laughs.

    """

    number: int
    by: int
    at: datetime
    text: str
    kind: str
    media: str | None
    words: tuple[Word, ...]
    laughs: bool

    @cached_property
    def length(self) -> int:
        """Characters that say something: no addresses, wide ones twice."""
        plain = " ".join(without_addresses(self.text).split())
        return len(plain) + sum(
            unicodedata.east_asian_width(one) == "W" for one in plain
        )

    @cached_property
    def is_said(self) -> bool:
        """Whether it is worth quoting at all."""
        shows = self.kind == "poll" or self.media is not None
        return not self.laughs and (shows or len(self.words) >= 2)

    @cached_property
    def language(self) -> str | None:
        """Language of its common words, None if they do not tell."""
        return guess_language(word.folded for word in self.words)

    @cached_property
    def asks(self) -> bool:
        """Whether it puts a question."""
        return any(mark in without_addresses(self.text) for mark in "?؟？")

    @cached_property
    def ends_asking(self) -> bool:
        """Whether a question is the last thing that it says."""
        after = re.split("[?؟？]", without_addresses(self.text))[1:]
        return bool(after) and not re.search(r"\w", after[-1])


@dataclass(frozen=True)
class Talk:
    """The turns of a period, and how much each folded word weighs, at most 1."""

    brief: Brief
    turns: list[Turn]
    weights: dict[str, float]

    def weight(self, word: str) -> float:
        """Return how much a folded word tells about this period."""
        if word in self.weights:
            return self.weights[word]
        return 0.0 if is_common(word) else UNKNOWN_WEIGHT

    @cached_property
    def stems(self) -> dict[str, float]:
        """How much each stem of a telling word weighs."""
        found: dict[str, float] = {}
        for word, weight in self.weights.items():
            found[stem(word)] = max(found.get(stem(word), 0.0), weight)
        return found

    def name(self, turn: Turn) -> str:
        """Return the alias of who said `turn`."""
        return self.brief.people[turn.by].alias


def stem(word: str) -> str:
    """Return what forms of one word share, well enough: sardinha, sardines."""
    return word[:STEM]


def is_common(word: str) -> bool:
    """Tell whether a folded word never names a topic."""
    bare = re.split("['’]", word)[0]
    return (
        (len(bare) < 3 and bare.isascii())
        or word in common_words()
        or bare in common_words()
    )


def talk_of(brief: Brief) -> Talk:
    """Return the turns of `brief`, without notices and commands to Egregora."""
    names = mentions(one.alias for one in brief.people)
    turns = [
        turn_of(number, message, names)
        for number, message in enumerate(brief.messages, 1)
        if is_turn(message)
    ]
    return Talk(brief, turns, weights_of(brief))


def is_turn(message: Message) -> bool:
    """Tell whether a person said or showed something."""
    return (
        message.by is not None
        and message.kind in SPOKEN
        and not COMMAND.match(message.text)
        and bool(message.text.strip() or message.media)
    )


def turn_of(number: int, message: Message, names: re.Pattern) -> Turn:
    """Return a message as a turn."""
    said = words(tidy(message.text), names)
    text = unsigned(tidy(message.text), names)
    return Turn(
        number=number,
        by=message.by,
        at=datetime.fromisoformat(message.at),
        text=text,
        kind=message.kind,
        media=message.media,
        words=tuple(said),
        laughs=laughs(text) and not message.media,
    )


def weights_of(brief: Brief) -> dict[str, float]:
    """Return the folded terms of `brief` with their weight, the weightiest 1."""
    found: dict[str, float] = {}
    for one in brief.terms:
        word = folded(one.term)
        if one.weight > 0 and not is_common(word):
            found[word] = max(found.get(word, 0.0), one.weight)
    top = max(found.values(), default=1.0)
    return {word: round(math.sqrt(one / top), 4) for word, one in found.items()}
