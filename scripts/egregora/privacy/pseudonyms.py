"""Who is who: from a name or number, as exported, to a pseudonym."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from egregora.privacy.keys import keyed
from egregora.privacy.phones import number_of

UNWRITTEN = re.compile("[~\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def identity_of(author_name: str, regions: Iterable[str] = ()) -> str:
    """Return what makes two exported names the same person.

    The digits of a phone number with its country code; else the name in NFKC,
    casefolded, without `~` and invisible marks.
    """
    name = unicodedata.normalize("NFKC", UNWRITTEN.sub("", author_name))
    name = " ".join(unicodedata.normalize("NFKC", name.casefold()).split())
    return number_of(name, regions) or name


def pseudonym(key: bytes, identity: str) -> str:
    """Return the pseudonym of a person: 16 hexadecimal digits."""
    return keyed(key, identity)[:16]
