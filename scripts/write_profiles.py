"""Write the profile of each author.

reads   enriched  contracts.ENRICHED   the whole conversation
        members   contracts.MEMBERS    what readers call people
        guard     guard.json        what no text may name
writes  profiles  contracts.PROFILES   one row per author who has written
        pages     {author}.md       a page each
params  prompt          the instructions
        language        of the portraits; auto is that of the conversation
        model, answers  who writes, and where answers are kept
env     GEMINI_API_KEY  with the provider gemini
raises  ModelError      a portrait has no answer
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import ENRICHED, MEMBERS, PROFILES
from egregora.files import write_text
from egregora.llm.models import open_model
from egregora.offline.portraits import profiles
from egregora.privacy.guard import Guard
from egregora.profiles.facts import facts_of_authors, messages_of_people, opening_text
from egregora.profiles.page import profile_page
from egregora.profiles.portraits import portraits_of, sketches
from egregora.storage import read_table, rows_of, table_of, write_table
from egregora.text.language import identify_language
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Write what there is to say of each author, as a table and as pages."""
    given, params, limits = snakemake.input, snakemake.params, snakemake.resources
    guard = Guard.load(given.guard)
    messages = messages_of_people(read_table(given.enriched, ENRICHED))
    members = read_table(given.members, MEMBERS)
    opening = "\n".join(row["text"] for row in rows_of(opening_text(messages)))
    language = identify_language(opening, params.language)
    known = sketches(messages, rows_of(facts_of_authors(messages, members)), language)
    with open_model(
        params.model,
        params.answers,
        seconds=limits.model_seconds,
        calls=limits.model_calls,
        batch=limits.model_batch,
    ) as model:
        texts = portraits_of(messages, members, language, model, params.prompt)
    rows = profiles(known, texts, model.name, guard)
    aliases = {row["author"]: row["alias"] for row in rows}
    for row in rows:
        page = Path(snakemake.output.pages) / f"{row['author']}.md"
        write_text(page, profile_page(row, aliases, language))
    # Last: a job that was stopped among the pages leaves the earlier table, and is due.
    write_table(table_of(rows, PROFILES), snakemake.output.profiles, PROFILES)
    conclude("%s", format_count(len(rows), "person", "people"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
