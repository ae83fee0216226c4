"""Describe each photo, recording and document.

reads   media        contracts.MEDIA        and the prepared files below site/media
        anonymized   contracts.ANONYMIZED   what was said with them
        told         private/told.json   what files say about themselves
        guard        results/guard.json  what must not get through
writes  media_notes  contracts.MEDIA_NOTES  one row per file
params  prompt       the instructions
        describe     let the model look, where it can; off, nothing is sent
        model        who describes
        answers      folder of the kept answers
env     GEMINI_API_KEY  with the provider gemini
raises  MissingSecret   the provider's key is not in the environment
        ModelError      files without an answer; the answers that came are kept
"""

from typing import TYPE_CHECKING

from egregora.contracts import ANONYMIZED, MEDIA, MEDIA_NOTES
from egregora.llm.models import open_model
from egregora.media.metadata import read_metadata
from egregora.media.notes import add_metadata, described_media, shown_media
from egregora.privacy.guard import Guard
from egregora.storage import read_table, rows_of, write_table
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Describe the media of the conversation."""
    params, resources = snakemake.params, snakemake.resources
    guard = Guard.load(snakemake.input.guard)
    media = read_table(snakemake.input.media, MEDIA)
    anonymized = read_table(snakemake.input.anonymized, ANONYMIZED)
    told = read_metadata(snakemake.input.told)
    shown = add_metadata(rows_of(shown_media(media, anonymized)), told, guard)
    with open_model(
        params.model,
        params.answers,
        seconds=resources.model_seconds,
        calls=resources.model_calls,
        batch=resources.model_batch,
    ) as model:
        table = described_media(shown, model, params.prompt, guard, params.describe)
    rows = write_table(table, snakemake.output.media_notes, MEDIA_NOTES)
    conclude("%s", format_count(rows, "file"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
