"""Charts as SVG, coloured by the style sheet of the page.

Small drawing helpers first, then counts by day, hour and year, then the charts: bars,
heat maps, shares, the web of answers, calendars, the clock of a period, and lines,
which Pygal draws. Sizes are in units of the drawing, most of which is 640 wide.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pygal
from markupsafe import Markup
from pygal.style import Style

from egregora.text.locales import Translator


def format_coordinate(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def add_element(
    parent: ET.Element, name: str, text: str = "", **given: object
) -> ET.Element:
    """Add an element to `parent` and return it.

    Attributes named `class_` and `font_size` become `class` and `font-size`; numbers
    are rounded.
    """
    attributes = {
        key.rstrip("_").replace("_", "-"): format_coordinate(value)
        if isinstance(value, int | float)
        else str(value)
        for key, value in given.items()
    }
    made = ET.SubElement(parent, name, attributes)
    made.text = text or None
    return made


def empty_drawing(width: float, height: float, kind: str, title: str) -> ET.Element:
    """Return an empty drawing with a name for those who cannot see it."""
    return ET.Element(
        "svg",
        {
            "class": f"chart chart--{kind}",
            "viewBox": f"0 0 {format_coordinate(width)} {format_coordinate(height)}",
            "role": "img",
            "aria-label": title,
        },
    )


def add_hint(element: ET.Element, text: str) -> None:
    """Say `text` where the pointer rests on an element."""
    add_element(element, "title", text)


def svg_markup(root: ET.Element) -> Markup:
    """Return a drawing as HTML."""
    return Markup(ET.tostring(root, encoding="unicode"))


def point_on_circle(
    x: float, y: float, radius: float, turn: float
) -> tuple[float, float]:
    """Return a point on a circle; `turn` goes clockwise from the top, 0 to 1."""
    angle = 2 * math.pi * turn
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


def shade_level(value: float, highest: float, levels: int = 5) -> int:
    """Return how strong a colour shows `value`: 0 for none, up to `levels`."""
    if not value or not highest:
        return 0
    return max(1, math.ceil(levels * math.sqrt(value / highest)))


WEEKS_OF_YEAR = 53


def days_by_calendar(days: dict[date, int]) -> dict[str, dict[date, int]]:
    """Return the days of each calendar: one, or one per year if a year is too short."""
    if weeks_between(days) <= WEEKS_OF_YEAR:
        first, last = min(days).year, max(days).year
        return {f"{first}" if first == last else f"{first}–{last}": days}
    return {str(year): of_year for year, of_year in days_by_year(days).items()}


def weeks_between(days: dict[date, int]) -> int:
    """Return how many weeks lie between the first and the last day."""
    return ((max(days) - min(days)).days + 6) // 7


def days_by_year(days: Mapping[date, int]) -> dict[int, dict[date, int]]:
    """Return the messages of each day by year, newest year first."""
    years: dict[int, dict[date, int]] = defaultdict(dict)
    for day, messages in days.items():
        years[day.year][day] = messages
    return dict(sorted(years.items(), reverse=True))


def sum_by_weekday_and_hour(activity: Sequence[Mapping]) -> dict[tuple[int, int], int]:
    """Return the messages of each hour of the week."""
    found: Counter[tuple[int, int]] = Counter()
    for row in activity:
        found[row["day"].weekday(), row["hour"]] += row["messages"]
    return dict(found)


def sum_by_hour(activity: Sequence[Mapping]) -> list[int]:
    """Return the messages of each hour of the day."""
    found: Counter[int] = Counter()
    for row in activity:
        found[row["hour"]] += row["messages"]
    return [found[hour] for hour in range(24)]


# Night, morning, afternoon, evening: six hours each.
DAY_QUARTERS = ("night", "morning", "afternoon", "evening")


def draw_clock(hours: Sequence[int], title: str, hints: bool = False) -> Markup:
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
    root = empty_drawing(200, 200, "clock", title)
    highest = max(hours, default=0) or 1
    add_element(root, "circle", class_="clock-rim", cx=100, cy=100, r=88)
    add_element(root, "circle", class_="clock-heart", cx=100, cy=100, r=13)
    for hour, messages in enumerate(hours):
        turn = hour / 24
        length = 54 * math.sqrt(messages / highest)
        inner, outer = (
            point_on_circle(100, 100, 30, turn),
            point_on_circle(100, 100, 30 + length, turn),
        )
        petal = add_element(
            root,
            "path",
            class_=f"petal petal--{DAY_QUARTERS[hour // 6] if messages else 'none'}",
            d="M{} {}L{} {}".format(*map(format_coordinate, (*inner, *outer))),
        )
        if hints:
            add_hint(petal, f"{hour}:00 · {messages}")
    return svg_markup(root)


MAX_BAR_WIDTH = 40  # of a bar
HEATMAP_ROW_HEIGHT = 26


def draw_bars(values: Sequence[tuple[str, int, str]], kind: str, title: str) -> Markup:
    """Draw upright bars.

    Parameters
    ----------
    values
        Label below the bar (may be empty), height, and what to say of it.
    kind
        Name of the chart in the style sheet.
    title
        What the drawing shows, in words.

    """
    step = 640 / max(len(values), 1)
    root = empty_drawing(640, 200, kind, title)
    highest = max((value for _, value, _ in values), default=0) or 1
    tallest = max(range(len(values)), key=lambda at: values[at][1], default=None)
    add_element(root, "line", class_="ground", x1=0, x2=640, y1=160, y2=160)
    for place, (label, value, said) in enumerate(values):
        height = max(136 * value / highest, 2 if value else 0)
        x = place * step
        thick = min(step * 0.72, MAX_BAR_WIDTH)
        left = x + (step - thick) / 2
        bar = add_element(root, "rect", class_="bar", x=left, y=160 - height)
        bar.attrib |= {
            "width": format_coordinate(thick),
            "height": format_coordinate(height),
            "rx": format_coordinate(min(6, step * 0.3)),
        }
        add_hint(bar, said)
        if place == tallest:
            top = {"class_": "axis axis--top", "x": x + step / 2, "y": 154 - height}
            add_element(root, "text", str(value), **top)
        if label:
            add_element(
                root, "text", label, class_="axis axis--middle", x=x + step / 2, y=169
            )
    return svg_markup(root)


def draw_heatmap(
    rows: Sequence[tuple[str, Sequence[tuple[int, str]]]],
    columns: Sequence[str],
    kind: str,
    title: str,
    left: int,
    own: bool = False,
) -> Markup:
    """Draw a row of squares per label, the stronger the higher its value.

    Parameters
    ----------
    rows
        Label of a row, and value and what to say of it for each column.
    columns
        Label below each column; may be empty.
    kind
        Name of the chart in the style sheet.
    title
        What the drawing shows, in words.
    left
        Where the first column stands.
    own
        Each row has its own scale.

    """
    height = len(rows) * HEATMAP_ROW_HEIGHT
    root = empty_drawing(640, height + 32, kind, title)
    step = (640 - left) / max(len(columns), 1)
    highest = max((value for _, cells in rows for value, _ in cells), default=0)
    for place, (label, cells) in enumerate(rows):
        y = 4 + place * HEATMAP_ROW_HEIGHT
        add_element(root, "text", label, class_="axis", x=0, y=y + 16)
        top = max(value for value, _ in cells) if own else highest
        for column, (value, said) in enumerate(cells):
            cell = add_element(
                root, "rect", class_=f"cell cell--{shade_level(value, top)}"
            )
            cell.attrib |= {
                "x": format_coordinate(left + column * step),
                "y": format_coordinate(y),
            }
            wide = step - min(3, step / 4)
            cell.attrib |= {"width": format_coordinate(wide), "height": "22"}
            cell.set("rx", format_coordinate(min(5, wide / 3)))
            if value:
                add_hint(cell, said)
    for column, label in enumerate(columns):
        if label:
            x = left + (column + 0.5) * step
            add_element(
                root, "text", label, class_="axis axis--middle", x=x, y=height + 12
            )
    return svg_markup(root)


def draw_shares(
    values: Sequence[tuple[str, int, int]], title: str, words: Translator
) -> Markup:
    """Draw a lying bar per person: name, messages and colour."""
    root = empty_drawing(640, 18 + 44 * len(values), "shares", title)
    highest = max((value for _, value, _ in values), default=0) or 1
    for place, (name, value, tone) in enumerate(values):
        y = 16 + place * 44
        add_element(root, "text", shorten_label(name, 34), class_="label", x=0, y=y + 8)
        add_element(
            root, "text", words.number(value), class_="axis axis--end", x=640, y=y + 8
        )
        bar = add_element(root, "rect", class_=f"bar tone-{tone}", x=0, y=y + 15)
        bar.attrib |= {
            "width": format_coordinate(max(640 * value / highest, 4)),
            "height": "10",
            "rx": "5",
        }
    return svg_markup(root)


def draw_answer_web(
    people: Sequence[tuple[str, str, int]],
    times: Mapping[tuple[str, str], int],
    title: str,
) -> Markup:
    """Draw people on a circle and a line between those who answer each other.

    Parameters
    ----------
    people
        Pseudonym, name and colour.
    times
        How often the first of a pair answered the second.
    title
        What the drawing shows, in words.

    """
    root = empty_drawing(640, 470, "web", title)
    places = {author: place / len(people) for place, (author, *_) in enumerate(people)}
    pairs: Counter[tuple[str, str]] = Counter()
    for (one, other), often in times.items():
        if one in places and other in places:
            pairs[min(one, other), max(one, other)] += often
    highest = max(pairs.values(), default=0) or 1
    for (one, other), often in sorted(
        pairs.items(), key=lambda pair: (pair[1], pair[0])
    ):
        start, end = (
            point_on_circle(320, 235, 140, places[who]) for who in (one, other)
        )
        line = add_element(
            root,
            "path",
            class_=f"thread thread--{shade_level(often, highest)}",
            d="M{} {}Q320 235 {} {}".format(*map(format_coordinate, (*start, *end))),
            stroke_width=1 + 11 * often / highest,
        )
        names = {author: name for author, name, _ in people}
        add_hint(line, f"{names[one]} ↔ {names[other]}: {often}")
    for author, name, tone in people:
        x, y = point_on_circle(320, 235, 140, places[author])
        add_element(root, "circle", class_=f"dot tone-{tone}", cx=x, cy=y, r=9)
        lx, ly = point_on_circle(320, 235, 162, places[author])
        side = "middle" if abs(lx - 320) < 40 else "end" if lx < 320 else "start"
        add_element(
            root,
            "text",
            shorten_label(name, 16),
            class_=f"label label--{side}",
            x=lx,
            y=ly + (14 if ly > 380 else -2 if ly < 90 else 6),
        )
    return svg_markup(root)


def shorten_label(name: str, longest: int) -> str:
    """Return `name`, cut where it would run out of its place."""
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


CALENDAR_CELL = 14  # a day of the calendar with its gap
SHORT_CALENDAR_WEEKS = 26  # a calendar of so many is drawn larger
SHORT_CALENDAR_SCALE = 2.4
CALENDAR_FONT_SIZE = 12.5  # pixels of the calendar's letters
SHORT_CALENDAR_WIDTH = 480  # pixels that it may then take
WEEK_LABEL_WIDTH = 64  # where the first hour of a week stands


def draw_calendar(days: Mapping[date, int], title: str, words: Translator) -> Markup:
    """Draw one square per day, a column per week, from the first to the last day."""
    first, last = min(days), max(days)
    monday = first - timedelta(days=first.weekday())
    columns = (last - monday).days // 7 + 1
    width, height = 34 + columns * CALENDAR_CELL, 20 + 7 * CALENDAR_CELL
    root = empty_drawing(width, height, "calendar", title)
    scale = (
        min(SHORT_CALENDAR_SCALE, SHORT_CALENDAR_WIDTH / width)
        if columns <= SHORT_CALENDAR_WEEKS
        else 1.25
    )
    root.attrib |= {
        "width": format_coordinate(width * scale),
        "height": format_coordinate(height * scale),
    }
    root.set("font-size", format_coordinate(CALENDAR_FONT_SIZE / scale))
    for row in (0, 2, 4, 6):
        add_element(
            root,
            "text",
            words.weekday_label(row),
            class_="axis",
            x=0,
            y=27 + row * CALENDAR_CELL,
        )
    highest = max(days.values())
    months = set()
    for offset in range((last - monday).days + 1):
        day = monday + timedelta(days=offset)
        if day < first:
            continue
        x, y = 34 + offset // 7 * CALENDAR_CELL, 18 + offset % 7 * CALENDAR_CELL
        month = (day.year, day.month)
        if month not in months and (day.day <= 7 or day == first):
            months.add(month)
            if day.day < 20:
                add_element(
                    root, "text", words.month_label(day), class_="axis", x=x, y=11
                )
        messages = days.get(day, 0)
        shade = shade_level(messages, highest)
        cell = add_element(root, "rect", class_=f"cell cell--{shade}", x=x, y=y)
        cell.attrib |= {"width": "11", "height": "11", "rx": "3"}
        if messages:
            add_hint(cell, f"{words.date(day)}: {words.count(messages, 'message')}")
    return svg_markup(root)


def draw_days(
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
    return draw_bars(values, "days", title)


def draw_week(
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
    return draw_heatmap(rows, columns, "week", title, WEEK_LABEL_WIDTH)


SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"
PLOT_WIDTH, PLOT_HEIGHT = 640, 300
PLOT_LABEL_SIZE = 17  # of the axes; the style sheet says the same
# What Pygal adds for its own script and style sheet, and for readers of its own.
UNUSED_PLOT_ELEMENTS = ("defs", "title", "desc")


def draw_lines(
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
        style=Style(
            label_font_size=PLOT_LABEL_SIZE, major_label_font_size=PLOT_LABEL_SIZE
        ),
        disable_xml_declaration=True,
        no_prefix=True,
        width=PLOT_WIDTH,
        height=PLOT_HEIGHT,
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
    return tidy_plot(plot.render(is_unicode=True), series, kind, title)


def tidy_plot(
    svg: str,
    series: Sequence[Sequence[tuple[float, str] | None]],
    kind: str,
    title: str,
) -> Markup:
    """Return what Pygal drew without script, style and ids, and with our hints."""
    drawn = ET.fromstring(svg)
    for element in list(drawn.iter()):
        element.tag = element.tag.removeprefix(SVG_NAMESPACE)
        for name in ("id", "style"):
            element.attrib.pop(name, None)
    for parent in list(drawn.iter()):
        for child in list(parent):
            layer = child.get("class", "")
            if child.tag in UNUSED_PLOT_ELEMENTS or "tooltip-overlay" in layer:
                parent.remove(child)
    overlay = drawn.findall(".//g[@class='plot overlay']/g")
    for group, values in zip(overlay, series, strict=True):
        said = [value[1] for value in values if value]
        for dot, text in zip(group.iter("circle"), said, strict=True):
            add_hint(dot, text)
    root = empty_drawing(PLOT_WIDTH, PLOT_HEIGHT, kind, title)
    root.extend(drawn)
    return svg_markup(root)
