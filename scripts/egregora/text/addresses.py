"""Web addresses in text: one definition, for Python and for DuckDB.

An address begins with http://, https:// or www. and ends before a space, what
delimits it, and the punctuation of the sentence. Jobs that run once per period import
this module: it needs no Ibis.
"""

from __future__ import annotations

import re

# Characters that no address holds, as ranges that both engines read: spaces, control
# and format characters, signs and emoji, and what delimits an address in text.
OUTSIDE = (
    r"\x00-\x20\x7f-\xa0\xa6\xa9\xad\xae\xb0<>\x22`\\"
    "\u0600-\u0605\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\u3000\u3004\u3013\u3020"
    "\ufeff\ufff0-\uffff\U0001f000-\U0001faff\U000e0000-\U000e0fff"
)

# What is taken for the punctuation of the sentence where it ends an address.
CLOSING = r"'.,;:!?*~|…“”‘’„«»‹›、。，；：！？）】」』"

INSIDE = rf"[^{OUTSIDE}()\[\]{{}}]"
LAST = rf"[^{OUTSIDE}()\[\]{{}}{CLOSING}]"
HOST_START = rf"[^{OUTSIDE}{CLOSING}\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]"

# Brackets belong to an address where they are closed in it, as in _(disambiguation)
# and in what redaction leaves, such as [phone].
BRACKETS = rf"\({INSIDE}*\)|\[{INSIDE}*\]"

OPENING = r"(?i:https?://|www\.)"
REST = (
    rf"(?:{HOST_START}|\[{INSIDE}*\])"
    rf"(?:(?:{INSIDE}|{BRACKETS})*(?:{LAST}|{BRACKETS}))?"
)

# The same in the syntax of DuckDB, where \b looks at letters of ASCII alone.
SQL_ADDRESS = rf"\b{OPENING}{REST}"
# An address, or what only begins like one: neither holds words.
SQL_NO_WORDS = rf"\b{OPENING}(?:{REST})?"

ADDRESS = re.compile(rf"(?a:\b){OPENING}{REST}")
NO_WORDS = re.compile(rf"(?a:\b){OPENING}(?:{REST})?")


def find_addresses(text: str) -> list[str]:
    """Return the addresses in `text`, as written and in order, with repeats."""
    return ADDRESS.findall(text)


def has_address(text: str) -> bool:
    """Return whether `text` holds an address."""
    return ADDRESS.search(text) is not None


def is_address(text: str) -> bool:
    """Return whether `text` is an address that names http or https, and no more."""
    return ADDRESS.fullmatch(text) is not None and "://" in text[:8]


def with_scheme(address: str) -> str:
    """Return an address with https:// before www.; any other as it is."""
    return f"https://{address}" if re.match(r"(?i)www\.", address) else address


def without_scheme(address: str) -> str:
    """Return an address without https:// and www."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address, flags=re.IGNORECASE)
