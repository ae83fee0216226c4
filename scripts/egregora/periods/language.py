"""The language of each period, from its text.

No other period counts: whoever leaves the conversation changes the language of no
period but those that they wrote in. A group that speaks two languages and wants one
for its posts says so in the settings.
"""

from __future__ import annotations

import functools
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.storage import rows_of

AUTO = "auto"

# What the identifier may answer: languages of many chats. Those left out are taken
# for their neighbours in short, informal text (Galician for Portuguese); a group that
# writes one of them says so in the settings.
PLAUSIBLE = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr gu ha he hi hr hu "
    "hy id is it ja ka kk km kn ko lo lt lv mk ml mn mr ms my ne nl no or pa pl ps pt "
    "ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi yo zh zu"
)

# Characters: less text may be of any language, more says nothing new.
LEAST_TEXT = 40
ENOUGH_TEXT = 1000

# Of so little text, the languages that it may be of: those of most groups.
FREQUENT = ("ar", "de", "en", "es", "fr", "hi", "id", "it", "pt", "ru", "tr")

UNKNOWN = "en"


def languages(texts: dict[str, str], setting: str) -> dict[str, str]:
    """Return the language of each period.

    Parameters
    ----------
    texts
        Period → beginning of what people wrote in it, oldest first.
    setting
        A language, or `auto`.

    """
    if setting != AUTO:
        return dict.fromkeys(texts, setting)
    return {period: language_of(text) for period, text in texts.items()}


def language_of(text: str) -> str:
    """Return the likeliest language of `text` as ISO 639-1."""
    if not any(map(str.isalpha, text)):
        return UNKNOWN
    if len(text) >= LEAST_TEXT:
        return identifier().classify(text)[0]
    ranked = (language for language, _score in identifier().rank(text))
    return next(language for language in ranked if language in FREQUENT)


@functools.cache
def identifier() -> Any:
    """Return the language identifier, loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    loaded = LanguageIdentifier.from_model_file(MODEL_FILE)
    loaded.set_languages(PLAUSIBLE.split())
    return loaded


def beginnings(speech: ir.Table) -> dict[str, str]:
    """Return the beginning of what people wrote in each period, oldest first."""
    order = ibis.window(group_by="period", order_by="position")
    sizes = speech.select("period", "position", size=_.text.length())
    # What comes before a message is counted without the texts, costly to sort.
    early = sizes.mutate(before=_.size.cumsum().over(order) - _.size)
    texts = (
        speech.semi_join(early.filter(_.before < ENOUGH_TEXT), "position")
        .group_by("period")
        .aggregate(text=words.plain(_.text).group_concat("\n", order_by=_.position))
        .select("period", text=_.text.left(ENOUGH_TEXT))
        .order_by("period")
    )
    return {row["period"]: row["text"] for row in rows_of(texts)}
