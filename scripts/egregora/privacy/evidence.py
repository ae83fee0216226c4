"""Evidence for the roster: small tables from the conversation, and their rows.

Names of authors, notices and the people whom they name, possible commands, contact
cards, and words that follow a determiner, so that they are used as words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.privacy.normalize import fold_name
from egregora.privacy.notices import (
    people_in_notice,
    strangers_in_notice,
    words_of_titles,
)
from egregora.privacy.wordlists import DETERMINERS, DETERMINERS_BY_LANGUAGE, EVERYBODY
from egregora.text.columns import strip_accents
from egregora.text.vocabulary import is_ordinary

# A lower-case word after one of these is a word, even if it is somebody's name.
ANY_DETERMINER = "|".join(sorted(DETERMINERS))
WORD_AFTER_DETERMINER = (
    rf"(?:^|[^\p{{L}}\p{{N}}])((?i:{ANY_DETERMINER}) \p{{Ll}}+)(?:$|[^\p{{L}}])"
)
MIN_USES_AS_WORD = 2
# A word that no dictionary has may be a name beside which such a word fell.
MIN_USES_OF_UNKNOWN_WORD = 5


@ibis.udf.scalar.builtin(name="regexp_extract_all")
def extract_group(text: str, pattern: str, group: int) -> list[str]:
    """Return what a group of a pattern matches, each time; DuckDB's function."""


MARKED_NAME = "@[\u200e\u200f~ ]*\u2068[\u200e\u200f~ ]*([^\u2068\u2069\n]{1,80})\u2069"


def names_of_authors(ingested: ir.Table) -> ir.Table:
    """Return each author's name with the positions of its first and last message."""
    return (
        ingested.filter(_.author_name.notnull())
        .group_by(name="author_name")
        .aggregate(first=_.position.min(), last=_.position.max())
        .order_by("first")
    )


def distinct_notices(ingested: ir.Table) -> ir.Table:
    """Return the distinct notices of WhatsApp, with the position of the first."""
    return (
        ingested.filter(_.author_name.isnull())
        .group_by("text")
        .aggregate(first=_.position.min(), last=_.position.max())
        .order_by("first")
    )


def possible_commands(ingested: ir.Table) -> ir.Table:
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


def words_after_determiners(ingested: ir.Table) -> ir.Table:
    """Return how often each lower-case word follows each article, as words do."""
    found = extract_group(strip_accents(_.text), WORD_AFTER_DETERMINER, 1)
    return (
        ingested.filter(_.author_name.notnull())
        .select(pair=found.unnest())
        .group_by("pair")
        .aggregate(uses=_.count())
        .order_by("pair")
    )


def marked_people(ingested: ir.Table) -> ir.Table:
    """Return the names that WhatsApp marks in mentions, as it prints them."""
    marked = extract_group(_.text, MARKED_NAME, 1)
    return (
        ingested.filter(_.text.contains("\u2068"))
        .select(name=marked.unnest())
        .distinct()
        .order_by("name")
    )


def evidence_tables(ingested: ir.Table) -> dict[str, ir.Table]:
    """Return the small tables that `table.people_from_evidence` takes."""
    return {
        "names": names_of_authors(ingested),
        "notices": distinct_notices(ingested),
        "commands": possible_commands(ingested),
        "cards": contact_cards(ingested),
        "words": words_after_determiners(ingested),
        "marked": marked_people(ingested),
    }


def languages_of_words(
    pairs: Iterable[Mapping[str, Any]],
) -> dict[str, tuple[str, ...]]:
    """Return the words that are used as words, with the languages in which they are."""
    uses: Counter[tuple[str, str]] = Counter()
    for row in pairs:
        article, word = fold_name(row["pair"]).split(" ")
        for language, articles in DETERMINERS_BY_LANGUAGE.items():
            uses[word, language] += row["uses"] * (article in articles)
    often = sorted(
        pair
        for pair, count in uses.items()
        if count >= MIN_USES_OF_UNKNOWN_WORD
        or (count >= MIN_USES_AS_WORD and is_ordinary(pair[0]))
    )
    found: dict[str, tuple[str, ...]] = {}
    for word, language in often:
        found[word] = (*found.get(word, ()), language)
    return found


def collect_names(
    names: Iterable[Mapping[str, Any]], noticed: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return who is named, as author or in a notice, in order of first appearance."""
    found: dict[str, dict[str, Any]] = {}
    rows = [(row, [row["name"]]) for row in names]
    rows += [(row, people_in_notice(row["text"])) for row in noticed]
    for row, named in sorted(rows, key=lambda pair: pair[0]["first"]):
        for name in named:
            one = found.setdefault(name, {"name": name, "last": row["last"]})
            one["last"] = max(one["last"], row["last"])
    return list(found.values())


def collect_strangers(
    marked: Iterable[Mapping[str, Any]], noticed: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Return who is marked in a mention or stands in a notice of unknown wording."""
    found = [row["name"] for row in marked if fold_name(row["name"]) not in EVERYBODY]
    for row in noticed:
        found += strangers_in_notice(row["text"])
    return list(dict.fromkeys(found))


def collect_title_words(noticed: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the words of group titles that may be names."""
    return sorted({word for row in noticed for word in words_of_titles(row["text"])})
