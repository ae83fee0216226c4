"""What Egregora says, and the words that texts are full of, language by language.

`locales/<language>.toml` holds all of one language; `en.toml` explains the parts. What
a language lacks is said in English.
"""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal

FALLBACK = "en"
# Of languages whose words a text has equally many of, the first one counts.
LANGUAGES = ("pt", "en", "es", "de", "fr", "it")


@functools.cache
def load_locale(language: str) -> dict[str, Any]:
    """Return all of the file of `language`, one of `LANGUAGES`."""
    path = Path(__file__).with_suffix("") / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.cache
def stopwords() -> dict[str, tuple[str, ...]]:
    """Return the folded words that say nothing of what a text is about, by language."""
    return {name: tuple(load_locale(name)["stopwords"].split()) for name in LANGUAGES}


def find_articles(language: str) -> Mapping[str, str]:
    """Return the folded words that announce a noun → the plain article, or ""."""
    if language not in LANGUAGES:
        return {}
    return load_locale(language)["grammar"]["articles"]


@functools.cache
def joiners() -> frozenset[str]:
    """Return the folded words of all languages that may stand inside a phrase."""
    return frozenset(
        word for name in LANGUAGES for word in load_locale(name)["grammar"]["joiners"]
    )


@functools.cache
def function_words() -> dict[str, frozenset[str]]:
    """Return the stop words and articles of each language."""
    return {
        name: frozenset(words) | frozenset(find_articles(name))
        for name, words in stopwords().items()
    }


@functools.cache
def common_words() -> frozenset[str]:
    """Return the folded words of all languages that never name a topic."""
    return frozenset().union(*function_words().values())


class Translator:
    """What one part of Egregora says in one language, and how it writes numbers.

    Parameters
    ----------
    language
        ISO 639-1 code; English is said where a language lacks something.
    section
        The part of the locale files to speak from.
    seed
        Decides between several ways to say the same; equal seeds decide equally.
    """

    def __init__(self, language: str, section: str, seed: str = "") -> None:
        self.language = language
        self.section = section
        self.seed = seed
        own = language if language in LANGUAGES else FALLBACK
        self.sources = [load_locale(name) for name in dict.fromkeys((own, FALLBACK))]
        self.locale = Locale.parse(own)
        self.picks: Counter[str] = Counter()

    def find(self, section: str, key: str) -> Any:
        """Return the entry of the first language that has it."""
        for source in self.sources:
            if key in source.get(section, {}):
                return source[section][key]
        raise KeyError(f"{section}.{key}")

    def pick(self, key: str, choices: int) -> int:
        """Return a number below `choices`; asked again for `key`, the next one."""
        first = hashlib.sha256(f"{self.seed} {key}".encode()).digest()[0]
        self.picks[key] += 1
        return (first + self.picks[key] - 1) % choices

    def say(self, key: str, **values: object) -> str:
        """Return a phrase with `values` in its fields."""
        phrase = self.find(self.section, key)
        if not isinstance(phrase, str):
            phrase = phrase[self.pick(key, len(phrase))]
        return phrase.format(**values)

    __call__ = say

    def count(self, number: int, thing: str) -> str:
        """Return how many there are of a thing, such as "3 messages"."""
        forms = self.find("counts", thing)
        form = forms[self.locale.plural_form(number)]
        return form.format(n=self.number(number))

    def number(self, value: float) -> str:
        """Return a number with the separators of the language."""
        return format_decimal(value, locale=self.locale)

    def join(self, things: Sequence[str]) -> str:
        """Return an enumeration, such as "bread, wine, and cheese"."""
        return format_list(things, locale=self.locale) if things else ""

    def has_article(self, word: str) -> bool:
        """Return whether `word` is a plain article of the language."""
        return word in self.sources[0]["grammar"]["articles"].values()

    def date(self, day: date) -> str:
        """Return a date, such as "9 Mar 2025"."""
        return format_date(day, "medium", locale=self.locale)

    def long_date(self, day: date) -> str:
        """Return a date, such as "9 March 2025"."""
        return format_date(day, "long", locale=self.locale)

    def day_and_month(self, day: date) -> str:
        """Return a date without its year, such as "9 Mar"."""
        return format_skeleton("MMMd", day, locale=self.locale)

    def weekday_and_day(self, day: date) -> str:
        """Return a date without its year, such as "Sunday, 9 March"."""
        day_of_month = format_skeleton("MMMMd", day, locale=self.locale)
        return f"{self.weekday(day)}, {day_of_month}"

    def weekday(self, day: date, short: bool = False) -> str:
        """Return the weekday of a date inside a sentence."""
        return format_date(day, "EEE" if short else "EEEE", locale=self.locale)

    def weekday_label(self, number: int) -> str:
        """Return the short name of a weekday by itself, Monday being 0."""
        return self.locale.days["stand-alone"]["abbreviated"][number].rstrip(".")

    def month(self, day: date) -> str:
        """Return the month of a date by itself, such as "March"."""
        return format_date(day, "LLLL", locale=self.locale)

    def month_label(self, day: date) -> str:
        """Return the short month of a date by itself, such as "Mar"."""
        return format_date(day, "LLL", locale=self.locale).rstrip(".")

    def month_and_year(self, day: date) -> str:
        """Return month and year, such as "March 2025"."""
        return format_skeleton("yMMMM", day, locale=self.locale)

    def time(self, moment: time) -> str:
        """Return the time of day."""
        return format_time(moment, "short", locale=self.locale)

    def hour(self, hour: int) -> str:
        """Return a full hour of the day."""
        return self.time(time(hour))

    def date_range(self, first: date, last: date) -> str:
        """Return the days from `first` to `last`, such as "3 – 9 Mar 2025"."""
        if first == last:
            return self.date(first)
        return format_interval(first, last, "yMMMd", locale=self.locale)

    def period_dates(self, period: str) -> str:
        """Return the days of a period: a date, a range of dates or a month."""
        first, last = days_of(period)
        return (
            self.month_and_year(first)
            if is_month(period)
            else self.date_range(first, last)
        )

    def period_name(self, period: str) -> str:
        """Return what a sentence calls a period, such as "the week of 3 March 2025"."""
        first, last = days_of(period)
        if is_month(period):
            return self.month_and_year(first)
        if first == last:
            return self.long_date(first)
        return self.find("dates", "week").format(date=self.long_date(first))


def is_month(period: str) -> bool:
    """Return whether a period is a month, such as 2025-03."""
    return re.fullmatch(r"\d{4}-\d{2}", period) is not None


def days_of(period: str) -> tuple[date, date]:
    """Return the first and the last day of 2025-03-09, 2025-W10 or 2025-03."""
    if "W" in period:
        year, week = period.split("-W")
        first = date.fromisocalendar(int(year), int(week), 1)
        return first, first + timedelta(days=6)
    if is_month(period):
        first = date.fromisoformat(f"{period}-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = date.fromisoformat(period)
    return day, day
