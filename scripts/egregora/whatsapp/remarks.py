"""What the user is told about the exports: counts and readings, no text, no name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from egregora.lines import counted
from egregora.whatsapp.dates import ORDERS
from egregora.whatsapp.exports import Export


def remarks(exports: Sequence[Export], left_out: Counter[str]) -> list[str]:
    """Return lines about how the exports were read.

    Parameters
    ----------
    exports
        What was read.
    left_out
        Why media were left out → how many.
    """
    lines = []
    for number, export in enumerate(exports, 1):
        which = f"export {number} of {len(exports)}: " if len(exports) > 1 else ""
        lines.append(which + reading(export))
        if export.replaced:
            lines.append(
                f"{which}{counted(export.replaced, 'character')} could not be read"
            )
        if export.skipped:
            lines.append(
                f"{which}{counted(export.skipped, 'line')} before the first message"
            )
        if export.strange_names:
            lines.append(which + strange(export))
        left_out = left_out + export.left_out
    if left_out:
        reasons = ", ".join(f"{n:,} {why}" for why, n in sorted(left_out.items()))
        lines.append(f"media left out: {reasons}")
    return lines


def reading(export: Export) -> str:
    """Return how the dates of an export were read, and why."""
    dates = export.dates
    if dates.certain:
        return f"dates are {ORDERS[dates.order]} ({dates.evidence})"
    other = "mdy" if dates.order == "dmy" else "dmy"
    return (
        f"lines such as “{dates.sample}…” are taken as {ORDERS[dates.order]} by the "
        f"form of their dates alone; set date_order: {other} if that is wrong"
    )


def strange(export: Export) -> str:
    """Return how many `names` of an export occur nowhere in it, and which."""
    places = ", ".join(map(str, export.strange_names))
    return (
        f"{len(export.strange_names):,} of its {export.names:,} `names` in `exports` "
        f"occur nowhere in it (number {places} in alphabetical order); write them as "
        "the phone of that export does"
    )
