"""Each word of each message, as numbers: what the statistics of words count.

Texts are split at spaces, which is cheap; what a piece is made of is found out once
per distinct piece. Numbers stand for periods, people, pieces and stems; they mean
something within one run only.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words

# Messages in a row that count as one place when spread is measured; a period is
# taken to have at most as many places as an integer has bits to mark them.
PLACE = 10
PLACES = 62


def spans(speech: ir.Table) -> ir.Table:
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
            places_in_all=ibis.least((_.last - _.first) // PLACE + 1, PLACES),
        )
    )


def pieces(speech: ir.Table, spans: ir.Table) -> ir.Table:
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
            place=1 << ((_.position - _.first) // PLACE % PLACES),
            piece=pieces_of(_.text),
        )
        .view()
    )


def pieces_of(text: ir.StringValue) -> ir.StringValue:
    """Return what is between the spaces of `text`, a row each."""
    return words.on_one_line(text).split(" ").unnest()


def vocabulary(speech: ir.Table) -> ir.Table:
    """Return one row per word that may tell something of each distinct piece.

    Texts are split once more for it: cheaper than to keep all pieces.

    Returns
    -------
    ir.Table
        `piece`, `form` the number of the word as it stands, `word`, `stem` the number
        of `term`, and `term`, its folded stem.
    """
    pieces = speech.select(piece=pieces_of(_.text)).view().distinct()
    found = (
        pieces.select("piece", word=words.telling_words(words.plain(_.piece)).unnest())
        .mutate(term=words.stem(words.fold(_.word)))
        .filter(words.is_telling(_.term))
        .distinct()
    )
    return found.mutate(
        form=ibis.dense_rank().over(order_by="word").cast("int32"),
        stem=ibis.dense_rank().over(order_by="term").cast("int32"),
    )


def stems(vocabulary: ir.Table) -> ir.Table:
    """Return each `stem` once, with its `term`."""
    return vocabulary.select("stem", "term").distinct()


def tokens(pieces: ir.Table, vocabulary: ir.Table) -> ir.Table:
    """Return one row per word of each message: its numbers and the word's."""
    numbers = vocabulary.select("piece", "form", "stem")
    return pieces.inner_join(numbers, "piece").drop("piece")


def forms(tokens: ir.Table) -> ir.Table:
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
