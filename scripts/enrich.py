"""Join messages with the notes on their links and media.

reads   anonymized   contracts.ANONYMIZED
        links        contracts.LINKS
        media_notes  contracts.MEDIA_NOTES
writes  enriched     contracts.ENRICHED     one row per message
raises  ContractError  a table breaks its contract
"""

from typing import TYPE_CHECKING

from egregora.contracts import ANONYMIZED, ENRICHED, LINKS, MEDIA_NOTES
from egregora.enrichment import enriched
from egregora.storage import read_table, rows_of, write_table
from egregora.text.messages import count_messages
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Enrich the conversation."""
    anonymized = read_table(snakemake.input.anonymized, ANONYMIZED)
    links = read_table(snakemake.input.links, LINKS)
    media_notes = read_table(snakemake.input.media_notes, MEDIA_NOTES)
    messages = enriched(anonymized, links, media_notes)
    write_table(messages, snakemake.output.enriched, ENRICHED)
    written = read_table(snakemake.output.enriched, ENRICHED)
    (counts,) = rows_of(count_messages(written))
    conclude("%s", format_count(counts["messages"], "message"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
