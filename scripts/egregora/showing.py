"""Tables for people on a terminal, for programs in a pipe, and for machines as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

COLOURS = {
    "fresh": "green",
    "stale": "yellow",
    "missing": "red",
    "unreadable": "red",
}


@dataclass(frozen=True)
class Shown:
    """A table for people.

    Attributes
    ----------
    head
        Names of the columns.
    rows
        Cells.
    right
        Columns of numbers, which stand at the right.
    title
        What the table is about; none if empty.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[str] = ()
    title: str = ""


def show(
    form: str, value: Any, tables: Iterable[Shown], notes: Iterable[str] = ()
) -> None:
    """Write a finding to the standard output, which holds nothing else.

    Where the output is a pipe whose reader has seen enough, as `head` has, the rest
    is left out.

    Parameters
    ----------
    form
        `table` or `json`: the setting `format`.
    value
        The finding, as JSON types.
    tables
        The finding for people: with colours and lines on a terminal, in aligned
        columns two spaces apart elsewhere.
    notes
        Lines below the tables.
    """
    try:
        if form == "json":
            print(json.dumps(value, ensure_ascii=False, indent=1))
        elif sys.stdout.isatty():
            draw(tables, notes)
        else:
            for line in lines(tables, notes):
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        # Else Python tries once more to write the rest at its end, and says so.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def draw(tables: Iterable[Shown], notes: Iterable[str]) -> None:
    """Draw on a terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for one in tables:
        if one.title:
            console.print(Text(one.title, "bold"))
        drawn = Table(box=SIMPLE_HEAD)
        for name in one.head:
            side = "right" if name in one.right else "left"
            # The last column tells; it alone is folded where the terminal is narrow.
            drawn.add_column(name, justify=side, no_wrap=name != one.head[-1])
        for row in one.rows:
            drawn.add_row(*(Text(cell, COLOURS.get(cell, "")) for cell in row))
        console.print(drawn)
    for note in notes:
        console.print(Text(note))


def lines(tables: Iterable[Shown], notes: Iterable[str]) -> list[str]:
    """Return aligned columns, two spaces apart, without ends of blanks."""
    found = []
    for one in tables:
        if one.title:
            found += ["", one.title] if found else [one.title]
        whole = (one.head, *one.rows)
        widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
        for row in whole:
            cells = zip(one.head, row, widths, strict=True)
            line = "  ".join(
                cell.rjust(width) if name in one.right else cell.ljust(width)
                for name, cell, width in cells
            )
            found.append(line.rstrip())
    return [*found, *notes]


def sized(count: int) -> str:
    """Return a number of bytes as people read it."""
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
