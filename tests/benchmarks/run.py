"""Measure `ingest` against two peers and against a floor, all in one run.

Each reader is a fresh process. Ours and the floor take turns for some rounds; the
median of their times and the highest of their peaks count. Bars are printed as PASS or
FAIL and change nothing about the exit code: machines differ and are busy.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import report
from cases import CACHE, FORMATS, ROOT, Case, case
from measuring import Cost, measured

HERE = Path(__file__).parent
PEERS_PYTHON = ROOT / ".venv/bench/bin/python"
LONGEST = 300


def install_peers() -> None:
    """Make the environment of the peers, unless it is there."""
    wanted = HERE / "requirements.txt"
    marker = ROOT / ".venv/bench/installed.txt"
    if marker.exists() and marker.read_bytes() == wanted.read_bytes():
        return
    uv = [sys.executable, "-m", "uv"]
    venv = str(marker.parent)
    subprocess.run([*uv, "venv", "-q", "--clear", venv], check=True)
    subprocess.run(
        [*uv, "pip", "install", "-q", "--python", venv, "-r", str(wanted)], check=True
    )
    shutil.copy(wanted, marker)


def ingest(*exports: Path) -> Cost:
    """Return what our stage takes for the exports of one conversation."""
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        return python("ingest.py", folder, *map(str, exports))


def floor(name: str, *exports: Path) -> Cost:
    """Return what the floor takes for the same exports, which it does not merge."""
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        parquet = f"{folder}/floor.parquet"
        return python("floor.py", name, parquet, *map(str, exports))


def python(script: str, *arguments: str) -> Cost:
    """Return what a script beside this one takes."""
    return measured([sys.executable, str(HERE / script), *arguments], LONGEST)


def peer(name: str, of: Case) -> Cost:
    """Return what a peer takes."""
    command = [str(PEERS_PYTHON), str(HERE / "peers.py"), name, str(of.export)]
    return measured(command, LONGEST)


def typical(costs: list[Cost]) -> Cost:
    """Return the cost with the median CPU time, with the highest peak of all."""
    if failed := [cost for cost in costs if cost.failure]:
        return failed[0]
    middle = sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]
    highest = max(cost.peak for cost in costs)
    return Cost(middle.cpu, middle.wall, highest, middle.rows)


def costs_of(of: Case, rounds: int) -> dict[str, Cost]:
    """Return what each reader takes for the exports of one format."""
    turns = [
        {
            report.FLOOR: floor(of.name, of.export),
            report.OURS: ingest(of.export),
            report.FLOOR_OF_TWO: floor(of.name, *of.halves),
            report.MERGED: ingest(*of.halves),
        }
        for _round in range(rounds)
    ]
    own = {name: typical([turn[name] for turn in turns]) for name in turns[0]}
    return own | {name: peer(name, of) for name in report.PEERS}


def main() -> None:
    """Print the table of all formats, and the bars."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    CACHE.mkdir(parents=True, exist_ok=True)
    install_peers()
    load = os.getloadavg()[0]
    print(
        f"{options.messages:,} messages; ingest and floor: median of {options.rounds}; "
        f"{os.cpu_count()} cores, load {load:.1f} before\n\n{report.head()}"
    )
    held = []
    for name in FORMATS:
        of = case(name, options.messages)
        costs = costs_of(of, options.rounds)
        print(f"{name}, {of.export.stat().st_size / 1e6:.0f} MB")
        for reader, cost in costs.items():
            print(report.line(reader, cost, of.messages), flush=True)
        held += [f"{one}  {name}" for one in report.bars(costs, of.messages)]
    print("\n" + "\n".join(held))


if __name__ == "__main__":
    main()
