"""The words that texts of a language are full of, whatever they are about.

The lists come with a library, and some are of our own for what chats are full of.
Which of them are meant, each period tells by itself: those whose words it uses most,
so that a group of two languages has both.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.storage import small_table
from egregora.text.locales import stopwords

# A language is one of the period's if it finds this part of what the first one does.
SPOKEN = 0.3

# What the library calls the languages of our own lists.
OURS = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pt": "Portuguese",
}

LISTED = {"language": "string", "word": "string"}


def common(
    uses: ir.Table, forms: ir.Table, vocabulary: ir.Table, stems: ir.Table
) -> ir.Table:
    """Return the stems that say nothing in each period: `span` and `stem`.

    Parameters
    ----------
    uses
        How many `messages` of each `span` have a `stem`, with repeats.
    forms
        How many `times` each `span` has each form of a stem.
    vocabulary, stems
        What the words and their stems are: see `tokens`.
    """
    known = stems.inner_join(listed(), "term").select("stem", "language")
    used = uses.select("span", "stem", "messages")
    said = used.inner_join(known, "stem").union(chatted(used, forms, vocabulary))
    heard = (
        said.distinct()
        .group_by("span", "language")
        .aggregate(found=_.messages.sum())
        .mutate(most=_.found.max().over(group_by="span"))
        .filter(_.found >= SPOKEN * _.most)
    )
    return said.semi_join(heard, ["span", "language"]).select("span", "stem").distinct()


def chatted(used: ir.Table, forms: ir.Table, vocabulary: ir.Table) -> ir.Table:
    """Return the stems that are mostly words of our own lists, by language.

    Our lists hold the forms of words, and many: a stem of which others are used more
    is another word (`passar`, and `passarinho`).
    """
    shapes = vocabulary.select("form", folded=words.fold(_.word)).distinct()
    ours = {OURS[language]: said for language, said in stopwords().items()}
    pairs = small_table(rows_of_lists(ours), LISTED)
    known = shapes.inner_join(pairs, shapes.folded == pairs.word)
    return (
        forms.inner_join(known.select("form", "language"), "form")
        .group_by("span", "stem", "language")
        .aggregate(mine=_.times.sum())
        .inner_join(used, ["span", "stem"])
        .filter(2 * _.mine > _.messages)
        .select("span", "stem", "messages", "language")
    )


def listed() -> ir.Table:
    """Return the stems of the words in the library's lists: `language` and `term`."""
    pairs = small_table(library(), LISTED)
    return pairs.select("language", term=words.stem(words.fold(_.word))).distinct()


@functools.cache
def library() -> list[tuple[str, str]]:
    """Return the words of the library's lists, each with its language, sorted."""
    import justext

    names = sorted(justext.get_stoplists())
    return rows_of_lists({name: sorted(justext.get_stoplist(name)) for name in names})


def rows_of_lists(lists: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return one row per word: its language and itself."""
    return [(language, word) for language, said in lists.items() for word in said]
