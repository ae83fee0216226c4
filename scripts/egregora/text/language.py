"""In which language a text is, and a period of the conversation.

A long text is identified by its letters, a single message by its most common words.
The language of a period is that of most of the people who write in it, and that of a
person shows in what they wrote first, up to the period. So it does not change with the
topic of a day, the posts of a group of two languages do not go to and fro, and who
leaves the conversation changes the language of no period but those they wrote in.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from egregora.text.locales import function_words

AUTO = "auto"
UNKNOWN = "en"

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

# Of one person: a period, the language from it on, and whether that is sure.
Habit = tuple[str, str, bool]


def identify_language(text: str, setting: str = AUTO) -> str:
    """Return the likeliest language of `text` as ISO 639-1; the setting, if given."""
    if setting != AUTO:
        return setting
    if not any(map(str.isalpha, text)):
        return UNKNOWN
    if len(text) >= LEAST_TEXT:
        return identifier().classify(text)[0]
    ranked = (language for language, _score in identifier().rank(text))
    return next(language for language in ranked if language in FREQUENT)


@functools.cache
def identifier() -> Any:
    """Return the language identifier, loaded once."""
    # Costs 0.8 s of CPU: more than a whole post, which asks `guess_language` only.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    loaded = LanguageIdentifier.from_model_file(MODEL_FILE)
    loaded.set_languages(PLAUSIBLE.split())
    return loaded


def guess_language(words: Iterable[str]) -> str | None:
    """Return the language whose own common words occur most among folded words.

    For one message of a conversation, which says less than `identify_language` needs;
    None if no language has a word of its own in it.
    """
    words = list(words)
    hits = {
        name: sum(word in telltale for word in words)
        for name, telltale in telltale_words().items()
    }
    likeliest = max(hits, key=hits.__getitem__)
    return likeliest if hits[likeliest] else None


@functools.cache
def telltale_words() -> dict[str, frozenset[str]]:
    """Return the stop words and articles of each language that no other has."""
    words = function_words()
    return {
        name: own.difference(*(words[other] for other in words if other != name))
        for name, own in words.items()
    }


def language_of_pages(setting: str, named: Iterable[str | None], text: str) -> str:
    """Return the language of the pages around the posts.

    Parameters
    ----------
    setting
        A code, or "auto".
    named
        The languages that the posts name; most of them decide.
    text
        What decides where no post names a language.
    """
    posts = Counter(filter(None, named))
    if setting != AUTO or not posts:
        return identify_language(text, setting)
    return min(posts, key=lambda language: (-posts[language], language))


def language_of_period(
    period: str, people: Sequence[str], habits: Mapping[str, Sequence[Habit]]
) -> str:
    """Return the language of most of the people of a period.

    Parameters
    ----------
    period
        Its name.
    people
        Who wrote in it, most messages first.
    habits
        By `habits_of_people`.
    """
    known = [habit_at(period, habits[person]) for person in people if person in habits]
    sure = [language for language, is_sure in known if is_sure]
    votes = Counter(sure or [language for language, _ in known if language])
    # Of as many votes, the language whose people wrote most is first.
    return max(votes, key=votes.__getitem__, default=UNKNOWN)


def habit_at(period: str, habits: Sequence[Habit]) -> tuple[str, bool]:
    """Return the language of a person at a period, and whether it is sure."""
    at = bisect_right(habits, period, key=itemgetter(0))
    return habits[at - 1][1:] if at else ("", False)


def habits_of_people(lines: Iterable[Mapping[str, str]]) -> dict[str, list[Habit]]:
    """Return the language of each person, from the period on that shows it.

    Parameters
    ----------
    lines
        `author`, `period` and `text` of what each person wrote first, in that order.
    """
    habits: dict[str, list[Habit]] = {}
    for author, of_author in groupby(lines, itemgetter("author")):
        text = ""
        for period, of_period in groupby(of_author, itemgetter("period")):
            text = "\n".join([text, *(line["text"] for line in of_period)])
            text = text[:ENOUGH_TEXT]
            habit = (period, identify_language(text), len(text) >= LEAST_TEXT)
            habits.setdefault(author, []).append(habit)
    return habits
