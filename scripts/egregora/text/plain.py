"""Chat text: made presentable, and its words, without lists of stop words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from egregora.text.addresses import NO_WORDS
from egregora.text.folding import fold
from egregora.text.laughter import is_laughter

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
    text = EMOJI_FLOOD.sub(dam_flood, text)
    text = FLOOD.sub(lambda found: found[1] * 8, text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def dam_flood(flood: re.Match) -> str:
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


def isolate(text: str) -> str:
    """Return `text` so that its direction does not turn what stands around it."""
    if any(unicodedata.bidirectional(one) in {"R", "AL"} for one in text):
        return f"\u2068{text}\u2069"
    return text


def shorten(text: str, limit: int) -> str:
    """Return `text` cut to `limit` characters at a sentence, else at a word."""
    if len(text) <= limit:
        return text
    ends = [found.end() for found in SENTENCE.finditer(text, 0, limit)]
    if ends and ends[-1] >= limit * 0.4:
        return f"{text[: ends[-1]].rstrip()} {ELLIPSIS}"
    words = text[: limit + 1].rsplit(None, 1)
    cut = words[0] if len(words) > 1 and len(words[0]) > limit * 0.5 else text[:limit]
    return cut.rstrip(" ,;:-–—") + ELLIPSIS


# Scripts without spaces between words: pairs of characters are taken for words.
SPACELESS_RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}"
)
CHAT_WORD = re.compile(r"[^\W\d_]+(?:[-'’·][^\W\d_]+)*")
COMMAND = re.compile(r"\s*/\s*egregora\b", re.IGNORECASE)
# What redaction leaves, such as [phone].
PLACEHOLDER = r"\[[a-z-]+\]"
REDACTED = re.compile(PLACEHOLDER)
LAUGHING = set("😂🤣😹😆😅💀")


@dataclass(frozen=True)
class ChatWord:
    """A word as written and as compared."""

    text: str
    folded: str
    opens: bool  # it is the first word of a sentence
    after: str  # the folded word before it in the same clause, or ""


def laughs(text: str) -> bool:
    """Tell whether `text` laughs and says nothing else of substance."""
    said = [fold(word) for word in CHAT_WORD.findall(text)]
    laughing = sum(map(is_laughter, said))
    if laughing:
        return len(said) - laughing <= 2
    return len(said) <= 2 and any(one in LAUGHING for one in text)


def mention_pattern(aliases: Iterable[str]) -> re.Pattern:
    """Return what matches a mention: of an alias, of several joined words, of a word.

    Redaction writes the words of an alias with no-break spaces between them.
    """
    longest_first = sorted(filter(None, aliases), key=lambda one: (-len(one), one))
    known = "|".join(re.escape(one).replace("\\ ", r"\s") for one in longest_first)
    part = r"\w+(?:[.'’-]\w+)*"
    joined = rf"{part}(?:\xa0{part})+"
    return re.compile(rf"(?<![\w@])@(?:({known or '(?!)'})(?!\w)|({joined})|[\w.-]+)")


def unsigned(text: str, mentioned: re.Pattern) -> str:
    """Return `text` with aliases that are mentioned as plain names."""

    def name(found: re.Match) -> str:
        return " ".join((found[1] or found[2] or found[0]).split())

    return mentioned.sub(name, text)


def comparison_key(text: str) -> str:
    """Return `text` as quotes are compared: its letters and digits only."""
    return " ".join(re.findall(r"\w+", fold(text)))


def without_addresses(text: str) -> str:
    """Return `text` without web addresses and redaction marks."""
    return REDACTED.sub(" ", NO_WORDS.sub(" ", text))


def chat_words(text: str, names: re.Pattern | None = None) -> list[ChatWord]:
    """Return the words of `text` in order, without addresses, `names` and laughter."""
    plain = without_addresses(text)
    if names is not None:
        plain = names.sub(" , ", plain)
    found, before, end = [], "", 0
    for match in CHAT_WORD.finditer(plain):
        between = plain[end : match.start()]
        opens = not found or any(mark in between for mark in ".!?\n…")
        if between.strip():
            before = ""
        word = fold(match.group())
        if SPACELESS_RUN.fullmatch(word):
            found += character_pairs(match.group(), opens)
            before = ""
        elif is_laughter(word):
            before = ""
        else:
            found.append(ChatWord(match.group(), word, opens, before))
            before = word
        end = match.end()
    return found


def character_pairs(text: str, opens: bool) -> list[ChatWord]:
    """Return the pairs of characters of a text without spaces as its words."""
    both = [text[at : at + 2] for at in range(len(text) - 1)]
    return [
        ChatWord(one, fold(one), opens and not at, "") for at, one in enumerate(both)
    ]


def capitalize_first(text: str) -> str:
    """Return `text` with a capital at its start."""
    return text[:1].upper() + text[1:]
