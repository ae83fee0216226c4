"""Gather all posts into a table; remove posts of periods that are gone.

reads   posts  site/posts  one Markdown file per period
writes  posts  tables.POSTS
               and takes what belongs to no period from site/posts, results/posts and
               results/rewritten; a post that a person changed stays and is named
raises  ContractError  a post that a person changed cannot be read any more
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.runlog import report, run_log
from egregora.storage import write_table
from egregora.tables import POSTS
from egregora.writing.posts import posts, retire, row_of, strays

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake

FOLDER = Path("site/posts")


def main() -> None:
    """Gather the posts of the blog."""
    files = [Path(one) for one in snakemake.input.posts]
    periods = {path.stem for path in files}
    results = Path(snakemake.output.posts).parent
    for folder in (results / "posts", results / "rewritten"):
        for path in strays(folder, periods):
            path.unlink()
    removed = 0
    for path in strays(FOLDER, periods):
        if retire(path):
            removed += 1
        else:
            files.append(path)
            report(
                "collect_posts: %s was edited; kept, though its period is gone", path
            )
    rows = write_table(posts(map(row_of, files)), snakemake.output.posts, POSTS)
    report("collect_posts: %d posts, %d removed", rows, removed)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
