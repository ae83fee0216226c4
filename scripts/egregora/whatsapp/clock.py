"""Times of day as headers print them: in any digits, with any language's day period."""

from __future__ import annotations

import re
import unicodedata

from egregora.whatsapp.day_periods import DAY_PERIODS

DIGITS = re.compile(r"\d+")
LETTER = re.compile(r"[^\W\d_]")
# Bulgarian for “o'clock”, before a day period.
HOURS = re.compile(r"(?<!\w)ч\.")


def period_of_day(words: str) -> str | None:
    """Return am, pm, noon or night for words such as `p. m.` or `午後`, else None."""
    return DAY_PERIODS.get(letters(words))


def letters(words: str) -> str:
    """Return the letters of `words`, folded: `a.⟨00A0⟩m.` and `AM` are both `am`."""
    return "".join(
        letter
        for letter in HOURS.sub("", words.casefold())
        if letter.isalpha() or unicodedata.category(letter).startswith("M")
    )


def second_of_day(time: str) -> int | None:
    """Return the seconds since midnight of a printed time, or None if it is none.

    >>> second_of_day("2:10:05 PM")
    51005
    >>> second_of_day("午前0:05")
    300
    >>> second_of_day("25:00") is None
    True
    """
    hour, minute, second = ([int(n) for n in DIGITS.findall(time)] + [0])[:3]
    if LETTER.search(time) and (words := letters(time)):
        period = DAY_PERIODS.get(words)
        if period is None:
            # French Canadian prints 14 h 10.
            if words != "h":
                return None
        else:
            hour = hour_of(hour, period)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second


def hour_of(hour: int, period: str) -> int:
    """Return the hour from 0 to 23 of an hour from 0 to 12 in a day period."""
    if hour > 12:
        return hour
    if period == "am":
        return hour % 12
    if period == "pm":
        return hour % 12 + 12
    if period == "noon":
        return hour if hour >= 10 else hour + 12
    # Night runs from evening past midnight.
    return hour % 12 if hour == 12 or hour < 6 else hour + 12
