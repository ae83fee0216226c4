"""Describe each shared link.

reads   anonymized  contracts.ANONYMIZED
        guard       results/guard.json  what must not get through
writes  links       contracts.LINKS        one row per distinct URL
params  prompt      the instructions
        links       limit: links described per period, most discussed first
                    fetch: read their pages; off, nothing leaves the machine
        period      day, week or month
        model       who describes; beyond the limit, the address alone
        answers     folder of the kept answers, and of the pages that were read
env     GEMINI_API_KEY  with the provider gemini
raises  MissingSecret   the provider's key is not in the environment
        ModelError      links without an answer; the answers that came are kept
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from egregora.contracts import ANONYMIZED, LINKS
from egregora.links.pages import PageReader
from egregora.links.table import PagesByUrl, described_links, offline_link_answer
from egregora.llm.models import open_model
from egregora.privacy.guard import Guard
from egregora.storage import read_table, write_table
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, report, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Describe the links of the conversation."""
    params, resources = snakemake.params, snakemake.resources
    guard = Guard.load(snakemake.input.guard)
    anonymized = read_table(snakemake.input.anonymized, ANONYMIZED)
    reader = PageReader(params.answers, guard.clean)

    def read_pages(urls: Mapping[str, tuple[str, ...]]) -> PagesByUrl:
        pages = reader.read(urls)
        report(
            "enrich_links: %d of %s read", len(pages), format_count(len(urls), "page")
        )
        return pages

    with open_model(
        params.model,
        params.answers,
        offline_link_answer,
        seconds=resources.model_seconds,
        calls=resources.model_calls,
        batch=resources.model_batch,
    ) as model:
        table = described_links(
            anonymized,
            model,
            params.prompt,
            guard,
            params.period,
            params.links["limit"],
            read_pages if params.links["fetch"] else None,
        )
    rows = write_table(table, snakemake.output.links, LINKS)
    conclude("%s", format_count(rows, "link"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
