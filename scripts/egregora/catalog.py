"""The database: one view per table over its Parquet file, and nothing else.

The views find their files from the place of the database itself, so that the whole
folder may be moved and read from anywhere. Built beside its place and renamed over
it: a reader with the file open neither blocks a run nor sees half of it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from pathlib import Path

import duckdb

from egregora.files import replacing

# What every connection of ours starts with: no network, no extensions, no reading
# of Python variables by name.
SETTINGS = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}
# DuckDB draws a bar on standard output, unasked, where it takes Python for interactive.
# It takes no such setting while it connects.
NO_BAR = "SET enable_progress_bar = false"

# DuckDB spills to a folder beside the database; its parent is where the tables are.
FOLDER = "regexp_replace(current_setting('temp_directory'), '[^/]*$', '')"


def connect(database: str | Path, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a connection to `database`, with our settings."""
    connected = duckdb.connect(str(database), read_only=read_only, config=SETTINGS)
    connected.execute(NO_BAR)
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
        with replacing(database) as beside:
            write_views(beside, here)
        Path(f"{database}.wal").unlink(missing_ok=True)
    return list(here)


def write_views(database: Path, tables: Mapping[str, str]) -> None:
    """Write a new database with a view for each table."""
    with connect(database) as connection:
        for name, path in tables.items():
            view(connection, name, path)


def view(connection: duckdb.DuckDBPyConnection, name: str, path: str) -> None:
    """Create the view `name` over the Parquet file `path` of the database's folder."""
    quoted = path.replace("'", "''")
    connection.execute(
        f"CREATE VIEW \"{name}\" AS FROM read_parquet({FOLDER} || '{quoted}')"
    )
