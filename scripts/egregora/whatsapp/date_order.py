"""Which field of a file's dates is the day: decided once, by evidence."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

from egregora.whatsapp.layouts import Layout, is_pointed

EPOCH = date(1970, 1, 1).toordinal()
NAMED_DATE = re.compile(rb"-(20\d\d)-?([01]\d)-?([0-3]\d)-(?:WA|\d\d-\d\d)")
# Enough to decide; a file where they do not is decided by nothing.
ENOUGH = 20_000
# Hardly a phone prints two digits of the year in front: other readings must take
# longer by this factor, over many dates, or over a few that go on within a year.
LONGER = 10
MANY = 10
FEWEST = 3
YEAR = 366

# Kinds of evidence, in words.
BEYOND = "days beyond the 12th"
NAMES = "dates in names of media"
STEPS = "the steps from date to date"
FORM = "the form of the dates alone"

# Printed date → days since 1970, None where there is no such day.
Reading = dict[bytes, int | None]


def decided(
    readings: dict[str, Reading],
    runs: list[bytes],
    printed: list[bytes],
    bodies: list[bytes],
) -> tuple[str | None, str]:
    """Return the order of a file's dates and the evidence, strongest first."""
    paths = {order: path(days, runs) for order, days in readings.items()}
    if "ymd" in paths and "mdy" not in paths:
        return cheapest(paths), STEPS
    if "ymd" in paths:
        missing, back, steps = paths.pop("ymd")
        if not missing and all(cost[0] for cost in paths.values()):
            return "ymd", BEYOND
        is_shortest = all(
            cost[0] == len(runs) or steps * LONGER < cost[2] for cost in paths.values()
        )
        is_steady = len(runs) >= FEWEST and not back and steps <= YEAR
        if not missing and is_shortest and (is_steady or len(runs) >= MANY):
            return "ymd", STEPS
    missing = {order: cost[0] for order, cost in paths.items()}
    if order := cheapest(missing):
        return order, BEYOND
    matches = {order: -named(readings[order], printed, bodies) for order in paths}
    if order := cheapest(matches):
        return order, NAMES
    return cheapest({order: cost[1:] for order, cost in paths.items()}), STEPS


def cheapest(costs: dict[str, Any]) -> str | None:
    """Return the order of least cost; None where several share it."""
    least = min(costs.values())
    orders = [order for order, cost in costs.items() if cost == least]
    return orders[0] if len(orders) == 1 else None


def named(days: Reading, printed: list[bytes], bodies: list[bytes]) -> int:
    """Return how many media are named for the date of their message."""
    hits = 0
    for one, body in zip(printed[:ENOUGH], bodies[:ENOUGH], strict=False):
        if (day := days[one]) is not None and (found := NAMED_DATE.search(body)):
            printed_on = date.fromordinal(day + EPOCH)
            hits += b"".join(found.groups()) == f"{printed_on:%Y%m%d}".encode()
    return hits


def path(days: Reading, runs: list[bytes]) -> tuple[int, int, int]:
    """Return the dates that do not exist, the steps back, and the sum of all steps."""
    known = [day for one in runs if (day := days[one]) is not None]
    steps = [after - before for before, after in pairwise(known)]
    return len(runs) - len(known), sum(step < 0 for step in steps), sum(map(abs, steps))


def by_form(runs: list[bytes], layout: Layout, lower_case: bool) -> str:
    """Return the order that dates of this form have in most countries."""
    is_padded = any(one.startswith(b"0") or b"/0" in one for one in runs)
    # Korean and Hungarian, `25. 10. 28.`; Serbian, `28.10.25.`, has no blanks.
    is_spaced = is_pointed(layout.between) and layout.separators[0] != "."
    if not layout.separators[0].isascii() or is_spaced:
        return "ymd"
    if layout.separators[0] != "/" or is_padded or lower_case:
        return "dmy"
    return "mdy" if layout.period or layout.year == "short" else "dmy"
