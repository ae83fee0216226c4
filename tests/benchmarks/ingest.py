"""Run `scripts/ingest.py` as its rule does, without Snakemake around it.

Usage: ingest.py FOLDER EXPORT…; it works in FOLDER.
"""

import os
import re
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts"
# As the rules for whole conversations have them.
THREADS, MEGABYTES = 2, 4000


class Files(list):
    """Files of a job, by place and by name."""

    def __init__(self, **files: str) -> None:
        super().__init__(files.values())
        self.__dict__.update(files)


def threads_of(rule: str) -> int:
    """Return the threads that a rule asks for: one unless it says so."""
    text = (ROOT / f"rules/{rule}.smk").read_text(encoding="utf-8")
    found = re.search(r"^    threads: (\d+)$", text, re.M)
    return int(found[1]) if found else 1


def job(exports: list[str]) -> SimpleNamespace:
    """Return what a script sees of its job."""
    return SimpleNamespace(
        rule="ingest",
        input=SimpleNamespace(exports=exports),
        output=Files(
            ingested="results/private/ingested.parquet",
            attachments="results/private/media/index.json",
        ),
        wildcards=[],
        log=["ingest.log"],
        threads=threads_of("ingest"),
        resources=SimpleNamespace(mem_mb=MEGABYTES),
        params=SimpleNamespace(timezone="UTC", date_order="auto", max_megabytes=64),
    )


if __name__ == "__main__":
    folder, *exports = sys.argv[1:]
    os.chdir(folder)
    # As the Snakefile does.
    os.environ["EGREGORA_PHONES"] = "{}"
    sys.path[0] = str(SCRIPTS)
    script = str(SCRIPTS / "ingest.py")
    runpy.run_path(script, {"snakemake": job(exports)}, run_name="__main__")
