"""The topics of each period, from a small lexicon that is the same for all.

The lexicon holds topics that groups talk about often, and words that belong to each.
Words are compared by their stems in the language of the entry, so it covers its forms.
Labels are in the language of the posts, in English where a language has none. The
topics of a period depend on that period alone: neither a new week nor a person who
leaves changes those of other weeks. Health and money are not topics: tags are public.
"""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from importlib.resources import files

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.storage import iterate_rows, small_table
from egregora.text import columns
from egregora.text.folding import fold
from egregora.text.locales import Translator
from egregora.text.stems import stems

# Of the messages of a period, the part that speaks of a topic at least; and how many,
# by how many people.
MIN_TOPIC_SHARE = 0.03
MIN_TOPIC_MESSAGES = 3
MIN_TOPIC_PEOPLE = 2
# Topics of a period, at most.
MAX_TOPICS_PER_PERIOD = 3

TopicsByPeriod = dict[str, list[str]]


def rank_topics(
    tokens: ir.Table, vocabulary: ir.Table, spans: ir.Table, terms: ir.Table
) -> ir.Table:
    """Return what each period speaks of: first what its telling words are about.

    Parameters
    ----------
    tokens, vocabulary, spans
        The words of all messages, what they are, and the periods: see `number_words`.
    terms
        The words that tell each period, with their `weight`.

    Returns
    -------
    ir.Table
        `period`, `topic`, and `place` from 0.
    """
    named = forms_of_topics(vocabulary)
    weights = (
        terms.inner_join(named.select("stem", "topic").distinct(), "stem")
        .group_by("span", "topic")
        # Sums of decimals do not depend on their order.
        .aggregate(weight=_.weight.cast("decimal(9, 4)").sum())
    )
    order = ibis.window(
        group_by="span", order_by=[_.weight.desc(), _.times.desc(), ibis.asc("topic")]
    )
    return (
        tokens.inner_join(named.select("form", "topic"), "form")
        .group_by("span", "topic")
        .aggregate(times=_.message.nunique(), people=_.person.nunique())
        .inner_join(spans, "span")
        .filter(
            _.people >= MIN_TOPIC_PEOPLE,
            _.times >= MIN_TOPIC_MESSAGES,
            _.times >= MIN_TOPIC_SHARE * _.spoken,
        )
        .left_join(weights, ["span", "topic"])
        .mutate(weight=_.weight.fill_null(0))
        .mutate(place=ibis.row_number().over(order))
        .filter(_.place < MAX_TOPICS_PER_PERIOD)
        .select("period", "topic", "place")
    )


@functools.cache
def topic_words() -> dict[str, dict[str, list[str]]]:
    """Return the words of each topic of the lexicon, by language."""
    text = files("egregora.periods").joinpath("topics.toml").read_text("utf-8")
    return {
        topic: {language: words.split() for language, words in by_language.items()}
        for topic, by_language in tomllib.loads(text).items()
    }


# Letters with which the forms of a word begin alike.
COMMON_START = 3


@functools.cache
def topic_stems() -> dict[str, dict[tuple[str, str], frozenset[str]]]:
    """Return the topics of each stem and its language, by the start of the stem."""
    found: dict[str, dict] = defaultdict(lambda: defaultdict(set))
    for topic, by_language in topic_words().items():
        for language, words in by_language.items():
            for word in words:
                for one in stems(word, language):
                    # Stems may begin otherwise than the word: loyer, loi.
                    for start in {one[:COMMON_START], fold(word)[:COMMON_START]}:
                        found[start][language, one].add(topic)
    return {
        start: {key: frozenset(topics) for key, topics in keys.items()}
        for start, keys in found.items()
    }


def topics_of_word(word: str) -> set[str]:
    """Return the topics that a word in any form belongs to."""
    keys = topic_stems().get(fold(word)[:COMMON_START], {})
    return {
        topic
        for language in sorted({language for language, _ in keys})
        for one in stems(word, language)
        for topic in keys.get((language, one), ())
    }


def forms_of_topics(vocabulary: ir.Table) -> ir.Table:
    """Return the forms of words that belong to a topic: `form`, `stem`, `topic`.

    Parameters
    ----------
    vocabulary
        What the words are: see `keywords.build_vocabulary`.
    """
    words = vocabulary.select(
        "word", start=columns.fold_text(_.word).left(COMMON_START)
    )
    likely = words.filter(_.start.isin(sorted(topic_stems()))).distinct()
    pairs = [
        (row["word"], topic)
        for row in iterate_rows(likely.order_by("word"))
        for topic in sorted(topics_of_word(row["word"]))
    ]
    named = small_table(pairs, {"word": "string", "topic": "string"})
    return (
        vocabulary.inner_join(named, "word").select("form", "stem", "topic").distinct()
    )


def topics_by_period(topics: ir.Table) -> TopicsByPeriod:
    """Return the names of the topics of each period, as the lexicon has them."""
    found: TopicsByPeriod = {}
    for row in iterate_rows(topics.order_by("period", "place")):
        found.setdefault(row["period"], []).append(row["topic"])
    return found


@functools.cache
def topic_labels(language: str) -> dict[str, str]:
    """Return what each topic is called in the language of the posts."""
    translator = Translator(language, "topics")
    return {topic: translator.say(topic) for topic in topic_words()}
