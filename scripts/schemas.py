"""Show the contract of every table.

params  format  table or json
"""

from typing import TYPE_CHECKING

from egregora.inspecting.schemas import as_json, as_tables
from egregora.runlog import run_log
from egregora.showing import show
from egregora.tables import CONTRACTS

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Show every contract, in the order in which the tables are made."""
    contracts = list(CONTRACTS.values())
    show(snakemake.params.format, as_json(contracts), as_tables(contracts))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
