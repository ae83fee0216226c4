"""The words that texts of a language are full of, whatever they are about.

The lists come with a library. Which of them are meant, each period tells by itself:
those whose words it uses most, so that a group of two languages has both.
"""

from __future__ import annotations

import functools

import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.storage import small_table

# A language is one of the period's if it finds this part of what the first one does.
SPOKEN = 0.45


def common(tokens: ir.Table, vocabulary: ir.Table) -> ir.Table:
    """Return the stems that say nothing in each period: `span` and `stem`.

    Parameters
    ----------
    tokens, vocabulary
        The words of all messages, and what they are: see `tokens`.
    """
    stems = vocabulary.select("stem", "term").distinct()
    known = stems.inner_join(listed(), "term").select("stem", "language")
    used = tokens.group_by("span", "stem").aggregate(times=_.count())
    heard = (
        used.inner_join(known, "stem")
        .group_by("span", "language")
        .aggregate(found=_.times.sum())
        .mutate(most=_.found.max().over(group_by="span"))
        .filter(_.found >= SPOKEN * _.most)
    )
    said = used.inner_join(known, "stem")
    return said.semi_join(heard, ["span", "language"]).select("span", "stem").distinct()


def listed() -> ir.Table:
    """Return the stems of the words in all lists: `language` and `term`."""
    pairs = small_table(listed_words(), {"language": "string", "word": "string"})
    return pairs.select("language", term=words.stem(words.fold(_.word))).distinct()


@functools.cache
def listed_words() -> list[tuple[str, str]]:
    """Return the words of all lists, each with its language, sorted."""
    import justext

    return sorted(
        (language, word)
        for language in justext.get_stoplists()
        for word in justext.get_stoplist(language)
    )
