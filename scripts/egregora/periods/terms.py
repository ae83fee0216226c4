"""Which words tell what a period is about.

A word weighs by how its own period uses it, and by nothing else: words that come in
bursts tell more than those spread evenly (residual inverse document frequency), long
ones more than short ones, those of several people more than those of one. Words that
every text of a language holds tell nothing. No other period counts, so that whoever
leaves the conversation changes the words of the periods that they wrote in, and of
no other.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words

# What the length of a long word tells before anything is known of its use: words
# without a meaning of their own are short in any language.
MEANT = 0.7
CHANCE = 0.5

# Where messages are more than this, a word of only one of them tells nothing.
FEW = 60

# Length at which a word counts in full, and what the word of one person counts.
FULL_LENGTH = 6
ALONE = 0.5
LEAST_WEIGHT = 0.25

# Words that a brief holds.
KEPT = 25


@ibis.udf.scalar.builtin
def bit_count(bits: int) -> int:
    """Return the number of bits that are set; DuckDB's function."""


def terms(
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
        What the stems are, and the periods: see `tokens`.

    Returns
    -------
    ir.Table
        `period`, `span`, `stem`, `term` (a folded stem), `weight`, and `place` from
        0, weightiest first.
    """
    order = ibis.window(
        group_by="span", order_by=[ibis.desc("weight"), ibis.asc("term")]
    )
    telling = compared(uses, spans).anti_join(common, ["span", "stem"])
    full = stems.mutate(full=fullness(_.term))
    return (
        weighed(telling.inner_join(full, "stem"))
        .filter(_.weight >= LEAST_WEIGHT)
        .mutate(place=ibis.row_number().over(order))
        .filter(_.place < KEPT)
        .select("period", "span", "stem", "term", "weight", "place")
    )


def uses(forms: ir.Table) -> ir.Table:
    """Return how often each period uses each stem, in how many places, and who.

    Parameters
    ----------
    forms
        How each period uses each form of it: see `tokens`.

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


def compared(uses: ir.Table, spans: ir.Table) -> ir.Table:
    """Return `uses` with their periods; words too rare to tell anything leave."""
    return uses.inner_join(spans, "span").filter((_.messages > 1) | (_.spoken < FEW))


def weighed(compared: ir.Table) -> ir.Table:
    """Return the weight of each stem in each period.

    The weight is what the bursts and the length of a stem tell, discounted for chance,
    times the logarithm of its messages; short stems and those of one person weigh less.
    """
    return compared.mutate(
        weight=(
            (
                bursts(_)
                - (1 - MEANT * _.full * _.full).ln()
                - CHANCE / _.messages.sqrt()
            )
            * (_.messages + 1).ln()
            * ibis.ifelse(_.alone, ALONE, 1.0)
            * _.full
        ).round(4)
    )


def bursts(used: ibis.Deferred) -> ir.FloatingValue:
    """Return how much rarer the places of a stem are than chance would have them."""
    found = used.places / used.places_in_all
    by_chance = 1 - (-used.messages / used.places_in_all).exp()
    return ibis.greatest((by_chance / found).ln(), 0.0)


def fullness(term: ibis.Deferred) -> ir.FloatingValue:
    """Return what a stem counts for its length: short words mean little."""
    spaced = ibis.least(term.length() / FULL_LENGTH, 1.0)
    return ibis.ifelse(term.re_search(words.SPACELESS), 1.0, spaced)
