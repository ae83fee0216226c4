"""Read the messages and files of all exports into one conversation.

reads   exports      .zip or .txt     exports of one group, as WhatsApp made them
writes  ingested     tables.INGESTED  one row per message, with real names
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

from egregora.files import write_json
from egregora.ingestion import ingested, media_shown, summary
from egregora.lines import counted
from egregora.runlog import conclude, report, run_log
from egregora.settings import phones
from egregora.storage import read_table, rows_of, write_table
from egregora.tables import INGESTED
from egregora.whatsapp.exports import read_exports
from egregora.whatsapp.media import write_media
from egregora.whatsapp.remarks import remarks

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Read the exports of one blog."""
    params, output = snakemake.params, snakemake.output
    exports = [os.path.realpath(link) for link in snakemake.input.exports]
    whole = read_exports(exports, params.timezone, params.date_order, phones())
    older = ibis.memtable(whole.replaced) if len(whole.replaced) else None
    messages = ingested(ibis.memtable(whole.messages), older, whole.media_names)
    Path(output.ingested).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(output.ingested).parent.chmod(0o700)
    write_table(messages, output.ingested, INGESTED)

    written = read_table(output.ingested, INGESTED)
    shown = [
        (row["source"], row["media_name"]) for row in rows_of(media_shown(written))
    ]
    index, left_out = write_media(
        shown, whole.exports, Path(output.attachments).parent, params.max_megabytes
    )
    write_json(output.attachments, index)
    (counts,) = rows_of(summary(written))
    conclude(
        "%s of %s and %s, %s",
        counted(counts["messages"], "message"),
        counted(counts["people"], "person", "people"),
        counted(counts["notices"], "notice"),
        "{first:%Y-%m-%d} to {last:%Y-%m-%d}".format(**counts),
    )
    for line in remarks(whole.exports, left_out):
        report("ingest: %s", line)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
