"""The layout of message headers: how a phone prints date, time and what is around them.

One file has exactly one layout; `headers` finds it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Directional and byte order marks, invisible; spaces that do not break a line.
MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u061c"
SPACES = " \u00a0\u202f\u2009"
INVISIBLE = re.compile(f"[{MARKS}]")
BLANK = re.compile(f"[{SPACES}]+")

# Japanese eras, as printed → the year before their first.
ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}


@dataclass(frozen=True)
class Layout:
    """What does not vary between the headers of one file.

    Attributes
    ----------
    bracketed
        `[…] ` around date and time (iPhone).
    time_first
        The time stands before the date.
    year
        Place of a year of four digits: `first` or `last`; `short` for two digits.
    era
        The years count from the beginning of a Japanese era.
    separators
        What stands between the fields of the date.
    between
        What stands between date and time, less a word for the part of the day.
    period
        Where the part of the day is written: `""` (24 hours), `between` or `after`.
    clock
        What stands between hours and minutes.
    seconds
        Seconds are printed.
    after
        What follows the time, less a word for the part of the day.
    end
        What ends the header: `]`, `-`, `–`, `—` or `:`.
    zero
        The digit zero of the script.
    period_optional
        The part of the day is missing from some headers.
    marks
        Invisible marks stand inside headers.

    """

    bracketed: bool
    time_first: bool
    year: str
    era: bool
    separators: tuple[str, str]
    between: str
    period: str
    clock: str
    seconds: bool
    after: str
    end: str
    zero: str
    period_optional: bool = False
    marks: bool = False


def is_pointed(between: str) -> bool:
    """Return whether dates end with a point, as where they begin with the year."""
    return between.startswith(".")


def spaced(text: str) -> str:
    """Return `text` without marks, with plain single spaces."""
    return BLANK.sub(" ", INVISIBLE.sub("", text))


def visible(text: str) -> str:
    """Return `text` without marks and outer spaces, with plain single spaces."""
    return spaced(text).strip()
