"""Build the database again: a view for each table that is there.

writes  results/egregora.duckdb
params  format  table or json
"""

from typing import TYPE_CHECKING

from egregora.contracts import CONTRACTS
from egregora.storage import DATABASE_FILE, refresh_catalog
from egregora.workflow.console import Table, print_tables
from egregora.workflow.joblog import run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Build the database again."""
    views = refresh_catalog("results")
    database = f"results/{DATABASE_FILE}"
    table = Table(("view", "one row per"), [[v, CONTRACTS[v].grain] for v in views])
    told = f"catalog: {len(views)} views in {database}"
    print_tables(
        snakemake.params.format,
        {"database": database, "views": views},
        [table],
        [told],
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
