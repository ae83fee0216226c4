"""Run `scripts/ingest.py` as its rule does, without Snakemake around it.

Usage: ingest.py FOLDER EXPORT…; it works in FOLDER.
"""

import os
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

SCRIPTS = Path(__file__).parents[2] / "scripts"
# As rules/ingest.smk has them.
THREADS, MEGABYTES = 2, 4000


class Files(list):
    """Files of a job, by place and by name."""

    def __init__(self, **files: str) -> None:
        super().__init__(files.values())
        self.__dict__.update(files)


def job(exports: list[str]) -> SimpleNamespace:
    """Return what a script sees of its job."""
    return SimpleNamespace(
        rule="ingest",
        input=SimpleNamespace(exports=exports),
        output=Files(
            ingested="results/private/ingested.parquet",
            attachments="results/private/media/index.json",
        ),
        log=["ingest.log"],
        threads=THREADS,
        resources=SimpleNamespace(mem_mb=MEGABYTES),
        params=SimpleNamespace(timezone="UTC", date_order="auto", max_megabytes=64),
    )


if __name__ == "__main__":
    folder, *exports = sys.argv[1:]
    os.chdir(folder)
    sys.path[0] = str(SCRIPTS)
    script = str(SCRIPTS / "ingest.py")
    runpy.run_path(script, {"snakemake": job(exports)}, run_name="__main__")
