"""What people set in the chat: `/egregora set alias …`, `opt-out` and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from egregora.privacy.folding import INVISIBLE, fold

COMMAND = re.compile(rf"[\s{INVISIBLE}]*[/／⁄]\s?(\w+)\b")
NAME = "egregora"
QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』`´"
SETTABLE = ("alias", "bio", "website")
LONGEST_BIO = 200
LONGEST_WEBSITE = 200
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True)
class Command:
    """One command: what is done, to what, with which value."""

    verb: str  # set, remove, opt-out or opt-in
    field: str = ""  # alias, bio or website
    value: str = ""


def is_command(text: str) -> bool:
    """Tell whether a message speaks to us, whatever it says."""
    if "/" not in text[:8] and "／" not in text[:8] and "⁄" not in text[:8]:
        return False
    found = COMMAND.match(text)
    return bool(found) and fold(found[1]) == NAME


def command_of(text: str) -> Command | None:
    """Return the command of a message, or None if it is none that we know."""
    if not is_command(text):
        return None
    rest = text[COMMAND.match(text).end() :].strip()
    first, _, more = rest.partition(" ")
    verb = fold(first).strip(QUOTES + ".,;:!?")
    compact = re.sub(r"[^a-z]", "", fold(rest))
    if compact in ("optout", "optin"):
        return Command("opt-out" if compact == "optout" else "opt-in")
    name, _, value = more.strip().partition(" ")
    name = fold(name).strip(QUOTES + ".,;:!?=")
    if verb not in ("set", "remove") or name not in SETTABLE:
        return None
    if verb == "remove":
        return Command(verb, name)
    value = unquoted(value)
    return Command(verb, name, value if name == "bio" else value.rstrip(".,;!? "))


def unquoted(value: str) -> str:
    """Return a value on one line, without the quotes around it."""
    value = " ".join(value.split())
    if value[:1] and value[0] in QUOTES:
        closing = max(value.rfind(quote) for quote in QUOTES)
        if closing > 0:
            return value[1:closing].strip()
    return value.strip(QUOTES + " ")


def website(value: str) -> str | None:
    """Return an address that may stand on a page, or None."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    is_plain = len(value) <= LONGEST_WEBSITE and re.fullmatch(
        r"[!#-&(-;=?-Z_a-z~]+", value
    )
    if not is_plain or parts.scheme.lower() not in ("http", "https") or port == 0:
        return None
    if "@" in parts.netloc or not HOST.fullmatch(parts.hostname or ""):
        return None
    return value
