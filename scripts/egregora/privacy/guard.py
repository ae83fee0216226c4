"""The guard: redacts what a model answers, without any real name in the clear.

Its file holds keyed hashes of the words that name people. The guard needs neither the
tables nor the private folder, and still works when that folder is gone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from egregora.errors import SettingError
from egregora.files import read_intact_json
from egregora.privacy.aliases import ALIAS_JOINER
from egregora.privacy.identifiers import ANY_URL, trim_url
from egregora.privacy.keys import derive_key, fingerprint, hmac_hex, load_key
from egregora.privacy.name_index import NameEntry, NameIndex, fold_alias
from egregora.privacy.normalize import fold_name
from egregora.privacy.redactor import Redactor

MARKDOWN_LINK = re.compile(
    r"(!?)\[([^\]\n]*)\]"
    r"\(\s*<?((?:[^()\s>]|\([^()\s]*\))*)>?(?:\s+[\"'][^)]*)?\s*\)"
)
REFERENCE_DEFINITION = re.compile(
    r"^\s{0,3}\[[^\]\n]+\]:\s*<?(\S+?)>?(?:\s.*)?$", re.MULTILINE
)
# What may stand beside an alias in a text, and how many words one has at most.
BEFORE_ALIAS = "@*_~>#([{\"'“”‘’«»"
AROUND_ALIAS = f"{BEFORE_ALIAS})]}}.,;:!?…"
MAX_ALIAS_WORDS = 6
ACTIVE_TARGET = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|www\.)", re.IGNORECASE)


def guard_hasher(key: bytes):
    """Return the function that hashes the words and numbers of a guard."""
    own = derive_key(key, "guard")
    return lambda word: hmac_hex(own, word)[:16]


def guard_content(
    redactor: Redactor, key: bytes, left: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what a guard is made of, for the file: no name or number in the clear.

    Parameters
    ----------
    redactor
        What replaces people in texts.
    key
        Secret of the pseudonyms.
    left
        Aliases of those who opted out.
    """
    lexicon, hashed = redactor.lexicon, guard_hasher(key)
    return {
        "key": fingerprint(key),
        "regions": list(redactor.regions),
        "shown": lexicon.shown,
        "sizes": lexicon.sizes,
        "names": {
            hashed(form): [entry.given, entry.other, entry.ordinary]
            for form, entry in lexicon.entries.items()
        },
        "numbers": {hashed(digits): who for digits, who in lexicon.numbers.items()},
        "words": {
            hashed(first): [[hashed(word) for word in one] for one in sequences]
            for first, sequences in lexicon.private.items()
        },
        "left": sorted(hashed(" ".join(fold_alias(alias))) for alias in left),
        "aliases": {" ".join(alias): who for alias, who in lexicon.aliases.items()},
    }


class Guard:
    """Removes from a text what identifies people, and addresses nobody gave.

    Attributes
    ----------
    removed
        How often something of each class was removed.
    """

    def __init__(self, value: dict[str, Any], key: bytes) -> None:
        lexicon = NameIndex(
            shown=value["shown"],
            entries={
                form: NameEntry(tuple(given), tuple(other), tuple(languages))
                for form, (given, other, languages) in value["names"].items()
            },
            numbers=value["numbers"],
            private=value["words"],
            aliases={fold_alias(alias): who for alias, who in value["aliases"].items()},
            sizes=value["sizes"],
            hashed=guard_hasher(key),
        )
        self.redactor = Redactor(lexicon, value["regions"])
        self.left = frozenset(value["left"])

    @classmethod
    def load(cls, path: str | Path, key: bytes | None = None) -> Guard:
        """Return the guard of the file at `path`.

        Raises
        ------
        DamagedFile
            If it is not whole.
        SettingError
            If it was made with another key: its hashes would then match nothing.
        """
        key = key or load_key()

        def made(value: dict[str, Any]) -> Guard:
            if value["key"] != fingerprint(key):
                raise SettingError(
                    f"{path}: made with another key; restore the key or run anonymize "
                    "again"
                )
            return cls(value, key)

        return read_intact_json(path, made)

    @property
    def removed(self) -> Counter[str]:
        """How often something of each class was removed."""
        return self.redactor.counts

    def names_left(self, text: str) -> bool:
        """Tell whether a text names, by alias, somebody who opted out."""
        if not self.left:
            return False
        written = text.replace(ALIAS_JOINER, " ").split()
        for place, first in enumerate(written):
            if not first.lstrip(BEFORE_ALIAS)[:1].isupper():
                continue
            for count in range(1, MAX_ALIAS_WORDS + 1):
                alias = " ".join(written[place : place + count])
                for one in (alias.strip(BEFORE_ALIAS), alias.strip(AROUND_ALIAS)):
                    if self.redactor.lexicon.hashed(fold_name(one)) in self.left:
                        return True
        return False

    def clean(self, text: str, allowed: str | Iterable[str] = "") -> str:
        """Return `text` without names, numbers, and addresses that were not given.

        Parameters
        ----------
        text
            Any text that is to leave.
        allowed
            What the writer was given; addresses and numbers that it holds stay.
        """
        given = allowed if isinstance(allowed, str) else "\n".join(allowed)
        text = MARKDOWN_LINK.sub(lambda link: self.linked(link, given), text)
        text = REFERENCE_DEFINITION.sub(
            lambda found: self.kept(found[0], found[1], given), text
        )
        text = ANY_URL.sub(lambda found: self.bare(found[0], given), text)
        return self.redactor.clean(text, allowed=given)

    def linked(self, link: re.Match, given: str) -> str:
        """Return a Markdown link, or its text if its address was not given."""
        target = link[3]
        if not ACTIVE_TARGET.match(target) or (
            target in given and ANY_URL.match(target)
        ):
            return link[0]
        self.removed["link"] += 1
        return "" if link[1] else link[2]

    def kept(self, line: str, target: str, given: str) -> str:
        """Return a Markdown reference if its address was given."""
        if not ACTIVE_TARGET.match(target) or target in given:
            return line
        self.removed["link"] += 1
        return ""

    def bare(self, url: str, given: str) -> str:
        """Return an address of the text if it was given, else what follows."""
        address = trim_url(url)
        if address in given:
            return url
        self.removed["link"] += 1
        return url[len(address) :]

    def clean_value(self, value: Any, allowed: str | Iterable[str] = "") -> Any:
        """Return a JSON value with each text in it cleaned."""
        if isinstance(value, str):
            return self.clean(value, allowed)
        if isinstance(value, list):
            return [self.clean_value(one, allowed) for one in value]
        if isinstance(value, dict):
            return {name: self.clean_value(one, allowed) for name, one in value.items()}
        return value
