"""Remove who is who: real names, numbers, and the files as they were sent.

deletes results/private
writes  results/egregora.duckdb  without views of what is gone
"""

from typing import TYPE_CHECKING

from egregora.lines import counted
from egregora.privacy.boundary import forget
from egregora.runlog import conclude, run_log
from egregora.storage import refresh_catalog

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Remove the private side of the blog."""
    removed = forget()
    refresh_catalog("results")
    conclude("%s of results/private removed", counted(removed, "file"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
