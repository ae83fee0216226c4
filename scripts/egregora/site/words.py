"""The language of the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from egregora.text.locales import FALLBACK


def language_of(setting: str, heads: Iterable[Mapping], texts: Iterable[str]) -> str:
    """Return the language of the pages.

    Parameters
    ----------
    setting
        A code, or "auto": then what most posts say of themselves, else what their
        text looks like.
    heads
        Front matter of the posts.
    texts
        Titles and summaries of the posts.

    """
    if setting != "auto":
        return setting
    said = Counter(filter(None, map(told, heads)))
    if said:
        return min(said, key=lambda code: (-said[code], code))
    from egregora.periods.language import language_of as detected

    return detected(" ".join(texts)) or FALLBACK


def told(head: Mapping) -> str | None:
    """Return the language that the front matter of a post names."""
    ours = head.get("egregora")
    found = head.get("language") or (isinstance(ours, dict) and ours.get("language"))
    return found if isinstance(found, str) and re.fullmatch("[a-z]{2}", found) else None
