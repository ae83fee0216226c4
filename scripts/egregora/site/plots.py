"""Line plots by Pygal, as plain SVG that the page's style sheet colours."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

import pygal
from markupsafe import Markup
from pygal.style import Style

from egregora.site.svg import drawing, hint, markup

SVG = "{http://www.w3.org/2000/svg}"
WIDTH, HEIGHT = 640, 300
LABEL = 17  # of the axes; the style sheet says the same
# What Pygal adds for its own script and style sheet, and for readers of its own.
UNUSED = ("defs", "title", "desc")


def lines(
    series: Sequence[Sequence[tuple[float, str] | None]],
    columns: Sequence[str],
    kind: str,
    title: str,
) -> Markup:
    """Draw a line per series over the same columns.

    Parameters
    ----------
    series
        For each line its value and what to say of it in each column; None where it
        has none. The first is `.serie-0` in the style sheet.
    columns
        Label below each column; may be empty.
    kind
        Name of the chart in the style sheet.
    title
        What the drawing shows, in words.

    """
    plot = pygal.Line(
        js=(),
        css=(),
        style=Style(label_font_size=LABEL, major_label_font_size=LABEL),
        disable_xml_declaration=True,
        no_prefix=True,
        width=WIDTH,
        height=HEIGHT,
        margin=6,
        show_legend=False,
        truncate_label=-1,
        max_scale=6,
        dots_size=4,
        formatter=lambda value: f"{value:.0f}",
    )
    plot.x_labels = list(columns)
    for values in series:
        plot.add("", [value[0] if value else None for value in values])
    return tidied(plot.render(is_unicode=True), series, kind, title)


def tidied(
    svg: str,
    series: Sequence[Sequence[tuple[float, str] | None]],
    kind: str,
    title: str,
) -> Markup:
    """Return what Pygal drew without script, style and ids, and with our hints."""
    drawn = ET.fromstring(svg)
    for element in list(drawn.iter()):
        element.tag = element.tag.removeprefix(SVG)
        for name in ("id", "style"):
            element.attrib.pop(name, None)
    for parent in list(drawn.iter()):
        for child in list(parent):
            layer = child.get("class", "")
            if child.tag in UNUSED or "tooltip-overlay" in layer:
                parent.remove(child)
    overlay = drawn.findall(".//g[@class='plot overlay']/g")
    for group, values in zip(overlay, series, strict=True):
        said = [value[1] for value in values if value]
        for dot, text in zip(group.iter("circle"), said, strict=True):
            hint(dot, text)
    root = drawing(WIDTH, HEIGHT, kind, title)
    root.extend(drawn)
    return markup(root)
