"""Chat text as Markdown that a renderer shows as that text and nothing more."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from egregora.writing.text import isolated, one_line, shortened, tidy
from egregora.writing.words import URL

BREAK = "  \n"
# Below it stand the numbers of a page, which the blog draws in its own way.
RULE = "***"
ESCAPED = set("\\`*_{}[]")
# Characters that extensions give a meaning and that no backslash takes it from.
ENTITIES = {"<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "^": "&#94;"}
ENTITY = re.compile(r"&(?=#|\w+;)")
PAIRS = re.compile(r"(==|\+\+|::|\$\$|:(?=[\w+-]+:))")
OPENING = re.compile(r"(?:[-+#]|=|:|!!!|\?\?\?|///|\d{1,9}[.)])")
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


def escape(text: str) -> str:
    """Return one line of `text` as Markdown that shows that line."""
    return opening(escaped(text))


def escaped(text: str) -> str:
    """Return `text` as Markdown that shows it inside a line."""
    out = []
    for at, one in enumerate(text):
        if one in ESCAPED:
            out.append("\\" + one)
        elif one == "&":
            out.append("&amp;" if ENTITY.match(text, at) else one)
        elif PAIRS.match(text, at):
            out.append(f"&#{ord(one)};")
        else:
            out.append(ENTITIES.get(one, one))
    return "".join(out)


def opening(line: str) -> str:
    """Return an escaped `line` that may open a line of Markdown."""
    found = OPENING.match(line)
    if not found:
        return line
    mark = found.group()
    if mark[0] in "=:?/":
        return f"&#{ord(mark[0])};" + line[1:]
    if mark[0].isdigit():
        return f"{mark[:-1]}\\{line[len(mark) - 1 :]}"
    return "\\" + line


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


def quoted(*paragraphs: str) -> str:
    """Return `paragraphs` of Markdown as one block quote."""
    text = "\n\n".join(paragraphs)
    return "\n".join(
        f"> {one}".rstrip(" ") if not one else f"> {one}" for one in text.split("\n")
    )
