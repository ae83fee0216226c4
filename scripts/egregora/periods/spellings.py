"""How the people of a period write a word: with its accents, not shouted."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

# Longer words in capitals are shouted, not initials.
LONGEST_INITIALS = 4


def spellings(
    wanted: ir.Table, forms: ir.Table, tokens: ir.Table, vocabulary: ir.Table
) -> ir.Table:
    """Return the usual spelling of stems, and who uses them.

    Parameters
    ----------
    wanted
        `span` and `stem`: the stems of a period.
    forms, tokens, vocabulary
        How forms are used, the words of all messages, and what they are: see `tokens`.

    Returns
    -------
    ir.Table
        `span`, `stem`, `word`, and the `messages` and `authors` that use it.
    """
    # Lists of repeats are cheaper here than sets.
    counted = (
        tokens.semi_join(wanted, ["span", "stem"])
        .group_by("span", "stem")
        .aggregate(messages=_.message.collect(), authors=_.person.collect())
        .select(
            "span",
            "stem",
            messages=_.messages.unique().length(),
            authors=_.authors.unique().length(),
        )
    )
    usual = ibis.window(
        group_by=["span", "stem"],
        order_by=[ibis.asc("shouted"), ibis.desc("times"), ibis.desc("word")],
    )
    words = vocabulary.select("form", "word").distinct()
    return (
        forms.semi_join(wanted, ["span", "stem"])
        .inner_join(words, "form")
        .mutate(shouted=(_.word == _.word.upper()) & (_.word != _.word.lower()))
        .mutate(place=ibis.row_number().over(usual))
        .filter(_.place == 0)
        .inner_join(counted, ["span", "stem"])
        .mutate(
            word=ibis.ifelse(
                _.shouted & (_.word.length() > LONGEST_INITIALS),
                _.word.lower(),
                _.word,
            )
        )
        .select("span", "stem", "word", "messages", "authors")
    )
