"""Say what is still to be paid, without a call.

reads   anonymized, members, media  contracts.ANONYMIZED, MEMBERS, MEDIA
        guard     results/guard.json   what must not get through
        posts     results/posts.parquet, if it is there
params  models    role → who is asked
        texts     rule → its instructions
        settings  links, media, period, min_messages, posts, ranking
        answers   folder of the kept answers
        format    table or json
        prices    of models, before those that come with the workflow
        batch     whether answers are asked for in batches
"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import ANONYMIZED, MEDIA, MEMBERS, POSTS
from egregora.inspect import estimate
from egregora.inspect.pricing import load_prices
from egregora.llm.cache import ResponseCache
from egregora.media.metadata import read_metadata
from egregora.media.notes import MEDIA_FOLDER
from egregora.privacy.guard import Guard
from egregora.storage import read_table, rows_of
from egregora.workflow.console import print_tables
from egregora.workflow.joblog import run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Print the calls, tokens and price that are still to be paid."""
    given, params = snakemake.input, snakemake.params
    if params.models["writer"]["provider"] == "offline":
        told = "estimate: nothing is to be paid with model.provider: offline"
        return print_tables(params.format, {"stages": []}, [], [told])
    posts = Path(given.anonymized).with_name(POSTS.file)
    with tempfile.TemporaryDirectory() as scratch:
        blog = estimate.EstimateInputs(
            anonymized=read_table(given.anonymized, ANONYMIZED),
            members=read_table(given.members, MEMBERS),
            media=read_table(given.media, MEDIA),
            posts=rows_of(read_table(posts, POSTS)) if posts.exists() else [],
            guard=Guard.load(given.guard),
            models=params.models,
            texts=params.texts,
            settings=params.settings,
            answers=ResponseCache(params.answers),
            files=MEDIA_FOLDER,
            told=read_metadata(given.get("told", "")),
            scratch=Path(scratch),
            batch=params.batch,
        )
        due, known = estimate.estimate_stages(blog), load_prices(params.prices)
    tables = [estimate.estimate_as_table(due, known)]
    return print_tables(
        params.format,
        estimate.estimate_as_json(due, known),
        tables,
        estimate.estimate_notes(due, known),
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
