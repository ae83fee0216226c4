"""The language in which answers write the body of a post, and its resolution.

Markdown without anything that could act: paragraphs, `##` and `###` headings, `-` and
`1.` lists, `>` quotes, `**bold**`, `*italic*`, a backslash before a character that is
meant as itself, and references, which are resolved against the brief:

    [[message:12]]            on lines of their own: an exchange, quoted
    [[media:3]]               on a line of its own: a picture or player in its place
    [[link:2]]                the link, under its title or [[link:2|other words]]
    [[memory:2025-W02|words]] a link to an earlier post
    [[day:2025-03-09]]        a day of the period, as the language writes it

References to what the brief does not hold, and quotes of what nobody said, are
dropped and counted. Whatever else an answer holds is shown as text.
"""

from __future__ import annotations

import re

from egregora.text.markdown import escaped, opening, quoted
from egregora.writing.headline import sentence
from egregora.writing.pieces import Page
from egregora.writing.text import one_line, tidy

HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(.+)$")
ALONE = re.compile(r"(?:>\s*|[-*]\s+)?((?:\[\[(?:message|media):[^\]|]+\]\]\s*)+)$")
PART = re.compile(
    r"\\(?P<char>.)"
    r"|\[\[(?P<kind>\w+):(?P<id>[^\]|]+)(?:\|(?P<label>(?:\\.|[^\]\\])*))?\]\]"
    r"|\*\*(?P<bold>(?:\\.|[^*\\])+)\*\*"
    r"|\*(?P<italic>(?:\\.|[^*\\])+)\*"
)
REFERENCE = re.compile(r"\[\[(\w+):([^\]|]+)\]\]")
SPEECH = re.compile(r"“([^“”]{24,})”|«([^«»]{24,})»|\"([^\"]{24,})\"|„([^„“]{24,})“")


def literal(text: str) -> str:
    """Return `text` on one line so that a body shows it as it is."""
    plain = re.sub(r"([\\*\[\]])", r"\\\1", one_line(text))
    return re.sub(r"^([#>+-]|\d+[.)])", r"\\\1", plain)


def reference(kind: str, key: object, label: str = "") -> str:
    """Return a reference to something of the brief."""
    return f"[[{kind}:{key}|{literal(label)}]]" if label else f"[[{kind}:{key}]]"


def resolved(body: str, page: Page) -> str:
    """Return the body of an answer as Markdown.

    Parameters
    ----------
    body
        In the language above.
    page
        What the references are resolved against; counts what was dropped.

    """
    blocks: list[list[str]] = [[]]
    for raw in tidy(body).split("\n"):
        line = raw.strip()
        found = ALONE.match(line)
        if found:
            blocks = exchange(found[1], blocks)
        elif not line or re.fullmatch(r"[-=*_~`\s]{3,}", line):
            blocks.append([])
        elif blocks[-1] and family(blocks[-1][-1]) == family(line) != "heading":
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return "\n\n".join(
        filter(None, (block_of(lines, page) for lines in blocks if lines))
    )


def exchange(line: str, blocks: list[list[str]]) -> list[list[str]]:
    """Add the references of a line to the exchange before it, or open one."""
    if not (blocks[-1] and family(blocks[-1][-1]) == "exchange"):
        blocks.append([])
    for kind, key in REFERENCE.findall(line):
        blocks[-1].append(f"[[{kind}:{key}]]")
    return blocks


def family(line: str) -> str:
    """Return what kind of block a line belongs to."""
    if REFERENCE.fullmatch(line) and ALONE.match(line):
        return "exchange"
    if HEADING.match(line):
        return "heading"
    if line.startswith(">"):
        return "quote"
    return "list" if ITEM.match(line) else "paragraph"


def block_of(lines: list[str], page: Page) -> str:
    """Return a block of lines as Markdown, "" if nothing of it is left."""
    kind = family(lines[0])
    if kind == "exchange":
        return exchange_of(lines, page)
    if kind == "heading":
        marks, title = HEADING.match(lines[0]).groups()
        return f"{'##' if len(marks) <= 2 else '###'} {inline(title, page)}"
    if kind == "quote":
        return quote_of(lines, page)
    if kind == "list":
        items = [inline(ITEM.match(one)[1], page) for one in lines]
        numbered = lines[0][0].isdigit()
        marks = [f"{at}." if numbered else "-" for at in range(1, len(items) + 1)]
        return "\n".join(
            f"{mark} {one}" for mark, one in zip(marks, items, strict=True) if one
        )
    return inline(" ".join(lines), page)


def exchange_of(lines: list[str], page: Page) -> str:
    """Return cited messages and media as a quote, then pictures."""
    said, shown = [], []
    for kind, key in (REFERENCE.fullmatch(line).groups() for line in lines):
        if kind == "message" and (one := page.message(key)):
            said.append(one)
        elif kind == "media" and (one := page.medium(key)):
            shown.append(one)
    parts = [page.exchange(said), *map(page.figure, shown)]
    return "\n\n".join(filter(None, parts))


def quote_of(lines: list[str], page: Page) -> str:
    """Return those lines of a quote that somebody really said."""
    said = [one_line(plain(line.lstrip("> "))) for line in lines]
    real = [line for line in said if line and page.quotable.holds(line)]
    page.dropped["quotes"] += len([line for line in said if line]) - len(real)
    return quoted(*map(page.remembered, real)) if real else ""


def plain(text: str) -> str:
    """Return `text` of a body without its marks."""
    text = REFERENCE.sub("", text)
    return re.sub(r"\\(.)|\*\*?", lambda found: found[1] or "", text)


def inline(text: str, page: Page) -> str:
    """Return one paragraph of a body as Markdown."""
    text = SPEECH.sub(lambda found: speech(found, page), text)
    out, end = [], 0
    for found in PART.finditer(text):
        out.append(escaped(text[end : found.start()]))
        out.append(part_of(found, page))
        end = found.end()
    out.append(escaped(text[end:]))
    return opening("".join(out).strip())


def speech(found: re.Match, page: Page) -> str:
    """Return words in quotation marks, without the marks if nobody said them."""
    words = next(filter(None, found.groups()))
    if "[[" in words or page.quotable.holds(one_line(plain(words))):
        return found.group()
    page.dropped["quotes"] += 1
    return words


def part_of(found: re.Match, page: Page) -> str:
    """Return a mark or reference of a paragraph as Markdown."""
    if found["char"]:
        return escaped(found["char"])
    if found["bold"]:
        return f"**{inline(found['bold'], page).strip()}**"
    if found["italic"]:
        return f"*{inline(found['italic'], page).strip()}*"
    label = one_line(plain(found["label"] or ""))
    shown = page.reference(found["kind"], found["id"].strip(), label)
    return sentence(shown) if found["kind"] == "day" and not found.start() else shown
