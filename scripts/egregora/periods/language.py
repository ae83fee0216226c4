"""The language of each period: that of most of the people who write in it.

The language of a person is told by what they wrote first, up to the period. So it
does not change with the topic of a day, the posts of a group of two languages do not
go to and fro, and whoever leaves the conversation changes the language of no period
but those that they wrote in.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.storage import rows_in_turn

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
ENOUGH_MESSAGES = 100

# Of so little text, the languages that it may be of: those of most groups.
FREQUENT = ("ar", "de", "en", "es", "fr", "hi", "id", "it", "pt", "ru", "tr")

UNKNOWN = "en"

# Of one person: a period, the language from it on, and whether that is sure.
Voice = tuple[str, str, bool]
# Author → what is known of them, oldest first.
Voices = dict[str, list[Voice]]


@ibis.udf.agg.builtin(name="min")
def least_of(positions: int, count: int) -> list[int]:
    """Return the `count` least of `positions`; DuckDB's function."""


def language_of(text: str, setting: str = AUTO) -> str:
    """Return the likeliest language of `text` as ISO 639-1; the setting, if given."""
    if setting != AUTO:
        return setting
    if not any(map(str.isalpha, text)):
        return UNKNOWN
    if len(text) >= LEAST_TEXT:
        return identifier().classify(text)[0]
    ranked = (language for language, _score in identifier().rank(text))
    return next(language for language in ranked if language in FREQUENT)


def language_of_period(period: str, people: Sequence[str], voices: Voices) -> str:
    """Return the language of most of the people of a period.

    Parameters
    ----------
    period
        Its name.
    people
        Who wrote in it, most messages first.
    voices
        By `voices_of`.
    """
    told = [voice_at(period, voices[one]) for one in people if one in voices]
    sure = [language for language, is_sure in told if is_sure]
    votes = Counter(sure or [language for language, _ in told if language])
    # Of as many votes, the language whose people wrote most is first.
    return max(votes, key=votes.__getitem__, default=UNKNOWN)


def voice_at(period: str, voice: Sequence[Voice]) -> tuple[str, bool]:
    """Return the language of a person at a period, and whether it is sure."""
    at = bisect_right(voice, period, key=itemgetter(0))
    return voice[at - 1][1:] if at else ("", False)


def voices_of(speech: ir.Table) -> Voices:
    """Return the language of each person, from the period on that shows it.

    Parameters
    ----------
    speech
        The messages in which people say something, with their period.
    """
    order = ibis.window(group_by="author", order_by=["period", "position"])
    # What a person wrote first is found without the texts, costly to sort.
    first = (
        speech.group_by("author")
        .aggregate(position=least_of(_.position, ENOUGH_MESSAGES))
        .select(position=_.position.unnest())
    )
    early = (
        speech.semi_join(first, "position")
        .select("author", "period", "position", size=_.text.length())
        .mutate(before=_["size"].cumsum().over(order) - _["size"])
        .filter(_.before < ENOUGH_TEXT)
    )
    lines = (
        speech.semi_join(early, "position")
        .select("author", "period", "position", text=words.plain(_.text))
        .order_by("author", "period", "position")
    )
    voices: Voices = {}
    for author, rows in groupby(rows_in_turn(lines), itemgetter("author")):
        said = ""
        for period, more in groupby(rows, itemgetter("period")):
            said = "\n".join([said, *(row["text"] for row in more)])[:ENOUGH_TEXT]
            is_sure = len(said) >= LEAST_TEXT
            voice = (period, language_of(said), is_sure)
            voices.setdefault(author, []).append(voice)
    return voices


@functools.cache
def identifier() -> Any:
    """Return the language identifier, loaded once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    loaded = LanguageIdentifier.from_model_file(MODEL_FILE)
    loaded.set_languages(PLAUSIBLE.split())
    return loaded
