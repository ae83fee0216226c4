"""Costs of the rules by Snakemake's benchmarks, and tables and plots of its report.

Costs are in seconds and megabytes. Pages have no script and no link; plots are SVG.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET


@dataclass(frozen=True)
class RuleCost:
    """What the jobs of one rule took when they last ran.

    Attributes
    ----------
    rule
        Name of the rule.
    jobs
        How many there are.
    seconds
        Wall seconds of all jobs.
    longest
        Wall seconds of the longest one.
    cpu
        CPU seconds of all jobs.
    peak
        Megabytes of memory that one job held at most.
    """

    rule: str
    jobs: int
    seconds: float
    longest: float
    cpu: float
    peak: float


def costs_of_rules(folder: Path) -> list[RuleCost]:
    """Return what the jobs of each rule took, the longest first.

    Parameters
    ----------
    folder
        Of benchmarks: `<rule>.tsv`, or `<rule>/<wildcards>.tsv`.
    """
    jobs = defaultdict(list)
    for path in sorted(folder.rglob("*.tsv")):
        rule = path.relative_to(folder).with_suffix("").parts[0]
        with suppress(OSError, ValueError, LookupError), path.open("r") as file:
            (measured,) = csv.DictReader(file, delimiter="\t")
            jobs[rule].append(measured)
    found = [cost_of_rule(rule, measured) for rule, measured in jobs.items()]
    return sorted(found, key=lambda one: (-one.seconds, one.rule))


def cost_of_rule(rule: str, measured: list[Mapping[str, str]]) -> RuleCost:
    """Return what the jobs of a rule took."""
    seconds, cpu, peak = (
        [parse_measure(one[name]) for one in measured]
        for name in ("s", "cpu_time", "max_rss")
    )
    return RuleCost(
        rule, len(measured), sum(seconds), max(seconds), sum(cpu), max(peak)
    )


def parse_measure(text: str) -> float:
    """Return a measure; 0 where a job ended before it was taken."""
    try:
        return float(text)
    except ValueError:
        return 0.0


BAR_PLOT_WIDTH, BAR_PLOT_HEIGHT, BAR_BASELINE, BAR_LABEL_BASELINE = (
    720,
    240,
    200,
    216,
)  # pixels
RATING_BASELINE = 1500  # of a rating
MAX_BAR_LABELS = 12  # below the bars, at most
REPORT_STYLE = """\
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; color: #222 }
table { border-collapse: collapse }
th, td { padding: .25rem .9rem; text-align: left; border-bottom: 1px solid #ddd }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
"""


def periods_page(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the periods as a page, oldest first; rows of `contracts.PERIODS`."""
    names = ("period", "messages", "authors", "words")
    shown = [[one[name] for name in names] for one in sort_rows(rows, "period")]
    return table_page("Periods", ("period", "messages", "people", "words"), shown)


def messages_plot(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the messages of each period as SVG; rows of `contracts.PERIODS`."""
    counts = [(one["period"], one["messages"]) for one in sort_rows(rows, "period")]
    return bar_plot("Messages", counts)


def ratings_page(
    rows: Sequence[Mapping[str, Any]], posts: Mapping[str, Mapping[str, Any]]
) -> str:
    """Return the ratings as a page, best first.

    Parameters
    ----------
    rows
        Rows of `contracts.ELO_RATINGS`.
    posts
        Period → row of `contracts.POSTS`.
    """
    best = sorted(rows, key=lambda one: (-one["elo_global"], one["post_id"]))
    shown = [
        [
            one["post_id"],
            posts[one["post_id"]]["title"],
            one["elo_global"],
            one["num_comparisons"],
        ]
        for one in best
    ]
    return table_page("Ratings", ("post", "title", "rating", "comparisons"), shown)


def ratings_plot(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the ratings as SVG, oldest post first; rows of `contracts.ELO_RATINGS`."""
    rates = [(one["post_id"], one["elo_global"]) for one in sort_rows(rows, "post_id")]
    return bar_plot("Ratings", rates, base=RATING_BASELINE)


def costs_page(rows: Sequence[RuleCost]) -> str:
    """Return what the jobs of each rule took as a page."""
    head = ("rule", "jobs", "seconds", "longest", "CPU seconds", "peak MB")
    return table_page("Costs", head, [astuple(one) for one in rows])


def sort_rows(rows: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """Return rows in the order of a column."""
    return sorted(rows, key=lambda one: one[name])


def table_page(
    title: str, head: Sequence[str], rows: Sequence[Sequence[object]]
) -> str:
    """Return a table as a page; every cell is text, whatever it looks like.

    Parameters
    ----------
    title
        What one row is.
    head
        Names of the columns.
    rows
        Cells; numbers stand at the right.
    """
    numeric = [
        all(isinstance(row[place], int | float) for row in rows)
        for place in range(len(head))
    ]
    kinds = [' class="number"' if one else "" for one in numeric]
    names = zip(kinds, head, strict=True)
    heads = "".join(f"<th{kind}>{escape(name)}</th>" for kind, name in names)
    body = "\n".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{escape(format_cell(cell))}</td>"
            for kind, cell in zip(kinds, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>\n{REPORT_STYLE}</style>\n"
        f"<table>\n<tr>{heads}</tr>\n{body}\n</table>\n</html>\n"
    )


def format_cell(value: object) -> str:
    """Return a value as text."""
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def bar_plot(title: str, values: Sequence[tuple[str, float]], base: float = 0.0) -> str:
    """Return upright bars as SVG.

    Parameters
    ----------
    title
        What the bars show.
    values
        Label and height of each bar.
    base
        Where the bars stand; lower values hang below it.
    """
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {BAR_PLOT_WIDTH} {BAR_PLOT_HEIGHT}",
            "width": str(BAR_PLOT_WIDTH),
            "height": str(BAR_PLOT_HEIGHT),
            "font-family": "system-ui, sans-serif",
            "font-size": "11",
        },
    )
    ET.SubElement(root, "title").text = title
    reach = [value - base for _, value in values]
    top, low = max([0.0, *reach]), min([0.0, *reach])
    scale = (BAR_BASELINE - 20) / ((top - low) or 1)
    ground = 20 + top * scale
    step = (BAR_PLOT_WIDTH - 20) / max(len(values), 1)
    often = -(-len(values) // MAX_BAR_LABELS) or 1
    for place, ((label, value), height) in enumerate(zip(values, reach, strict=True)):
        left = 10 + place * step
        bar = {
            "x": f"{left + step * 0.1:.1f}",
            "y": f"{ground - max(height, 0) * scale:.1f}",
            "width": f"{step * 0.8:.1f}",
            "height": f"{abs(height) * scale:.1f}",
            "fill": "#4a6fa5",
        }
        drawn = ET.SubElement(root, "rect", bar)
        ET.SubElement(drawn, "title").text = f"{label}: {format_cell(value)}"
        if place % often == 0:
            middle = {"x": f"{left + step / 2:.1f}", "y": str(BAR_LABEL_BASELINE)}
            named = ET.SubElement(root, "text", {**middle, "text-anchor": "middle"})
            named.text = label
    line = {"x1": "10", "x2": str(BAR_PLOT_WIDTH - 10), "stroke": "#999"}
    ET.SubElement(root, "line", {**line, "y1": f"{ground:.1f}", "y2": f"{ground:.1f}"})
    return ET.tostring(root, encoding="unicode") + "\n"
