"""What jobs cost, as Snakemake measured it: its `benchmark` files, one per job."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What the jobs of one rule took when they last ran.

    Attributes
    ----------
    rule
        Name of the rule.
    jobs
        How many there are.
    seconds
        Wall seconds of all jobs.
    longest
        Wall seconds of the longest one.
    cpu
        CPU seconds of all jobs.
    peak
        Megabytes of memory that one job held at most.
    """

    rule: str
    jobs: int
    seconds: float
    longest: float
    cpu: float
    peak: float


def costs(folder: Path) -> list[Cost]:
    """Return what the jobs of each rule took, the longest first.

    Parameters
    ----------
    folder
        Of benchmarks: `<rule>.tsv`, or `<rule>/<wildcards>.tsv`.
    """
    jobs = defaultdict(list)
    for path in sorted(folder.rglob("*.tsv")):
        rule = path.relative_to(folder).with_suffix("").parts[0]
        with suppress(OSError, ValueError, LookupError), path.open("r") as file:
            (measured,) = csv.DictReader(file, delimiter="\t")
            jobs[rule].append(measured)
    found = [cost_of(rule, measured) for rule, measured in jobs.items()]
    return sorted(found, key=lambda one: (-one.seconds, one.rule))


def cost_of(rule: str, measured: list[Mapping[str, str]]) -> Cost:
    """Return what the jobs of a rule took."""
    seconds, cpu, peak = (
        [number(one[name]) for one in measured] for name in ("s", "cpu_time", "max_rss")
    )
    return Cost(rule, len(measured), sum(seconds), max(seconds), sum(cpu), max(peak))


def number(text: str) -> float:
    """Return a measure; 0 where a job ended before it was taken."""
    try:
        return float(text)
    except ValueError:
        return 0.0
