"""Markdown: text that stays text, quotes, and the front matter of files."""

from __future__ import annotations

import re
from typing import Any

import yaml

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
    return opening(escaped(text))


def escaped(text: str) -> str:
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


def quoted(*paragraphs: str) -> str:
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
