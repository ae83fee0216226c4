"""Paint a cover for each post that shows no photo.

reads   posts     contracts.POSTS     all posts
        enriched  contracts.ENRICHED  who showed which photo when
        media     contracts.MEDIA     the published photos
writes  covers    {period}.jpg     a picture each
params  prompt                     the instructions
        model, answers             who paints, and where answers are kept
env     GEMINI_API_KEY
raises  ModelError                 a cover has no answer; one refused is left out
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import ENRICHED, MEDIA, POSTS
from egregora.llm.models import open_model
from egregora.site.covers import painted_covers, write_covers
from egregora.site.load import posts_without_photo
from egregora.storage import read_table, rows_of
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Ask for the covers and write them."""
    given, params, limits = snakemake.input, snakemake.params, snakemake.resources
    posts = rows_of(read_table(given.posts, POSTS))
    media = read_table(given.media, MEDIA)
    enriched = read_table(given.enriched, ENRICHED)
    with open_model(
        params.model,
        params.answers,
        seconds=limits.model_seconds,
        calls=limits.model_calls,
    ) as model:
        bare = posts_without_photo(posts, media, enriched)
        answers = painted_covers(bare, model, params.prompt)
    covers = write_covers(answers, Path(snakemake.output.covers))
    conclude("%s", format_count(covers, "cover"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
