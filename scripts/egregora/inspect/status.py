"""The contracts of the tables, and the state of each table, the posts and the pages.

The state says how many rows there are, how large they are, when and how they were
made, and why they are not fresh. Sizes are in bytes, durations in seconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from egregora.contracts import CONTRACTS, SCHEMA_VERSION, Contract
from egregora.storage import count_rows
from egregora.workflow.console import Table, format_size
from egregora.workflow.dry_run import RunPlan
from egregora.workflow.locks import path_of_record

CONTRACT_HEAD = ("column", "type", "null", "meaning")


def contracts_as_json(contracts: Iterable[Contract]) -> dict[str, Any]:
    """Return the contracts for machines."""
    return {
        "version": SCHEMA_VERSION,
        "tables": [
            {
                "name": one.name,
                "grain": one.grain,
                "key": one.key,
                "order": list(one.sort),
                "private": one.private,
                "file": f"results/{one.file}",
                "columns": [
                    {"name": name, "type": kind, "null": null, "meaning": meaning}
                    for name, kind, null, meaning in columns_of_contract(one)
                ],
            }
            for one in contracts
        ],
    }


def contracts_as_tables(contracts: Iterable[Contract]) -> list[Table]:
    """Return the contracts for people."""
    return [
        Table(
            CONTRACT_HEAD,
            [
                [name, kind, "may be" if null else "", meaning]
                for name, kind, null, meaning in columns_of_contract(one)
            ],
            title=f"{one.name}: {one.grain}; key {one.key}; results/{one.file}",
        )
        for one in contracts
    ]


def columns_of_contract(contract: Contract) -> list[tuple[str, str, bool, str]]:
    """Return name, type, whether null is allowed, and meaning of each column."""
    return [
        (name, str(dtype(nullable=True)), dtype.nullable, contract.columns[name][1])
        for name, dtype in contract.schema.items()
    ]


STATUS_HEAD = ("table", "rows", "size", "made", "seconds", "by", "state", "why")
STATUS_POSTS = Path("site/posts")
STATUS_PAGES = Path("public")


@dataclass(frozen=True)
class ArtefactState:
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


def artefact_states(results: Path, plan: RunPlan) -> Iterator[ArtefactState]:
    """Yield the state of every table, of the posts, and of the pages."""
    for name, contract in CONTRACTS.items():
        path = results / contract.file
        state, why, rows = (
            state_of_file(path, plan),
            plan.reasons.get(str(path), ""),
            None,
        )
        if state == "missing" and not why:
            why = f"no other job needs it; snakemake {path} makes it"
        if path.exists():
            try:
                rows = count_rows(path)
            except duckdb.Error:
                state, why = "unreadable", f"delete {path} and run again"
        yield ArtefactState(
            name, rows, size_of_files([path]), *origin_of_files([path]), state, why
        )
    posts = sorted(STATUS_POSTS.glob("*.md"))
    yield ArtefactState(
        str(STATUS_POSTS),
        len(posts),
        size_of_files(posts),
        *origin_of_files(posts),
        *state_of_posts(posts, plan),
    )
    home = STATUS_PAGES / "index.html"
    pages = sorted(STATUS_PAGES.rglob("*.html"))
    yield ArtefactState(
        str(STATUS_PAGES),
        len(pages),
        size_of_files(one for one in STATUS_PAGES.rglob("*") if one.is_file()),
        *origin_of_files([home]),
        state_of_file(home, plan),
        plan.reasons.get(str(home), ""),
    )


def state_of_file(path: Path, plan: RunPlan) -> str:
    """Return whether a file is there and would stay as it is."""
    if not path.exists():
        return "missing"
    if plan.error:
        return "unknown"
    return "stale" if str(path) in plan.reasons else "fresh"


def state_of_posts(posts: Sequence[Path], plan: RunPlan) -> tuple[str, str]:
    """Return whether the posts are fresh, and why not."""
    due = {path: why for path, why in plan.reasons.items() if path.startswith("site/p")}
    due = {path: why for path, why in due.items() if Path(path).parent == STATUS_POSTS}
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


def origin_of_files(paths: Sequence[Path]) -> tuple[datetime | None, float | None, str]:
    """Return when files were made, in how many seconds, and by which rule's jobs."""
    records = [one for one in map(read_snakemake_record, paths) if one]
    if not records:
        return None, None, ""
    ended = max(one["endtime"] for one in records)
    seconds = sum(one["endtime"] - one["starttime"] for one in records)
    return datetime.fromtimestamp(ended, UTC), round(seconds, 1), records[0]["rule"]


def read_snakemake_record(path: Path) -> dict[str, Any] | None:
    """Return what Snakemake wrote down when `path` was made."""
    try:
        found = json.loads(path_of_record(str(path)).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if found.get("endtime") and found.get("starttime") else None


def size_of_files(paths: Sequence[Path]) -> int:
    """Return how many bytes files take."""
    return sum(path.stat().st_size for path in paths if path.exists())


def status_as_json(states: Sequence[ArtefactState], plan: RunPlan) -> dict[str, Any]:
    """Return the states for machines."""
    rows = [asdict(one) for one in states]
    for row in rows:
        row["made"] = row["made"].isoformat(timespec="seconds") if row["made"] else None
    return {"tables": rows, "error": plan.error or None}


def status_as_table(states: Sequence[ArtefactState]) -> Table:
    """Return the states for people, times in the zone of this machine."""
    rows = [
        [
            one.name,
            "" if one.rows is None else f"{one.rows:,}",
            format_size(one.bytes) if one.bytes else "",
            f"{one.made.astimezone():%Y-%m-%d %H:%M}" if one.made else "",
            "" if one.seconds is None else f"{one.seconds:.1f}",
            one.job,
            one.state,
            one.why,
        ]
        for one in states
    ]
    return Table(STATUS_HEAD, rows, right=("rows", "size", "seconds"))
