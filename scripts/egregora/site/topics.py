"""The topics of the blog: tags, and the addresses of their pages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from egregora.site.blog import Tag


def tags_of(names: Iterable[str]) -> dict[str, Tag]:
    """Return the topic of each tag: spellings that differ in case only share one.

    Two topics whose plain letters are the same, or that have none, are told apart by
    a digest, so that the address of a topic never depends on which others there are
    besides those.
    """
    topics: dict[str, str] = {}
    names = sorted(set(names))
    for name in names:
        topics.setdefault(name.strip().casefold(), name.strip())
    taken: dict[str, list[str]] = defaultdict(list)
    for folded in topics:
        taken[plain_letters(folded)].append(folded)
    found = {}
    for plain, sharing in taken.items():
        for folded in sharing:
            digest = hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:8]
            lone = plain and len(sharing) == 1
            slug = plain if lone else f"{plain}-{digest}".lstrip("-")
            found[folded] = Tag(topics[folded], slug)
    return {name: found[name.strip().casefold()] for name in names}


def plain_letters(text: str) -> str:
    """Return the letters and digits of `text` as ASCII with hyphens between words."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:60].strip("-")
