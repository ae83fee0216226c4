"""Run `scripts/write_post.py` as its rule does, without Snakemake around it.

Usage: post.py PERIOD FOLDER; the key of FOLDER is in the environment.
"""

import os
import runpy
import sys
from types import SimpleNamespace

from ingest import SCRIPTS, Files


def run(period: str, folder: str) -> None:
    """Write the post of a period as its rule does, beside those that are there."""
    os.chdir(folder)
    sys.path[0] = str(SCRIPTS)

    from egregora.periods.briefs import read_index

    job = SimpleNamespace(
        rule="write_post",
        wildcards=[period],
        input=Files(
            brief=f"results/periods/{period}.json",
            guard="results/guard.json",
        ),
        output=Files(draft=f"again/posts/{period}.md", post=f"again/site/{period}.md"),
        log=[f"{period}.log"],
        threads=1,
        resources=SimpleNamespace(mem_mb=500, model_seconds=300, model_calls=1),
        params=SimpleNamespace(
            prompt=(SCRIPTS / "prompts/write_post.md").read_text(encoding="utf-8"),
            digest=read_index("results/periods/index.json")[period],
            model={"provider": "offline"},
            instructions="",
            answers="answers",
        ),
    )
    script = str(SCRIPTS / "write_post.py")
    runpy.run_path(script, {"snakemake": job}, run_name="__main__")
    print(1)


if __name__ == "__main__":
    run(*sys.argv[1:])
