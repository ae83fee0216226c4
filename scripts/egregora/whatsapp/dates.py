"""Dates of headers: which field is the day is decided once per file, by evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import Any

import pyarrow as pa

from egregora.errors import ExportError
from egregora.whatsapp.layouts import Layout, is_pointed

DIGITS = re.compile(r"\d+")
EPOCH = date(1970, 1, 1).toordinal()
NAMED_DATE = re.compile(rb"-(20\d\d)-?([01]\d)-?([0-3]\d)-(?:WA|\d\d-\d\d)")
# Enough to decide; a file where they do not is decided by nothing.
ENOUGH = 20_000

# Places of year, month and day.
FIELDS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}

ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}

# Kinds of evidence, in words.
BEYOND = "days beyond the 12th"
NAMES = "dates in names of media"
STEPS = "the steps from date to date"
FORM = "the form of the dates alone"

# Printed date → days since 1970, None where there is no such day.
Reading = dict[bytes, int | None]


@dataclass(frozen=True)
class Dates:
    """How the dates of a file were read.

    Attributes
    ----------
    days
        Days since 1970 per header; null where the date does not exist.
    day_of
        The same per distinct printed date.
    order
        dmy, mdy or ymd.
    evidence
        What decided the order, in words.
    certain
        False where only the form of the dates decided.
    sample
        A printed date.

    """

    days: pa.Array
    day_of: Reading
    order: str
    evidence: str
    certain: bool
    sample: str

    def again(self, printed: list[bytes]) -> Dates:
        """Return the same reading of other headers."""
        days = pa.array(map(self.day_of.__getitem__, printed), pa.int64())
        return replace(self, days=days)


def read_dates(
    printed: list[bytes],
    bodies: list[bytes],
    layout: Layout,
    name: str,
    date_order: str = "auto",
    *,
    lower_case: bool = False,
) -> Dates:
    """Read the dates of all headers of a file in one order.

    Parameters
    ----------
    printed
        The date of each header, in the order of the file.
    bodies
        What follows each header; names of media in it hold dates too.
    layout
        How the headers are printed.
    name
        What errors call the file.
    date_order
        dmy, mdy or ymd; `auto` decides by evidence.
    lower_case
        The times say am and pm, not AM and PM.

    Raises
    ------
    ExportError
        If `date_order` fits fewer dates than another order.

    """
    fields = {one: fields_of(one.decode()) for one in set(printed)}
    readings = {
        order: {one: day_in(order, triple, layout) for one, triple in fields.items()}
        for order in orders_of(layout)
    }
    runs = [one for one, _ in groupby(printed)]
    sample = runs[0].decode()
    order, evidence = next(iter(readings)), "the year comes first"
    if date_order != "auto":
        order, evidence = date_order, "as configured"
        if order not in readings:
            raise ExportError(
                f"{name}: date_order: {order} cannot read dates such as {sample}; "
                "set date_order: auto"
            )
        refuse_contradiction(readings, order, name)
    elif len(readings) > 1:
        order, evidence = decided(readings, runs, printed, bodies)
        if order is None:
            order, evidence = by_form(runs, layout, lower_case), FORM
    day_of = readings[order]
    return Dates(
        days=pa.array(map(day_of.__getitem__, printed), pa.int64()),
        day_of=day_of,
        order=order,
        evidence=evidence,
        certain=evidence != FORM,
        sample=sample,
    )


def orders_of(layout: Layout) -> tuple[str, ...]:
    """Return the orders in which a layout's dates can be read."""
    if layout.year == "first":
        return ("ymd",)
    if layout.year == "last":
        return ("dmy", "mdy")
    # Korean and Hungarian dates end with a point, and begin with the year.
    if is_pointed(layout.between) or not layout.separators[0].isascii():
        return ("ymd", "dmy")
    return ("dmy", "mdy", "ymd")


def fields_of(printed: str) -> tuple[int, ...]:
    """Return the three numbers of a printed date, the era's years made common ones."""
    first, second, third = (int(number) for number in DIGITS.findall(printed))
    if not printed[0].isdigit():
        first += 2018
    return first, second, third


def day_in(order: str, fields: tuple[int, ...], layout: Layout) -> int | None:
    """Return the days since 1970 of a date in `order`; None if it does not exist."""
    year, month, day = (fields[place] for place in FIELDS[order])
    if year < 100:
        # Buddhist years are 543 ahead: 67 is 2567, which is 2024.
        year += 2500 if "BE" in layout.between else 2000
    if year > 2400:
        year -= 543
    try:
        days = date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None
    return days if days >= 0 else None


def refuse_contradiction(readings: dict[str, Reading], order: str, name: str) -> None:
    """Raise ExportError if `order` fails for dates that another order reads."""
    failed = sorted(one for one, day in readings[order].items() if day is None)
    for other, days in readings.items():
        if failed and None not in days.values():
            raise ExportError(
                f"{name}: date_order: {order} does not fit dates such as "
                f"{failed[0].decode()}; set date_order: {other} or auto"
            )


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
    # Two digits in front are a year only where they can be nothing else.
    if "ymd" in paths:
        missing = paths.pop("ymd")[0]
        if not missing and all(cost[0] for cost in paths.values()):
            return "ymd", BEYOND
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
    if not layout.separators[0].isascii() or is_pointed(layout.between):
        return "ymd"
    if layout.separators[0] != "/" or is_padded or lower_case:
        return "dmy"
    return "mdy" if layout.period or layout.year == "short" else "dmy"
