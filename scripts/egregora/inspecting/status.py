"""Each table and the posts: how many, how large, made when, and why not fresh."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from egregora.folder import record_of
from egregora.inspecting.due import Plan
from egregora.showing import Shown, sized
from egregora.storage import count_rows
from egregora.tables import CONTRACTS

HEAD = ("table", "rows", "size", "made", "seconds", "by", "state", "why")
POSTS = Path("site/posts")
PAGES = Path("public")


@dataclass(frozen=True)
class State:
    """What is known of a table, of the posts, or of the pages.

    Attributes
    ----------
    name
        Name of the table, or the folder.
    rows
        Rows, posts or pages; None if it is not there or cannot be read.
    bytes
        Size on the disk.
    made
        When the job that made it ended; None if nobody knows.
    seconds
        How long that job took; of posts, all jobs together.
    job
        Rule of the job that made it.
    state
        fresh, stale, missing, unreadable or unknown.
    why
        Snakemake's reason, where it is not fresh.
    """

    name: str
    rows: int | None
    bytes: int
    made: datetime | None
    seconds: float | None
    job: str
    state: str
    why: str


def status(results: Path, plan: Plan) -> Iterator[State]:
    """Yield the state of every table, of the posts, and of the pages."""
    for name, contract in CONTRACTS.items():
        path = results / contract.file
        state, why, rows = state_of(path, plan), plan.reasons.get(str(path), ""), None
        if state == "missing" and not why:
            why = f"no other job needs it; snakemake {path} makes it"
        if path.exists():
            try:
                rows = count_rows(path)
            except duckdb.Error:
                state, why = "unreadable", f"delete {path} and run again"
        yield State(name, rows, size_of([path]), *made([path]), state, why)
    posts = sorted(POSTS.glob("*.md"))
    yield State(
        str(POSTS), len(posts), size_of(posts), *made(posts), *posts_state(posts, plan)
    )
    home = PAGES / "index.html"
    pages = sorted(PAGES.rglob("*.html"))
    yield State(
        str(PAGES),
        len(pages),
        size_of(one for one in PAGES.rglob("*") if one.is_file()),
        *made([home]),
        state_of(home, plan),
        plan.reasons.get(str(home), ""),
    )


def state_of(path: Path, plan: Plan) -> str:
    """Return whether a file is there and would stay as it is."""
    if not path.exists():
        return "missing"
    if plan.error:
        return "unknown"
    return "stale" if str(path) in plan.reasons else "fresh"


def posts_state(posts: Sequence[Path], plan: Plan) -> tuple[str, str]:
    """Return whether the posts are fresh, and why not."""
    due = {path: why for path, why in plan.reasons.items() if path.startswith("site/p")}
    due = {path: why for path, why in due.items() if Path(path).parent == POSTS}
    if plan.error:
        return "unknown", ""
    if due:
        kinds = {
            part.split(": ")[0] for why in due.values() for part in why.split("; ")
        }
        told = f"{len(due)} to write: {'; '.join(sorted(kinds))}"
        return "stale" if posts else "missing", told
    if "split_periods" in plan.rules:
        why = "split_periods is due, and tells which are to be written"
        return "stale" if posts else "missing", why
    return "fresh" if posts else "missing", ""


def made(paths: Sequence[Path]) -> tuple[datetime | None, float | None, str]:
    """Return when files were made, in how many seconds, and by which rule's jobs."""
    records = [one for one in map(record, paths) if one]
    if not records:
        return None, None, ""
    ended = max(one["endtime"] for one in records)
    seconds = sum(one["endtime"] - one["starttime"] for one in records)
    return datetime.fromtimestamp(ended, UTC), round(seconds, 1), records[0]["rule"]


def record(path: Path) -> dict[str, Any] | None:
    """Return what Snakemake wrote down when `path` was made."""
    try:
        found = json.loads(record_of(str(path)).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if found.get("endtime") and found.get("starttime") else None


def size_of(paths: Sequence[Path]) -> int:
    """Return how many bytes files take."""
    return sum(path.stat().st_size for path in paths if path.exists())


def as_json(states: Sequence[State], plan: Plan) -> dict[str, Any]:
    """Return the states for machines."""
    rows = [asdict(one) for one in states]
    for row in rows:
        row["made"] = row["made"].isoformat(timespec="seconds") if row["made"] else None
    return {"tables": rows, "error": plan.error or None}


def as_table(states: Sequence[State]) -> Shown:
    """Return the states for people, times in the zone of this machine."""
    rows = [
        [
            one.name,
            "" if one.rows is None else f"{one.rows:,}",
            sized(one.bytes) if one.bytes else "",
            f"{one.made.astimezone():%Y-%m-%d %H:%M}" if one.made else "",
            "" if one.seconds is None else f"{one.seconds:.1f}",
            one.job,
            one.state,
            one.why,
        ]
        for one in states
    ]
    return Shown(HEAD, rows, right=("rows", "size", "seconds"))
