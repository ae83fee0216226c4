"""Make the files of the conversation fit to show.

reads   attachments  index.json           files of the archives, as sent, beside it
        anonymized   contracts.ANONYMIZED    which message shows which file
writes  media        contracts.MEDIA         one row per file that a message shows
        published    site/media           the prepared files, and the list of them
        told         told.json            what files say about themselves, unguarded
params  publish        off, no file is published and none is asked
        max_megabytes  larger files are left out
env     EGREGORA_KEY   the secret of the pseudonyms, if it is not in .secrets
raises  EgregoraError  a file of the index is not there
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import ANONYMIZED, MEDIA
from egregora.files import read_intact_json
from egregora.media import metadata, prepare
from egregora.media.inventory import describe_outcomes, write_listing
from egregora.privacy.keys import load_key, media_id
from egregora.storage import read_table, rows_of, write_table
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Prepare each file that a message shows."""
    index, key = Path(snakemake.input.attachments), load_key()
    anonymized = read_table(snakemake.input.anonymized, ANONYMIZED)
    wanted = {
        row["media_id"] for row in rows_of(prepare.files_with_messages(anonymized))
    }
    sent = {
        media_id(key, one["sha256"]): one["file"] for one in read_intact_json(index)
    }
    folder = Path(snakemake.output.published).parent
    files = {one: index.parent / name for one, name in sent.items() if one in wanted}
    prepared = prepare.prepare_files(
        files,
        folder,
        publish=snakemake.params.publish,
        max_megabytes=snakemake.params.max_megabytes,
        threads=snakemake.threads,
    )
    table = prepare.media(anonymized, prepare.prepared_table(prepared))
    rows = write_table(table, snakemake.output.media, MEDIA)
    write_listing(prepared, folder)
    told = snakemake.output.told
    metadata.write_metadata(
        metadata.collect_metadata(
            files, prepared, metadata.read_earlier_metadata(told), snakemake.threads
        ),
        told,
    )
    conclude("%s: %s", format_count(rows, "file"), describe_outcomes(prepared))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
