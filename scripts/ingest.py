"""Read the messages and files of all exports into one conversation.

reads   exports      .zip or .txt     exports of one group, as WhatsApp made them
writes  ingested     contracts.INGESTED  one row per message, with real names
        attachments  index.json       the files that messages show, beside it
params  timezone       IANA zone of the phone that exported
        date_order     auto, dmy, mdy or ymd
        max_megabytes  larger files are left out
env     EGREGORA_PHONES  path → timezone and names of an export of another phone
raises  ExportError    an export cannot be read, or exports are of several groups
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from egregora.contracts import INGESTED
from egregora.files import write_json
from egregora.ingest.exports import describe_exports, read_exports
from egregora.ingest.media import write_media
from egregora.ingest.table import ingested, media_of_messages, summarize_ingested
from egregora.settings import phone_settings
from egregora.storage import read_table, rows_of, write_table
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, report, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Read the exports of one blog."""
    params, output = snakemake.params, snakemake.output
    exports = [os.path.realpath(link) for link in snakemake.input.exports]
    whole = read_exports(exports, params.timezone, params.date_order, phone_settings())
    older = ibis.memtable(whole.replaced) if len(whole.replaced) else None
    messages = ingested(ibis.memtable(whole.messages), older, whole.media_names)
    Path(output.ingested).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(output.ingested).parent.chmod(0o700)
    write_table(messages, output.ingested, INGESTED)

    written = read_table(output.ingested, INGESTED)
    shown = [
        (row["source"], row["media_name"])
        for row in rows_of(media_of_messages(written))
    ]
    index, left_out = write_media(
        shown, whole.exports, Path(output.attachments).parent, params.max_megabytes
    )
    write_json(output.attachments, index)
    (counts,) = rows_of(summarize_ingested(written))
    conclude(
        "%s of %s, %s, %d deleted, %s",
        format_count(counts["messages"], "message"),
        format_count(counts["people"], "person", "people"),
        format_count(counts["notices"], "notice"),
        counts["deleted"],
        "{first:%Y-%m-%d} to {last:%Y-%m-%d}".format(**counts),
    )
    for line in describe_exports(whole.exports, left_out):
        report("ingest: %s", line)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
