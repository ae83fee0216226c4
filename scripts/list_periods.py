"""List the periods that get a post, with the digest of each brief.

reads   index    the list of the briefs, which lie beside it as <period>.json
writes  periods  contracts.PERIODS  one row per brief, oldest first
        table    the same as a page, for the report
        plot     messages of each period, for the report
raises  DamagedFile    a brief is not the one that the index lists
        ContractError  a brief breaks the contract of the table
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import PERIODS
from egregora.files import write_text
from egregora.periods.assembly import row_of_period
from egregora.periods.briefs import read_content, read_index
from egregora.storage import table_of, write_table
from egregora.workflow.benchmarks import messages_plot, periods_page
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """List the briefs."""
    index = Path(snakemake.input.index)
    rows = [
        row_of_period(read_content(index.with_name(f"{period}.json"), digest), digest)
        for period, digest in read_index(index).items()
    ]
    written = write_table(table_of(rows, PERIODS), snakemake.output.periods, PERIODS)
    write_text(snakemake.output.table, periods_page(rows))
    write_text(snakemake.output.plot, messages_plot(rows))
    conclude("%s", format_count(written, "period"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
