"""Cut the conversation into chunks and embed them.

reads   enriched   contracts.ENRICHED
        members    contracts.MEMBERS
writes  knowledge  contracts.KNOWLEDGE  one row per chunk
params  every      day, week or month: chunks never lie across
        model      who embeds; with offline, embeddings are null
        answers    folder of the kept answers
env     GEMINI_API_KEY  with the provider gemini
raises  MissingSecret   the provider's key is not in the environment
        ModelError      chunks without an embedding; those that came are kept
"""

from typing import TYPE_CHECKING

from egregora.contracts import ENRICHED, KNOWLEDGE, MEMBERS
from egregora.knowledge.chunks import embedded_chunks
from egregora.llm.models import open_model
from egregora.storage import read_table, write_table
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Cut the conversation into chunks and embed them."""
    params, resources = snakemake.params, snakemake.resources
    enriched = read_table(snakemake.input.enriched, ENRICHED)
    members = read_table(snakemake.input.members, MEMBERS)
    with open_model(
        params.model,
        params.answers,
        seconds=resources.model_seconds,
        calls=resources.model_calls,
    ) as model:
        table = embedded_chunks(enriched, members, params.every, model)
    rows = write_table(table, snakemake.output.knowledge, KNOWLEDGE)
    conclude("%s", format_count(rows, "chunk"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
