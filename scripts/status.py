"""Say what lies in this folder, how it was made, and what a run would make again.

reads   results, site/posts, public, .snakemake/metadata; a dry run tells what is due
params  snakefile  of this workflow
        format     table or json
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.inspect.status import artefact_states, status_as_json, status_as_table
from egregora.workflow.console import print_tables
from egregora.workflow.dry_run import plan_run
from egregora.workflow.joblog import run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Show the state of every table and of the posts."""
    due = plan_run(snakemake.params.snakefile)
    states = list(artefact_states(Path("results"), due))
    notes = [f"What a run would do is not known: {due.error}"] if due.error else []
    print_tables(
        snakemake.params.format,
        status_as_json(states, due),
        [status_as_table(states)],
        notes,
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
