"""Contracts, keys and references of the tables on disk, and the views over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import ibis.expr.types as ir
from ibis import _

from egregora.catalog import connect
from egregora.errors import ContractError
from egregora.lines import counted
from egregora.storage import DATABASE, checked_rows, read_table, rows_of
from egregora.tables import CONTRACTS

# Table and column → table and column that must hold each of its values.
REFERENCES = (
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


def broken(results: Path) -> Iterator[str]:
    """Yield one line per breach: counts and names of tables and columns, no value."""
    here = {
        name: results / contract.file
        for name, contract in CONTRACTS.items()
        if (results / contract.file).exists()
    }
    whole = {}
    for name, path in here.items():
        try:
            checked_rows(path, CONTRACTS[name])
        except (ContractError, duckdb.Error) as error:
            yield (
                str(error)
                if isinstance(error, ContractError)
                else (f"{name}: cannot be read; delete {path} and run again")
            )
        else:
            whole[name] = read_table(path, CONTRACTS[name])
    yield from loose(whole)
    yield from unseen(results, here)


def loose(tables: dict[str, ir.Table]) -> Iterator[str]:
    """Yield a line for each reference that leads nowhere."""
    for one, other in REFERENCES:
        (name, column), (target, key) = one.split("."), other.split(".")
        if name in tables and target in tables:
            count = orphans(tables[name], column, tables[target], key)
            if count:
                yield f"{one}: not in {other}: {counted(count, 'value')}"
    if {"posts", "periods"} <= tables.keys():
        # A post that a person edited stays when its period is gone.
        written = tables["posts"].filter(~_.edited)
        if count := orphans(written, "period", tables["periods"], "period"):
            yield f"posts.period: not in periods.period: {counted(count, 'value')}"


def orphans(table: ir.Table, column: str, target: ir.Table, key: str) -> int:
    """Return how many distinct values of a column another table lacks."""
    values = table.select(value=column)
    if values.value.type().is_array():
        values = values.select(value=_.value.unnest())
    missing = values.filter(_.value.notnull()).distinct()
    missing = missing.anti_join(target.select(value=key).distinct(), "value")
    ((count,),) = (row.values() for row in rows_of(missing.aggregate(n=_.count())))
    return count


def unseen(results: Path, here: dict[str, Path]) -> Iterator[str]:
    """Yield a line if the database does not show exactly the tables that are there."""
    path = results / DATABASE
    if not path.exists():
        if here:
            yield f"{DATABASE}: missing; run `snakemake catalog`"
        return
    try:
        with connect(path, read_only=True) as database:
            views = {
                name
                for (name,) in database.execute(
                    "SELECT view_name FROM duckdb_views() WHERE NOT internal"
                ).fetchall()
            }
            for name in sorted(views & here.keys()):
                database.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    except duckdb.Error:
        yield f"{DATABASE}: a view cannot be read; run `snakemake catalog`"
        return
    for name in sorted(views ^ here.keys()):
        yield f"{DATABASE}: the view {name} and its table are not both there"
