"""The topics of each period: a small set that grows, and never changes in the past.

What is said is clustered around seeds: topics that groups speak of again and again
(`lexicon`), and the words by which an earlier period was told already, which name
themselves. The topics of a period depend on it and on earlier ones only, so that a new
week renames nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import ibis.expr.types as ir
from ibis import _

from egregora import words
from egregora.periods.lexicon import WORDS, label
from egregora.storage import rows_of, small_table

# Of the messages of a period, the part that speaks of a topic at least; and how many.
PART = 0.03
LEAST = 3
# Topics of a period that the lexicon names, and words of the group's own.
NAMED = 3
OWN = 1
# A word of the group's own names a topic if it is among so many that tell a period.
FOREMOST = 3
# A topic of more than so many periods, and of this part of them, tells nothing.
MANY = 5
USUAL = 0.6
# People who use a word that names a topic.
PEOPLE = 2

Found = dict[str, list[str]]


def seeded(tokens: ir.Table, vocabulary: ir.Table, spans: ir.Table) -> Found:
    """Return the topics of the lexicon that each period speaks of, most first."""
    pairs = [(name, word) for name, said in WORDS.items() for word in said.split()]
    seeds = small_table(pairs, {"topic": "string", "word": "string"})
    stems = seeds.select("topic", term=words.stem(words.fold(_.word))).distinct()
    known = vocabulary.select("stem", "term").distinct().inner_join(stems, "term")
    found = (
        tokens.inner_join(known.select("stem", "topic"), "stem")
        .group_by("span", "topic")
        .aggregate(times=_.message.nunique(), people=_.person.nunique())
        .inner_join(spans, "span")
        .filter(_.people >= PEOPLE, _.times >= LEAST, _.times >= PART * _.spoken)
        .order_by("period", _.times.desc(), "topic")
        .select("period", "topic")
    )
    topics: Found = {}
    for row in rows_of(found):
        topics.setdefault(row["period"], []).append(row["topic"])
    return topics


def topics(
    periods: Sequence[str],
    seeded: Mapping[str, Sequence[str]],
    terms: Mapping[str, Sequence[Sequence[Any]]],
    languages: Mapping[str, str],
) -> dict[str, tuple[list[str], list[str]]]:
    """Return the topics of each period, and those that a model is offered.

    Offered are all of the lexicon: what earlier periods spoke of would change with any
    of them, and every post since with it.

    Parameters
    ----------
    periods
        Oldest first.
    seeded
        By `seeded`.
    terms
        Rows of `briefs.Term` of each period, weightiest first.
    languages
        Of the posts, by period.
    """
    first: dict[str, str] = {}
    used: Counter[str] = Counter()
    found: dict[str, tuple[list[str], list[str]]] = {}
    for period in periods:
        named = [label(one, languages[period]) for one in seeded.get(period, ())]
        usual = {one for one in named if used[one] > max(MANY, len(found) * USUAL)}
        told = [word for word, *_, people in terms.get(period, ()) if people >= PEOPLE]
        own = [first[stem(word)] for word in told[:FOREMOST] if stem(word) in first]
        chosen = [one for one in named if one not in usual][:NAMED]
        chosen += [one for one in own if one not in named][:OWN]
        for word in told:
            first.setdefault(stem(word), word.lower())
        used.update(chosen)
        offered = [label(one, languages[period]) for one in WORDS]
        found[period] = (list(dict.fromkeys(chosen)), offered)
    return found


def stem(word: str) -> str:
    """Return what the forms of a word share."""
    return words.plain_fold(word)[: words.STEM]
