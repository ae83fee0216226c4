"""Check every promise about the files of this blog; counts only, never a value.

reads   results, site, public, logs, benchmarks, .snakemake, the kept answers
params  answers       folder of kept answers
        format        table or json
env     EGREGORA_KEY  secret of the pseudonyms, instead of .secrets/pseudonym.key
raises  ContractError  if any is broken
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.errors import ContractError
from egregora.lines import counted
from egregora.privacy.guard import Guard
from egregora.runlog import report, run_log
from egregora.showing import show
from egregora.storage import read_table, rows_of
from egregora.tables import AUTHORS
from egregora.validation.artefacts import files
from egregora.validation.integrity import broken
from egregora.validation.roster import Roster
from egregora.validation.scanning import scanned
from egregora.validation.telling import as_json, as_tables, notes

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake

RESULTS = Path("results")


def main() -> None:
    """Check one blog."""
    breaches = list(broken(RESULTS))
    roster = guard = None
    if (private := RESULTS / AUTHORS.file).exists():
        roster = Roster(rows_of(read_table(private, AUTHORS)))
    else:
        report("validate: %s is gone, so only the guard looks for names", private)
    if (rules := RESULTS / "guard.json").exists():
        guard = Guard.load(rules)
    answers = Path(snakemake.params.answers)
    scan = scanned(files(Path(), answers), Path(), roster, guard, answers)
    found = as_json(breaches, scan)
    show(snakemake.params.format, found, as_tables(scan), notes(breaches, scan))
    if breaches or scan.found:
        total = len(breaches) + scan.found.total()
        raise ContractError(
            counted(total, "breach, listed above", "breaches, listed above")
        )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
