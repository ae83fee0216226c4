"""Replace names, numbers and addresses; drop who opted out.

reads   ingested      tables.INGESTED     the conversation, with real names
        attachments   JSON                the files of the archives, with their digests
writes  authors       tables.AUTHORS      who is who; private
        anonymized    tables.ANONYMIZED   the conversation, with no real name
        members       tables.MEMBERS      people as readers see them
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

from egregora import anonymization as stage
from egregora.briefs import naming
from egregora.damage import read_whole
from egregora.files import write_json
from egregora.lines import counted
from egregora.model.answers import Answers
from egregora.pages import chat_of, take_down
from egregora.privacy.evidence import evidence
from egregora.privacy.guard import sealed
from egregora.privacy.keys import load_key
from egregora.runlog import conclude, report, run_log
from egregora.settings import privacy
from egregora.storage import read_table, rows_of, rows_of_earlier, write_table
from egregora.tables import ANONYMIZED, AUTHORS, INGESTED, MEMBERS

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Anonymize one conversation."""
    given, made, params = snakemake.input, snakemake.output, snakemake.params
    key = load_key()
    ingested = read_table(given.ingested, INGESTED)
    found = {name: rows_of(table) for name, table in evidence(ingested).items()}
    people = stage.people(found, privacy(), key)
    files = read_whole(given.attachments)
    messages = stage.anonymized(ingested, people, files, key, params.first, params.last)
    gone, aliases = stage.leavers(people)
    told = naming(Path(made.anonymized).parent / "periods", gone)
    forgotten = Answers(params.answers).forget(gone, aliases, told)
    located = stage.located(ingested, people, files, key)
    shown = stage.shareable(located, params.first, params.last)
    chat = chat_of(people.roster, located, shown, made.anonymized)
    members = rows_of_earlier(made.members, MEMBERS)
    for line in take_down(chat, {row["author"]: row["alias"] for row in members}):
        report("anonymize: %s", line)
    rows = write_table(messages, made.anonymized, ANONYMIZED)
    write_table(stage.authors(people), made.authors, AUTHORS)
    write_table(stage.members(people), made.members, MEMBERS)
    guard = sealed(people.redactor, key, aliases) | {"privacy": params.privacy}
    write_json(made.guard, guard)
    conclude("%s", stage.summary(people, rows))
    if people.unmatched:
        told = counted(people.unmatched, "entry", "entries")
        report("anonymize: nobody here is named by %s of `privacy`", told)
    if forgotten:
        report("anonymize: %s deleted", counted(forgotten, "kept answer"))


if __name__ == "__main__":
    with run_log(snakemake):
        main()
