"""Addresses of pages in the text of messages, as expressions."""

from __future__ import annotations

import ibis.expr.types as ir
from ibis import _

from egregora.words import regexp_extract_all

# What no address holds: spaces of any script, marks of direction, emoji, and what
# delimits an address in text.
NOWHERE = r"\s\p{Z}\p{Cc}\p{Cf}\p{So}<>\x22`\\"

# What is taken for the punctuation of the sentence where it ends an address.
CLOSING = r"'.,;:!?*~|…“”‘’„«»‹›、。，；：！？）】」』"

INSIDE = rf"[^{NOWHERE}()\[\]{{}}]"
LAST = rf"[^{NOWHERE}()\[\]{{}}{CLOSING}]"

# Brackets belong to an address where they are closed in it, as in _(disambiguation)
# and in what redaction leaves, such as [phone].
BRACKETS = rf"\({INSIDE}*\)|\[{INSIDE}*\]"

URL = (
    r"(?i:\bhttps?://|\bwww\.)"
    rf"(?:[\p{{L}}\p{{N}}]|\[{INSIDE}*\])"
    rf"(?:(?:{INSIDE}|{BRACKETS})*(?:{LAST}|{BRACKETS}))?"
)

HOST = r"^(?:https?://)?(?:[^/?#@]*@)?(?:www\.)?(\[[^\]/]*\]|[^/?#:]+)"


def urls_of(text: ir.StringValue) -> ir.ArrayValue:
    """Return the addresses in `text`, as written and in order, with repeats."""
    return regexp_extract_all(text, URL)


def domain_of(url: ir.StringValue) -> ir.StringValue:
    """Return the host of an address in lower case, without www. and port."""
    return url.lower().re_extract(HOST, 1)


def shares(messages: ir.Table) -> ir.Table:
    """Return one row per message and address in it.

    Parameters
    ----------
    messages
        With `position` and `text`.

    Returns
    -------
    ir.Table
        `position`, `url`, and `nth`: the place of the address in the message.
    """
    return (
        messages.filter(_.text.lower().re_search("https?://|www[.]"))
        .select("position", url=urls_of(_.text))
        .unnest("url", offset="nth")
        .group_by("position", "url")
        .aggregate(nth=_.nth.min())
    )
