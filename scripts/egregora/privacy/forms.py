"""The words by which a person of the roster is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from egregora.privacy.folding import IS_UNSPACED, WORD, fold
from egregora.privacy.inflections import declined_in_latin
from egregora.privacy.lists import listed
from egregora.privacy.vocabulary import (
    LABELS,
    LONG_SURNAMES,
    PARTICLES,
    TITLES,
)

ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]| [-–—|/:] .*$")
NICKNAME = re.compile("[\"“”„«»'‘’「](?P<name>[^\"“”„«»'‘’「」]+)[\"“”„«»'‘’」]")

# Letters and endings that names of Slavs have in Latin script.
SLAVIC = re.compile(
    r"[ąćęłńśźżčďěňřšťůž]|(?:sk[iaá]|ck[iaá]|dzk[ia]|wicz|vi[cć]|czyk|[sr]z|s[lł]aw|slav)\b",
    re.IGNORECASE,
)
UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"))
HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+$")
HANGUL = re.compile("[\uac00-\ud7a3]+$")
ELIDED = frozenset("odl")
SERVANT = re.compile(r"(abd[aeu]l)[ -]?([a-z]{4,})$")
HAN_TITLES = listed("总 總 哥 姐 先生 女士 小姐 老板 经理 阿姨 叔叔")
HAN_WORDS = listed(
    "小时 小米 小白 小雪 小麦 小车 小路 小江 小方 小金 小黄 老师 老白 老金 老路 老方"
)


@dataclass
class Forms:
    """The folded words of one name.

    Attributes
    ----------
    given
        First names and nicknames: each names the person by itself.
    other
        Family names and further names: each does too, unless it is shared.
    whole
        The name in one word, as in handles: longer than its parts.
    """

    given: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)


def forms_of(name: str) -> Forms:
    """Return the words of a name as exported; none for a number."""
    nicknames = [found["name"] for found in NICKNAME.finditer(f" {name} ")]
    plain = NICKNAME.sub(" ", f" {name} ") if nicknames else name
    main = ASIDE.sub(" ", plain)
    if not telling(main):
        main = plain
    told = telling(main) or [w for w in WORD.findall(main) if len(fold(w)) > 1]
    forms = Forms()
    if told:
        forms.given += [*spelled(told[0]), *given_name(told[0])]
        forms.other += [form for word in told[1:] for form in spelled(word)]
        forms.whole += glued([fold(word) for word in told])
        if SLAVIC.search(name):
            forms.given += declined_in_latin(fold(told[0]))
            forms.other += [
                form for word in told[1:] for form in declined_in_latin(fold(word))
            ]
    forms.other += joined(main)
    for nickname in nicknames:
        forms.given += [form for word in telling(nickname) for form in spelled(word)]
    return forms


def telling(name: str) -> list[str]:
    """Return the words of a name that tell who it is."""
    skipped = PARTICLES | TITLES | LABELS
    found = [word for word in WORD.findall(name) if fold(word) not in skipped]
    return [word for word in found if len(fold(word)) > 1 or IS_UNSPACED.match(word)]


def spelled(word: str) -> Iterator[str]:
    """Yield a word, folded, in its spellings."""
    yield fold(word)
    lower = word.lower()
    for umlaut, pair in UMLAUTS:
        lower = lower.replace(umlaut, pair)
    if fold(lower) != fold(word):
        yield fold(lower)


def given_name(word: str) -> Iterator[str]:
    """Yield the given name in a full name that is written without a space."""
    name = fold(word)
    if HAN.match(name) and name[:2] in LONG_SURNAMES:
        yield name[:2]
    if HAN.match(name) and len(name) in (3, 4):
        yield name[2:] if name[:2] in LONG_SURNAMES or len(name) == 4 else name[1:]
    yield from titled(name)
    if HANGUL.match(name) and len(name) == 3:
        yield name[1:]


def joined(name: str) -> Iterator[str]:
    """Yield the words of a name with what may be written as one with them.

    O'Rourke is ORourke, Al-Qahtani is AlQahtani, and Abdulrahman is Abdul Rahman.
    """
    parts = [fold(word) for word in WORD.findall(name)]
    for before, word in pairwise(parts):
        if (before in PARTICLES or before in ELIDED) and len(word) > 3:
            yield before + word
    for word in parts:
        if (found := SERVANT.match(word)) and not IS_UNSPACED.match(word):
            yield from found.groups()


def titled(name: str) -> Iterator[str]:
    """Yield a Han family name with what people of China put beside it."""
    if HAN.match(name) and 2 <= len(name) <= 4:
        family = name[:2] if name[:2] in LONG_SURNAMES else name[:1]
        yield from (family + title for title in HAN_TITLES)
        yield from (
            one for one in (f"小{family}", f"老{family}") if one not in HAN_WORDS
        )


def glued(names: list[str]) -> Iterator[str]:
    """Yield a name of several words as one, as handles have it."""
    if len(names) < 2:
        return
    first, last = names[0], names[-1]
    found = ["".join(names), last + first, *(first + other for other in names[1:])]
    if len(last) >= 5:
        found += [first[0] + last]
    joined = IS_UNSPACED.match(first)
    yield from (one for one in found if len(one) >= 6 or joined)
