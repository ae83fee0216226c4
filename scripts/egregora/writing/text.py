"""Chat text made presentable: no control characters, no floods, no torn sentences."""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"

BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# What joins or flags emoji and scripts; all other format characters are dropped.
JOINERS = "\u200c\u200d"
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{2,6}\U000e007f")
MARKS = re.compile(
    r"((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u20f0\ufe20-\ufe2f]){4})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
    r"\ufe20-\ufe2f]+"
)
PICTURE = "[\u203c-\u3299\U0001f000-\U0001faff]"
EMOJI = (
    f"(?:{PICTURE}[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
    f"(?:\u200d{PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*)*)"
)
EMOJI_FLOOD = re.compile(f"((?:{EMOJI} ?){{4}})(?:{EMOJI} ?){{2,}}")
FLOOD = re.compile(r"(\S)\1{10,}")
SENTENCE = re.compile(r"[.!?…。！？](?=[\s”\"»)]|$)|\n")


def tidy(text: str) -> str:
    """Return `text` without control characters and floods.

    Directions set by hand are dropped (see `isolated`), piled-up accents and runs of
    emoji or of one character are cut short.
    """
    text = BREAKS.sub("\n", text).replace("\t", " ")
    flags = {match.start(): match.group() for match in FLAG.finditer(text)}
    kept, skip = [], 0
    for at, character in enumerate(text):
        if at in flags:
            kept.append(flags[at])
            skip = at + len(flags[at])
        elif at >= skip and is_shown(character):
            kept.append(character)
    text = MARKS.sub(r"\1", "".join(kept))
    text = EMOJI_FLOOD.sub(dammed, text)
    text = FLOOD.sub(lambda found: found[1] * 8, text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def dammed(flood: re.Match) -> str:
    """Return the first of a run of emoji."""
    space = " " if flood[0].endswith(" ") else ""
    return flood[1].rstrip() + ELLIPSIS + space


def is_shown(character: str) -> bool:
    """Tell whether `character` may stand in a page."""
    if character == "\n" or character in JOINERS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def one_line(text: str) -> str:
    """Return `text`, tidied, on one line."""
    return " ".join(tidy(text).split())


def isolated(text: str) -> str:
    """Return `text` so that its direction does not turn what stands around it."""
    if any(unicodedata.bidirectional(one) in {"R", "AL"} for one in text):
        return f"\u2068{text}\u2069"
    return text


def shortened(text: str, limit: int) -> str:
    """Return `text` cut to `limit` characters at a sentence, else at a word."""
    if len(text) <= limit:
        return text
    ends = [found.end() for found in SENTENCE.finditer(text, 0, limit)]
    if ends and ends[-1] >= limit * 0.4:
        return f"{text[: ends[-1]].rstrip()} {ELLIPSIS}"
    words = text[: limit + 1].rsplit(None, 1)
    cut = words[0] if len(words) > 1 and len(words[0]) > limit * 0.5 else text[:limit]
    return cut.rstrip(" ,;:-–—") + ELLIPSIS
