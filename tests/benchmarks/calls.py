"""Measure how well the calls of many posts are under way together.

A hundred posts, each with one call to a stand-in that takes a second; a few jobs make
the calls, ahead of those that write the posts. The ideal is the time of the calls at
the limit, and the start of a run. What the jobs compute takes time too: all of it over
the cores of this machine is what no order of jobs can beat here. On fewer cores than
the bar is for it is measured with calls that take longer by as much. It is printed as
PASS or FAIL and changes nothing about the exit code.

Usage: calls.py [--provider NAME] [--posts N] [--calls N] [--cores N]
                [--latency SECONDS]
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from report import bar, times

from conftest import KEY, Blog
from small_export import MONDAY, small_export
from standin import StandIn
from standin_openai import OpenAIStandIn

MOST = 1.25
ISSUE = 5
# On fewer, the jobs themselves take longer than their calls.
CORES = 4
A_DAY = 4  # messages
PROVIDERS = {"gemini": StandIn, "openai": OpenAIStandIn}


def prepared(folder: Path, posts: int, model: dict) -> Blog:
    """Return a blog with so many days, of which no post is written."""
    weeks = -(-posts // 7)
    export = folder / "exports/days.zip"
    small_export(export, weeks, per_week=7 * A_DAY, hours=24 // A_DAY, photos=())
    settings = {
        "period": "day",
        "to": (MONDAY + timedelta(days=posts - 1)).date().isoformat(),
        "links": {"limit": 0},
        "model": model,
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return Blog(folder)


def timed(blog: Blog, server: StandIn, *arguments: str) -> tuple[float, float]:
    """Return the wall and CPU seconds of a run."""
    started, before = time.monotonic(), cpu()
    done = blog.run(*arguments, EGREGORA_KEY=KEY, **server.environment)
    if done.code:
        sys.exit(done.output)
    return time.monotonic() - started, cpu() - before


def cpu() -> float:
    """Return the CPU seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(
    provider: str, posts: int, calls: int, cores: int, latency: float, enough: int
) -> None:
    """Measure, and print the times; the bar too, if there are cores enough."""
    with tempfile.TemporaryDirectory() as folder, PROVIDERS[provider]() as server:
        model = getattr(server, "settings", {"provider": provider})
        blog = prepared(Path(folder), posts, model | {"calls_at_once": calls})
        timed(blog, server, "results/periods.parquet", "--cores", str(cores))
        start, fixed = timed(blog, server, "site/posts", "-n")
        server.latency, server.most_under_way = latency, 0
        wall, used = timed(blog, server, "site/posts", "--cores", str(cores))
        written = len(blog.posts)
    ideal = latency * posts / calls + start
    machine = os.cpu_count()
    print(
        f"{provider}: {written} posts, {latency:g} s a call, {calls} calls at once, "
        f"--cores {cores} on {machine} cores, load {os.getloadavg()[0]:.1f}\n"
        f"wall {wall:.1f} s, ideal {ideal:.1f} s (of that {start:.1f} s to start); "
        f"{server.most_under_way} calls under way at most\n"
        f"{used:.1f} CPU s, {(used - fixed) / posts:.2f} a post: no less than "
        f"{used / machine:.1f} s on {machine} cores that do nothing else"
    )
    most = MOST if machine >= enough else None
    what = f"{written} posts, {latency:g} s a call, {calls} at once"
    print(times(ISSUE, what, wall, ideal, "ideal", most, unit="s"))
    together = server.most_under_way
    at_most = (f"{together} at once", "", "", f"≤ {calls}", together <= calls)
    print(bar(ISSUE, "calls under way, over all jobs", *at_most))


def main(latency: float, **given) -> None:
    """Measure as asked, and so that the bar counts on fewer cores too."""
    measure(latency=latency, enough=CORES, **given)
    machine = os.cpu_count()
    if machine < CORES:
        print(
            f"the bar counts on {CORES} cores: on {machine}, calls that take longer by "
            "as much leave the same time for what is computed meanwhile"
        )
        given["cores"] = min(given["cores"], machine)
        measure(latency=latency * CORES / machine, enough=machine, **given)


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given.add_argument("--provider", choices=PROVIDERS, default="gemini")
    given.add_argument("--posts", type=int, default=100)
    given.add_argument("--calls", type=int, default=8)
    given.add_argument("--cores", type=int, default=4)
    given.add_argument("--latency", type=float, default=1.0)
    main(**vars(given.parse_args()))
