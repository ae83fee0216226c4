"""The words that tell each period, as its people write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from egregora.periods.common import common
from egregora.periods.holding import held
from egregora.periods.spellings import spellings
from egregora.periods.terms import terms, uses
from egregora.periods.tokens import forms, pieces, spans, stems, tokens, vocabulary
from egregora.periods.topics import Found, topics, topics_by_period
from egregora.storage import rows_in_turn, small_table

Rows = dict[str, list[dict[str, Any]]]
Lists = dict[str, list[list[Any]]]
# Period and folded stem → the word as it is usually written.
Spelled = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Counted:
    """The words of all messages, counted: see `tokens`; `common` says nothing."""

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


def counted_words(speech: ir.Table) -> Counted:
    """Return the words of the messages in which people say something, counted."""
    spanned = held(spans(speech))
    known = held(vocabulary(speech))
    stemmed = held(stems(known))
    used = held(tokens(pieces(speech, spanned), known))
    shaped = held(forms(used))
    counted = held(uses(shaped))
    idle = held(common(counted, shaped, known, stemmed))
    return Counted(spanned, known, stemmed, used, shaped, counted, idle)


def telling_words(
    counted: Counted, posted: ir.Table, found: Rows
) -> tuple[Lists, Spelled, Found]:
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
    told = held(terms(counted.uses, counted.common, stemmed, spanned))
    asked = shared_stems(found, stemmed, spanned)
    both = told.select("span", "stem").union(asked, distinct=True)
    spelled = held(spellings(both, counted.forms, counted.tokens, counted.vocabulary))
    return (
        rows_of_terms(told, spelled),
        words_of(asked, spelled, stemmed, spanned),
        topics_by_period(topics(counted.tokens, stemmed, spanned, told)),
    )


def shared_stems(found: Rows, stems: ir.Table, spans: ir.Table) -> ir.Table:
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


def rows_of_terms(told: ir.Table, spelled: ir.Table) -> Lists:
    """Return the terms of each period as briefs have them, weightiest first."""
    terms: Lists = {}
    spelling = told.inner_join(spelled, ["span", "stem"]).order_by("period", "place")
    columns = ("word", "weight", "messages", "authors")
    for row in rows_in_turn(spelling.select("period", *columns)):
        terms.setdefault(row["period"], []).append([row[name] for name in columns])
    return terms


def words_of(
    asked: ir.Table, spelled: ir.Table, stems: ir.Table, spans: ir.Table
) -> Spelled:
    """Return the spelling of the stems that memories share."""
    rows = rows_in_turn(
        asked.inner_join(spelled, ["span", "stem"])
        .inner_join(spans, "span")
        .inner_join(stems, "stem")
        .select("period", "term", "word")
    )
    return {(row["period"], row["term"]): row["word"] for row in rows}
