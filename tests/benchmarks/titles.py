"""Count the names in the public words of chatty groups: there is to be none.

Each of `privacy_bench.chatter`'s groups is a folder of its own, in which the workflow
writes posts without a model. Titles, summaries, tags and headings are then looked at;
addresses of pages are made of these. The bar is issue 16's; it changes nothing about
the exit code, a run that fails does.

Usage: titles.py [--seed N] [--groups N] [--show]
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cases import ROOT
from report import amount

sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

from egregora.posts.frontmatter import read_post  # noqa: E402
from privacy_bench.chatter import Conversation, conversations, names_shown  # noqa: E402

ISSUE = 16
SETTINGS = """\
exports: [exports/*]
timezone: UTC
date_order: dmy
privacy:
  regions: [{regions}]
"""
HEADING = re.compile(r"^#+ +(.+)$", re.M)


def write_posts(folder: Path, conversation: Conversation) -> None:
    """Run the workflow on one conversation; exit where it fails."""
    group = conversation.group
    (folder / "exports").mkdir()
    group.write(folder / "exports")
    settings = SETTINGS.format(regions=", ".join(f'"{r}"' for r in group.regions))
    (folder / "config.yaml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "snakemake", "-s", str(ROOT / "Snakefile")]
    command += ["--directory", str(folder), "--cores", "1", "site/posts"]
    done = subprocess.run(
        command,
        env=os.environ | {"EGREGORA_KEY": "a key that only the benchmark has"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{group.language}: the workflow failed\n{done.stdout[-2000:]}")


def public_words(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what readers and search engines see first: where, and the text."""
    for path in sorted((folder / "site/posts").glob("*.md")):
        post = read_post(path)
        yield "title", post.title
        yield "summary", post.summary
        for tag in post.tags:
            yield "tag", tag
        for heading in HEADING.findall(path.read_text(encoding="utf-8")):
            yield "heading", heading


def main(seed: int, groups: int, show: bool) -> None:
    """Write the posts of all groups, and print how many of their words show a name."""
    looked_at: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for conversation in conversations(seed, groups):
        with tempfile.TemporaryDirectory() as folder:
            write_posts(Path(folder), conversation)
            for where, text in public_words(Path(folder)):
                looked_at[where] += 1
                if shown := names_shown([text], conversation.names):
                    named[where] += 1
                    if show:
                        code = conversation.group.language
                        print(f"{code}  {where}: {text}  ({', '.join(shown)})")
    print(f"seed {seed}, {groups} groups\n\n| public words | with a name | all |")
    print("|---|---|---|")
    for where, count in looked_at.items():
        print(f"| {where} | {named[where]} | {count} |")
    print(f"\n{amount(ISSUE, 'public words with a name', named.total(), '', 0)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--groups", type=int, default=20)
    parser.add_argument("--show", action="store_true", help="print them")
    main(**vars(parser.parse_args()))
