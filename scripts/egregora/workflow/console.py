"""Text on the terminal: shared messages, counts, durations, sizes and tables.

Tables are drawn on a terminal, aligned in a pipe, and written as JSON on request.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FOLDER_IN_USE = "another run is at work in this folder; wait for it to end"
RESULTS_KEPT = "What was made is kept; the same command goes on from there"
RUN_INTERRUPTED = (
    "interrupted; what was made is kept: run the same command again to go on"
)
DISK_FULL = "the disk is full; make room, and run the same command again"


def format_count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 post, 2 posts, 1,000 people."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def describe_answers(kept: int, asked: int) -> str:
    """Return how many answers were kept and asked; nothing where none was needed."""
    return f"; answers: {kept:,} kept, {asked:,} asked" if kept or asked else ""


def shorten_list(names: list[str], most: int = 4) -> str:
    """Return names in a row, the first few of many."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def format_duration(seconds: float) -> str:
    """Return a duration as people read it."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{seconds / 3600:.1f} h"


STATE_COLOURS = {
    "fresh": "green",
    "stale": "yellow",
    "missing": "red",
    "unreadable": "red",
}


@dataclass(frozen=True)
class Table:
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


def print_tables(
    form: str, value: Any, tables: Iterable[Table], notes: Iterable[str] = ()
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
            draw_tables(tables, notes)
        else:
            for line in align_tables(tables, notes):
                print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        # Else Python tries once more to write the rest at its end, and says so.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def draw_tables(tables: Iterable[Table], notes: Iterable[str]) -> None:
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
            drawn.add_row(*(Text(cell, STATE_COLOURS.get(cell, "")) for cell in row))
        console.print(drawn)
    for note in notes:
        console.print(Text(note))


def align_tables(tables: Iterable[Table], notes: Iterable[str]) -> list[str]:
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


def format_size(count: int) -> str:
    """Return a number of bytes as people read it."""
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
