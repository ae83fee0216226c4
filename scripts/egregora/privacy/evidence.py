"""What a conversation shows of its people: the small tables that the roster is made of.

Expressions, and plain functions of their rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.privacy.folding import fold
from egregora.privacy.grammar import DETERMINERS, DETERMINERS_OF
from egregora.privacy.notices import people_in

# A lower-case word after one of these is a word, whoever bears it as a name.
TAKERS = "|".join(sorted(DETERMINERS))
USED = rf"(?:^|[^\p{{L}}\p{{N}}])((?i:{TAKERS}) \p{{Ll}}+)(?:$|[^\p{{L}}])"
FEWEST_USES = 2


@ibis.udf.scalar.builtin
def strip_accents(text: str) -> str:
    """Return text without accents."""


@ibis.udf.scalar.builtin
def regexp_extract_all(text: str, pattern: str, group: int) -> list[str]:
    """Return what a group of a pattern matches, each time."""


def names_used(ingested: ir.Table) -> ir.Table:
    """Return each author's name with the positions of its first and last message."""
    return (
        ingested.filter(_.author_name.notnull())
        .group_by(name="author_name")
        .aggregate(first=_.position.min(), last=_.position.max())
        .order_by("first")
    )


def notices(ingested: ir.Table) -> ir.Table:
    """Return the distinct notices of WhatsApp, with the position of the first."""
    return (
        ingested.filter(_.author_name.isnull())
        .group_by("text")
        .aggregate(first=_.position.min(), last=_.position.max())
        .order_by("first")
    )


def commands_said(ingested: ir.Table) -> ir.Table:
    """Return the messages that may be commands, in the order of the conversation."""
    return (
        ingested.filter(_.author_name.notnull())
        .filter(strip_accents(_.text.lower()).contains("egregora"))
        .select("position", "author_name", "text")
        .order_by("position")
    )


def contact_cards(ingested: ir.Table) -> ir.Table:
    """Return the file names of contact cards."""
    return (
        ingested.filter(_.media_name.lower().endswith(".vcf"))
        .select("media_name")
        .distinct()
        .order_by("media_name")
    )


def words_used(ingested: ir.Table) -> ir.Table:
    """Return how often each lower-case word follows each article, as words do."""
    found = regexp_extract_all(strip_accents(_.text), USED, 1)
    return (
        ingested.filter(_.author_name.notnull())
        .select(pair=found.unnest())
        .group_by("pair")
        .aggregate(uses=_.count())
        .order_by("pair")
    )


def evidence(ingested: ir.Table) -> dict[str, ir.Table]:
    """Return the small tables that tell who is named, for `anonymization.people`."""
    return {
        "names": names_used(ingested),
        "notices": notices(ingested),
        "commands": commands_said(ingested),
        "cards": contact_cards(ingested),
        "words": words_used(ingested),
    }


def languages_of(pairs: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Return the words that are used as words, with the languages in which they are."""
    uses: Counter[tuple[str, str]] = Counter()
    for row in pairs:
        article, word = fold(row["pair"]).split(" ")
        for language, articles in DETERMINERS_OF.items():
            uses[word, language] += row["uses"] * (article in articles)
    often = sorted(pair for pair, count in uses.items() if count >= FEWEST_USES)
    found: dict[str, tuple[str, ...]] = {}
    for word, language in often:
        found[word] = (*found.get(word, ()), language)
    return found


def everybody_named(
    names: Iterable[Mapping[str, Any]], noticed: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return who is named, as author or in a notice, in order of first appearance."""
    found: dict[str, dict[str, Any]] = {}
    rows = [(row, [row["name"]]) for row in names]
    rows += [(row, people_in(row["text"])) for row in noticed]
    for row, named in sorted(rows, key=lambda pair: pair[0]["first"]):
        for name in named:
            one = found.setdefault(name, {"name": name, "last": row["last"]})
            one["last"] = max(one["last"], row["last"])
    return list(found.values())
