"""Charts of when the group talks: by day, by hour of the week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from markupsafe import Markup

from egregora.site.charts import bars, heat
from egregora.site.svg import drawing, hint, level, markup, node, number
from egregora.text.locales import Translator

CELL = 14  # a day of the calendar with its gap
FEW_WEEKS = 26  # a calendar of so many is drawn larger
LARGE = 2.4
LETTERS = 12.5  # pixels of the calendar's letters
PANEL = 480  # pixels that it may then take
LEFT = 64  # where the first hour of a week stands


def calendar(days: Mapping[date, int], title: str, words: Translator) -> Markup:
    """Draw one square per day, a column per week, from the first to the last day."""
    first, last = min(days), max(days)
    monday = first - timedelta(days=first.weekday())
    columns = (last - monday).days // 7 + 1
    width, height = 34 + columns * CELL, 20 + 7 * CELL
    root = drawing(width, height, "calendar", title)
    scale = min(LARGE, PANEL / width) if columns <= FEW_WEEKS else 1.25
    root.attrib |= {"width": number(width * scale), "height": number(height * scale)}
    root.set("font-size", number(LETTERS / scale))
    for row in (0, 2, 4, 6):
        node(
            root,
            "text",
            words.weekday_label(row),
            class_="axis",
            x=0,
            y=27 + row * CELL,
        )
    highest = max(days.values())
    months = set()
    for offset in range((last - monday).days + 1):
        day = monday + timedelta(days=offset)
        if day < first:
            continue
        x, y = 34 + offset // 7 * CELL, 18 + offset % 7 * CELL
        month = (day.year, day.month)
        if month not in months and (day.day <= 7 or day == first):
            months.add(month)
            if day.day < 20:
                node(root, "text", words.month_label(day), class_="axis", x=x, y=11)
        messages = days.get(day, 0)
        shade = level(messages, highest)
        cell = node(root, "rect", class_=f"cell cell--{shade}", x=x, y=y)
        cell.attrib |= {"width": "11", "height": "11", "rx": "3"}
        if messages:
            hint(cell, f"{words.date(day)}: {words.count(messages, 'message')}")
    return markup(root)


def days(
    counts: Mapping[date, int], first: date, last: date, title: str, words: Translator
) -> Markup:
    """Draw the messages of each day from `first` to `last`."""
    length = (last - first).days + 1
    all_days = [first + timedelta(days=offset) for offset in range(length)]
    values = []
    for day in all_days:
        messages = counts.get(day, 0)
        week = length <= 7
        label = words.weekday_label(day.weekday()) if week else str(day.day)
        shown = label if week or day.day % 5 == 0 else ""
        said = f"{words.date(day)}: {words.count(messages, 'message')}"
        values.append((shown, messages, said))
    return bars(values, "days", title)


def week_hours(
    counts: Mapping[tuple[int, int], int], title: str, words: Translator
) -> Markup:
    """Draw a row per weekday and a column per hour, as strong as it was loud."""

    def cell(weekday: int, hour: int) -> tuple[int, str]:
        messages = counts.get((weekday, hour), 0)
        said = words.count(messages, "message")
        return messages, f"{words.weekday_label(weekday)} {hour}:00: {said}"

    rows = [
        (words.weekday_label(weekday), [cell(weekday, hour) for hour in range(24)])
        for weekday in range(7)
    ]
    columns = ["" if hour % 3 else str(hour) for hour in range(24)]
    return heat(rows, columns, "week", title, LEFT)
