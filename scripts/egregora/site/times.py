"""Messages counted by day, by hour, by year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

WEEKS_OF_YEAR = 53


def by_calendar(days: dict[date, int]) -> dict[str, dict[date, int]]:
    """Return the days of each calendar: one, or one per year if a year is too short."""
    if spanned_weeks(days) <= WEEKS_OF_YEAR:
        first, last = min(days).year, max(days).year
        return {f"{first}" if first == last else f"{first}–{last}": days}
    return {str(year): of_year for year, of_year in per_year(days).items()}


def spanned_weeks(days: dict[date, int]) -> int:
    """Return how many weeks lie between the first and the last day."""
    return ((max(days) - min(days)).days + 6) // 7


def per_year(days: Mapping[date, int]) -> dict[int, dict[date, int]]:
    """Return the messages of each day by year, newest year first."""
    years: dict[int, dict[date, int]] = defaultdict(dict)
    for day, messages in days.items():
        years[day.year][day] = messages
    return dict(sorted(years.items(), reverse=True))


def per_weekday_and_hour(activity: Sequence[Mapping]) -> dict[tuple[int, int], int]:
    """Return the messages of each hour of the week."""
    found: Counter[tuple[int, int]] = Counter()
    for row in activity:
        found[row["day"].weekday(), row["hour"]] += row["messages"]
    return dict(found)


def per_hour(activity: Sequence[Mapping]) -> list[int]:
    """Return the messages of each hour of the day."""
    found: Counter[int] = Counter()
    for row in activity:
        found[row["hour"]] += row["messages"]
    return [found[hour] for hour in range(24)]
