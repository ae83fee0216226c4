"""Remove who is who: real names, numbers, and the files as they were sent.

deletes results/private
writes  results/egregora.duckdb  without views of what is gone
"""

from typing import TYPE_CHECKING

from egregora.privacy.boundary import remove_private_folder
from egregora.storage import refresh_catalog
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Remove the private side of the blog."""
    removed = remove_private_folder()
    refresh_catalog("results")
    conclude("%s of results/private removed", format_count(removed, "file"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
