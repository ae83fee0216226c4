"""Dates and times of headers: the order of day, month and year, and instants.

All dates of a file are read in one order, which is decided once, by evidence: days
beyond the 12th, dates in the names of media, the steps from date to date, and at last
the form of the dates.

A local time that occurs twice, when clocks go back, is read as the first. A local time
that does not exist, when clocks go forward, is moved forward: 02:30 becomes 03:30.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc

from egregora.errors import ExportError, SettingError
from egregora.ingest.headers import JAPANESE_ERAS, HeaderLayout, dates_end_with_point

EPOCH_START = datetime(1970, 1, 1)
SECONDS_PER_DAY = 86_400


def to_instants(local_time: pa.ChunkedArray, timezone: str) -> pa.ChunkedArray:
    """Return the instants of local times in a zone, as timestamps in UTC.

    Parameters
    ----------
    local_time
        Timestamps in seconds, without a zone.
    timezone
        IANA name, such as `America/Sao_Paulo`.

    Raises
    ------
    SettingError
        If there is no such zone.

    """
    seconds = local_time.cast(pa.int64())
    span = pc.min_max(seconds)
    offsets = None
    for start, offset in offset_changes(
        timezone, span["min"].as_py(), span["max"].as_py()
    ):
        if offsets is None:
            offsets = pa.scalar(offset)
        else:
            offsets = pc.if_else(pc.less(seconds, start), offsets, offset)
    micros = pc.multiply(pc.subtract(seconds, offsets), 1_000_000)
    return micros.cast(pa.timestamp("us", "UTC"))


def offset_changes(timezone: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return since when which offset from UTC holds, in local seconds.

    Parameters
    ----------
    timezone
        IANA name.
    first, last
        The local seconds since 1970 in question.

    Returns
    -------
    list of tuple of int
        Start and offset of each span; the first start is `first`.

    """
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(
            f"timezone: {timezone} is unknown; give an IANA name such as "
            "America/Sao_Paulo"
        ) from None

    def offset(second: int) -> int:
        at = (EPOCH_START + timedelta(seconds=second)).replace(tzinfo=zone, fold=0)
        return int(at.utcoffset().total_seconds())

    spans = [(first, offset(first))]
    day = first
    while day < last:
        after = min(day + SECONDS_PER_DAY, last)
        if offset(after) != spans[-1][1]:
            before = day
            while after - before > 1:
                middle = (before + after) // 2
                if offset(middle) == spans[-1][1]:
                    before = middle
                else:
                    after = middle
            spans.append((after, offset(after)))
        day = max(after, min(day + SECONDS_PER_DAY, last))
    return spans


EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
DATE_IN_MEDIA_NAME = re.compile(rb"-(20\d\d)-?([01]\d)-?([0-3]\d)-(?:WA|\d\d-\d\d)")
# Enough to decide; a file where they do not is decided by nothing.
MAX_COMPARED_DATES = 20_000
# Hardly a phone prints two digits of the year in front: other readings must take
# longer by this factor, over many dates, or over a few that go on within a year.
YEAR_FIRST_FACTOR = 10
MANY_DATES = 10
MIN_STEADY_DATES = 3
MAX_DAYS_OF_YEAR = 366

# Kinds of evidence, in words.
EVIDENCE_DAYS = "days beyond the 12th"
EVIDENCE_MEDIA_NAMES = "dates in names of media"
EVIDENCE_STEPS = "the steps from date to date"
EVIDENCE_FORM = "the form of the dates alone"

# Printed date → days since 1970, None where there is no such day.
DateReading = dict[bytes, int | None]


def decide_order(
    readings: dict[str, DateReading],
    runs: list[bytes],
    printed: list[bytes],
    bodies: list[bytes],
) -> tuple[str | None, str]:
    """Return the order of a file's dates and the evidence, strongest first."""
    paths = {order: cost_of_reading(days, runs) for order, days in readings.items()}
    if "ymd" in paths and "mdy" not in paths:
        return cheapest_order(paths), EVIDENCE_STEPS
    if "ymd" in paths:
        missing, back, steps = paths.pop("ymd")
        if not missing and all(cost[0] for cost in paths.values()):
            return "ymd", EVIDENCE_DAYS
        is_shortest = all(
            cost[0] == len(runs) or steps * YEAR_FIRST_FACTOR < cost[2]
            for cost in paths.values()
        )
        is_steady = (
            len(runs) >= MIN_STEADY_DATES and not back and steps <= MAX_DAYS_OF_YEAR
        )
        if not missing and is_shortest and (is_steady or len(runs) >= MANY_DATES):
            return "ymd", EVIDENCE_STEPS
    missing = {order: cost[0] for order, cost in paths.items()}
    if order := cheapest_order(missing):
        return order, EVIDENCE_DAYS
    matches = {
        order: -count_named_dates(readings[order], printed, bodies) for order in paths
    }
    if order := cheapest_order(matches):
        return order, EVIDENCE_MEDIA_NAMES
    return cheapest_order(
        {order: cost[1:] for order, cost in paths.items()}
    ), EVIDENCE_STEPS


def cheapest_order(costs: dict[str, Any]) -> str | None:
    """Return the order of least cost; None where several share it."""
    least = min(costs.values())
    orders = [order for order, cost in costs.items() if cost == least]
    return orders[0] if len(orders) == 1 else None


def count_named_dates(
    days: DateReading, printed: list[bytes], bodies: list[bytes]
) -> int:
    """Return how many media are named for the date of their message."""
    hits = 0
    for one, body in zip(
        printed[:MAX_COMPARED_DATES], bodies[:MAX_COMPARED_DATES], strict=False
    ):
        if (day := days[one]) is not None and (
            found := DATE_IN_MEDIA_NAME.search(body)
        ):
            printed_on = date.fromordinal(day + EPOCH_ORDINAL)
            hits += b"".join(found.groups()) == f"{printed_on:%Y%m%d}".encode()
    return hits


def cost_of_reading(days: DateReading, runs: list[bytes]) -> tuple[int, int, int]:
    """Return the dates that do not exist, the steps back, and the sum of all steps."""
    known = [day for one in runs if (day := days[one]) is not None]
    steps = [after - before for before, after in pairwise(known)]
    return len(runs) - len(known), sum(step < 0 for step in steps), sum(map(abs, steps))


def usual_order(runs: list[bytes], layout: HeaderLayout, lower_case: bool) -> str:
    """Return the order that dates of this form have in most countries."""
    is_padded = any(one.startswith(b"0") or b"/0" in one for one in runs)
    # Korean and Hungarian, `25. 10. 28.`; Serbian, `28.10.25.`, has no blanks.
    is_spaced = dates_end_with_point(layout.between) and layout.separators[0] != "."
    if not layout.separators[0].isascii() or is_spaced:
        return "ymd"
    if layout.separators[0] != "/" or is_padded or lower_case:
        return "dmy"
    return "mdy" if layout.period or layout.year == "short" else "dmy"


DATE_DIGITS = re.compile(r"\d+")

# Places of year, month and day.
FIELD_POSITIONS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}

# What stands behind years of the Buddhist era.
BUDDHIST_ERA = ("BE", "พ.ศ.")

DATE_ORDER_NAMES = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


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
    layout: HeaderLayout,
    name: str,
    date_order: str = "auto",
    *,
    lower_case: bool = False,
) -> tuple[DateOrder, DateReading]:
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
    fields = {one: date_numbers(one.decode()) for one in set(printed)}
    readings = {
        order: {one: epoch_day(order, triple, layout) for one, triple in fields.items()}
        for order in possible_orders(layout)
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
        check_date_order(readings, order, name)
    elif len(readings) > 1:
        order, evidence = decide_order(readings, runs, printed, bodies)
        if order is None:
            order, evidence = usual_order(runs, layout, lower_case), EVIDENCE_FORM
    return DateOrder(order, evidence, evidence != EVIDENCE_FORM, sample), readings[
        order
    ]


def possible_orders(layout: HeaderLayout) -> tuple[str, ...]:
    """Return the orders in which a layout's dates can be read."""
    if layout.year == "first":
        return ("ymd",)
    if layout.year == "last":
        return ("dmy", "mdy")
    # Countries that print two digits of the year in front part them by slashes.
    if layout.separators[0] == ".":
        return ("dmy", "mdy")
    # Korean and Hungarian dates, `25. 10. 28.`, begin with the year.
    if dates_end_with_point(layout.between) or not layout.separators[0].isascii():
        return ("ymd", "dmy")
    if layout.separators[0] != "/":
        return ("dmy", "mdy")
    return ("dmy", "mdy", "ymd")


def date_numbers(printed: str) -> tuple[int, ...]:
    """Return the three numbers of a printed date, the era's years made common ones."""
    first, second, third = (int(number) for number in DATE_DIGITS.findall(printed))
    if not printed[0].isdigit():
        first += JAPANESE_ERAS[printed[: DATE_DIGITS.search(printed).start()]]
    return first, second, third


def epoch_day(order: str, fields: tuple[int, ...], layout: HeaderLayout) -> int | None:
    """Return the days since 1970 of a date in `order`; None if it does not exist."""
    year, month, day = (fields[place] for place in FIELD_POSITIONS[order])
    if year < 100:
        # Buddhist years are 543 ahead: 67 is 2567, which is 2024.
        year += 2500 if layout.between.startswith(BUDDHIST_ERA) else 2000
    if year > 2400:
        year -= 543
    try:
        days = date(year, month, day).toordinal() - EPOCH_ORDINAL
    except ValueError:
        return None
    return days if days >= 0 else None


def check_date_order(readings: dict[str, DateReading], order: str, name: str) -> None:
    """Raise ExportError if `order` fails for dates that another order reads."""
    failed = sorted(one for one, day in readings[order].items() if day is None)
    for other, days in readings.items():
        if failed and None not in days.values():
            raise ExportError(
                f"{name}: date_order: {order} does not fit dates such as "
                f"{failed[0].decode()}; set date_order: {other} or auto"
            )
