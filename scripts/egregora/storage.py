"""Tables on disk: the one place where expressions are executed."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.catalog import NO_BAR, SETTINGS, build_catalog
from egregora.errors import ContractError
from egregora.files import replacing
from egregora.lines import unreadable
from egregora.tables import CONTRACTS, SCHEMA_VERSION, Contract, conform

DATABASE = "egregora.duckdb"

# Rows that are in memory together where they are read in turn.
TOGETHER = 200


@functools.cache
def connection() -> ibis.BaseBackend:
    """Return the process's DuckDB: in memory, without network or extensions.

    Threads and memory come from EGREGORA_THREADS and EGREGORA_MEMORY_MB, which
    `runlog.run_log` sets from the rule; what does not fit spills to a temporary
    folder.
    """
    settings = dict(SETTINGS)
    if threads := os.environ.get("EGREGORA_THREADS"):
        settings["threads"] = int(threads)
    if megabytes := os.environ.get("EGREGORA_MEMORY_MB"):
        settings["memory_limit"] = f"{megabytes}MB"
    connected = ibis.duckdb.connect(**settings)
    connected.raw_sql(NO_BAR)
    connected.raw_sql("SET TimeZone = 'UTC'")
    connected.raw_sql("SET lock_configuration = true")
    return connected


def read_table(path: str | Path, contract: Contract) -> ir.Table:
    """Return the table at `path`, lazily.

    Raises
    ------
    ContractError
        If the table breaks `contract`, or is no table.
    """
    try:
        table = connection().read_parquet(str(path))
    except duckdb.Error:
        raise ContractError(unreadable(contract.name, path)) from None
    return conform(table, contract)


def rows_of(table: ir.Table) -> list[dict[str, Any]]:
    """Execute `table` and return its rows as dictionaries, in order."""
    return connection().to_pyarrow(table).to_pylist()


def rows_of_earlier(
    path: str | Path,
    contract: Contract,
    query: Callable[[ir.Table], ir.Table] = lambda table: table,
) -> list[dict[str, Any]]:
    """Return the rows of `query` on a table of an earlier run, which may be missing.

    There are none where it is missing or cannot be read.
    """
    if not Path(path).exists():
        return []
    try:
        return rows_of(query(read_table(path, contract)))
    except (ContractError, duckdb.Error):
        return []


def rows_in_turn(table: ir.Table) -> Iterator[dict[str, Any]]:
    """Execute `table` and yield its rows as dictionaries, in order, a few at a time.

    Unlike `rows_of` it converts nothing: integers that the database makes longer than
    64 bits, such as sums, must be cast.
    """
    for batch in connection().to_pyarrow_batches(table, chunk_size=TOGETHER):
        yield from batch.to_pylist()


def table_of(rows: list[dict[str, Any]], contract: Contract) -> ir.Table:
    """Return `rows` as a table of `contract`; they may be empty."""
    import pyarrow as pa

    schema = contract.schema.to_pyarrow()
    return ibis.memtable(pa.Table.from_pylist(rows, schema=schema))


def small_table(rows: Iterable[Sequence[Any]], columns: Mapping[str, str]) -> ir.Table:
    """Return `rows` as a table of `columns`, name → type; they may be empty.

    Ibis itself would turn them into a data frame first, and load pandas for that.
    """
    import pyarrow as pa

    named = [dict(zip(columns, row, strict=True)) for row in rows]
    schema = ibis.schema(columns).to_pyarrow()
    return ibis.memtable(pa.Table.from_pylist(named, schema=schema))


def write_table(table: ir.Table, path: str | Path, contract: Contract) -> int:
    """Execute `table`, write it to `path` as Parquet and return its row count.

    Rows are in the contract's total order, so equal rows give equal bytes. The
    database of the folder of results gets its view.

    Raises
    ------
    ContractError
        If the table breaks `contract`, holds a null where it allows none, or two
        rows with one key. What stood at `path` then stays.
    """
    ordered = conform(table, contract).order_by(list(contract.sort))
    with replacing(path) as beside:
        connection().to_parquet(
            ordered,
            beside,
            # Lengths and numbers are kept as differences: smaller, and faster to write.
            parquet_version="V2",
            compression="zstd",
            # Higher levels take longer and hardly make a table smaller.
            compression_level=1,
            kv_metadata={
                "egregora_table": contract.name,
                "egregora_schema": str(SCHEMA_VERSION),
            },
        )
        rows = checked_rows(beside, contract)
    results = Path(path).parents[1 if contract.private else 0]
    refresh_catalog(results)
    return rows


def refresh_catalog(results: str | Path) -> list[str]:
    """Rebuild the database of the folder `results`; return the names of its views."""
    files = {name: contract.file for name, contract in CONTRACTS.items()}
    return build_catalog(Path(results) / DATABASE, files)


def count_rows(path: str | Path) -> int:
    """Return the row count of the Parquet file at `path`, whatever its columns."""
    (found,) = rows_of(connection().read_parquet(str(path)).aggregate(rows=_.count()))
    return found["rows"]


def checked_rows(path: str | Path, contract: Contract) -> int:
    """Return the row count of the Parquet file at `path`.

    Raises
    ------
    ContractError
        If it breaks `contract` in its columns, nulls or key.
    """
    table = read_table(path, contract)
    required = [name for name, dtype in contract.schema.items() if not dtype.nullable]
    found = table.aggregate(
        rows=_.count(),
        keys=_[contract.key].nunique(),
        **{name: _[name].isnull().sum() for name in required},
    )
    (counts,) = rows_of(found)
    if broken := [name for name in required if counts[name]]:
        raise ContractError(
            f"{contract.name}: nulls where none may be: {', '.join(broken)}"
        )
    if counts["keys"] != counts["rows"]:
        raise ContractError(
            f"{contract.name}: {counts['rows'] - counts['keys']} rows repeat a key; "
            f"{contract.key} must be unique"
        )
    return counts["rows"]
