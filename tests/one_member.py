"""A group with one member whose name is known, for what describes links and files."""

from egregora.privacy.guard import Guard, guard_content
from egregora.privacy.name_forms import name_variants
from egregora.privacy.name_index import NameIndex
from egregora.privacy.redactor import Redactor


def guard_of_one():
    """Return what keeps the name of the member out of texts."""
    lexicon = NameIndex(shown=["@otter"])
    lexicon.add(0, name_variants("Marina Duarte"))
    key = bytes(32)
    return Guard(guard_content(Redactor(lexicon, ("BR",)), key), key)


def said(place, at, author, text, **columns):
    """Return a row of `contracts.ANONYMIZED`: the message at a place, from 0."""
    return {
        "message_id": f"m{place}",
        "sent_at": at,
        "local_time": at.replace(tzinfo=None),
        "position": place * 10,
        "kind": "text",
        "edited": False,
        "author": author,
        "text": text,
        "media_id": None,
        **columns,
    }
