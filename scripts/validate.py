"""Check every promise about the files of this blog; counts only, never a value.

reads   results, site, public, logs, benchmarks, .snakemake, the kept answers
params  answers       folder of kept answers
env     EGREGORA_KEY  secret of the pseudonyms, instead of .secrets/pseudonym.key
raises  ContractError  if any is broken
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.errors import ContractError
from egregora.privacy.guard import Guard
from egregora.runlog import report, run_log
from egregora.storage import read_table, rows_of
from egregora.tables import AUTHORS
from egregora.validation.artefacts import files
from egregora.validation.integrity import broken
from egregora.validation.roster import Roster
from egregora.validation.scanning import scanned

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake

RESULTS = Path("results")


def main() -> None:
    """Check one blog."""
    breaches = list(broken(RESULTS))
    for breach in breaches:
        report("validate: %s", breach)
    roster = guard = None
    if (private := RESULTS / AUTHORS.file).exists():
        roster = Roster(rows_of(read_table(private, AUTHORS)))
    else:
        report("validate: %s is gone, so only the guard looks for names", private)
    if (rules := RESULTS / "guard.json").exists():
        guard = Guard.load(rules)
    answers = Path(snakemake.params.answers)
    scan = scanned(files(Path(), answers), Path(), roster, guard, answers)
    told = ", ".join(f"{n:,} {kind}" for kind, n in sorted(scan.found.items()))
    report("validate: %d files scanned: %s", scan.files, told or "nobody found")
    if scan.possible:
        report("validate: %d names in small letters, which may be words", scan.possible)
    for name, count in scan.places.most_common(20):
        report("validate: %d in %s", count, name)
    if breaches or scan.found:
        total = len(breaches) + scan.found.total()
        raise ContractError(f"{total:,} breaches, listed above")


if __name__ == "__main__":
    with run_log(snakemake):
        main()
