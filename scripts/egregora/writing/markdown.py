"""Chat text as Markdown that a renderer shows as that text and nothing more."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from egregora.text.markdown import (
    ENTITY,
    RULE,
    escape,
    escaped,
    opening,
    quoted,
)
from egregora.writing.text import isolated, one_line, shortened, tidy
from egregora.writing.words import URL

__all__ = [
    "RULE",
    "block",
    "escape",
    "escaped",
    "inert",
    "isolated",
    "line",
    "link",
    "one_line",
    "opening",
    "quoted",
    "short_address",
]

BREAK = "  \n"
TRAILING = ".,;:!?…'’*_"
# Look-alikes for titles, which themes and feeds put into HTML as they are.
LOOK_ALIKES = str.maketrans(
    {
        "<": "‹",
        ">": "›",
        '"': "”",
        "[": "［",
        "]": "］",
        "{": "｛",
        "}": "｝",
        "*": "＊",
        "_": "＿",
        "`": "｀",
        "\\": "＼",
        "|": "｜",
        "~": "～",
        "^": "＾",
        "#": "＃",
    }
)


def inert(text: str) -> str:
    """Return `text` on one line without a character that HTML or Markdown acts on.

    For titles, summaries and tags: themes put them into pages without escaping.
    """
    plain = ENTITY.sub("＆", one_line(text)).translate(LOOK_ALIKES)
    return isolated(re.sub(r":(?=[\w+-]+:)|^[-+:=](?=\s)", "·", plain))


def line(text: str, limit: int = 0) -> str:
    """Return `text` inside one line of Markdown, its web addresses as links."""
    plain = one_line(text)
    return linked(shortened(plain, limit) if limit else plain)


def block(text: str, limit: int = 0) -> str:
    """Return `text` as lines of Markdown with hard breaks between them.

    The first is not at the start of its line: an alias stands before it.
    """
    plain = tidy(text)
    if limit:
        plain = shortened(plain, limit)
    lines = [linked(one) for one in plain.split("\n") if one.strip()]
    return BREAK.join(lines[:1] + [opening(one) for one in lines[1:]])


def linked(text: str) -> str:
    """Return `text`, escaped for inside a line, its web addresses as links."""
    out, end = [], 0
    for found in URL.finditer(text):
        url = trimmed(found.group())
        if shown := link(url, short_address(url)):
            out += [escaped(text[end : found.start()]), shown]
            end = found.start() + len(url)
    out.append(escaped(text[end:]))
    return isolated("".join(out))


def trimmed(url: str) -> str:
    """Return `url` without the punctuation of the sentence around it."""
    url = url.rstrip(TRAILING)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(TRAILING)
    return url


def link(url: str, label: str) -> str:
    """Return a Markdown link, or "" if `url` is no plain web address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return ""
    address = quote(url, safe=":/?#&=%+,;@~!$.-_")
    return f"[{escaped(one_line(label))}]({address})"


def short_address(url: str) -> str:
    """Return `url` as readers say it: no scheme, no query, not too long."""
    bare = one_line(unquote(url.split("?")[0].split("#")[0]))
    bare = re.sub(r"^https?://(www\.)?", "", bare, flags=re.IGNORECASE)
    return shortened(bare.rstrip("/"), 48) or url
