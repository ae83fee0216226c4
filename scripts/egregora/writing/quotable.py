"""What people said, as quotes are looked up in it: none is shown that nobody said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from egregora.briefs import Brief
from egregora.writing.text import ELLIPSIS
from egregora.writing.words import compared, without_addresses

# An alias before a passage, a time in parentheses behind it.
SPOKEN = re.compile(r"([^:()]+?)\s*(?:\([^()]*\)\s*)?:\s*(.+)", re.DOTALL)


class Quotable:
    """What was said in a period and in what it remembers.

    Parameters
    ----------
    brief
        Of the period.

    Attributes
    ----------
    said
        All of it.
    said_by
        Alias, as aliases are compared, → what this person said.

    """

    def __init__(self, brief: Brief) -> None:
        """Make everything comparable."""
        texts = [one.text for one in brief.messages]
        self.said = passages(texts + [one.text for one in brief.memories])
        by_alias = defaultdict(list)
        for one in brief.messages:
            if one.by is not None:
                by_alias[compared(brief.people[one.by].alias)].append(one.text)
        for memory in brief.memories:
            for line in memory.text.split("\n"):
                alias, _, words = line.partition(":")
                by_alias[compared(alias)].append(words)
        self.said_by = {alias: passages(found) for alias, found in by_alias.items()}

    def holds(self, quote: str) -> bool:
        """Tell whether `quote` is a passage, of the person it names first if any."""
        alias, words = spoken(quote)
        by = self.said_by.get(compared(alias), "")
        both = ((bare(quote), self.said), (bare(words), by))
        return any(passage and passage in said for passage, said in both)


def passages(texts: Iterable[str]) -> str:
    """Return `texts` as quotes are looked up in, with and without web addresses."""
    texts = list(texts)
    texts += [without_addresses(one) for one in texts if "://" in one]
    return " \n ".join(map(compared, texts))


def spoken(quote: str) -> tuple[str, str]:
    """Return the alias that stands before a quote, or "", and the quote without it."""
    found = SPOKEN.fullmatch(quote)
    return (found[1], found[2]) if found else ("", quote)


def bare(quote: str) -> str:
    """Return a quote as it is looked up."""
    return compared(quote.strip().rstrip(ELLIPSIS).strip('“”"«» '))
