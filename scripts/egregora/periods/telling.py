"""The words that tell each period, as its people write them."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir

from egregora.periods.common import common
from egregora.periods.holding import held
from egregora.periods.spellings import spellings
from egregora.periods.terms import terms, uses
from egregora.periods.tokens import forms, pieces, spans, tokens, vocabulary
from egregora.periods.topics import Found, topics, topics_by_period
from egregora.storage import rows_in_turn, table_of
from egregora.tables import Contract

Rows = dict[str, list[dict[str, Any]]]
Lists = dict[str, list[list[Any]]]
# Period and folded stem → the word as it is usually written.
Spelled = dict[tuple[str, str], str]

SHARED = Contract(
    "shared",
    "one row per stem that a memory of a period shares with it",
    key="term",
    columns={
        "period": ("!string", "the period that remembers"),
        "term": ("!string", "folded stem"),
    },
)


def telling_words(
    speech: ir.Table, posted: ir.Table, found: Rows
) -> tuple[Lists, Spelled, Found]:
    """Return the words that tell each period, the spelling of shared stems, and topics.

    Parameters
    ----------
    speech
        The messages in which people say something, with their period.
    posted
        Periods that get a post.
    found
        Memories of each period, with the stems that they share.
    """
    spanned = held(spans(speech))
    posted_spans = spanned.semi_join(posted, "period")
    split = held(pieces(speech, spanned))
    known = held(vocabulary(split))
    used = held(tokens(split, known))
    shaped = held(forms(used))
    counted = held(uses(shaped))
    told = held(terms(counted, common(counted, known), known, posted_spans))
    asked = shared_stems(found, known, spanned)
    both = told.select("span", "stem").union(asked, distinct=True)
    spelled = held(spellings(both, shaped, used, known))
    return (
        rows_of_terms(told, spelled),
        words_of(asked, spelled, known, spanned),
        topics_by_period(topics(used, known, posted_spans, told)),
    )


def shared_stems(found: Rows, vocabulary: ir.Table, spans: ir.Table) -> ir.Table:
    """Return the numbers of the stems that memories share: `span` and `stem`."""
    pairs = {
        (period, term)
        for period, rows in found.items()
        for row in rows
        for term in row["shared"]
    }
    rows = [{"period": period, "term": term} for period, term in sorted(pairs)]
    return (
        table_of(rows, SHARED)
        .inner_join(spans, "period")
        .inner_join(vocabulary.select("stem", "term").distinct(), "term")
        .select("span", "stem")
    )


def rows_of_terms(told: ir.Table, spelled: ir.Table) -> Lists:
    """Return the terms of each period as briefs have them, weightiest first."""
    terms: Lists = {}
    spelling = told.inner_join(spelled, ["span", "stem"]).order_by("period", "place")
    columns = ("word", "weight", "messages", "authors")
    for row in rows_in_turn(spelling.select("period", *columns)):
        terms.setdefault(row["period"], []).append([row[name] for name in columns])
    return terms


def words_of(
    asked: ir.Table, spelled: ir.Table, vocabulary: ir.Table, spans: ir.Table
) -> Spelled:
    """Return the spelling of the stems that memories share."""
    rows = rows_in_turn(
        asked.inner_join(spelled, ["span", "stem"])
        .inner_join(spans, "span")
        .inner_join(vocabulary.select("stem", "term").distinct(), "stem")
        .select("period", "term", "word")
    )
    return {(row["period"], row["term"]): row["word"] for row in rows}
