"""Which words tell a period from those before it.

A word weighs as much as it surprises: how much oftener messages use it than the
earlier ones did. Where little lies before, words that come in bursts surprise more
than those spread evenly, as words without a meaning of their own are in any
language (residual inverse document frequency). Statistics see earlier periods only.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora import words

# Messages that what is expected of a word weighs as much as.
PRIOR = 50
# Part of the uses of a long word that are not expected, where nothing lies before:
# words without a meaning of their own are short in any language.
MEANT = 0.7
CHANCE = 0.8

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


def terms(tokens: ir.Table, vocabulary: ir.Table, spans: ir.Table) -> ir.Table:
    """Return the words that tell each period.

    Parameters
    ----------
    tokens, vocabulary, spans
        The words of all messages, what they are, and the periods: see `tokens`.

    Returns
    -------
    ir.Table
        `period`, `span`, `stem`, `term` (a folded stem), `weight`, and `place` from
        0, weightiest first.
    """
    order = ibis.window(
        group_by="span", order_by=[ibis.desc("weight"), ibis.asc("term")]
    )
    stems = vocabulary.select("stem", "term").distinct().mutate(full=fullness(_.term))
    return (
        weighed(compared(uses(tokens), spans).inner_join(stems, "stem"))
        .filter(_.weight >= LEAST_WEIGHT)
        .mutate(place=ibis.row_number().over(order))
        .filter(_.place < KEPT)
        .select("period", "span", "stem", "term", "weight", "place")
    )


def uses(tokens: ir.Table) -> ir.Table:
    """Return how many messages of each period use each stem, whose, and where."""
    return (
        tokens.mutate(bit=1 << _.place)
        .group_by("span", "stem", "person")
        .aggregate(messages=_.count(), places=_.bit.bit_or())
        .group_by("span", "stem")
        .aggregate(
            messages=_.messages.sum(),
            authors=_.count(),
            places=bit_count(_.places.bit_or()),
        )
    )


def compared(uses: ir.Table, spans: ir.Table) -> ir.Table:
    """Return `uses` with what came before; words too rare to tell anything leave."""
    before = ibis.window(group_by="stem", order_by="span", preceding=(None, 1))
    return (
        uses.mutate(
            used_before=_.messages.sum().over(before).fill_null(0),
            known_before=_.count().over(before),
        )
        .inner_join(spans, "span")
        .filter((_.messages > 1) | (_.spoken < FEW))
    )


def weighed(compared: ir.Table) -> ir.Table:
    """Return the weight of each stem in each period.

    Counts of earlier periods are taken coarsely: one message more or less in the past
    must not change what is written of every period since.

    The weight is the logarithm of (how often messages use it / how often they were
    expected to), discounted for chance, times the logarithm of its messages; stems
    of nearly all earlier periods, short ones and those of one person weigh less.
    """
    return (
        compared.mutate(rate=_.messages / _.spoken, bursts=bursts(_))
        .mutate(prior=_.rate * (-_.bursts).exp() * (1 - MEANT * _.full * _.full))
        .mutate(
            expected=(coarse(_.used_before) + PRIOR * _.prior)
            / (coarse(_.spoken_before) + PRIOR),
            common=(_.known_before / (_.span + 2)).round(1),
            chance=CHANCE / _.messages.sqrt(),
        )
        .mutate(surprise=(_.rate / _.expected).ln() - _.chance)
        .mutate(
            weight=(
                _.surprise
                * (_.messages + 1).ln()
                * (1 - _.common * _.common)
                * ibis.ifelse(_.authors == 1, ALONE, 1.0)
                * _.full
            ).round(4)
        )
    )


def coarse(count: ibis.Deferred) -> ir.IntegerValue:
    """Return `count` cut to its three leading binary digits."""
    step = 2 ** (ibis.greatest(count, 4).log2().floor() - 2)
    return (count / step).floor() * step


def bursts(used: ibis.Deferred) -> ir.FloatingValue:
    """Return how much rarer the places of a stem are than chance would have them."""
    found = used.places / used.places_in_all
    by_chance = 1 - (-used.messages / used.places_in_all).exp()
    return ibis.greatest((by_chance / found).ln(), 0.0)


def fullness(term: ibis.Deferred) -> ir.FloatingValue:
    """Return what a stem counts for its length: short words mean little."""
    spaced = ibis.least(term.length() / FULL_LENGTH, 1.0)
    return ibis.ifelse(term.re_search(words.SPACELESS), 1.0, spaced)
