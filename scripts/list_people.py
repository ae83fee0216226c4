"""Write the owner's page: who is who, and words that may be names.

reads   authors     contracts.AUTHORS     who is who; private
        anonymized  contracts.ANONYMIZED  what passed the filter
writes  page        HTML, for the owner only
"""

from typing import TYPE_CHECKING

from egregora.contracts import ANONYMIZED, AUTHORS
from egregora.privacy.candidates import candidates
from egregora.privacy.people_page import write_people_page
from egregora.storage import read_table, rows_of
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Write the page of one blog."""
    people = rows_of(read_table(snakemake.input.authors, AUTHORS))
    said = read_table(snakemake.input.anonymized, ANONYMIZED)
    said = said.filter(said.author.notnull()).order_by("position").select("text")
    found = candidates(
        [row["text"] for row in rows_of(said)],
        [one["author_name"] for one in people],
        [one["alias"] for one in people],
    )
    write_people_page(people, found, snakemake.output.page)
    waiting = format_count(len(found), "word may be a name", "words may be names")
    conclude("%s: look at %s", waiting, snakemake.output.page)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
