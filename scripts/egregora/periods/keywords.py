"""The keywords of each period, in the spelling that people use.

Words are counted as numbers, which are valid within one run only. A text is split at
spaces, and each distinct piece is taken apart once. The weight of a word depends only
on how its own period uses it: words in bursts weigh more than words spread evenly
(residual inverse document frequency), long ones more than short ones, those of several
people more than those of one. Stop words of the period's languages are left out. When
somebody leaves, only the periods in which they wrote change.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.knowledge.retrieval import materialize
from egregora.periods.topics import TopicsByPeriod, rank_topics, topics_by_period
from egregora.storage import iterate_rows, small_table
from egregora.text import columns
from egregora.text.locales import stopwords

# Messages in a row that count as one place when spread is measured; a period is
# taken to have at most as many places as an integer has bits to mark them.
MESSAGES_PER_PLACE = 10
MAX_PLACES = 62


def index_periods(speech: ir.Table) -> ir.Table:
    """Return the periods in which people speak, numbered.

    Returns
    -------
    ir.Table
        `period`, `span` its number, the `first` position, `spoken` messages, and the
        `places_in_all`.
    """
    return (
        speech.group_by("period")
        .aggregate(spoken=_.count(), first=_.position.min(), last=_.position.max())
        .mutate(
            span=ibis.row_number().over(order_by="period").cast("int32"),
            places_in_all=ibis.least(
                (_.last - _.first) // MESSAGES_PER_PLACE + 1, MAX_PLACES
            ),
        )
    )


def split_messages(speech: ir.Table, spans: ir.Table) -> ir.Table:
    """Return one row per piece of each message's text, with repeats.

    Returns
    -------
    ir.Table
        `message`, `span`, `person`, `place` as one bit, and `piece`.
    """
    people = (
        speech.select("author")
        .distinct()
        .select(
            "author", person=ibis.row_number().over(order_by="author").cast("int16")
        )
    )
    return (
        speech.inner_join(spans.select("period", "span", "first"), "period")
        .inner_join(people, "author")
        .select(
            "span",
            "person",
            message=_.position.cast("int32"),
            place=1 << ((_.position - _.first) // MESSAGES_PER_PLACE % MAX_PLACES),
            piece=split_at_spaces(_.text),
        )
        .view()
    )


def split_at_spaces(text: ir.StringValue) -> ir.StringValue:
    """Return what is between the spaces of `text`, a row each."""
    return columns.on_one_line(text).split(" ").unnest()


def build_vocabulary(speech: ir.Table) -> ir.Table:
    """Return one row per word that may tell something of each distinct piece.

    Texts are split once more for it: cheaper than to keep all pieces.

    Returns
    -------
    ir.Table
        `piece`, `form` the number of the word as it stands, `word`, `stem` the number
        of `term`, and `term`, its folded stem.
    """
    pieces = speech.select(piece=split_at_spaces(_.text)).view().distinct()
    found = (
        pieces.select(
            "piece",
            word=columns.telling_words(columns.drop_non_words(_.piece)).unnest(),
        )
        .mutate(term=columns.stem_of(columns.fold_text(_.word)))
        .filter(columns.is_telling(_.term))
        .distinct()
    )
    return found.mutate(
        form=ibis.dense_rank().over(order_by="word").cast("int32"),
        stem=ibis.dense_rank().over(order_by="term").cast("int32"),
    )


def distinct_stems(vocabulary: ir.Table) -> ir.Table:
    """Return each `stem` once, with its `term`."""
    return vocabulary.select("stem", "term").distinct()


def number_words(pieces: ir.Table, vocabulary: ir.Table) -> ir.Table:
    """Return one row per word of each message: its numbers and the word's."""
    numbers = vocabulary.select("piece", "form", "stem")
    return pieces.inner_join(numbers, "piece").drop("piece")


def count_forms(tokens: ir.Table) -> ir.Table:
    """Return how each period uses each form: that is what most statistics are made of.

    Returns
    -------
    ir.Table
        `span`, `form` and its `stem`, the `times` that it is used, its `places` as
        bits, and the `first` and `last` person by number who use it.
    """
    return tokens.group_by("span", "form", "stem").aggregate(
        times=_.count(),
        places=_.place.bit_or(),
        first=_.person.min(),
        last=_.person.max(),
    )


# A language is one of the period's if it finds this part of what the first one does.
MIN_LANGUAGE_SHARE = 0.3

# What the library calls the languages of our own lists.
JUSTEXT_NAMES = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pt": "Portuguese",
}

WORD_LIST_COLUMNS = {"language": "string", "word": "string"}


def stopword_stems(
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
        What the words and their stems are: see `number_words`.
    """
    known = stems.inner_join(library_stopwords(), "term").select("stem", "language")
    used = uses.select("span", "stem", "messages")
    said = used.inner_join(known, "stem").union(chat_stopwords(used, forms, vocabulary))
    heard = (
        said.distinct()
        .group_by("span", "language")
        .aggregate(found=_.messages.sum())
        .mutate(most=_.found.max().over(group_by="span"))
        .filter(_.found >= MIN_LANGUAGE_SHARE * _.most)
    )
    return said.semi_join(heard, ["span", "language"]).select("span", "stem").distinct()


def chat_stopwords(used: ir.Table, forms: ir.Table, vocabulary: ir.Table) -> ir.Table:
    """Return the stems that are mostly words of our own lists, by language.

    Our lists hold the forms of words, and many: a stem of which others are used more
    is another word (`passar`, and `passarinho`).
    """
    shapes = vocabulary.select("form", folded=columns.fold_text(_.word)).distinct()
    ours = {JUSTEXT_NAMES[language]: said for language, said in stopwords().items()}
    pairs = small_table(rows_of_lists(ours), WORD_LIST_COLUMNS)
    known = shapes.inner_join(pairs, shapes.folded == pairs.word)
    return (
        forms.inner_join(known.select("form", "language"), "form")
        .group_by("span", "stem", "language")
        .aggregate(mine=_.times.sum())
        .inner_join(used, ["span", "stem"])
        .filter(2 * _.mine > _.messages)
        .select("span", "stem", "messages", "language")
    )


def library_stopwords() -> ir.Table:
    """Return the stems of the words in the library's lists: `language` and `term`."""
    pairs = small_table(load_stoplists(), WORD_LIST_COLUMNS)
    return pairs.select(
        "language", term=columns.stem_of(columns.fold_text(_.word))
    ).distinct()


@functools.cache
def load_stoplists() -> list[tuple[str, str]]:
    """Return the words of the library's lists, each with its language, sorted."""
    import justext

    names = sorted(justext.get_stoplists())
    return rows_of_lists({name: sorted(justext.get_stoplist(name)) for name in names})


def rows_of_lists(lists: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return one row per word: its language and itself."""
    return [(language, word) for language, said in lists.items() for word in said]


# What the length of a long word tells before anything is known of its use: words
# without a meaning of their own are short in any language.
LENGTH_PRIOR = 0.7
CHANCE_DISCOUNT = 0.5

# Where messages are more than this, a word of only one of them tells nothing.
SMALL_PERIOD_MESSAGES = 60

# Length at which a word counts in full, and what the word of one person counts.
FULL_WORD_LENGTH = 6
SINGLE_AUTHOR_FACTOR = 0.5
MIN_KEYWORD_WEIGHT = 0.25

# Words that a brief holds.
MAX_KEYWORDS = 25


@ibis.udf.scalar.builtin
def bit_count(bits: int) -> int:
    """Return the number of bits that are set; DuckDB's function."""


def rank_keywords(
    uses: ir.Table, common: ir.Table, stems: ir.Table, spans: ir.Table
) -> ir.Table:
    """Return the words that tell each period.

    Parameters
    ----------
    uses
        How each period uses each stem.
    common
        The stems that say nothing in each period.
    stems, spans
        What the stems are, and the periods: see `number_words`.

    Returns
    -------
    ir.Table
        `period`, `span`, `stem`, `term` (a folded stem), `weight`, and `place` from
        0, weightiest first.
    """
    order = ibis.window(
        group_by="span", order_by=[ibis.desc("weight"), ibis.asc("term")]
    )
    telling = join_periods(uses, spans).anti_join(common, ["span", "stem"])
    full = stems.mutate(full=length_factor(_.term))
    return (
        weigh_stems(telling.inner_join(full, "stem"))
        .filter(_.weight >= MIN_KEYWORD_WEIGHT)
        .mutate(place=ibis.row_number().over(order))
        .filter(_.place < MAX_KEYWORDS)
        .select("period", "span", "stem", "term", "weight", "place")
    )


def count_uses(forms: ir.Table) -> ir.Table:
    """Return how often each period uses each stem, in how many places, and who.

    Parameters
    ----------
    forms
        How each period uses each form of it: see `number_words`.

    Returns
    -------
    ir.Table
        `span`, `stem`, `messages` with repeats, `places`, and `alone`, whether one
        person is all who uses it.
    """
    return (
        forms.group_by("span", "stem")
        .aggregate(
            messages=_.times.sum().cast("int64"),
            places=bit_count(_.places.bit_or()),
            first=_["first"].min(),
            last=_["last"].max(),
        )
        .select("span", "stem", "messages", "places", alone=_["first"] == _["last"])
    )


def join_periods(uses: ir.Table, spans: ir.Table) -> ir.Table:
    """Return `uses` with their periods; words too rare to tell anything leave."""
    return uses.inner_join(spans, "span").filter(
        (_.messages > 1) | (_.spoken < SMALL_PERIOD_MESSAGES)
    )


def weigh_stems(compared: ir.Table) -> ir.Table:
    """Return the weight of each stem in each period.

    The weight is what the bursts and the length of a stem tell, discounted for chance,
    times the logarithm of its messages; short stems and those of one person weigh less.
    """
    return compared.mutate(
        weight=(
            (
                burstiness(_)
                - (1 - LENGTH_PRIOR * _.full * _.full).ln()
                - CHANCE_DISCOUNT / _.messages.sqrt()
            )
            * (_.messages + 1).ln()
            * ibis.ifelse(_.alone, SINGLE_AUTHOR_FACTOR, 1.0)
            * _.full
        ).round(4)
    )


def burstiness(used: ibis.Deferred) -> ir.FloatingValue:
    """Return how much rarer the places of a stem are than chance would have them."""
    found = used.places / used.places_in_all
    by_chance = 1 - (-used.messages / used.places_in_all).exp()
    return ibis.greatest((by_chance / found).ln(), 0.0)


def length_factor(term: ibis.Deferred) -> ir.FloatingValue:
    """Return what a stem counts for its length: short words mean little."""
    spaced = ibis.least(term.length() / FULL_WORD_LENGTH, 1.0)
    return ibis.ifelse(term.re_search(columns.SPACELESS), 1.0, spaced)


# Longer words in capitals are shouted, not initials.
MAX_INITIALS = 4


def usual_spellings(
    wanted: ir.Table, forms: ir.Table, tokens: ir.Table, vocabulary: ir.Table
) -> ir.Table:
    """Return the usual spelling of stems, and who uses them.

    Parameters
    ----------
    wanted
        `span` and `stem`: the stems of a period.
    forms, tokens, vocabulary
        How forms are used, the words of all messages, what they are: see
        `number_words`.

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
                _.shouted & (_.word.length() > MAX_INITIALS),
                _.word.lower(),
                _.word,
            )
        )
        .select("span", "stem", "word", "messages", "authors")
    )


RowsByPeriod = dict[str, list[dict[str, Any]]]
ListsByPeriod = dict[str, list[list[Any]]]
# Period and folded stem → the word as it is usually written.
StemSpellings = dict[tuple[str, str], str]


@dataclass(frozen=True)
class WordCounts:
    """The words of all messages, counted: see `number_words`; `common` says nothing."""

    spans: ir.Table
    vocabulary: ir.Table
    stems: ir.Table
    tokens: ir.Table
    forms: ir.Table
    uses: ir.Table
    common: ir.Table

    @property
    def unsaid(self) -> ir.Table:
        """The stems that say nothing, as they are: `period` and `term`."""
        named = self.common.inner_join(self.stems, "stem")
        named = named.inner_join(self.spans, "span")
        return named.select("period", "term")


def count_words(speech: ir.Table) -> WordCounts:
    """Return the words of the messages in which people say something, counted."""
    spanned = materialize(index_periods(speech))
    known = materialize(build_vocabulary(speech))
    stemmed = materialize(distinct_stems(known))
    used = materialize(number_words(split_messages(speech, spanned), known))
    shaped = materialize(count_forms(used))
    counted = materialize(count_uses(shaped))
    idle = materialize(stopword_stems(counted, shaped, known, stemmed))
    return WordCounts(spanned, known, stemmed, used, shaped, counted, idle)


def keywords_and_topics(
    counted: WordCounts, posted: ir.Table, found: RowsByPeriod
) -> tuple[ListsByPeriod, StemSpellings, TopicsByPeriod]:
    """Return the words that tell each period, the spelling of shared stems, and topics.

    Parameters
    ----------
    counted
        The words of all messages.
    posted
        Periods that get a post.
    found
        Memories of each period, with the stems that they share.
    """
    stemmed, spanned = counted.stems, counted.spans.semi_join(posted, "period")
    told = materialize(rank_keywords(counted.uses, counted.common, stemmed, spanned))
    asked = shared_stems(found, stemmed, spanned)
    both = told.select("span", "stem").union(asked, distinct=True)
    spelled = materialize(
        usual_spellings(both, counted.forms, counted.tokens, counted.vocabulary)
    )
    topics = rank_topics(counted.tokens, counted.vocabulary, spanned, told)
    return (
        keyword_rows(told, spelled),
        spell_shared_stems(asked, spelled, stemmed, spanned),
        topics_by_period(topics),
    )


def shared_stems(found: RowsByPeriod, stems: ir.Table, spans: ir.Table) -> ir.Table:
    """Return the numbers of the stems that memories share: `span` and `stem`."""
    pairs = {
        (period, term)
        for period, rows in found.items()
        for row in rows
        for term in row["shared"]
    }
    return (
        small_table(sorted(pairs), {"period": "string", "term": "string"})
        .inner_join(spans, "period")
        .inner_join(stems, "term")
        .select("span", "stem")
    )


def keyword_rows(told: ir.Table, spelled: ir.Table) -> ListsByPeriod:
    """Return the terms of each period as briefs have them, weightiest first."""
    terms: ListsByPeriod = {}
    spelling = told.inner_join(spelled, ["span", "stem"]).order_by("period", "place")
    columns = ("word", "weight", "messages", "authors")
    for row in iterate_rows(spelling.select("period", *columns)):
        terms.setdefault(row["period"], []).append([row[name] for name in columns])
    return terms


def spell_shared_stems(
    asked: ir.Table, spelled: ir.Table, stems: ir.Table, spans: ir.Table
) -> StemSpellings:
    """Return the spelling of the stems that memories share."""
    rows = iterate_rows(
        asked.inner_join(spelled, ["span", "stem"])
        .inner_join(spans, "span")
        .inner_join(stems, "stem")
        .select("period", "term", "word")
    )
    return {(row["period"], row["term"]): row["word"] for row in rows}
