"""Tables on disk: the one place where expressions are executed.

Tables are Parquet files. The database holds one view per table and nothing else; its
views find the files relative to the database, so the folder can be moved.
"""

from __future__ import annotations

import atexit
import fcntl
import functools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.contracts import CONTRACTS, SCHEMA_VERSION, Contract, conform
from egregora.errors import ContractError
from egregora.files import replace_file, unreadable_hint

# What every connection of ours starts with: no network, no extensions, no reading
# of Python variables by name.
DUCKDB_SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
# DuckDB draws a bar on standard output, unasked, where it takes Python for interactive.
# It takes no such setting while it connects.
NO_PROGRESS_BAR = "SET enable_progress_bar = false"

# DuckDB spills to a folder beside the database; its parent is where the tables are.
DATABASE_FOLDER_SQL = "regexp_replace(current_setting('temp_directory'), '[^/]*$', '')"


def connect_duckdb(
    database: str | Path, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """Return a connection to `database`, with our settings."""
    connected = duckdb.connect(
        str(database), read_only=read_only, config=DUCKDB_SETTINGS
    )
    connected.execute(NO_PROGRESS_BAR)
    return connected


def build_catalog(database: str | Path, tables: Mapping[str, str]) -> list[str]:
    """Write `database` with a view for each table whose file exists.

    Parameters
    ----------
    database
        Where the database goes. Tables lie in its folder or below.
    tables
        Name of each table → path of its Parquet file below the database's folder.

    Returns
    -------
    list of str
        Names of the views, sorted.
    """
    database = Path(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = database.with_name(f".{database.name}.lock")
    with open(lock, "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        here = {
            n: p for n, p in sorted(tables.items()) if (database.parent / p).exists()
        }
        with replace_file(database) as beside:
            write_views(beside, here)
        Path(f"{database}.wal").unlink(missing_ok=True)
    return list(here)


def write_views(database: Path, tables: Mapping[str, str]) -> None:
    """Write a new database with a view for each table."""
    with connect_duckdb(database) as connection:
        for name, path in tables.items():
            create_view(connection, name, path)


def create_view(connection: duckdb.DuckDBPyConnection, name: str, path: str) -> None:
    """Create the view `name` over the Parquet file `path` of the database's folder."""
    quoted = path.replace("'", "''")
    connection.execute(
        f'CREATE VIEW "{name}" AS FROM '
        f"read_parquet({DATABASE_FOLDER_SQL} || '{quoted}')"
    )


DATABASE_FILE = "egregora.duckdb"

# Rows that are in memory together where they are read in turn.
ROWS_PER_FETCH = 200


@functools.cache
def connection() -> ibis.BaseBackend:
    """Return the process's DuckDB: in memory, without network or extensions.

    Threads and memory come from EGREGORA_THREADS and EGREGORA_MEMORY_MB, which
    `joblog.run_log` sets from the rule; what does not fit spills to a temporary
    folder.
    """
    settings = dict(DUCKDB_SETTINGS)
    if threads := os.environ.get("EGREGORA_THREADS"):
        settings["threads"] = int(threads)
    if megabytes := os.environ.get("EGREGORA_MEMORY_MB"):
        settings["memory_limit"] = f"{megabytes}MB"
    connected = ibis.duckdb.connect(**settings)
    connected.raw_sql(NO_PROGRESS_BAR)
    connected.raw_sql("SET TimeZone = 'UTC'")
    connected.raw_sql("SET lock_configuration = true")
    # DuckDB removes its temporary folder when it is closed.
    atexit.register(connected.disconnect)
    return connected


def read_table(path: str | Path, contract: Contract) -> ir.Table:
    """Return the table at `path`, lazily.

    Raises
    ------
    ContractError
        If the table breaks `contract`, or is not a table.
    """
    try:
        table = connection().read_parquet(str(path))
    except duckdb.Error:
        raise ContractError(unreadable_hint(contract.name, path)) from None
    return conform(table, contract)


def rows_of(table: ir.Table) -> list[dict[str, Any]]:
    """Execute `table` and return its rows as dictionaries, in order."""
    return connection().to_pyarrow(table).to_pylist()


def rows_of_earlier_run(
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


def iterate_rows(table: ir.Table) -> Iterator[dict[str, Any]]:
    """Execute `table` and yield its rows as dictionaries, in order, a few at a time.

    Unlike `rows_of` it converts nothing: integers that the database makes longer than
    64 bits, such as sums, must be cast.
    """
    for batch in connection().to_pyarrow_batches(table, chunk_size=ROWS_PER_FETCH):
        yield from batch.to_pylist()


def table_of(rows: list[dict[str, Any]], contract: Contract) -> ir.Table:
    """Return `rows` as a table of `contract`; they may be empty."""
    import pyarrow as pa

    schema = contract.schema.to_pyarrow()
    return ibis.memtable(pa.Table.from_pylist(rows, schema=schema))


def small_table(rows: Iterable[Sequence[Any]], columns: Mapping[str, str]) -> ir.Table:
    """Return `rows` as a table of `columns`, name → type; they may be empty.

    Ibis itself would turn them into a data frame first, for which it needs pandas.
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
    with replace_file(path) as beside:
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
        rows = count_valid_rows(beside, contract)
    results = Path(path).parents[1 if contract.private else 0]
    refresh_catalog(results)
    return rows


def refresh_catalog(results: str | Path) -> list[str]:
    """Rebuild the database of the folder `results`; return the names of its views."""
    files = {name: contract.file for name, contract in CONTRACTS.items()}
    return build_catalog(Path(results) / DATABASE_FILE, files)


def count_rows(path: str | Path) -> int:
    """Return the row count of the Parquet file at `path`, whatever its columns."""
    (found,) = rows_of(connection().read_parquet(str(path)).aggregate(rows=_.count()))
    return found["rows"]


def count_valid_rows(path: str | Path, contract: Contract) -> int:
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
