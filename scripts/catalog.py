"""Build the database anew: a view for each table that is there.

writes  results/egregora.duckdb
"""

from typing import TYPE_CHECKING

from egregora.runlog import report, run_log
from egregora.storage import refresh_catalog

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Build the database anew."""
    report(
        "catalog: %d views in results/egregora.duckdb", len(refresh_catalog("results"))
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
