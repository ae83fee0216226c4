"""Write the brief of each period: all that its writer is given.

reads   enriched      contracts.ENRICHED
        knowledge     contracts.KNOWLEDGE
        members       contracts.MEMBERS
        media         contracts.MEDIA
writes  briefs        a folder: one <period>.json each, and index.json
params  every         day, week or month
        min_messages  periods in which people wrote fewer get no brief
        language      of the posts, or auto
        memories      chunks of earlier periods per brief, at most
raises  ContractError  a table breaks its contract
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import ENRICHED, KNOWLEDGE, MEDIA, MEMBERS
from egregora.files import sha256_of, write_bytes, write_json
from egregora.periods.assembly import contents_of_briefs
from egregora.periods.briefs import encode_brief
from egregora.storage import read_table
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Write the briefs, and last the index that tells that they are all there."""
    given, params = snakemake.input, snakemake.params
    folder, index = Path(snakemake.output[0]), {}
    for content in contents_of_briefs(
        read_table(given.enriched, ENRICHED),
        read_table(given.knowledge, KNOWLEDGE),
        read_table(given.members, MEMBERS),
        read_table(given.media, MEDIA),
        params.every,
        params.min_messages,
        params.language,
        params.memories,
    ):
        name, written = content["period"], encode_brief(content)
        write_bytes(folder / f"{name}.json", written)
        index[name] = sha256_of(written)
    write_json(folder / "index.json", index)
    conclude("%s", format_count(len(index), "brief"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
