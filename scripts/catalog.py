"""Build the database anew: a view for each table that is there.

writes  results/egregora.duckdb
params  format  table or json
"""

from typing import TYPE_CHECKING

from egregora.runlog import run_log
from egregora.showing import Shown, show
from egregora.storage import DATABASE, refresh_catalog
from egregora.tables import CONTRACTS

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Build the database anew."""
    views = refresh_catalog("results")
    database = f"results/{DATABASE}"
    table = Shown(("view", "one row per"), [[v, CONTRACTS[v].grain] for v in views])
    told = f"catalog: {len(views)} views in {database}"
    show(
        snakemake.params.format,
        {"database": database, "views": views},
        [table],
        [told],
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
