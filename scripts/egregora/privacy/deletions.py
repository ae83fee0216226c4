"""The record of what was deleted, when, and on whose wish; for the owner only.

`results/private/deletions.jsonl` has one line per person who left, oldest first:

    author    pseudonym
    wish      `person`, by a command in the chat, or `owner`, by the settings
    since     UTC, the run that first carried it out; later runs keep it
    messages  messages of the person that no table shows, in the newest run
    files     files of theirs removed from results/private/media, over all runs
    answers   kept answers of the model that were deleted, over all runs
    removed   what was taken down, as lines that name nobody, over all runs

The export itself stays the owner's: nothing here changes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from egregora.files import write_text
from egregora.privacy.keys import media_id
from egregora.privacy.name_index import identity_of
from egregora.privacy.people import Person

DELETIONS_FILE = Path("results/private/deletions.jsonl")


def read_deletions(path: Path = DELETIONS_FILE) -> dict[str, dict[str, Any]]:
    """Return the record, pseudonym → entry; lines that cannot be read are left out."""
    found = {}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
                found[entry["author"]] = entry
            except (ValueError, LookupError, TypeError):
                continue
    return found


def write_deletions(
    gone: Iterable[Mapping[str, Any]],
    removed: Sequence[str],
    path: Path = DELETIONS_FILE,
    now: datetime | None = None,
) -> int:
    """Add to the record who left; return how many are new in it.

    Parameters
    ----------
    gone
        `author`, `wish`, `messages`, `files` and `answers` of each person who left,
        as of this run.
    removed
        What this run took down; told of the people who are new.
    now
        The time of this run.
    """
    record, new = read_deletions(path), 0
    since = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    for one in gone:
        entry = record.get(one["author"])
        if entry is None:
            record[one["author"]] = {**one, "since": since, "removed": [*removed]}
            new += 1
        else:
            for name in ("files", "answers"):
                entry[name] += one[name]
            entry |= {"messages": one["messages"], "wish": one["wish"]}
    lines = [json.dumps(entry, sort_keys=True) for entry in record.values()]
    if lines:
        write_text(path, "\n".join(lines) + "\n")
    return new


def wish_of(person: Person, privacy: Mapping[str, Any]) -> str:
    """Return on whose wish somebody left: `owner` where the settings name them."""
    regions = list(privacy["regions"])
    listed = {
        identity_of(name, regions) for name in (*privacy["opt_out"], *privacy["forget"])
    }
    named = {person.identity, *(identity_of(one, regions) for one in person.written)}
    return "person" if listed.isdisjoint(named) else "owner"


def remove_files(
    attachments: Sequence[Mapping[str, Any]],
    shown: Iterable[tuple[str, str, bool]],
    key: bytes,
    folder: Path,
) -> dict[str, int]:
    """Remove the files that only people show who left; return author → how many.

    Parameters
    ----------
    attachments
        The index of the files: `sha256` and `file`.
    shown
        `media_id`, `author` and whether the author left, of each message with a file.
    key
        Secret of the pseudonyms.
    folder
        Where the files are.
    """
    shown = list(shown)
    kept = {medium for medium, _, is_gone in shown if not is_gone}
    owners = {
        medium: author
        for medium, author, is_gone in sorted(shown)
        if is_gone and medium not in kept
    }
    removed: dict[str, int] = {}
    for one in attachments:
        author = owners.get(media_id(key, one["sha256"]))
        path = folder / one["file"]
        if author and path.is_file():
            path.unlink()
            removed[author] = removed.get(author, 0) + 1
    return removed


def missing_files(
    attachments: Sequence[Mapping[str, Any]],
    shown: Iterable[tuple[str, str, bool]],
    key: bytes,
    folder: Path,
) -> int:
    """Return how many files are missing that somebody shows who has not left."""
    wanted = {medium for medium, _, is_gone in shown if not is_gone}
    return sum(
        media_id(key, one["sha256"]) in wanted and not (folder / one["file"]).exists()
        for one in attachments
    )
