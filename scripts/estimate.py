"""Say what is still to be paid, without a call.

reads   anonymized, members, media  tables.ANONYMIZED, MEMBERS, MEDIA
        guard     results/guard.json   what must not get through
        prompts   the instructions of each rule, in the order of params.rules
        posts     results/posts.parquet, if it is there
params  models    role → who is asked
        settings  links, media, period, min_messages, posts, ranking
        answers   folder of the kept answers
        format    table or json
        prices    of models, before those that come with the workflow
        batch     whether answers are asked for in batches
"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from egregora.estimating.prices import prices
from egregora.estimating.telling import as_json, as_table, notes
from egregora.estimating.walking import Blog, walked
from egregora.media.telling import read_told
from egregora.media_notes.asking import FOLDER
from egregora.model.answers import Answers
from egregora.privacy.guard import Guard
from egregora.runlog import run_log
from egregora.showing import show
from egregora.storage import read_table, rows_of
from egregora.tables import ANONYMIZED, MEDIA, MEMBERS, POSTS

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Print the calls, tokens and price that are still to be paid."""
    given, params = snakemake.input, snakemake.params
    if params.models["writer"]["provider"] == "offline":
        told = "estimate: nothing is to be paid with model.provider: offline"
        return show(params.format, {"stages": []}, [], [told])
    posts = Path(given.anonymized).with_name(POSTS.file)
    with tempfile.TemporaryDirectory() as scratch:
        blog = Blog(
            anonymized=read_table(given.anonymized, ANONYMIZED),
            members=read_table(given.members, MEMBERS),
            media=read_table(given.media, MEDIA),
            posts=rows_of(read_table(posts, POSTS)) if posts.exists() else [],
            guard=Guard.load(given.guard),
            models=params.models,
            texts={Path(one).stem: Path(one).read_text("utf-8") for one in given.texts},
            settings=params.settings,
            answers=Answers(params.answers),
            files=FOLDER,
            told=read_told(given.get("told", "")),
            scratch=Path(scratch),
            batch=params.batch,
        )
        due, known = walked(blog), prices(params.prices)
    tables = [as_table(due, known)]
    return show(params.format, as_json(due, known), tables, notes(due, known))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
