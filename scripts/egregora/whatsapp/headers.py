"""The layout of a file's headers, found from its lines.

A line of any other layout than the file's own is text that somebody quoted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from egregora.whatsapp.clock import period_of_day
from egregora.whatsapp.layouts import (
    INVISIBLE,
    MARKS,
    SPACES,
    Layout,
    is_pointed,
    spaced,
    visible,
)

DATE = (
    r"(?P<date{n}>(?P<era{n}>[RH]|令和|平成)?(?P<first{n}>\d{{1,4}})(?P<one{n}>{sep})"
    r"\d{{1,2}}(?P<two{n}>{sep})(?P<last{n}>\d{{1,4}}))"
)
TIME = (
    r"(?P<time{n}>\d{{1,2}}(?P<clock{n}>:|\.| h )\d\d"
    r"(?P<seconds{n}>(?:[:.])\d\d)?)(?!\d)"
)
SEPARATOR = f"[{MARKS}]*(?:[/.-]|[{SPACES}]?[年月년월])[{MARKS}]*[{SPACES}]?[{MARKS}]*"


def piece(pattern: str, n: int) -> str:
    """Return `pattern` with its groups numbered `n`."""
    return pattern.format(n=n, sep=SEPARATOR)


# Any header of any layout, loosely. Only ever applied to single lines of a sample.
ANY_HEADER = re.compile(
    rf"[{MARKS}]*(?P<open>\[?)[{MARKS}]*"
    rf"(?:{piece(DATE, 1)}(?P<between1>[^\d\n\[\]:]{{1,32}}?){piece(TIME, 1)}"
    rf"|{piece(TIME, 2)}(?P<between2>[^\d\n\[\]:]{{1,32}}?){piece(DATE, 2)})"
    rf"(?P<after>[^\d\n\[\]:]{{0,32}}?)"
    rf"(?P<end>\](?=[{SPACES}]|$)|[{SPACES}][{MARKS}]*[-–—](?=[{SPACES}])|:(?= ))"
)
DIGIT = re.compile("[0-9]")
# Words that may follow the time, besides those for parts of the day.
AFTER_TIME = {"", "ч.", "Uhr", "h", "น."}
FILLER = re.compile(r"[^\W\d_]{0,10}\.?(?:[^\W\d_]\.)?")


def layout_of(lines: Iterable[str]) -> tuple[Layout | None, int]:
    """Return the layout of a file's headers and how many of `lines` have it.

    The layout of the first line wins, unless hardly any other line has it: an export
    begins with a header, and what is quoted comes later. Otherwise the most frequent.
    """
    found: Counter[Layout] = Counter()
    marked: set[Layout] = set()
    # Headers that differ in their digits alone have one layout.
    known: dict[str, Layout | None] = {}
    opening = None
    for number, line in enumerate(lines):
        if not (header := ANY_HEADER.match(line)):
            continue
        form = DIGIT.sub("0", header[0])
        if form not in known:
            known[form] = layout_of_header(header)
        if layout := known[form]:
            found[layout] += 1
            if INVISIBLE.search(form.lstrip("\u200e\u200f\ufeff")):
                marked.add(layout)
            if number == 0:
                opening = layout
    if not found:
        return None, 0
    chosen, most = max(found.items(), key=lambda item: (item[1], repr(item[0])))
    if opening and found[opening] * 20 >= most:
        chosen, most = opening, found[opening]
    # Some editors drop AM and PM from single lines.
    for other, count in found.items():
        is_twin = replace(other, period="") == replace(chosen, period="") != other
        if is_twin and count * 20 >= most:
            chosen = other
    if chosen.period:
        bare = found[replace(chosen, period="")]
        chosen_count = found[chosen]
        if bare * 20 >= chosen_count and bare:
            chosen, most = replace(chosen, period_optional=True), chosen_count + bare
    is_marked = any(
        replace(chosen, period_optional=False, period=layout.period) == layout
        for layout in marked
    )
    return replace(chosen, marks=is_marked), most


def layout_of_header(header: re.Match[str]) -> Layout | None:
    """Return the layout of one header, or None if it is none after all."""
    time_first = header["date1"] is None
    n = "2" if time_first else "1"
    bracketed = bool(header["open"])
    if bracketed != (header["end"] == "]"):
        return None
    between, early = parted(header[f"between{n}"], at_end=not time_first)
    fields = header[f"first{n}"], header[f"last{n}"]
    year = place_of_year(*fields, header[f"era{n}"], is_pointed(between))
    after, late = parted(header["after"], at_end=False)
    if year is None or after not in AFTER_TIME or (early and late):
        return None
    if not all(FILLER.fullmatch(word.strip(",،;")) for word in between.split()):
        return None
    # Only the old iPhone header ends with a colon, and it always prints seconds.
    if header["end"] == ":" and not header[f"seconds{n}"]:
        return None
    digit = INVISIBLE.sub("", header[f"time{n}"])[0]
    return Layout(
        bracketed=bracketed,
        time_first=time_first,
        year=year,
        era=bool(header[f"era{n}"]),
        separators=(spaced(header[f"one{n}"]), spaced(header[f"two{n}"])),
        between=between,
        period="between" if early else "after" if late else "",
        clock=header[f"clock{n}"].strip(),
        seconds=bool(header[f"seconds{n}"]),
        after=after,
        end=visible(header["end"]),
        zero=chr(ord(digit) - unicodedata.decimal(digit)),
    )


def place_of_year(first: str, last: str, era: str | None, pointed: bool) -> str | None:
    """Return where the year stands in a date, or None if there is no year."""
    if era:
        return "first" if len(first) <= 2 else None
    if len(first) == 4 and len(last) <= 2:
        return "first"
    if len(last) == 4 and len(first) <= 2:
        return "last"
    if len(first) <= 2 and (len(last) == 2 or (len(last) == 1 and pointed)):
        return "short"
    return None


def parted(text: str, at_end: bool) -> tuple[str, str]:
    """Part `text` into what is fixed and a word for the part of the day.

    Parameters
    ----------
    text
        What stands beside a time.
    at_end
        Look for the word at the end of `text`, else at its beginning.

    Returns
    -------
    tuple of str
        Both without outer spaces; the word is empty where there is none.

    """
    text = visible(text)
    cuts = range(len(text)) if at_end else range(len(text), 0, -1)
    for cut in cuts:
        fixed, words = (text[:cut], text[cut:]) if at_end else (text[cut:], text[:cut])
        edge = fixed[-1:] if at_end else fixed[:1]
        is_apart = not edge.isalpha() or edge in "日일"
        is_bare = words[0].isalpha() and words[-1] not in ",،; "
        if is_apart and is_bare and period_of_day(words):
            return fixed.strip(), words.strip()
    return text, ""
