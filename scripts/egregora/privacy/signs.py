"""A quick look at a text: whether it may hold an identifier that is no name."""

from __future__ import annotations

import re
from itertools import filterfalse

from egregora.privacy.places import has_street

DIGIT = re.compile(r"\d")
# What an identifier of few digits holds: a quick look before the long ones.
SIGNS = (
    *("@", "＠", "://", "www.", "°", "º", "mailto:", "tel:", ".me/", ".com/", ".gl/"),
    *(
        "arroba",
        "(at",
        "[at",
        "[ät",
        "(ät",
        "{at",
        "<at",
        "( at",
        "[ at",
        "(arr",
        " dot ",
    ),
    *("insta", "ig:", "ig =", "ig é", "ig is", "twitter", "tiktok", "telegram", "snap"),
    *(
        "discord",
        "linkedin",
        "skype",
        "facebook",
        "fb",
        "threads",
        "bluesky",
        "mastodon",
    ),
)
# Most texts have none of the characters that most signs have.
MARK = re.compile(r"[@＠°º:/(\[{<.=]")
UNMARKED = tuple(filterfalse(MARK.search, SIGNS))
HOSTED = re.compile(r" at [\w-]+ ?\. ?[a-z]{2,}")
# A short plus code, as maps have it: 3W7R+PQ.
PLUS = re.compile(r"[2-9CFGHJMPQRVWX]{4}\+[2-9CFGHJMPQRVWX]{2}")
MOST_DIGITS_OF_NOTHING = 6
SHORT_ID = re.compile(
    r"[A-Za-z]{5}\d{4}[A-Za-z]|[A-Za-z]{2} ?\d\d ?\d\d|\w\+\w\w|#\d{4}"
)


def has_signs(text: str) -> bool:
    """Tell whether a text may hold an identifier that is no name."""
    lower = text.lower()
    for sign in SIGNS if MARK.search(lower) else UNMARKED:
        if sign in lower:
            return True
    if " at " in lower and HOSTED.search(lower):
        return True
    if ("+" in text and PLUS.search(text)) or "///" in text:
        return True
    return bool(DIGIT.search(text)) and (has_number(text) or has_street(lower))


def has_number(text: str) -> bool:
    """Tell whether a text has digits enough to identify somebody."""
    count = len(DIGIT.findall(text))
    return count > MOST_DIGITS_OF_NOTHING or (
        count >= 4 and bool(SHORT_ID.search(text))
    )
