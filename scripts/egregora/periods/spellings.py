"""How the people of a period write a word: with its accents, not shouted."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

# Longer words in capitals are shouted, not initials.
LONGEST_INITIALS = 4


def spellings(wanted: ir.Table, tokens: ir.Table, vocabulary: ir.Table) -> ir.Table:
    """Return the usual spelling of stems, and who uses them.

    Parameters
    ----------
    wanted
        `span` and `stem`: the stems of a period.
    tokens, vocabulary
        The words of all messages, and what they are: see `tokens`.

    Returns
    -------
    ir.Table
        `span`, `stem`, `word`, and the `messages` and `authors` that use it.
    """
    used = tokens.semi_join(wanted, ["span", "stem"])
    counted = used.group_by("span", "stem").aggregate(
        messages=_.message.nunique(), authors=_.person.nunique()
    )
    usual = ibis.window(
        group_by=["span", "stem"],
        order_by=[ibis.asc("shouted"), ibis.desc("times"), ibis.desc("word")],
    )
    words = vocabulary.select("form", "word").distinct()
    return (
        used.group_by("span", "stem", "form")
        .aggregate(times=_.count())
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
