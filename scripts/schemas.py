"""Show the contract of every table.

params  format  table or json
"""

from typing import TYPE_CHECKING

from egregora.contracts import CONTRACTS
from egregora.inspect.status import contracts_as_json, contracts_as_tables
from egregora.workflow.console import print_tables
from egregora.workflow.joblog import run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Show every contract, in the order in which the tables are made."""
    contracts = list(CONTRACTS.values())
    print_tables(
        snakemake.params.format,
        contracts_as_json(contracts),
        contracts_as_tables(contracts),
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
