"""Say what lies in this folder, how it was made, and what a run would make anew.

reads   results, site/posts, public, .snakemake/metadata; a dry run tells what is due
params  snakefile  of this workflow
        format     table or json
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.inspecting.due import plan
from egregora.inspecting.status import as_json, as_table, status
from egregora.runlog import run_log
from egregora.showing import show

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Show the state of every table and of the posts."""
    due = plan(snakemake.params.snakefile)
    states = list(status(Path("results"), due))
    notes = [f"What a run would do is not known: {due.error}"] if due.error else []
    show(snakemake.params.format, as_json(states, due), [as_table(states)], notes)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
