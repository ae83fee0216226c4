"""Markdown: escaping, quoting, links, and the front matter of pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import yaml

from egregora.text.addresses import ADDRESS, with_scheme, without_scheme
from egregora.text.plain import isolate, one_line, shorten, tidy

# Below it stand the numbers of a page, which the blog draws in its own way.
RULE = "***"
ESCAPED = set("\\`*_{}[]")
# Characters that extensions give a meaning and that no backslash takes it from.
ENTITIES = {"<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "^": "&#94;"}
ENTITY = re.compile(r"&(?=#|\w+;)")
PAIRS = re.compile(r"(==|\+\+|::|\$\$|:(?=[\w+-]+:))")
OPENING = re.compile(r"(?:[-+#]|=|:|!!!|\?\?\?|///|\d{1,9}[.)])")

FENCE = "---\n"
FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE
)


def escape(text: str) -> str:
    """Return one line of `text` as Markdown that shows that line."""
    return opening_of_line(escape_line(text))


def escape_line(text: str) -> str:
    """Return `text` as Markdown that shows it inside a line."""
    out = []
    for at, sign in enumerate(text):
        if sign in ESCAPED:
            out.append("\\" + sign)
        elif sign == "&":
            out.append("&amp;" if ENTITY.match(text, at) else sign)
        elif PAIRS.match(text, at):
            out.append(f"&#{ord(sign)};")
        else:
            out.append(ENTITIES.get(sign, sign))
    return "".join(out)


def opening_of_line(line: str) -> str:
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


def quote_paragraphs(*paragraphs: str) -> str:
    """Return `paragraphs` of Markdown as one block quote."""
    lines = "\n\n".join(paragraphs).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the message says why, in a few words."""


def read_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter of a file, and the text below it.

    Ours, not python-frontmatter's: that one takes a file without a closing line, or
    whose front matter is a list, for one without fields, which would turn a post
    with a typing error into a post without a title and without a word of it.

    Raises
    ------
    FrontMatterError
        If there is none, or it is not a mapping in YAML.
    """
    found = FRONT_MATTER.match(text)
    if not found:
        raise FrontMatterError(
            "it does not open with front matter between two lines of ---"
        )
    try:
        head = yaml.safe_load(found["head"])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 2})" if mark else ""
        raise FrontMatterError(f"its front matter is not valid YAML{line}") from None
    # A day such as 2025-02-31, or a number that Python refuses.
    except ValueError:
        raise FrontMatterError(
            "a date or number in its front matter does not exist"
        ) from None
    except RecursionError:
        raise FrontMatterError("its front matter is nested too deeply") from None
    if not isinstance(head, dict):
        raise FrontMatterError("its front matter has no fields such as title and date")
    return head, text[found.end() :]


def write_front_matter(head: dict[str, Any]) -> str:
    """Return `head` as YAML, a field per line, without the lines around it."""
    return yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10**6)


BREAK = "  \n"
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
    return isolate(re.sub(r":(?=[\w+-]+:)|^[-+:=](?=\s)", "·", plain))


def line(text: str, limit: int = 0) -> str:
    """Return `text` inside one line of Markdown, its web addresses as links."""
    plain = one_line(text)
    return linked(shorten(plain, limit) if limit else plain)


def block(text: str, limit: int = 0) -> str:
    """Return `text` as lines of Markdown with hard breaks between them.

    The first is not at the start of its line: an alias stands before it.
    """
    plain = tidy(text)
    if limit:
        plain = shorten(plain, limit)
    lines = [linked(one) for one in plain.split("\n") if one.strip()]
    return BREAK.join(lines[:1] + [opening_of_line(one) for one in lines[1:]])


def linked(text: str) -> str:
    """Return `text`, escaped for inside a line, its web addresses as links."""
    out, end = [], 0
    for found in ADDRESS.finditer(text):
        if shown := link(found[0], short_address(found[0])):
            out += [escape_line(text[end : found.start()]), shown]
            end = found.end()
    out.append(escape_line(text[end:]))
    return isolate("".join(out))


def link(url: str, label: str) -> str:
    """Return a Markdown link, or "" if `url` is not a plain web address."""
    url = with_scheme(url)
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host or "@" in parts.netloc:
        return ""
    address = quote(url, safe=":/?#&=%+,;@~!$.-_")
    return f"[{escape_line(one_line(label))}]({address})"


def short_address(url: str) -> str:
    """Return `url` as readers say it: no scheme, no query, not too long."""
    bare = without_scheme(one_line(unquote(url.split("?")[0].split("#")[0])))
    return shorten(bare.rstrip("/"), 48) or url
