"""Measure what the workflow costs beside one process that does the same.

`snakemake --cores 4 results/enriched.parquet`, as the README has it, against the same
stages called one after the other in one Python process: the `main` of each script,
which reads, calls the package and writes the same tables, with everything imported
once. Fresh folders, the provider `offline`, and no link fetched; both must leave the
same bytes. Then, for the links of `--asking` messages, a fifth of what a million
messages ask, with a stand-in on loopback that answers each call after a second, as many
calls at once in both. Bars are printed as PASS or FAIL and change nothing about the
exit code.

Usage: overhead.py [--messages N ...] [--asking N] [--cores N] [--rounds N]
       overhead.py --one FOLDER               run the stages in this process, in FOLDER
"""

import argparse
import hashlib
import os
import runpy
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from cases import CACHE, ROOT, case
from measuring import Cost, measured
from report import failed, head, line, times

from conftest import KEY
from ingest import SCRIPTS, Files
from standin import StandIn

ISSUE = 8
MOST = 1.25
HELD_FROM = 1_000_000  # messages; below, ratios are told and held to nothing
MOST_WITH_CALLS = 1.05
LONGEST = 1800
CALLS_AT_ONCE = 8
LATENCY = 1.0  # seconds
HERE = Path(__file__).parent
# Of the rules, the most: a process has as many for all its stages.
THREADS, MEGABYTES = 2, 4000
PRIVATE, RESULTS = "results/private", "results"
FILES = {
    "ingested": f"{PRIVATE}/ingested.parquet",
    "attachments": f"{PRIVATE}/media/index.json",
    "authors": f"{PRIVATE}/authors.parquet",
    "told": f"{PRIVATE}/told.json",
    "guard": f"{RESULTS}/guard.json",
    "published": "site/media/.published.json",
} | {
    name: f"{RESULTS}/{name}.parquet"
    for name in ("anonymized", "members", "media", "links", "media_notes", "enriched")
}
# Rule → what it reads and what it writes, as rules/*.smk have them.
STAGES = {
    "ingest": ("", "ingested attachments"),
    "anonymize": ("ingested attachments", "authors anonymized members guard"),
    "enrich_links": ("anonymized guard", "links"),
    "prepare_media": ("attachments anonymized", "media published told"),
    "enrich_media": ("media anonymized guard published told", "media_notes"),
    "enrich": ("anonymized links media_notes", "enriched"),
}


def run(folder: str) -> None:
    """Run all stages in this process, as their rules would, and print the rows."""
    os.chdir(folder)
    sys.path[0] = str(SCRIPTS)

    from egregora import settings

    schema = ROOT / "rules/schemas/config.schema.yaml"
    described = yaml.safe_load(schema.read_text(encoding="utf-8"))
    given = yaml.safe_load(Path("config.yaml").read_text(encoding="utf-8"))
    config = settings.complete_settings(given, described)
    settings.hide_privacy(config)
    settings.hide_phones(config)
    os.environ["EGREGORA_THREADS"] = str(THREADS)
    os.environ["EGREGORA_MEMORY_MB"] = str(MEGABYTES)
    for stage in STAGES:
        script = str(SCRIPTS / f"{stage}.py")
        job = {"snakemake": job_of(stage, config)}
        runpy.run_path(script, job, run_name=stage)["main"]()

    from egregora.storage import count_rows

    print(count_rows(FILES["enriched"]))


def job_of(stage: str, config: dict) -> SimpleNamespace:
    """Return what a script sees of its job."""
    reads, writes = (
        Files(**{name: FILES[name] for name in names.split()})
        for names in STAGES[stage]
    )
    if stage == "ingest":
        reads.exports = config["exports"]
    chosen = config["model"]
    model = {"provider": "offline"}
    if chosen["provider"] != "offline":
        model = {
            "name": chosen["enricher"],
            **{n: chosen[n] for n in ("provider", "base_url", "max_input_tokens")},
        }
    prompt = SCRIPTS / f"prompts/{stage}.md"
    return SimpleNamespace(
        input=reads,
        output=writes,
        threads=THREADS,
        resources=SimpleNamespace(
            model_seconds=chosen["deadline_seconds"],
            model_calls=chosen["calls_at_once"],
            model_batch=0,
        ),
        params=SimpleNamespace(
            timezone=config["timezone"],
            date_order=config["date_order"],
            max_megabytes=config["media"]["max_megabytes"],
            first=config["from"],
            last=config["to"],
            privacy="",
            publish=config["media"]["publish"],
            describe=config["media"]["describe"],
            links=config["links"],
            period=config["period"],
            prompt=prompt.read_text(encoding="utf-8") if prompt.exists() else "",
            model=model,
            answers=config["answers"],
        ),
    )


def turn(way: str, settings: dict, cores: int) -> tuple[Cost, str]:
    """Return what one way takes in a folder of its own, and the digest it leaves."""
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        text = yaml.safe_dump(settings)
        (Path(folder) / "config.yaml").write_text(text, encoding="utf-8")
        cost = measured([sys.executable, *WAYS[way](folder, cores)], LONGEST)
        made = Path(folder, FILES["enriched"])
        if not made.exists():
            return cost, ""
        with made.open("rb") as content:
            return cost, hashlib.file_digest(content, "sha256").hexdigest()


def workflow(folder: str, cores: int) -> list[str]:
    """Return how the workflow is run in a folder."""
    return [
        *(str(HERE / "plain_snakemake.py"), "--cores", str(cores)),
        *("-s", str(ROOT / "Snakefile"), "--directory", folder, FILES["enriched"]),
    ]


WAYS = {
    "one process": lambda folder, cores: [__file__, "--one", folder],
    "workflow": workflow,
}


def compared(settings: dict, cores: int, rounds: int) -> dict[str, Cost]:
    """Return the least that both ways take, which take turns."""
    turns = [
        {way: turn(way, settings, cores) for way in WAYS} for _round in range(rounds)
    ]
    if len({digest for one in turns for _cost, digest in one.values()}) > 1:
        sys.exit("overhead: the workflow and one process leave other bytes")
    return {way: min((one[way][0] for one in turns), key=worth) for way in WAYS}


def worth(cost: Cost) -> tuple[bool, float]:
    """Return what makes a cost the one to keep: success, then little CPU time."""
    return bool(cost.failure), cost.cpu


def table(title: str, costs: dict[str, Cost], messages: int) -> None:
    """Print what both ways took."""
    print(f"{title}; load {os.getloadavg()[0]:.1f}", head(), sep="\n")
    for way, cost in costs.items():
        print(line(way, cost, messages), flush=True)


def bars(what: str, costs: dict[str, Cost], most: float | None) -> list[str]:
    """Return what the workflow is held to in wall and CPU seconds; None: to nothing."""
    if broken := [cost.failure for cost in costs.values() if cost.failure]:
        return [failed(ISSUE, what, broken[0])]
    one, ours = (costs[way] for way in WAYS)
    return [
        times(ISSUE, what, ours.wall, one.wall, "one process", most, "s"),
        times(ISSUE, what, ours.cpu, one.cpu, "one process", most),
    ]


def without_calls(size: int, cores: int, rounds: int) -> list[str]:
    """Measure an export of so many messages offline; return its bars."""
    costs = compared(settings_for(size), cores, rounds)
    table(f"{size:,} messages, --cores {cores}", costs, size)
    most = MOST if size >= HELD_FROM else None
    return bars(f"workflow, {size:,} messages", costs, most)


def with_calls(size: int, cores: int) -> list[str]:
    """Measure the links of so many messages with a stand-in; return the bars."""
    model = {"provider": "gemini", "calls_at_once": CALLS_AT_ONCE}
    costs, asking, calls = {}, {}, 0
    with StandIn(latency=LATENCY) as server:
        os.environ |= server.environment
        for way in WAYS:
            server.seen.clear()
            costs[way], _digest = turn(
                way, settings_for(size) | {"model": model}, cores
            )
            calls = len(server.seen)
            asking[way] = server.seen[-1].at - server.seen[0].at if calls else 0
    least = calls * LATENCY / CALLS_AT_ONCE
    title = (
        f"{size:,} messages, --cores {cores}: {calls:,} calls of {LATENCY:g} s, "
        f"{CALLS_AT_ONCE} at once: {least:.0f} s at least"
    )
    table(title, costs, size)
    what = f"workflow, {calls:,} calls of {LATENCY:g} s"
    lines = bars(what, costs, MOST_WITH_CALLS)[:1]
    if calls and not any(cost.failure for cost in costs.values()):
        one, ours = (asking[way] for way in WAYS)
        most = ("one process", MOST_WITH_CALLS, "s")
        lines.append(times(ISSUE, f"{what}, first to last", ours, one, *most))
        # What a busy machine does not stretch: no second of it beside another.
        one, ours = (costs[way] for way in WAYS)
        alone = one.wall + ours.cpu - one.cpu
        lines.append(times(ISSUE, f"{what}, by CPU s", alone, one.wall, *most))
    return lines


def settings_for(size: int) -> dict:
    """Return the settings of a blog of so many messages."""
    export = case("android-24h", size).export.resolve()
    return {"exports": [str(export)], "links": {"fetch": False}}


def main(messages: list[int], asking: int, cores: int, rounds: int) -> None:
    """Measure, and print the tables and the bars."""
    os.environ["EGREGORA_KEY"] = KEY
    held = []
    for size in messages:
        held += without_calls(size, cores, rounds)
    if asking:
        held += with_calls(asking, cores)
    print(*held, sep="\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run(sys.argv[2])
    else:
        options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
        options.add_argument(
            "--messages", type=int, nargs="*", default=[10_000, 100_000, 1_000_000]
        )
        options.add_argument("--asking", type=int, default=200_000)
        options.add_argument("--cores", type=int, default=4)
        options.add_argument("--rounds", type=int, default=1)
        main(**vars(options.parse_args()))
