"""Our own words in the language of the group, and its way of writing dates."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import date, time
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list

from egregora.everyday import everyday

FALLBACK = "en"


@functools.cache
def phrases() -> dict[str, dict]:
    """Return the phrases of all languages, by ISO 639-1 code."""
    path = Path(__file__).with_name("phrases.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.cache
def common() -> frozenset[str]:
    """Return the folded words of all languages that never name a topic."""
    every = (one for said in everyday().values() for one in said)
    joining = (one for said in phrases().values() for one in said["articles"])
    return frozenset(every) | frozenset(joining)


@functools.cache
def common_by_language() -> dict[str, frozenset[str]]:
    """Return the common words of each language that no other has."""
    own = {
        name: {*everyday()[name], *said["articles"]} for name, said in phrases().items()
    }
    return {
        name: frozenset(
            word
            for word in said
            if not any(word in other for key, other in own.items() if key != name)
        )
        for name, said in own.items()
    }


def language_of(said: Iterable[str]) -> str | None:
    """Return the language whose common words occur most among folded words."""
    said = list(said)
    hits = {
        name: sum(word in words for word in said)
        for name, words in common_by_language().items()
    }
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] else None


@functools.cache
def joiners() -> frozenset[str]:
    """Return the folded words of all languages that may stand inside a phrase."""
    return frozenset(one for said in phrases().values() for one in said["joiners"])


def articles(language: str) -> dict[str, str]:
    """Return the folded words that announce a noun → the plain article, or ""."""
    return phrases().get(language, {}).get("articles", {})


class Voice:
    """How one post speaks: its language, and which of several phrases it takes.

    Parameters
    ----------
    language
        ISO 639-1 code; one without phrases of ours is spoken to in English.
    seed
        Decides between phrases; the same seed says the same.

    """

    def __init__(self, language: str, seed: str) -> None:
        """Find the language's own way with dates and numbers."""
        self.language = language if language in phrases() else FALLBACK
        self.locale = Locale.parse(self.language)
        self.seed = seed
        self.said: Counter[str] = Counter()

    def pick(self, key: str, choices: int) -> int:
        """Return a number below `choices`; asked again for `key`, the next one."""
        first = hashlib.sha256(f"{self.seed} {key}".encode()).digest()[0]
        self.said[key] += 1
        return (first + self.said[key] - 1) % choices

    def say(self, key: str, **values: object) -> str:
        """Return a phrase for `key`, filled in."""
        ways = phrases()[self.language][key]
        if isinstance(ways, str):
            return ways
        return ways[self.pick(key, len(ways))].format(**values)

    def count(self, key: str, number: int) -> str:
        """Return `number` of the things that `key` names."""
        one, other = phrases()[self.language][key]
        form = one if self.locale.plural_form(number) == "one" else other
        return form.format(n=self.number(number))

    def number(self, number: int) -> str:
        """Return `number` as the language groups its digits."""
        mark = self.locale.number_symbols["latn"]["group"]
        return f"{number:,}".replace(",", mark)

    def listed(self, things: list[str]) -> str:
        """Return `things` as an enumeration."""
        return format_list(things, locale=self.locale) if things else ""

    def weekday(self, day: date, short: bool = False) -> str:
        """Return the name of the weekday."""
        return format_date(day, "EEE" if short else "EEEE", locale=self.locale)

    def day(self, day: date) -> str:
        """Return weekday, day and month."""
        name = format_skeleton("MMMMd", day, locale=self.locale)
        return f"{self.weekday(day)}, {name}"

    def date(self, day: date) -> str:
        """Return day, month and year."""
        return format_date(day, "long", locale=self.locale)

    def month(self, day: date) -> str:
        """Return month and year."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def period(self, name: str) -> str:
        """Return what a period is called: a day, a week or a month."""
        if "W" in name:
            year, week = name.split("-W")
            monday = date.fromisocalendar(int(year), int(week), 1)
            return self.say("week", date=self.date(monday))
        if len(name) == len("2025-03"):
            month = self.month(date.fromisoformat(f"{name}-01"))
            return self.say("month", date=month)
        return self.say("day", date=self.date(date.fromisoformat(name)))

    def time(self, moment: time) -> str:
        """Return the time of day."""
        return format_time(moment, "short", locale=self.locale)

    def hour(self, hour: int) -> str:
        """Return an hour of the day."""
        return self.time(time(hour))

    def knows(self, article: str) -> bool:
        """Tell whether `article` is one of the language's own."""
        return article in phrases()[self.language]["articles"].values()
