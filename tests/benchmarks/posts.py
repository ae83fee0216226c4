"""Measure what a post costs, and a run that has nothing to do.

A post: the process that writes it offline, over many posts, against `import pyarrow`.
Nothing to do: against a bare workflow of the same shape, in which as many jobs behind
a checkpoint copy a file. Bars are printed as PASS or FAIL and change nothing about the
exit code.

Usage: posts.py [--posts N]
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from measuring import measured
from report import times

from conftest import KEY, ROOT, Blog
from small_export import small_export

PER_WEEK = 40
MEASURED = 30
ISSUE = 6
MOST_OF_A_POST = 3
MOST_OF_NOTHING = 1.5
POST = Path(__file__).with_name("post.py")
PYARROW = "import pyarrow; print(1)"
BARE = """
import json

checkpoint split:
    output: directory("periods")
    run:
        os.makedirs(output[0])
        names = [f"p{number:04}" for number in range(POSTS)]
        for name in names:
            with open(f"{output[0]}/{name}.json", "w") as file:
                file.write(name)
        with open(f"{output[0]}/index.json", "w") as file:
            json.dump(names, file)

def copies(wildcards):
    with open(checkpoints.split.get().output[0] + "/index.json") as file:
        return [f"copies/{name}.json" for name in json.load(file)]

def part(wildcards):
    return f"{checkpoints.split.get().output[0]}/{wildcards.name}.json"

rule copy:
    input: ancient(part)
    output: "copies/{name}.json"
    shell: "cp {input} {output}"

rule everything:
    default_target: True
    input: copies
"""


def cpu_of(*command: str) -> float:
    """Return the CPU seconds of a process."""
    cost = measured([sys.executable, *command], 60)
    if cost.failure:
        sys.exit(cost.failure)
    return cost.cpu


def cpu_of_nothing(folder: Path, *snakefile: str) -> float:
    """Return the CPU seconds of a run of a workflow that has nothing to do."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "snakemake", "--cores", "2", *snakefile]
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"EGREGORA_KEY": KEY},
        capture_output=True,
        text=True,
        check=False,
    )
    if "Nothing to be done" not in done.stdout + done.stderr:
        sys.exit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def blog_of(folder: Path, posts: int) -> Blog:
    """Return a blog with so many weekly posts."""
    small_export(folder / "exports/weeks.zip", posts, PER_WEEK, 4, photos=())
    settings = {"links": {"limit": 0}}
    (folder / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    blog = Blog(folder)
    done = blog.run("site/posts", EGREGORA_KEY=KEY)
    os.environ["EGREGORA_KEY"] = KEY
    if done.code:
        sys.exit(done.output)
    return blog


def bare(folder: Path, posts: int) -> None:
    """Make the bare workflow of the same shape, and run it."""
    folder.mkdir()
    text = BARE.replace("POSTS", str(posts))
    (folder / "Snakefile").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "--cores", "2"]
    profile = ["--profile", str(ROOT / "profiles/default")]
    subprocess.run([*command, *profile], cwd=folder, check=True, capture_output=True)


def main(posts: int) -> None:
    """Measure, and print the bars."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        blog = blog_of(folder / "blog", posts)
        bare(folder / "bare", posts)
        ours = theirs = least = written = 0.0
        for period in blog.posts[-MEASURED:]:
            least += cpu_of("-c", PYARROW)
            written += cpu_of(str(POST), period, str(blog.folder))
        profile = ("--profile", str(ROOT / "profiles/default"))
        for _turn in range(3):
            theirs += cpu_of_nothing(folder / "bare", *profile)
            snakefile = ("-s", str(ROOT / "Snakefile"), "site/posts")
            ours += cpu_of_nothing(blog.folder, *snakefile)
    many = min(posts, MEASURED)
    print(
        f"{posts} weekly posts; load {os.getloadavg()[0]:.1f}\n"
        f"a post {written / many:.2f} CPU s, import pyarrow {least / many:.2f}\n"
        f"nothing to do {ours / 3:.2f} CPU s, bare {theirs / 3:.2f}"
    )
    post = (written / many, least / many, "import pyarrow", MOST_OF_A_POST)
    print(times(ISSUE, "write_post, a post", *post))
    nothing = (ours / 3, theirs / 3, "bare", MOST_OF_NOTHING)
    print(times(ISSUE, f"nothing to do, {posts} posts", *nothing))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--posts", type=int, default=520)
    main(**vars(options.parse_args()))
