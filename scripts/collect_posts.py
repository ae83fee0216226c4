"""Gather all posts into a table; remove posts of periods that are gone.

reads   posts  site/posts  one Markdown file per period
writes  posts  tables.POSTS
               and takes from site/posts and results/posts what belongs to no period;
               a post that a person changed stays and is named
raises  ContractError  a post that a person changed cannot be read any more
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.runlog import conclude, report, run_log
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
    drafts = Path(snakemake.output.posts).parent / "posts"
    removed = 0
    for path in strays(FOLDER, periods):
        if retire(path, drafts / path.name):
            removed += 1
        else:
            files.append(path)
            report(
                "collect_posts: %s was edited; kept, though its period is gone", path
            )
    rows = write_table(posts(map(row_of, files)), snakemake.output.posts, POSTS)
    conclude("%d posts, %d removed", rows, removed)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
