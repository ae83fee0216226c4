"""Replace names, numbers and addresses; drop who opted out.

reads   ingested      contracts.INGESTED     the conversation, with real names
        attachments   JSON                the files of the archives, with their digests
writes  authors       contracts.AUTHORS      who is who; private
        anonymized    contracts.ANONYMIZED   the conversation, with no real name
        members       contracts.MEMBERS      people as readers see them
        guard         JSON                what the writers' answers are checked with
deletes the kept answers that concern who opted out; then, before it writes, all pages
        and tables that show who has left, or another conversation
params  first, last   local dates, inclusive, or None
        answers       folder of kept answers
env     EGREGORA_PRIVACY  settings: opt_out, forget, names, words, regions
        EGREGORA_KEY  secret of the pseudonyms, instead of .secrets/pseudonym.key
raises  ContractError, SettingError
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.contracts import ANONYMIZED, AUTHORS, INGESTED, MEMBERS
from egregora.files import read_intact_json, write_json
from egregora.llm.cache import ResponseCache
from egregora.periods.briefs import periods_with_authors
from egregora.privacy import table
from egregora.privacy.evidence import evidence_tables
from egregora.privacy.guard import guard_content
from egregora.privacy.keys import load_key
from egregora.settings import privacy_settings
from egregora.site.takedown import showable_chat, take_down_pages
from egregora.storage import read_table, rows_of, rows_of_earlier_run, write_table
from egregora.text.messages import count_messages
from egregora.workflow.joblog import conclude, report, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Anonymize one conversation."""
    given, made, params = snakemake.input, snakemake.output, snakemake.params
    key = load_key()
    ingested = read_table(given.ingested, INGESTED)
    found = {name: rows_of(table) for name, table in evidence_tables(ingested).items()}
    people = table.people_from_evidence(found, privacy_settings(), key)
    files = read_intact_json(given.attachments)
    messages = table.anonymized(ingested, people, files, key, params.first, params.last)
    gone, aliases = table.opted_out(people)
    told = periods_with_authors(Path(made.anonymized).parent / "periods", gone)
    forgotten = ResponseCache(params.answers).forget(gone, aliases, told)
    located = table.located(ingested, people, files, key)
    shown = table.shareable(located, params.first, params.last)
    chat = showable_chat(people.roster, located, shown, made.anonymized)
    members = rows_of_earlier_run(made.members, MEMBERS)
    for line in take_down_pages(chat, {row["author"]: row["alias"] for row in members}):
        report("anonymize: %s", line)
    write_table(messages, made.anonymized, ANONYMIZED)
    (counts,) = rows_of(count_messages(read_table(made.anonymized, ANONYMIZED)))
    write_table(table.authors(people), made.authors, AUTHORS)
    write_table(table.members(people), made.members, MEMBERS)
    guard = guard_content(people.redactor, key, aliases) | {"privacy": params.privacy}
    write_json(made.guard, guard)
    conclude("%s", table.summarize_anonymized(people, **counts))
    for line in table.remarks(people, forgotten):
        report("anonymize: %s", line)


if __name__ == "__main__":
    with run_log(snakemake):
        main()
