"""The one locked pattern of a file's headers, over UTF-8 bytes."""

from __future__ import annotations

import re

from egregora.whatsapp.layouts import ERAS, Layout, is_pointed


def alternatives(characters: str) -> str:
    """Return a group that matches one of `characters`, in a pattern over bytes."""
    return "(?:" + "|".join(map(re.escape, characters)) + ")"


MARK = alternatives(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c"
)
SPACE = alternatives(" \u00a0\u202f\u2009")
# A word for the part of the day; `clock.second_of_day` decides whether it is one.
WORD = r"[^0-9\n\[\]:]{1,60}?"


def digit(zero: str) -> str:
    """Return a group that matches one digit of a script, in a pattern over bytes."""
    if zero == "0":
        return "[0-9]"
    return alternatives("".join(chr(ord(zero) + n) for n in range(10)))


def pattern_of(layout: Layout) -> re.Pattern[bytes]:
    """Return the pattern of a file's headers: its groups are the date and the time.

    It begins with a line feed, which lets the engine skip from line to line.
    """
    d, space = digit(layout.zero), SPACE
    mark = f"{MARK}*" if layout.marks else ""
    year, short = f"{d}{{4}}", f"{d}{{1,2}}"
    first = year if layout.year == "first" and not layout.era else short
    last = {"last": year, "short": f"{d}{{2}}"}.get(layout.year, short)
    if layout.year == "short" and is_pointed(layout.between):
        last = short
    one, two = (mark + fixed(sep, space) + mark for sep in layout.separators)
    era = f"(?:{'|'.join(ERAS)})" if layout.era else ""
    date = f"({era}{first}{one}{short}{two}{last})"

    seconds = f"[:.]{d}{{2}}" if layout.seconds else ""
    clock = f"{space}?{re.escape(layout.clock)}{space}?"
    time = f"{short}{clock}{d}{{2}}{seconds}"
    optional = "?" if layout.period_optional else ""
    between = f"{space}*{mark}{fixed(layout.between, space)}{mark}{space}*"
    after = f"{mark}{space}*{fixed(layout.after, space)}" if layout.after else mark
    if layout.period == "between" and not layout.time_first:
        time = f"((?:{WORD}){optional}{time})"
    elif layout.period:
        time = f"({time}(?:{WORD}){optional})"
    else:
        time = f"({time})"
    if not layout.between and layout.period != "between":
        between = f"{mark}{space}+{mark}"
    body = f"{time}{between}{date}" if layout.time_first else f"{date}{between}{time}"
    if layout.end == "]":
        return compiled(rf"\n{MARK}*\[{mark}{body}{after}\](?: |(?=\n)|$)")
    if layout.end == ":":
        return compiled(rf"\n{MARK}*{body}{after}: ")
    return compiled(rf"\n{MARK}*{body}{after}{space}{mark}{layout.end}{space}")


def compiled(pattern: str) -> re.Pattern[bytes]:
    """Return a pattern over UTF-8 bytes."""
    return re.compile(pattern.encode())


def fixed(text: str, space: str) -> str:
    """Return a pattern of `text` in which spaces may be of any kind."""
    return f"{space}+".join(map(re.escape, text.split(" ")))
