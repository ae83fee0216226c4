"""Dates of headers → days, all in one order of day, month and year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from egregora.errors import ExportError
from egregora.whatsapp.date_order import EPOCH, FORM, Reading, by_form, decided
from egregora.whatsapp.layouts import ERAS, Layout, is_pointed

DIGITS = re.compile(r"\d+")

# Places of year, month and day.
FIELDS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}

# What stands behind years of the Buddhist era.
BUDDHIST = ("BE", "พ.ศ.")

ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


@dataclass(frozen=True)
class DateOrder:
    """In which order the dates of a file were read.

    Attributes
    ----------
    order
        dmy, mdy or ymd.
    evidence
        What decided the order, in words.
    certain
        False where only the form of the dates decided.
    sample
        A printed header.

    """

    order: str
    evidence: str
    certain: bool
    sample: str


def read_dates(
    printed: list[bytes],
    bodies: list[bytes],
    layout: Layout,
    name: str,
    date_order: str = "auto",
    *,
    lower_case: bool = False,
) -> tuple[DateOrder, Reading]:
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

    Returns
    -------
    tuple
        The order, and the days since 1970 of each distinct date.

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
    return DateOrder(order, evidence, evidence != FORM, sample), readings[order]


def orders_of(layout: Layout) -> tuple[str, ...]:
    """Return the orders in which a layout's dates can be read."""
    if layout.year == "first":
        return ("ymd",)
    if layout.year == "last":
        return ("dmy", "mdy")
    # Countries that print two digits of the year in front part them by slashes.
    if layout.separators[0] == ".":
        return ("dmy", "mdy")
    # Korean and Hungarian dates, `25. 10. 28.`, begin with the year.
    if is_pointed(layout.between) or not layout.separators[0].isascii():
        return ("ymd", "dmy")
    if layout.separators[0] != "/":
        return ("dmy", "mdy")
    return ("dmy", "mdy", "ymd")


def fields_of(printed: str) -> tuple[int, ...]:
    """Return the three numbers of a printed date, the era's years made common ones."""
    first, second, third = (int(number) for number in DIGITS.findall(printed))
    if not printed[0].isdigit():
        first += ERAS[printed[: DIGITS.search(printed).start()]]
    return first, second, third


def day_in(order: str, fields: tuple[int, ...], layout: Layout) -> int | None:
    """Return the days since 1970 of a date in `order`; None if it does not exist."""
    year, month, day = (fields[place] for place in FIELDS[order])
    if year < 100:
        # Buddhist years are 543 ahead: 67 is 2567, which is 2024.
        year += 2500 if layout.between.startswith(BUDDHIST) else 2000
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
