"""Charts of any counts, and of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from egregora.site.svg import around, drawing, hint, level, markup, node, number
from egregora.text.locales import Translator

WIDEST = 40  # of a bar
ROW = 26


def bars(values: Sequence[tuple[str, int, str]], kind: str, title: str) -> Markup:
    """Draw upright bars.

    Parameters
    ----------
    values
        Label below the bar (may be empty), height, and what to say of it.
    kind
        Name of the chart in the style sheet.
    title
        What the drawing shows, in words.

    """
    step = 640 / max(len(values), 1)
    root = drawing(640, 200, kind, title)
    highest = max((value for _, value, _ in values), default=0) or 1
    tallest = max(range(len(values)), key=lambda at: values[at][1], default=None)
    node(root, "line", class_="ground", x1=0, x2=640, y1=160, y2=160)
    for place, (label, value, said) in enumerate(values):
        height = max(136 * value / highest, 2 if value else 0)
        x = place * step
        thick = min(step * 0.72, WIDEST)
        left = x + (step - thick) / 2
        bar = node(root, "rect", class_="bar", x=left, y=160 - height)
        bar.attrib |= {
            "width": number(thick),
            "height": number(height),
            "rx": number(min(6, step * 0.3)),
        }
        hint(bar, said)
        if place == tallest:
            top = {"class_": "axis axis--top", "x": x + step / 2, "y": 154 - height}
            node(root, "text", str(value), **top)
        if label:
            node(root, "text", label, class_="axis axis--middle", x=x + step / 2, y=169)
    return markup(root)


def heat(
    rows: Sequence[tuple[str, Sequence[tuple[int, str]]]],
    columns: Sequence[str],
    kind: str,
    title: str,
    left: int,
    own: bool = False,
) -> Markup:
    """Draw a row of squares per label, the stronger the higher its value.

    Parameters
    ----------
    rows
        Label of a row, and value and what to say of it for each column.
    columns
        Label below each column; may be empty.
    kind
        Name of the chart in the style sheet.
    title
        What the drawing shows, in words.
    left
        Where the first column stands.
    own
        Each row has its own scale.

    """
    height = len(rows) * ROW
    root = drawing(640, height + 32, kind, title)
    step = (640 - left) / max(len(columns), 1)
    highest = max((value for _, cells in rows for value, _ in cells), default=0)
    for place, (label, cells) in enumerate(rows):
        y = 4 + place * ROW
        node(root, "text", label, class_="axis", x=0, y=y + 16)
        top = max(value for value, _ in cells) if own else highest
        for column, (value, said) in enumerate(cells):
            cell = node(root, "rect", class_=f"cell cell--{level(value, top)}")
            cell.attrib |= {"x": number(left + column * step), "y": number(y)}
            wide = step - min(3, step / 4)
            cell.attrib |= {"width": number(wide), "height": "22"}
            cell.set("rx", number(min(5, wide / 3)))
            if value:
                hint(cell, said)
    for column, label in enumerate(columns):
        if label:
            x = left + (column + 0.5) * step
            node(root, "text", label, class_="axis axis--middle", x=x, y=height + 12)
    return markup(root)


def shares(
    values: Sequence[tuple[str, int, int]], title: str, words: Translator
) -> Markup:
    """Draw a lying bar per person: name, messages and colour."""
    root = drawing(640, 18 + 44 * len(values), "shares", title)
    highest = max((value for _, value, _ in values), default=0) or 1
    for place, (name, value, tone) in enumerate(values):
        y = 16 + place * 44
        node(root, "text", shortened(name, 34), class_="label", x=0, y=y + 8)
        node(root, "text", words.number(value), class_="axis axis--end", x=640, y=y + 8)
        bar = node(root, "rect", class_=f"bar tone-{tone}", x=0, y=y + 15)
        bar.attrib |= {
            "width": number(max(640 * value / highest, 4)),
            "height": "10",
            "rx": "5",
        }
    return markup(root)


def answer_web(
    people: Sequence[tuple[str, str, int]],
    times: Mapping[tuple[str, str], int],
    title: str,
) -> Markup:
    """Draw people on a circle and a line between those who answer each other.

    Parameters
    ----------
    people
        Pseudonym, name and colour.
    times
        How often the first of a pair answered the second.
    title
        What the drawing shows, in words.

    """
    root = drawing(640, 470, "web", title)
    places = {author: place / len(people) for place, (author, *_) in enumerate(people)}
    pairs: Counter[tuple[str, str]] = Counter()
    for (one, other), often in times.items():
        if one in places and other in places:
            pairs[min(one, other), max(one, other)] += often
    highest = max(pairs.values(), default=0) or 1
    for (one, other), often in sorted(
        pairs.items(), key=lambda pair: (pair[1], pair[0])
    ):
        start, end = (around(320, 235, 140, places[who]) for who in (one, other))
        line = node(
            root,
            "path",
            class_=f"thread thread--{level(often, highest)}",
            d="M{} {}Q320 235 {} {}".format(*map(number, (*start, *end))),
            stroke_width=1 + 11 * often / highest,
        )
        names = {author: name for author, name, _ in people}
        hint(line, f"{names[one]} ↔ {names[other]}: {often}")
    for author, name, tone in people:
        x, y = around(320, 235, 140, places[author])
        node(root, "circle", class_=f"dot tone-{tone}", cx=x, cy=y, r=9)
        lx, ly = around(320, 235, 162, places[author])
        side = "middle" if abs(lx - 320) < 40 else "end" if lx < 320 else "start"
        node(
            root,
            "text",
            shortened(name, 16),
            class_=f"label label--{side}",
            x=lx,
            y=ly + (14 if ly > 380 else -2 if ly < 90 else 6),
        )
    return markup(root)


def shortened(name: str, longest: int) -> str:
    """Return `name`, cut where it would run out of its place."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
