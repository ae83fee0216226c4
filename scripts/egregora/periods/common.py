"""The words that texts of a language are full of, whatever they are about.

The lists come with a library, and some are of our own for what chats are full of.
Which of them are meant, each period tells by itself: those whose words it uses most,
so that a group of two languages has both.
"""

from __future__ import annotations

import functools

import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.everyday import everyday
from egregora.storage import table_of
from egregora.tables import Contract

# A language is one of the period's if it finds this part of what the first one does.
SPOKEN = 0.3

# What the library calls the languages of our own lists.
OURS = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
}

LISTED = Contract(
    "listed",
    "one row per word of the list of a language",
    key="word",
    columns={
        "language": ("!string", "as the library names it"),
        "word": ("!string", "as it is written"),
    },
)


def common(uses: ir.Table, vocabulary: ir.Table) -> ir.Table:
    """Return the stems that say nothing in each period: `span` and `stem`.

    Parameters
    ----------
    uses
        How many `messages` of each `span` have a `stem`, with repeats.
    vocabulary
        What the stems are: see `tokens`.
    """
    stems = vocabulary.select("stem", "term").distinct()
    known = stems.inner_join(listed(), "term").select("stem", "language")
    said = uses.select("span", "stem", "messages").inner_join(known, "stem")
    heard = (
        said.group_by("span", "language")
        .aggregate(found=_.messages.sum())
        .mutate(most=_.found.max().over(group_by="span"))
        .filter(_.found >= SPOKEN * _.most)
    )
    return said.semi_join(heard, ["span", "language"]).select("span", "stem").distinct()


def listed() -> ir.Table:
    """Return the stems of the words in all lists: `language` and `term`."""
    pairs = table_of(listed_words(), LISTED)
    return pairs.select("language", term=words.stem(words.fold(_.word))).distinct()


@functools.cache
def listed_words() -> list[dict[str, str]]:
    """Return the words of all lists, each with its language, sorted."""
    import justext

    found = {
        (language, word)
        for language in justext.get_stoplists()
        for word in justext.get_stoplist(language)
    }
    found |= {(OURS[code], word) for code, said in everyday().items() for word in said}
    return [{"language": language, "word": word} for language, word in sorted(found)]
