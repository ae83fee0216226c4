"""Periods: calendar units of local time, named so that text order is time order."""

from __future__ import annotations

from typing import Literal

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

Every = Literal["day", "week", "month"]

# Weeks are ISO 8601, Monday to Sunday, and the year is the week's own (%G): Monday
# 30 December 2024 falls in 2025-W01.
NAMES: dict[Every, str] = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}
UNITS: dict[Every, str] = {"day": "D", "week": "W", "month": "M"}


@ibis.udf.scalar.builtin(
    name="epoch_ms", signature=((dt.Timestamp(timezone="UTC"),), dt.int64)
)
def milliseconds(at):
    """Return the milliseconds of an instant since 1970; DuckDB's function."""


def period_of(local_time: ir.TimestampValue, every: Every) -> ir.StringValue:
    """Return the name of the period that holds a local time."""
    return local_time.strftime(NAMES[every])


def first_day(local_time: ir.TimestampValue, every: Every) -> ir.DateValue:
    """Return the first day of the period that holds a local time.

    It stands for the period where many rows are grouped, as a number costs less.
    """
    return local_time.truncate(UNITS[every]).date()


def year_before(period: ir.StringValue) -> ir.StringValue:
    """Return the name of the same day, ISO week or month one year earlier.

    The name of a day or week that the earlier year does not have names no period.
    """
    year = period.left(4).cast("int32") - 1
    return year.cast("string") + period.substr(4)
