"""What the folder of prepared files holds, as written beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from egregora.files import read_json, write_json

# Raised when files are to be prepared anew, in another way.
RECIPE = 2
NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{2,5}")

# Outcomes that another run would repeat; others depend on settings or on ffmpeg.
LASTING = ("published", "broken")


@dataclass(frozen=True)
class Prepared:
    """A file as it is published, or why it is not; of a video, a picture too."""

    path: str | None
    media_type: str
    mime: str
    bytes: int
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    sha256: str | None = None
    poster: str | None = None
    outcome: str = "published"
    recipe: int = RECIPE


def poster_of(name: str) -> str:
    """Return the name of the picture of a video, beside the video called `name`."""
    return f"{name.partition('.')[0]}.jpg"


def listing(folder: Path) -> Path:
    """Return where it is written what `folder` publishes."""
    return folder / ".published.json"


def remembered(folder: Path) -> dict[str, Prepared]:
    """Return what an earlier run prepared into `folder` and is still good."""
    try:
        found = read_json(listing(folder))["prepared"]
        files = {media_id: Prepared(**one) for media_id, one in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {media_id: one for media_id, one in files.items() if is_good(one, folder)}


def is_good(file: Prepared, folder: Path) -> bool:
    """Return whether a remembered file needs no preparation."""
    if file.recipe != RECIPE or file.outcome not in LASTING:
        return False
    if file.path is None:
        return True
    place = folder / file.path
    is_whole = place.is_file() and place.stat().st_size == file.bytes
    return is_whole and (file.poster is None or (folder / file.poster).is_file())


def write_listing(prepared: Mapping[str, Prepared], folder: Path) -> None:
    """Write what `folder` publishes, and remove what it no longer does."""
    made = prepared.values()
    names = sorted(({one.path for one in made} | {one.poster for one in made}) - {None})
    kept = {media_id: asdict(one) for media_id, one in prepared.items()}
    write_json(listing(folder), {"files": names, "prepared": kept})
    for file in sorted(folder.iterdir()):
        if NAME.fullmatch(file.name) and file.name not in names:
            file.unlink()


def outcomes(prepared: Mapping[str, Prepared]) -> str:
    """Return how many files had which outcome, in words."""
    counts = Counter(one.outcome for one in prepared.values())
    return ", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "none"
