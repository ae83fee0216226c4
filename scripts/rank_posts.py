"""Compare posts with one another and rate them.

reads   posts        contracts.POSTS        all posts
        guard        guard.json          what no text may name
writes  elo_ratings  contracts.ELO_RATINGS  one row per post
        elo_history  contracts.ELO_HISTORY  one row per comparison
        table        ratings as a page, for the report
        plot         ratings, for the report
params  prompt                the instructions
        comparisons_per_post  earlier posts that each post meets
        model, answers        who judges, and where answers are kept
env     GEMINI_API_KEY        with the provider gemini
raises  ModelError            a comparison has no answer
"""

from functools import partial
from typing import TYPE_CHECKING

from egregora.contracts import ELO_HISTORY, ELO_RATINGS, POSTS
from egregora.files import write_text
from egregora.llm.models import open_model
from egregora.offline.judge import judge_pair
from egregora.privacy.guard import Guard
from egregora.ranking import elo
from egregora.storage import read_table, rows_of, write_table
from egregora.text.language import identify_language
from egregora.workflow.benchmarks import ratings_page, ratings_plot
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake

# Posts by which the language of the reasons is told: the first ones, which stay.
POSTS_READ = 10


def main() -> None:
    """Rate all posts by comparing each with some earlier ones."""
    params, limits = snakemake.params, snakemake.resources
    guard = Guard.load(snakemake.input.guard)
    posts = read_table(snakemake.input.posts, POSTS)
    rows = {row["period"]: row for row in rows_of(posts)}
    opening = "\n".join(rows[period]["text"] for period in sorted(rows)[:POSTS_READ])
    language = identify_language(opening)
    with open_model(
        params.model,
        params.answers,
        offline=partial(judge_pair, language=language),
        seconds=limits.model_seconds,
        calls=limits.model_calls,
    ) as model:
        judgements = elo.compared_posts(
            rows, model, params.prompt, guard, params.comparisons_per_post
        )
    history = elo.elo_history(judgements)
    ratings = elo.elo_ratings(posts, history)
    rated = write_table(ratings, snakemake.output.elo_ratings, ELO_RATINGS)
    compared = write_table(history, snakemake.output.elo_history, ELO_HISTORY)
    rates = rows_of(read_table(snakemake.output.elo_ratings, ELO_RATINGS))
    write_text(snakemake.output.table, ratings_page(rates, rows))
    write_text(snakemake.output.plot, ratings_plot(rates))
    conclude(
        "%s, %s", format_count(rated, "post"), format_count(compared, "comparison")
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
