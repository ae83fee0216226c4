"""A group with one member whose name is known, for what describes links and files."""

from egregora.privacy.forms import forms_of
from egregora.privacy.guard import Guard, sealed
from egregora.privacy.lexicon import Lexicon
from egregora.privacy.redaction import Redactor


def guard_of_one():
    """Return what keeps the name of the member out of texts."""
    lexicon = Lexicon(shown=["@otter"])
    lexicon.add(0, forms_of("Marina Duarte"))
    key = bytes(32)
    return Guard(sealed(Redactor(lexicon, ("BR",)), key), key)


def said(place, at, author, text, **columns):
    """Return a row of `tables.ANONYMIZED`: the message at a place, from 0."""
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
