"""The words of the pages' frame, in the languages that `words.json` holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal

from egregora.files import read_json

SPOKEN = read_json(Path(__file__).with_name("words.json"))
FALLBACK = "en"


@dataclass(frozen=True)
class Words:
    """What a page says in one language, English where it has no words.

    Attributes
    ----------
    language
        ISO 639-1 code.

    """

    language: str

    @cached_property
    def spoken(self) -> dict[str, dict]:
        """The words of the language."""
        return SPOKEN.get(self.language, SPOKEN[FALLBACK])

    @cached_property
    def locale(self) -> Locale:
        """Where dates and numbers are written as the words are."""
        try:
            return Locale.parse(self.language if self.language in SPOKEN else FALLBACK)
        except (UnknownLocaleError, ValueError):
            return Locale.parse(FALLBACK)

    def __call__(self, name: str, **values: object) -> str:
        """Return a phrase with `values` in its places."""
        return self.spoken["words"][name].format(**values)

    def number(self, value: float) -> str:
        """Return a number with the separators of the language."""
        return format_decimal(value, locale=self.locale)

    def count(self, value: int, thing: str) -> str:
        """Return how many there are of a thing, such as "3 messages"."""
        one, other = self.spoken["counts"][thing]
        return (one if value == 1 else other).format(n=self.number(value))

    def day(self, value: date) -> str:
        """Return a date, such as "9 Mar 2025"."""
        return format_date(value, "medium", locale=self.locale)

    def short_day(self, value: date) -> str:
        """Return a date without its year, such as "9 Mar"."""
        return format_skeleton("MMMd", value, locale=self.locale)

    def month(self, value: date) -> str:
        """Return the month of a date, such as "March"."""
        return format_date(value, "LLLL", locale=self.locale)

    def short_month(self, value: date) -> str:
        """Return the month of a date, such as "Mar"."""
        return format_date(value, "LLL", locale=self.locale).rstrip(".")

    def weekday(self, number: int) -> str:
        """Return the short name of a weekday, Monday being 0."""
        return self.locale.days["stand-alone"]["abbreviated"][number].rstrip(".")

    def span(self, first: date, last: date) -> str:
        """Return the days from `first` to `last`, such as "3 - 9 Mar 2025"."""
        if first == last:
            return self.day(first)
        return format_interval(first, last, "yMMMd", locale=self.locale)

    def period(self, name: str) -> str:
        """Return the days of a period in words."""
        first, last = days_of(name)
        if re.fullmatch(r"\d{4}-\d{2}", name):
            return format_date(first, "LLLL y", locale=self.locale)
        return self.span(first, last)


def language_of(setting: str, heads: Iterable[Mapping], texts: Iterable[str]) -> str:
    """Return the language of the pages.

    Parameters
    ----------
    setting
        A code, or "auto": then what most posts say of themselves, else what their
        text looks like.
    heads
        Front matter of the posts.
    texts
        Titles and summaries of the posts.

    """
    if setting != "auto":
        return setting
    said = Counter(filter(None, map(told, heads)))
    if said:
        return min(said, key=lambda code: (-said[code], code))
    from egregora.periods.language import language_of as detected

    return detected(" ".join(texts)) or FALLBACK


def told(head: Mapping) -> str | None:
    """Return the language that the front matter of a post names."""
    ours = head.get("egregora")
    found = head.get("language") or (isinstance(ours, dict) and ours.get("language"))
    return found if isinstance(found, str) and re.fullmatch("[a-z]{2}", found) else None


def days_of(period: str) -> tuple[date, date]:
    """Return the first and the last day of 2025-03-09, 2025-W10 or 2025-03."""
    if "W" in period:
        year, week = period.split("-W")
        first = date.fromisocalendar(int(year), int(week), 1)
        return first, first + timedelta(days=6)
    if len(period) == len("2025-03"):
        first = date.fromisoformat(f"{period}-01")
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = date.fromisoformat(period)
    return day, day
