"""The topics of each period, from a small set that is the same for all.

What people say is gathered around the words of a lexicon: topics that groups speak of
again and again, so that a page of a topic has posts of many periods. The topics of a
period depend on it alone: a new week renames none, nor does anybody who leaves change
those of a week that they did not write in.
"""

from __future__ import annotations

import functools

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.periods.lexicon import WORDS
from egregora.storage import rows_in_turn, small_table
from egregora.text.locales import Translator

# Of the messages of a period, the part that speaks of a topic at least; and how many,
# by how many people.
PART = 0.03
LEAST = 3
PEOPLE = 2
# Topics of a period, at most.
NAMED = 3

Found = dict[str, list[str]]


def topics(
    tokens: ir.Table, stems: ir.Table, spans: ir.Table, terms: ir.Table
) -> ir.Table:
    """Return what each period speaks of: first what its telling words are about.

    Parameters
    ----------
    tokens, stems, spans
        The words of all messages, their stems, and the periods: see `tokens`.
    terms
        The words that tell each period, with their `weight`.

    Returns
    -------
    ir.Table
        `period`, `topic`, and `place` from 0.
    """
    named = stems.inner_join(seeds(), "term").select("stem", "topic")
    weights = (
        terms.inner_join(named, "stem")
        .group_by("span", "topic")
        # Sums of decimals do not depend on their order.
        .aggregate(weight=_.weight.cast("decimal(9, 4)").sum())
    )
    order = ibis.window(
        group_by="span", order_by=[_.weight.desc(), _.times.desc(), ibis.asc("topic")]
    )
    return (
        tokens.inner_join(named, "stem")
        .group_by("span", "topic")
        .aggregate(times=_.message.nunique(), people=_.person.nunique())
        .inner_join(spans, "span")
        .filter(_.people >= PEOPLE, _.times >= LEAST, _.times >= PART * _.spoken)
        .left_join(weights, ["span", "topic"])
        .mutate(weight=_.weight.fill_null(0))
        .mutate(place=ibis.row_number().over(order))
        .filter(_.place < NAMED)
        .select("period", "topic", "place")
    )


def seeds() -> ir.Table:
    """Return the folded stems that tell of a topic of the lexicon: `topic`, `term`."""
    pairs = [(topic, word) for topic, said in WORDS.items() for word in said.split()]
    return (
        small_table(pairs, {"topic": "string", "word": "string"})
        .select("topic", term=words.stem(words.fold(_.word)))
        .distinct()
    )


def topics_by_period(topics: ir.Table) -> Found:
    """Return the names of the topics of each period, as the lexicon has them."""
    found: Found = {}
    for row in rows_in_turn(topics.order_by("period", "place")):
        found.setdefault(row["period"], []).append(row["topic"])
    return found


@functools.cache
def labels(language: str) -> dict[str, str]:
    """Return what each topic is called in the language of the posts."""
    translator = Translator(language, "topics")
    return {topic: translator.say(topic) for topic in WORDS}
