"""Gather all posts into a table; remove posts of periods that are gone.

reads   posts  site/posts  one Markdown file per period
        guard  results/guard.json  what an edited post must not show
writes  posts  contracts.POSTS
               and takes what belongs to no period from site/posts, results/posts and
               results/rewritten; a post that a person changed stays and is named
raises  ContractError  a post that a person changed cannot be read any more
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import POSTS
from egregora.posts.files import (
    clean_post_row,
    posts,
    retire_post,
    row_of_post,
    set_aside,
    stray_posts,
)
from egregora.privacy.guard import Guard
from egregora.storage import write_table
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, report, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Gather the posts of the blog."""
    files = [Path(one) for one in snakemake.input.posts]
    periods = {path.stem for path in files}
    results = Path(snakemake.output.posts).parent
    for folder in (results / "posts", results / "rewritten"):
        for path in stray_posts(folder, periods):
            path.unlink()
    guard = Guard.load(snakemake.input.guard)
    removed = 0
    for path in stray_posts(Path("site/posts"), periods):
        text = path.read_bytes().decode("utf-8", "replace")
        aside = results / "private/edited" / path.name
        if retire_post(path):
            removed += 1
        elif set_aside(text, path, aside, guard.names_left):
            report("collect_posts: %s showed somebody who left; it is %s", path, aside)
        else:
            files.append(path)
            report(
                "collect_posts: %s was edited; kept, though its period is gone", path
            )
    gathered = [clean_post_row(row_of_post(path), guard) for path in files]
    rows = write_table(posts(gathered), snakemake.output.posts, POSTS)
    if guard.removed:
        report(
            "collect_posts: edited posts name people: %d left out; correct the posts",
            guard.removed.total(),
        )
    conclude("%s, %d removed", format_count(rows, "post"), removed)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
