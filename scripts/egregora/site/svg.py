"""Small drawings as SVG, coloured by the page's style sheet."""

from __future__ import annotations

import math
from xml.etree import ElementTree as ET

from markupsafe import Markup


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def node(parent: ET.Element, name: str, text: str = "", **given: object) -> ET.Element:
    """Add an element to `parent` and return it.

    Attributes named `class_` and `font_size` become `class` and `font-size`; numbers
    are rounded.
    """
    attributes = {
        key.rstrip("_").replace("_", "-"): number(value)
        if isinstance(value, int | float)
        else str(value)
        for key, value in given.items()
    }
    made = ET.SubElement(parent, name, attributes)
    made.text = text or None
    return made


def drawing(width: float, height: float, kind: str, title: str) -> ET.Element:
    """Return an empty drawing with a name for those who cannot see it."""
    return ET.Element(
        "svg",
        {
            "class": f"chart chart--{kind}",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "role": "img",
            "aria-label": title,
        },
    )


def hint(element: ET.Element, text: str) -> None:
    """Say `text` where the pointer rests on an element."""
    node(element, "title", text)


def markup(root: ET.Element) -> Markup:
    """Return a drawing as HTML."""
    return Markup(ET.tostring(root, encoding="unicode"))


def around(x: float, y: float, radius: float, turn: float) -> tuple[float, float]:
    """Return a point on a circle; `turn` goes clockwise from the top, 0 to 1."""
    angle = 2 * math.pi * turn
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


def level(value: float, highest: float, levels: int = 5) -> int:
    """Return how strong a colour stands for `value`: 0 for none, up to `levels`."""
    if not value or not highest:
        return 0
    return max(1, math.ceil(levels * math.sqrt(value / highest)))
