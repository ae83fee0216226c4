"""The words of chat text, without lists of stop words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

URL = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
# Scripts without spaces between words: pairs of characters stand for words.
SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}"
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’·][^\W\d_]+)*")
COMMAND = re.compile(r"\s*/\s*egregora\b", re.IGNORECASE)
REDACTED = re.compile(r"\[[a-z-]+\]")
LAUGHS = {"kk", "rs", "lol", "lmao", "lmfao", "rofl", "xd", "mdr", "ptdr"}
LAUGHTER = re.compile(
    r"k{2,}|(?:rs|ks){2,}|a*(?:[hjkxх][aeiouа]+){2,}[hjkх]*|(?:hue){2,}"
)
LAUGHING = set("😂🤣😹😆😅💀")


@dataclass(frozen=True)
class Word:
    """A word as written and as compared."""

    text: str
    folded: str
    opens: bool  # it is the first word of a sentence
    after: str  # the folded word before it in the same clause, or ""


def folded(text: str) -> str:
    """Return `text` in lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


def is_laughter(word: str) -> bool:
    """Tell whether a folded word only laughs: kkkk, haha, jajaja, rsrs, hehehe."""
    if word in LAUGHS:
        return True
    return bool(LAUGHTER.fullmatch(word)) and (len(set(word)) <= 2 or "hue" in word)


def laughs(text: str) -> bool:
    """Tell whether `text` laughs and says nothing else of substance."""
    said = [folded(word) for word in WORD.findall(text)]
    laughing = sum(map(is_laughter, said))
    if laughing:
        return len(said) - laughing <= 2
    return len(said) <= 2 and any(one in LAUGHING for one in text)


def mentions(aliases: Iterable[str]) -> re.Pattern:
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


def compared(text: str) -> str:
    """Return `text` as quotes are compared: its letters and digits only."""
    return " ".join(re.findall(r"\w+", folded(text)))


def without_addresses(text: str) -> str:
    """Return `text` without web addresses and redaction marks."""
    return REDACTED.sub(" ", URL.sub(" ", text))


def words(text: str, names: re.Pattern | None = None) -> list[Word]:
    """Return the words of `text` in order, without addresses, `names` and laughter."""
    plain = without_addresses(text)
    if names is not None:
        plain = names.sub(" , ", plain)
    found, before, end = [], "", 0
    for match in WORD.finditer(plain):
        between = plain[end : match.start()]
        opens = not found or any(mark in between for mark in ".!?\n…")
        if between.strip():
            before = ""
        word = folded(match.group())
        if SPACELESS.fullmatch(word):
            found += pairs(match.group(), opens)
            before = ""
        elif is_laughter(word):
            before = ""
        else:
            found.append(Word(match.group(), word, opens, before))
            before = word
        end = match.end()
    return found


def pairs(text: str, opens: bool) -> list[Word]:
    """Return the pairs of characters of a text without spaces as its words."""
    both = [text[at : at + 2] for at in range(len(text) - 1)]
    return [Word(one, folded(one), opens and not at, "") for at, one in enumerate(both)]
