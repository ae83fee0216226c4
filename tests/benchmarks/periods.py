"""Measure `build_knowledge` and `split_periods` against `ingest`, in one run.

A million messages in ten years of days. Each stage is a fresh process that runs its
script as its rule does. Bars are printed as PASS or FAIL and change nothing about the
exit code.

Usage: periods.py [--messages N]
       periods.py STAGE FOLDER              run the script of a stage alone
"""

import argparse
import os
import runpy
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from cases import CACHE, case
from measuring import Cost, measured
from report import amount, failed, head, line, times

from conftest import KEY, Blog
from ingest import MEGABYTES, SCRIPTS, Files, threads_of

MOST_CPU = 4
MOST_PEAK = 2.0
ISSUE = 6
LONGEST = 900
HERE = Path(__file__).parent
RESULTS = {
    name: f"results/{name}.parquet"
    for name in ("enriched", "members", "media", "knowledge")
}
STAGES = {
    "build_knowledge": {
        "input": ("enriched", "members"),
        "output": {"knowledge": RESULTS["knowledge"]},
        "params": {"model": {"provider": "offline"}, "answers": "answers"},
    },
    "split_periods": {
        "input": ("enriched", "knowledge", "members", "media"),
        "output": {"briefs": "results/periods"},
        "params": {"min_messages": 3, "language": "auto", "memories": 5},
    },
}


def run(stage: str, folder: str) -> None:
    """Run the script of a stage in a folder that holds its tables, and print rows."""
    os.chdir(folder)
    sys.path[0] = str(SCRIPTS)
    given = STAGES[stage]
    job = SimpleNamespace(
        rule=stage,
        wildcards=[],
        input=Files(**{name: RESULTS[name] for name in given["input"]}),
        output=Files(**given["output"]),
        log=[f"{stage}.log"],
        threads=threads_of(stage),
        resources=SimpleNamespace(mem_mb=MEGABYTES, model_seconds=300, model_calls=1),
        params=SimpleNamespace(every="day", **given["params"]),
    )
    script = str(SCRIPTS / f"{stage}.py")
    runpy.run_path(script, {"snakemake": job}, run_name="__main__")
    if stage == "split_periods":
        print(len(list(Path("results/periods").iterdir())) - 1)
    else:
        from pyarrow.parquet import ParquetFile

        print(ParquetFile(RESULTS["knowledge"]).metadata.num_rows)


def prepared(messages: int) -> Blog:
    """Return a blog whose messages are enriched, made if it is not kept."""
    folder = CACHE / f"periods-{messages}"
    blog = Blog(folder)
    if not (folder / RESULTS["enriched"]).exists():
        folder.mkdir(parents=True, exist_ok=True)
        export = str(case("android-24h", messages).export)
        settings = {"exports": [export], "period": "day", "links": {"limit": 0}}
        (folder / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        done = blog.run(RESULTS["enriched"], EGREGORA_KEY=KEY)
        if done.code:
            sys.exit(done.output)
    return blog


def python(script: str, *arguments: str) -> Cost:
    """Return what a script beside this one takes."""
    return measured([sys.executable, str(HERE / script), *arguments], LONGEST)


def bars(costs: dict[str, Cost]) -> list[str]:
    """Return what the stages are held to, and whether it holds."""
    if broken := {name: cost for name, cost in costs.items() if cost.failure}:
        return [failed(ISSUE, name, cost.failure) for name, cost in broken.items()]
    ingest, *ours = costs.values()
    taken = sum(cost.cpu for cost in ours)
    peak = max(cost.peak for cost in ours) / 1e9
    names = " + ".join(STAGES)
    return [
        times(ISSUE, names, taken, ingest.cpu, "ingest", MOST_CPU),
        amount(ISSUE, names, peak, "GB", MOST_PEAK),
    ]


def main(messages: int) -> None:
    """Measure, and print the table and the bars."""
    blog = prepared(messages)
    of = case("android-24h", messages)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        costs = {"ingest": python("ingest.py", folder, str(of.export))}
    for stage in STAGES:
        costs[stage] = python("periods.py", stage, str(blog.folder))
    print(
        f"{messages:,} messages, daily; load {os.getloadavg()[0]:.1f}", head(), sep="\n"
    )
    for name, cost in costs.items():
        print(line(name, cost, messages))
    print(*bars(costs), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in STAGES:
        run(*sys.argv[1:])
    else:
        options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
        options.add_argument("--messages", type=int, default=1_000_000)
        main(**vars(options.parse_args()))
