"""What people said, as quotes are looked up in it: none is shown that nobody said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from egregora.briefs import Brief
from egregora.writing.text import ELLIPSIS
from egregora.writing.words import compared, without_addresses

CLOCK = re.compile(r"\s*\([^()]*\)\s*$")  # a time behind an alias


class Quotable:
    """What was said in a period and in what it remembers.

    Parameters
    ----------
    brief
        Of the period.

    """

    def __init__(self, brief: Brief) -> None:
        """Make everything comparable."""
        by_alias = defaultdict(list)
        for one in brief.messages:
            if one.by is not None:
                by_alias[brief.people[one.by].alias].append(one.text)
        for memory in brief.memories:
            for line in memory.text.split("\n"):
                alias, _, words = line.partition(": ")
                by_alias[alias].append(words)
        self.aliases = {compared(alias): alias for alias in by_alias}
        self.said_by = {alias: passages(said) for alias, said in by_alias.items()}
        texts = [one.text for one in brief.messages]
        self.said = passages(texts + [one.text for one in brief.memories])

    def spoken(self, quote: str) -> tuple[str, str]:
        """Return the alias that stands before a quote, or "", and the words quoted."""
        for colon in re.finditer(":", quote):
            before = quote[: colon.start()]
            for name in (before, CLOCK.sub("", before)):
                if alias := self.aliases.get(compared(name)):
                    return alias, quote[colon.end() :].strip()
        return "", quote

    def holds(self, quote: str) -> bool:
        """Tell whether `quote` is a passage, of the person it names first if any."""
        alias, words = self.spoken(quote)
        passage = bare(words)
        return bool(passage) and passage in self.said_by.get(alias, self.said)


def passages(texts: Iterable[str]) -> str:
    """Return `texts` as quotes are looked up in, with and without web addresses."""
    texts = list(texts)
    texts += [without_addresses(one) for one in texts if "://" in one]
    return " \n ".join(map(compared, texts))


def bare(quote: str) -> str:
    """Return a quote as it is looked up."""
    return compared(quote.strip().rstrip(ELLIPSIS).strip('“”"«» '))
