"""Run all benchmarks one after another, and gather their bars in one table.

Each is a process of its own, whose output is shown as it comes. The table names the
issue of each bar, ours, what stands beside it, their ratio and the limit, and whatever
did not run. Bars change nothing about the exit code; a benchmark that fails does.

Usage: all.py [--small] [NAME ...]      all of them, or those that are named
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from report import IS_BAR, failed, head_of_bars

HERE = Path(__file__).parent
# Benchmark → its issue, and what makes it short, to see that it runs.
BENCHMARKS = {
    "run": (3, "--messages 10000 --rounds 1"),
    "anonymize": (4, "--messages 10000 --people 20"),
    "calls": (5, "--posts 10 --latency 0.2"),
    "periods": (6, "--messages 10000"),
    "posts": (6, "--posts 10"),
    "pages": (7, "--posts 3 6 9"),
    "overhead": (8, "--messages 10000 --asking 10000"),
    "privacy": (16, "--groups 1 --languages pt zh"),
    "titles": (16, "--groups 1"),
}


def run(name: str, options: Iterable[str]) -> tuple[list[str], int]:
    """Run a benchmark and show what it says; return its bars and its exit code."""
    command = [sys.executable, "-u", str(HERE / f"{name}.py"), *options]
    bars = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            if IS_BAR.match(line):
                bars.append(line.rstrip())
    return bars, process.returncode


def main(names: list[str], small: bool) -> None:
    """Run benchmarks, and print the table."""
    bars, broken = [], []
    for name in names or BENCHMARKS:
        issue, short = BENCHMARKS[name]
        print(f"\n== {name}", flush=True)
        found, code = run(name, short.split() if small else ())
        bars += found
        if code or not found:
            broken.append(name)
            bars.append(failed(issue, f"{name}.py", f"exit code {code}"))
    print("", head_of_bars(), *bars, sep="\n")
    if small:
        print("Sizes are small: the bars are meant for those without --small.")
    if broken:
        sys.exit(f"did not run to its end: {', '.join(broken)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="only see that they run")
    parser.add_argument("names", nargs="*", help=", ".join(BENCHMARKS))
    given = parser.parse_args()
    if unknown := {*given.names} - BENCHMARKS.keys():
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    main(given.names, given.small)
