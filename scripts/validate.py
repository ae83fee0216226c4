"""Check every promise about the files of this blog; places only, never a value.

reads   authors       contracts.AUTHORS      who is who; private
        ingested      contracts.INGESTED     the conversation, with real names
        results, site, public, logs, benchmarks, .snakemake, the kept answers
params  answers       folder of kept answers
        format        table or json
env     EGREGORA_PRIVACY  settings: opt_out, forget, names, words, regions
        EGREGORA_KEY  secret of the pseudonyms, instead of .secrets/pseudonym.key
raises  ContractError  if any is broken
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import AUTHORS
from egregora.errors import ContractError
from egregora.inspect.leaks import files_to_scan, scan_files
from egregora.inspect.validate import (
    find_breaches,
    traces_of_blog,
    validation_as_json,
    validation_as_tables,
    validation_notes,
)
from egregora.workflow.console import format_count, print_tables
from egregora.workflow.joblog import report, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake

RESULTS = Path("results")


def main() -> None:
    """Check one blog."""
    breaches = list(find_breaches(RESULTS))
    if not (private := RESULTS / AUTHORS.file).exists():
        report("validate: %s is gone, so only the guard looks for names", private)
    answers = Path(snakemake.params.answers)
    scan = scan_files(files_to_scan(Path(), answers), Path(), traces_of_blog(RESULTS))
    found = validation_as_json(breaches, scan)
    print_tables(
        snakemake.params.format,
        found,
        validation_as_tables(scan),
        validation_notes(breaches, scan),
    )
    if breaches or scan.found:
        total = len(breaches) + scan.found.total()
        raise ContractError(
            format_count(total, "breach, listed above", "breaches, listed above")
        )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
