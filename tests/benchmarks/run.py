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

from cases import CACHE, FORMATS, ROOT, Case, case
from measuring import Cost, measured
from report import amount, failed, faster, head, line, same, times

HERE = Path(__file__).parent
ISSUE = 3
OURS, MERGED = "ingest", "ingest, two merged"
FLOOR, FLOOR_OF_TWO = "floor", "floor, two"
PEERS = ("whatstk", "chat-miner")
LEAST_SPEEDUP = 6
MOST_CPU = 3.5
MOST_PEAK = 1.2
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
            FLOOR: floor(of.name, of.export),
            OURS: ingest(of.export),
            FLOOR_OF_TWO: floor(of.name, *of.halves),
            MERGED: ingest(*of.halves),
        }
        for _round in range(rounds)
    ]
    own = {name: typical([turn[name] for turn in turns]) for name in turns[0]}
    return own | {name: peer(name, of) for name in PEERS}


def bars(name: str, costs: dict[str, Cost], messages: int) -> list[str]:
    """Return what `ingest` is held to in one format, and whether it holds."""
    lines = []
    for reader, floor_of in ((OURS, FLOOR), (MERGED, FLOOR_OF_TWO)):
        what, ours, least = f"{reader}, {name}", costs[reader], costs[floor_of]
        if ours.failure or least.failure:
            lines.append(failed(ISSUE, what, ours.failure or least.failure))
            continue
        lines += [
            same(ISSUE, what, ours.rows, messages, "messages"),
            times(ISSUE, what, ours.cpu, least.cpu, "floor", MOST_CPU),
            amount(ISSUE, what, ours.peak / 1e9, "GB", MOST_PEAK),
        ]
    peers = {peer: costs[peer].cpu for peer in PEERS if not costs[peer].failure}
    if peers and not costs[OURS].failure:
        fastest = min(peers, key=peers.__getitem__)
        taken = (costs[OURS].cpu, peers[fastest])
        lines.append(faster(ISSUE, f"{OURS}, {name}", *taken, fastest, LEAST_SPEEDUP))
    return lines


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
        f"{os.cpu_count()} cores, load {load:.1f} before\n\n{head()}"
    )
    held = []
    for name in FORMATS:
        of = case(name, options.messages)
        costs = costs_of(of, options.rounds)
        print(f"{name}, {of.export.stat().st_size / 1e6:.0f} MB")
        for reader, cost in costs.items():
            print(line(reader, cost, of.messages), flush=True)
        held += bars(name, costs, of.messages)
    print("\n" + "\n".join(held))


if __name__ == "__main__":
    main()
