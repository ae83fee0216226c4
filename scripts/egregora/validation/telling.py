"""What was found, for people and for machines: counts and names, never a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from egregora.lines import counted
from egregora.showing import Shown
from egregora.validation.scanning import Scan

MOST = 20  # files that are named


def as_json(breaches: Sequence[str], scan: Scan) -> dict[str, Any]:
    """Return what was found, for machines."""
    return {
        "breaches": list(breaches),
        "files": scan.files,
        "found": dict(scan.found),
        "possible": scan.possible,
        "places": dict(scan.places),
    }


def as_tables(scan: Scan) -> list[Shown]:
    """Return the files in which somebody is named, worst first."""
    places = [[f"{n:,}", name] for name, n in scan.places.most_common(MOST)]
    return [Shown(("found", "in"), places, right=("found",))] if places else []


def notes(breaches: Sequence[str], scan: Scan) -> list[str]:
    """Return a line per broken promise, and what the files hold."""
    told = ", ".join(f"{n:,} {kind}" for kind, n in sorted(scan.found.items()))
    lines = [
        *breaches,
        f"{counted(scan.files, 'file')} scanned: {told or 'nobody found'}",
    ]
    if scan.possible:
        names = counted(scan.possible, "name")
        lines.append(f"{names} in small letters, which may be words")
    return [f"validate: {line}" for line in lines]
