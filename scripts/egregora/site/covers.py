"""The clock of a period: twenty-four petals, as long as each hour was loud."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from egregora.site.svg import around, drawing, hint, markup, node, number

# Night, morning, afternoon, evening: six hours each.
WATCHES = ("night", "morning", "afternoon", "evening")


def clock(hours: Sequence[int], title: str, hints: bool = False) -> Markup:
    """Draw the messages of each hour around a day, midnight at the top.

    Parameters
    ----------
    hours
        Messages per local hour, 24 counts.
    title
        What the drawing shows, in words.
    hints
        Name hour and count where the pointer rests.

    """
    root = drawing(200, 200, "clock", title)
    highest = max(hours, default=0) or 1
    node(root, "circle", class_="clock-rim", cx=100, cy=100, r=88)
    node(root, "circle", class_="clock-heart", cx=100, cy=100, r=13)
    for hour, messages in enumerate(hours):
        turn = hour / 24
        length = 54 * math.sqrt(messages / highest)
        inner, outer = around(100, 100, 30, turn), around(100, 100, 30 + length, turn)
        petal = node(
            root,
            "path",
            class_=f"petal petal--{WATCHES[hour // 6] if messages else 'none'}",
            d="M{} {}L{} {}".format(*map(number, (*inner, *outer))),
        )
        if hints:
            hint(petal, f"{hour}:00 · {messages}")
    return markup(root)
