"""The variants of a person's name: its words, nicknames, handles and inflections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from egregora.privacy.normalize import ANY_WORD, UNSPACED_LETTER, fold_name, word_set
from egregora.privacy.wordlists import (
    CONTACT_LABELS,
    NAME_PARTICLES,
    NO_DIMINUTIVES,
    PERSONAL_TITLES,
    TWO_CHARACTER_SURNAMES,
)

VOWELS = "aeiou"
CYRILLIC_WORD = re.compile("[а-я]+$")
GREEK_WORD = re.compile("[α-ω]+$")
ARABIC_WORD = re.compile("[\u0621-\u064a]+$")
HEBREW_WORD = re.compile("[\u05d0-\u05ea]+$")
DEVANAGARI_WORD = re.compile("[\u0900-\u097f]+$")
POSTPOSITIONS = word_set(
    """
    ने को का की के से में पर जी चा ची चे ला नी शी त
    """
)
# Dear Ayşe is Ayşecim, Ayşeciğim; vowels follow those of the name.
TURKISH_ENDEARMENTS = ("cim", "cum", "cigim", "cugum")


def inflect_name(form: str) -> Iterator[str]:
    """Yield the inflected and clipped forms of a folded name."""
    if form.isascii() and form.isalpha():
        if len(form) >= 3:
            yield from (form + end for end in ("s", *TURKISH_ENDEARMENTS))
        if len(form) >= 4 and form[-1] in "dlnrz":
            yield f"{form}es"
        if len(form) >= 4 and form[-1] == "z":
            yield f"{form[:-1]}ces"
        yield from diminutives(form)
    elif CYRILLIC_WORD.match(form):
        yield from decline_cyrillic(form)
    elif GREEK_WORD.match(form) and form[-1] in "ςσα":
        stem = form[:-1]
        yield from (stem + end for end in ("", "υ", "σ", "ς"))
        yield form[:-2] + "ου"
    elif ARABIC_WORD.match(form):
        bare = form.removeprefix("ال")
        yield from (start + form for start in "وفبلك")
        if bare != form and len(bare) > 2:
            yield from (bare, f"لل{bare}", f"ول{bare}")
        yield from (f"{start}{middle}{form}" for start in "وف" for middle in "بلك")
    elif HEBREW_WORD.match(form):
        yield from (start + form for start in "והבלמשכ")
        yield from (f"ו{start}{form}" for start in "הבלמשכ")
    elif DEVANAGARI_WORD.match(form):
        yield from (form + end for end in POSTPOSITIONS)


def diminutives(form: str) -> Iterator[str]:
    """Yield the Portuguese and Spanish diminutives of a folded name."""
    if len(form) < 3:
        return
    if form.endswith("ao"):
        found = [f"{form}zinho"]
    elif form[-1] in "ao" and form[-2] not in VOWELS:
        found = [form[:-1] + end + form[-1] for end in ("inh", "it")]
    elif form.endswith("os") and form[-3] not in VOWELS:
        found = [f"{form[:-2]}inhos", f"{form[:-2]}itos"]
    else:
        found = [f"{form}zinho", f"{form}zinha", f"{form}inho", f"{form}inha"]
    yield from (one for one in found if one not in NO_DIMINUTIVES)


def decline_cyrillic(form: str) -> Iterator[str]:
    """Yield the case forms of a folded Cyrillic name."""
    if form[-1] in "ая":
        ends, stem = "ы и е у ю ой ей ою еи ои", form[:-1]
    elif form[-1] in "йи":
        ends, stem = "я ю ем е и ого ому им ым", form[:-1]
    elif form[-1] == "ь":
        ends, stem = "я ю ем е и", form[:-1]
    else:
        ends, stem = "а у ом ем е ы и ым ои ых ыми ои ов ович овна", form
    yield from (stem + end for end in ends.split())


def decline_slavic_latin(form: str) -> Iterator[str]:
    """Yield the case forms of a folded Slavic name in Latin script."""
    if not form.isascii() or len(form) < 3:
        return
    if form.endswith(("ski", "cki")):
        ends, stem = "i iego iemu im a iej ich imi eho emu y", form[:-1]
        yield from (f"{stem}{end}" for end in ("ego", "oj", "om", "em"))
    elif form.endswith(("ska", "cka")):
        ends, stem = "i iego iej ich a e ou", form[:-1]
    elif form.endswith("a"):
        ends, stem = "y i ie e o u ou ami ach", form[:-1]
    elif form[-1] in "eiouy":
        return
    else:
        ends, stem = "a owi ovi em iem u ie e om ow ami ach", form
        if form.endswith("ek") and len(form) > 4:
            yield from (f"{form[:-2]}k{end}" for end in ("a", "owi", "ovi", "iem", "u"))
    yield from (stem + end for end in ends.split())


ASIDE_IN_NAME = re.compile(r"\([^)]*\)|\[[^\]]*\]| [-–—|/:] .*$")
QUOTED_NICKNAME = re.compile("[\"“”„«»'‘’「](?P<name>[^\"“”„«»'‘’「」]+)[\"“”„«»'‘’」]")

# Letters and endings that names of Slavs have in Latin script.
SLAVIC_SPELLING = re.compile(
    r"[ąćęłńśźżčďěňřšťůž]|(?:sk[iaá]|ck[iaá]|dzk[ia]|wicz|vi[cć]|czyk|[sr]z|s[lł]aw|slav)\b",
    re.IGNORECASE,
)
UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"))
HAN_NAME = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+$")
HANGUL_NAME = re.compile("[\uac00-\ud7a3]+$")
ELIDED_PARTICLES = frozenset("odl")
ABDUL_NAME = re.compile(r"(abd[aeu]l)[ -]?([a-z]{4,})$")
HAN_TITLES = word_set("总 總 哥 姐 先生 女士 小姐 老板 经理 阿姨 叔叔")
HAN_COMMON_WORDS = word_set(
    "小时 小米 小白 小雪 小麦 小车 小路 小江 小方 小金 小黄 老师 老白 老金 老路 老方"
)


@dataclass
class NameVariants:
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


def name_variants(name: str) -> NameVariants:
    """Return the words of a name as exported; none for a number."""
    nicknames = [found["name"] for found in QUOTED_NICKNAME.finditer(f" {name} ")]
    plain = QUOTED_NICKNAME.sub(" ", f" {name} ") if nicknames else name
    main = ASIDE_IN_NAME.sub(" ", plain)
    if not identifying_words(main):
        main = plain
    told = identifying_words(main) or [
        w for w in ANY_WORD.findall(main) if len(fold_name(w)) > 1
    ]
    forms = NameVariants()
    if told:
        forms.given += [*umlaut_variants(told[0]), *unspaced_given_names(told[0])]
        forms.other += [form for word in told[1:] for form in umlaut_variants(word)]
        forms.whole += handle_variants([fold_name(word) for word in told])
        if SLAVIC_SPELLING.search(name):
            forms.given += decline_slavic_latin(fold_name(told[0]))
            forms.other += [
                form
                for word in told[1:]
                for form in decline_slavic_latin(fold_name(word))
            ]
    forms.other += particle_variants(main)
    for nickname in nicknames:
        forms.given += [
            form
            for word in identifying_words(nickname)
            for form in umlaut_variants(word)
        ]
    return forms


def identifying_words(name: str) -> list[str]:
    """Return the words of a name that tell who it is."""
    skipped = NAME_PARTICLES | PERSONAL_TITLES | CONTACT_LABELS
    found = [word for word in ANY_WORD.findall(name) if fold_name(word) not in skipped]
    return [
        word
        for word in found
        if len(fold_name(word)) > 1 or UNSPACED_LETTER.match(word)
    ]


def umlaut_variants(word: str) -> Iterator[str]:
    """Yield a word, folded, in its spellings."""
    yield fold_name(word)
    lower = word.lower()
    for umlaut, pair in UMLAUTS:
        lower = lower.replace(umlaut, pair)
    if fold_name(lower) != fold_name(word):
        yield fold_name(lower)


def unspaced_given_names(word: str) -> Iterator[str]:
    """Yield the given name in a full name that is written without a space."""
    name = fold_name(word)
    if HAN_NAME.match(name) and name[:2] in TWO_CHARACTER_SURNAMES:
        yield name[:2]
    if HAN_NAME.match(name) and len(name) in (3, 4):
        yield (
            name[2:]
            if name[:2] in TWO_CHARACTER_SURNAMES or len(name) == 4
            else name[1:]
        )
    yield from han_address_forms(name)
    if HANGUL_NAME.match(name) and len(name) == 3:
        yield name[1:]


def particle_variants(name: str) -> Iterator[str]:
    """Yield the words of a name with what may be written as one with them.

    O'Rourke is ORourke, Al-Qahtani is AlQahtani, and Abdulrahman is Abdul Rahman.
    """
    parts = [fold_name(word) for word in ANY_WORD.findall(name)]
    for before, word in pairwise(parts):
        if (before in NAME_PARTICLES or before in ELIDED_PARTICLES) and len(word) > 3:
            yield before + word
    for word in parts:
        if (found := ABDUL_NAME.match(word)) and not UNSPACED_LETTER.match(word):
            yield from found.groups()


def han_address_forms(name: str) -> Iterator[str]:
    """Yield a Han family name with what people of China put beside it."""
    if HAN_NAME.match(name) and 2 <= len(name) <= 4:
        family = name[:2] if name[:2] in TWO_CHARACTER_SURNAMES else name[:1]
        yield from (family + title for title in HAN_TITLES)
        yield from (
            one for one in (f"小{family}", f"老{family}") if one not in HAN_COMMON_WORDS
        )


def handle_variants(names: list[str]) -> Iterator[str]:
    """Yield a name of several words as one, as handles have it."""
    if len(names) < 2:
        return
    first, last = names[0], names[-1]
    found = ["".join(names), last + first, *(first + other for other in names[1:])]
    if len(last) >= 5:
        found += [first[0] + last]
    joined = UNSPACED_LETTER.match(first)
    yield from (one for one in found if len(one) >= 6 or joined)
