"""What benchmarks print: tables of readers, and bars, which `all.py` gathers.

A bar names the issue that asks for it, what is measured, ours, what stands beside it,
their ratio, and the limit.
"""

import re

from measuring import Cost

COLUMNS = "{:<24}{:>16}{:>9}{:>9}{:>10}{:>12}"
BARS = "{:<4}  {:<3}  {:<42}{:>12}{:>26}{:>8}  {}"
IS_BAR = re.compile(r"(?:PASS|FAIL|-   )  #\d+ ")


def head() -> str:
    """Return the head of a table of readers."""
    names = ("", "messages/CPU s", "CPU s", "wall s", "peak GB", "rows")
    return COLUMNS.format(*names)


def line(name: str, cost: Cost, messages: int) -> str:
    """Return what one reader took."""
    if cost.failure:
        return f"  {name:<22}  fails: {cost.failure}"
    return COLUMNS.format(
        f"  {name}",
        f"{messages / cost.cpu:,.0f}",
        f"{cost.cpu:.2f}",
        f"{cost.wall:.2f}",
        f"{cost.peak / 1e9:.2f}",
        f"{cost.rows:,}",
    )


def head_of_bars() -> str:
    """Return the head of a table of bars."""
    return BARS.format("", "", "", "ours", "beside", "ratio", "bar")


def times(
    issue: int,
    what: str,
    ours: float,
    other: float,
    than: str,
    most: float | None,
    unit: str = "CPU s",
) -> str:
    """Return the bar that `ours` is so many times `other` at most; None: no bar."""
    ratio = ours / other
    limit = "" if most is None else f"≤ {most:g}"
    holds = None if most is None else ratio <= most
    compared = (f"{ours:.2f} {unit}", f"{other:.2f} {than}", f"{ratio:.2f}")
    return bar(issue, what, *compared, limit, holds)


def faster(
    issue: int, what: str, ours: float, other: float, than: str, least: float
) -> str:
    """Return the bar that `other` takes so many times the CPU seconds at least."""
    ratio = other / ours
    compared = (f"{ours:.2f} CPU s", f"{other:.2f} {than}", f"{ratio:.1f}")
    return bar(issue, what, *compared, f"≥ {least:g}", ratio >= least)


def amount(issue: int, what: str, ours: float, unit: str, most: float) -> str:
    """Return the bar that something is so much at most."""
    told = f"{ours:.2f} {unit}"
    return bar(issue, what, told, "", "", f"≤ {most:g} {unit}", ours <= most)


def same(issue: int, what: str, ours: int, other: int, than: str) -> str:
    """Return the bar that two counts are equal."""
    return bar(issue, what, f"{ours:,}", f"{other:,} {than}", "", "=", ours == other)


def failed(issue: int, what: str, why: str = "") -> str:
    """Return the bar that could not be measured."""
    return bar(issue, what, "fails", why[:26], "", "", holds=False)


def bar(
    issue: int,
    what: str,
    ours: str,
    beside: str,
    ratio: str,
    limit: str,
    holds: bool | None,
) -> str:
    """Return one bar and whether it holds; None where it does not count."""
    told = "-" if holds is None else "PASS" if holds else "FAIL"
    return BARS.format(told, f"#{issue}", what, ours, beside, ratio, limit).rstrip()
