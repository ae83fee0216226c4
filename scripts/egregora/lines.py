"""What runs say on the terminal, in words that several parts of them share."""

from __future__ import annotations

from pathlib import Path

IN_USE = "another run is at work in this folder; wait for it to end"
KEPT = "What was made is kept; the same command goes on from there"
INTERRUPTED = "interrupted; what was made is kept: run the same command again to go on"
DISK_FULL = "the disk is full; make room, and run the same command again"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: 1 post, 2 posts, 1,000 people."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def answers(kept: int, asked: int) -> str:
    """Return how many answers were kept and asked; nothing where none was needed."""
    return f"; answers: {kept:,} kept, {asked:,} asked" if kept or asked else ""


def unreadable(what: str | Path, delete: str | Path) -> str:
    """Return what to do where something of an earlier run cannot be read."""
    return f"{what}: cannot be read; delete {delete} and run the same command again"


def shortened(names: list[str], most: int = 4) -> str:
    """Return names in a row, the first few of many."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def spelled(seconds: float) -> str:
    """Return a duration as people read it."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{seconds / 3600:.1f} h"
