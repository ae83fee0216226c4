"""Contracts, keys, references and views of the tables, and the report of `validate`.

The report holds counts and names of tables and files, never a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis.expr.types as ir
from ibis import _

from egregora.contracts import AUTHORS, CONTRACTS, INGESTED
from egregora.errors import ContractError
from egregora.inspect.leaks import Finding, ScanResult
from egregora.inspect.traces import SealedTraces, Traces, traces_of
from egregora.privacy.guard import Guard
from egregora.settings import privacy_settings
from egregora.storage import (
    DATABASE_FILE,
    connect_duckdb,
    count_valid_rows,
    read_table,
    rows_of,
)
from egregora.workflow.console import Table, format_count

# Table and column → table and column that must hold each of its values.
TABLE_REFERENCES = (
    ("members.author", "authors.author"),
    ("anonymized.author", "members.author"),
    ("media.message_id", "anonymized.message_id"),
    ("media_notes.media_id", "media.media_id"),
    ("enriched.message_id", "anonymized.message_id"),
    ("enriched.author", "members.author"),
    ("knowledge.message_ids", "anonymized.message_id"),
    ("knowledge.authors", "members.author"),
    ("posts.authors", "members.author"),
    ("elo_ratings.post_id", "posts.period"),
    ("elo_history.winner_id", "posts.period"),
    ("elo_history.loser_id", "posts.period"),
    ("profiles.author", "members.author"),
    ("profiles.most_answered", "members.author"),
)


def find_breaches(results: Path) -> Iterator[str]:
    """Yield one line per breach: counts and names of tables and columns, no value."""
    here = {
        name: results / contract.file
        for name, contract in CONTRACTS.items()
        if (results / contract.file).exists()
    }
    whole = {}
    for name, path in here.items():
        try:
            count_valid_rows(path, CONTRACTS[name])
        except (ContractError, duckdb.Error) as error:
            yield (
                str(error)
                if isinstance(error, ContractError)
                else (f"{name}: cannot be read; delete {path} and run again")
            )
        else:
            whole[name] = read_table(path, CONTRACTS[name])
    yield from find_broken_references(whole)
    yield from find_broken_views(results, here)


def find_broken_references(tables: dict[str, ir.Table]) -> Iterator[str]:
    """Yield a line for each reference that leads nowhere."""
    for one, other in TABLE_REFERENCES:
        (name, column), (target, key) = one.split("."), other.split(".")
        if name in tables and target in tables:
            count = count_orphans(tables[name], column, tables[target], key)
            if count:
                yield f"{one}: not in {other}: {format_count(count, 'value')}"
    if {"posts", "periods"} <= tables.keys():
        # A post that a person edited stays when its period is gone.
        written = tables["posts"].filter(~_.edited)
        if count := count_orphans(written, "period", tables["periods"], "period"):
            yield f"posts.period: not in periods.period: {format_count(count, 'value')}"


def count_orphans(table: ir.Table, column: str, target: ir.Table, key: str) -> int:
    """Return how many distinct values of a column another table lacks."""
    values = table.select(value=column)
    if values.value.type().is_array():
        values = values.select(value=_.value.unnest())
    missing = values.filter(_.value.notnull()).distinct()
    missing = missing.anti_join(target.select(value=key).distinct(), "value")
    ((count,),) = (row.values() for row in rows_of(missing.aggregate(n=_.count())))
    return count


def find_broken_views(results: Path, here: dict[str, Path]) -> Iterator[str]:
    """Yield a line if the database does not show exactly the tables that are there."""
    path = results / DATABASE_FILE
    if not path.exists():
        if here:
            yield f"{DATABASE_FILE}: missing; run `snakemake catalog`"
        return
    try:
        with connect_duckdb(path, read_only=True) as database:
            views = {
                name
                for (name,) in database.execute(
                    "SELECT view_name FROM duckdb_views() WHERE NOT internal"
                ).fetchall()
            }
            for name in sorted(views & here.keys()):
                database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    except duckdb.Error:
        yield f"{DATABASE_FILE}: a view cannot be read; run `snakemake catalog`"
        return
    for name in sorted(views ^ here.keys()):
        yield f"{DATABASE_FILE}: the view {name} and its table are not both there"


def traces_of_blog(results: Path) -> Traces:
    """Return what must be gone, as the private tables know it, or else the guard."""
    authors, ingested = results / AUTHORS.file, results / INGESTED.file
    if authors.exists() and ingested.exists():
        said = read_table(ingested, INGESTED).select("author_name", "text")
        people = rows_of(read_table(authors, AUTHORS))
        return traces_of(people, rows_of(said), privacy_settings())
    rules = results / "guard.json"
    return SealedTraces(Guard.load(rules)) if rules.exists() else Traces()


MAX_LISTED_PLACES = 40  # places that are listed
# Folder → what to do with a file of it where something is found.
REMEDIES = (
    ("site/posts", "correct the post, or delete it and run again"),
    ("answers", "delete the file"),
    ("logs", "delete the file"),
    ("benchmarks", "delete the file"),
    (".snakemake", "delete the file"),
    ("", ""),
)
# Class → what makes the filter know it.
CURES = {
    "name": "list the name in privacy.names",
    "marked person": "list the name in privacy.names",
    "name in a notice": "list the name in privacy.names",
    "announced person": "list the name in privacy.names, with null",
    "mistyped name": "list this spelling in privacy.names",
    "short name": "list this name in privacy.names",
    "opted out": "run again",
    "words of who opted out": "run again",
    "command": "run again",
}
OTHER_CURE = "list it in privacy.words"


def remedy_of(finding: Finding) -> str:
    """Return what the owner can do about a finding."""
    folder = next(way for top, way in REMEDIES if finding.file.startswith(top))
    cure = CURES.get(finding.kind, OTHER_CURE)
    return folder or (cure if cure == "run again" else f"{cure} and run again")


def validation_as_json(breaches: Sequence[str], scan: ScanResult) -> dict[str, Any]:
    """Return what was found, for machines."""
    return {
        "breaches": list(breaches),
        "files": scan.files,
        "found": dict(scan.found),
        "possible": scan.possible,
        "places": dict(scan.places),
        "findings": [finding_as_json(one) for one in scan.findings],
        "doubts": [finding_as_json(one) for one in scan.doubts],
    }


def finding_as_json(one: Finding) -> dict[str, str]:
    """Return where something was found and what to do, for machines."""
    return {
        "file": one.file,
        "place": one.place,
        "class": one.kind,
        "remedy": remedy_of(one),
    }


def validation_as_tables(scan: ScanResult) -> list[Table]:
    """Return where something was found, in the order of files; no value."""
    tables = []
    for head, findings in (("found", scan.findings), ("perhaps", scan.doubts)):
        rows = [
            [f"{count:,} {one.kind}", one.file, one.place, remedy_of(one)]
            for one, count in Counter(findings).items()
        ]
        if rows:
            columns = (head, "in", "at", "what to do")
            tables.append(Table(columns, rows[:MAX_LISTED_PLACES]))
    return tables


def validation_notes(breaches: Sequence[str], scan: ScanResult) -> list[str]:
    """Return a line per broken promise, and what the files hold."""
    told = ", ".join(f"{n:,} {kind}" for kind, n in sorted(scan.found.items()))
    lines = [
        *breaches,
        f"{format_count(scan.files, 'file')} scanned: {told or 'nobody found'}",
    ]
    if (hidden := len(Counter(scan.findings)) - MAX_LISTED_PLACES) > 0:
        lines.append(f"{format_count(hidden, 'more place')}; format=json lists all")
    if scan.possible:
        names = format_count(scan.possible, "possible name")
        lines.append(f"{names}, in small letters or misspelt, which may be words")
    return [f"validate: {line}" for line in lines]
