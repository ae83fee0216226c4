"""Measure `anonymize` against `ingest` of the same export, in one run.

Each is a fresh process that runs the script as its rule does; they take turns. Bars
are printed as PASS or FAIL and change nothing about the exit code.

Usage: anonymize.py [--messages N] [--people N] [--rounds N]
       anonymize.py FOLDER                  run the script alone, in FOLDER
"""

import argparse
import json
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from cases import CACHE, ROOT
from measuring import Cost, measured
from report import amount, failed, head, line, times

from ingest import MEGABYTES, SCRIPTS, THREADS, Files

MOST_CPU = 4
MOST_PEAK = 1.5  # GB
ISSUE = 4
LONGEST = 900
HERE = Path(__file__).parent
SETTINGS = {
    "opt_out": [],
    "forget": [],
    "names": {},
    "words": [],
    "regions": ["BR", "US"],
}


def job() -> SimpleNamespace:
    """Return what a script sees of its job."""
    return SimpleNamespace(
        rule="anonymize",
        wildcards=[],
        input=Files(
            ingested="results/private/ingested.parquet",
            attachments="results/private/media/index.json",
        ),
        output=Files(
            authors="results/private/authors.parquet",
            anonymized="results/anonymized.parquet",
            members="results/members.parquet",
            guard="results/guard.json",
        ),
        log=["anonymize.log"],
        threads=THREADS,
        resources=SimpleNamespace(mem_mb=MEGABYTES),
        params=SimpleNamespace(first=None, last=None, answers="answers", privacy=""),
    )


def run(folder: str) -> None:
    """Run the script in a folder that `ingest` has filled, and print its rows."""
    os.chdir(folder)
    os.environ["EGREGORA_KEY"] = "a key that only the benchmark has"
    os.environ["EGREGORA_PRIVACY"] = json.dumps(SETTINGS)
    sys.path[0] = str(SCRIPTS)
    script = str(SCRIPTS / "anonymize.py")
    runpy.run_path(script, {"snakemake": job()}, run_name="__main__")

    from pyarrow.parquet import ParquetFile

    print(ParquetFile("results/anonymized.parquet").metadata.num_rows)


def export(messages: int, people: int) -> Path:
    """Return an export, generated if it is not kept."""
    path = CACHE / f"android-24h-{messages}-{people}.txt"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        generate = ROOT / "tests/tools/gen_export.py"
        options = f"--messages {messages} --authors {people} --format android-24h --out"
        command = [sys.executable, str(generate), *options.split()]
        beside = path.with_suffix(".part")
        subprocess.run([*command, beside], check=True, stderr=subprocess.DEVNULL)
        beside.rename(path)
    return path


def turn(path: Path) -> dict[str, Cost]:
    """Return what both stages take for one export."""
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        return {
            "ingest": python("ingest.py", folder, str(path)),
            "anonymize": python("anonymize.py", folder),
        }


def python(script: str, *arguments: str) -> Cost:
    """Return what a script beside this one takes."""
    return measured([sys.executable, str(HERE / script), *arguments], LONGEST)


def typical(costs: list[Cost]) -> Cost:
    """Return the cost with the median CPU time, with the highest peak of all."""
    middle = sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]
    highest = max(cost.peak for cost in costs)
    return Cost(middle.cpu, middle.wall, highest, middle.rows, middle.failure)


def bars(costs: dict[str, Cost]) -> list[str]:
    """Return what `anonymize` is held to, and whether it holds."""
    ours, other = costs["anonymize"], costs["ingest"]
    if ours.failure or other.failure:
        return [failed(ISSUE, "anonymize", ours.failure or other.failure)]
    return [
        times(ISSUE, "anonymize", ours.cpu, other.cpu, "ingest", MOST_CPU),
        amount(ISSUE, "anonymize", ours.peak / 1e9, "GB", MOST_PEAK),
    ]


def main(messages: int, people: int, rounds: int) -> None:
    """Measure, and print the table and the bars."""
    path = export(messages, people)
    turns = [turn(path) for _round in range(rounds)]
    costs = {name: typical([one[name] for one in turns]) for name in turns[0]}
    print(f"{messages:,} messages of {people} people", head(), sep="\n")
    for name, cost in costs.items():
        print(line(name, cost, messages))
    print(*bars(costs), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) == 2 and not sys.argv[1].startswith("-"):
        run(sys.argv[1])
    else:
        given = argparse.ArgumentParser(description=__doc__)
        given.add_argument("--messages", type=int, default=1_000_000)
        given.add_argument("--people", type=int, default=200)
        given.add_argument("--rounds", type=int, default=1)
        main(**vars(given.parse_args()))
