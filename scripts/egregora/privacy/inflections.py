"""The inflected and clipped forms of a folded name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from egregora.privacy.lists import listed
from egregora.privacy.vocabulary import NO_DIMINUTIVES

VOWELS = "aeiou"
CYRILLIC = re.compile("[а-я]+$")
GREEK = re.compile("[α-ω]+$")
ARABIC = re.compile("[\u0621-\u064a]+$")
HEBREW = re.compile("[\u05d0-\u05ea]+$")
DEVANAGARI = re.compile("[\u0900-\u097f]+$")
POSTPOSITIONS = listed(
    """
    ने को का की के से में पर जी चा ची चे ला नी शी त
    """
)
# Dear Ayşe is Ayşecim, Ayşeciğim; vowels follow those of the name.
TURKISH_ENDEARMENTS = ("cim", "cum", "cigim", "cugum")


def derived(form: str) -> Iterator[str]:
    """Yield the inflected and clipped forms of a folded name."""
    if form.isascii() and form.isalpha():
        if len(form) >= 3:
            yield from (form + end for end in ("s", *TURKISH_ENDEARMENTS))
        if len(form) >= 4 and form[-1] in "dlnrz":
            yield f"{form}es"
        if len(form) >= 4 and form[-1] == "z":
            yield f"{form[:-1]}ces"
        yield from diminutives(form)
    elif CYRILLIC.match(form):
        yield from declined(form)
    elif GREEK.match(form) and form[-1] in "ςσα":
        stem = form[:-1]
        yield from (stem + end for end in ("", "υ", "σ", "ς"))
        yield form[:-2] + "ου"
    elif ARABIC.match(form):
        bare = form.removeprefix("ال")
        yield from (start + form for start in "وفبلك")
        if bare != form and len(bare) > 2:
            yield from (bare, f"لل{bare}", f"ول{bare}")
        yield from (f"{start}{middle}{form}" for start in "وف" for middle in "بلك")
    elif HEBREW.match(form):
        yield from (start + form for start in "והבלמשכ")
        yield from (f"ו{start}{form}" for start in "הבלמשכ")
    elif DEVANAGARI.match(form):
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


def declined(form: str) -> Iterator[str]:
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


def declined_in_latin(form: str) -> Iterator[str]:
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
