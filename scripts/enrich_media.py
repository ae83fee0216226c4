"""Describe each photo, recording and document.

reads   media        tables.MEDIA        and the prepared files below site/media
        anonymized   tables.ANONYMIZED   what was said with them
        told         private/told.json   what files tell of themselves
        guard        results/guard.json  what must not get through
writes  media_notes  tables.MEDIA_NOTES  one row per file
params  prompt       the instructions
        describe     let the model look, where it can; off, nothing is sent
        model        who describes
        answers      folder of the kept answers
env     GEMINI_API_KEY  with the provider gemini
raises  MissingSecret   the provider's key is not in the environment
        ModelError      files without an answer; the answers that came are kept
"""

from typing import TYPE_CHECKING

from egregora.lines import counted
from egregora.media.telling import read_told
from egregora.media_notes import (
    can_be_looked_at,
    media_notes,
    media_requests,
    shown_media,
    with_told,
)
from egregora.media_notes.asking import FOLDER
from egregora.model import open_model, settled_or_refused
from egregora.privacy.guard import Guard
from egregora.runlog import conclude, run_log
from egregora.storage import read_table, rows_of, write_table
from egregora.tables import ANONYMIZED, MEDIA, MEDIA_NOTES

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Describe the media of the conversation."""
    params, resources = snakemake.params, snakemake.resources
    guard = Guard.load(snakemake.input.guard)
    media = read_table(snakemake.input.media, MEDIA)
    anonymized = read_table(snakemake.input.anonymized, ANONYMIZED)
    told = read_told(snakemake.input.told)
    shown = with_told(rows_of(shown_media(media, anonymized)), told, guard)
    looks = params.describe and params.model["provider"] != "offline"
    asked = [one for one in shown if looks and can_be_looked_at(one)]
    with open_model(
        params.model,
        params.answers,
        seconds=resources.model_seconds,
        calls=resources.model_calls,
        batch=resources.model_batch,
    ) as model:
        requests = media_requests(asked, model.name, params.prompt, FOLDER)
        found = settled_or_refused(model.generate_all(requests), "files")
    pairs = zip(asked, found, strict=True)
    answers = {one["media_id"]: answer for one, answer in pairs if answer}
    table = media_notes(shown, answers, model.name, guard)
    rows = write_table(table, snakemake.output.media_notes, MEDIA_NOTES)
    conclude("%s", counted(rows, "file"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
