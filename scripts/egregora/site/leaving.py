"""What happens to the files of who left: answers and media deleted, and recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
from ibis import _

from egregora.errors import SettingError
from egregora.llm.cache import ResponseCache
from egregora.periods.briefs import periods_with_authors
from egregora.privacy import deletions
from egregora.privacy.people import People
from egregora.settings import privacy_settings
from egregora.storage import rows_of
from egregora.workflow.console import format_count


def forget_answers(people: People, answers: str, results: Path) -> Counter[str]:
    """Delete the kept answers that concern who left; return pseudonym → how many."""
    forgotten: Counter[str] = Counter()
    cache = ResponseCache(answers)
    for person in people.roster:
        if person.opted_out:
            told = periods_with_authors(results / "periods", [person.author])
            forgotten[person.author] = cache.forget(
                [person.author], [person.alias], told
            )
    return forgotten


def delete_media(
    people: People,
    located: ir.Table,
    attachments: Sequence[Mapping[str, Any]],
    key: bytes,
    folder: Path,
) -> dict[str, int]:
    """Remove the files that only people show who left; return author → how many.

    Raises
    ------
    SettingError
        If somebody is back whose files an earlier run removed.
    """
    shown = [
        (row["media_id"], row["author"], row["gone"])
        for row in rows_of(
            located.filter(_.media_id.notnull() & _.author.notnull())
            .select("media_id", "author", "gone")
            .distinct()
        )
    ]
    left = {one.author for one in people.roster if one.opted_out}
    back = [
        one
        for author, one in deletions.read_deletions().items()
        if author not in left and one["files"]
    ]
    if back and (missing := deletions.missing_files(attachments, shown, key, folder)):
        raise SettingError(
            f"{format_count(missing, 'file')} of somebody who is back were deleted: "
            "add -R ingest to the command, to read them from the export again"
        )
    return deletions.remove_files(attachments, shown, key, folder)


def record_deletions(
    people: People,
    located: ir.Table,
    files: Mapping[str, int],
    answers: Mapping[str, int],
    removed: Sequence[str],
) -> None:
    """Write down who left, on whose wish, and what was deleted."""
    left = [person for person in people.roster if person.opted_out]
    if not left:
        return
    counted = located.filter(_.gone).group_by("author").aggregate(messages=_.count())
    messages = {row["author"]: row["messages"] for row in rows_of(counted)}
    privacy = privacy_settings()
    gone = [
        {
            "author": person.author,
            "wish": deletions.wish_of(person, privacy),
            "messages": messages.get(person.author, 0),
            "files": files.get(person.author, 0),
            "answers": answers.get(person.author, 0),
        }
        for person in left
    ]
    deletions.write_deletions(gone, removed)
