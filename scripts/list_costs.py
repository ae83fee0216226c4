"""List what the jobs of each rule took: seconds and memory.

reads   benchmarks  what Snakemake measured of each job, beside the page
writes  costs       a page for the report
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.files import write_text
from egregora.workflow.benchmarks import costs_of_rules, costs_page
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Write what the jobs took."""
    page = Path(snakemake.output.costs)
    found = costs_of_rules(page.parent)
    write_text(page, costs_page(found))
    jobs = sum(one.jobs for one in found)
    conclude("%s of %s", format_count(jobs, "job"), format_count(len(found), "rule"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
