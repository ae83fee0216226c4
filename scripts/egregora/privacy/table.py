"""The tables `anonymized`, `authors` and `members`.

Expressions only: nothing here reads a file or runs a query. The script first reads the
small tables of evidence, of which the roster is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.contracts import ANONYMIZED, AUTHORS, MEMBERS
from egregora.privacy import keys
from egregora.privacy.evidence import (
    collect_names,
    collect_strangers,
    collect_title_words,
    languages_of_words,
)
from egregora.privacy.normalize import fold_name
from egregora.privacy.people import People, begins_with_command, people_of
from egregora.privacy.redactor import notice_names_opted_out, remove_quotes
from egregora.storage import small_table, table_of
from egregora.text.columns import NAMES
from egregora.workflow.console import format_count


def people_from_evidence(
    found: Mapping[str, list], privacy: Mapping[str, Any], key: bytes
) -> People:
    """Return the roster from the rows of `evidence`, by the owner's settings."""
    return people_of(
        named=collect_names(found["names"], found["notices"]),
        said=found["commands"],
        cards=[row["media_name"] for row in found["cards"]],
        strangers=collect_strangers(found["marked"], found["notices"]),
        titles=collect_title_words(found["notices"]),
        used=languages_of_words(found["words"]),
        privacy=privacy,
        key=key,
    )


def summarize_anonymized(people: People, messages: int) -> str:
    """Return what was done, in counts."""
    counts = people.redactor.counts
    gone = len(people.opted_out)
    left = len(people.roster) - gone
    others = sum(counts.values()) - sum(counts[k] for k in ("name", "phone", "email"))
    return (
        f"{format_count(messages, 'message')} of "
        f"{format_count(left, 'person', 'people')}; "
        f"{format_count(counts['name'], 'name')}, "
        f"{format_count(counts['phone'], 'phone')}, "
        f"{format_count(counts['email'], 'e-mail')} and "
        f"{format_count(others, 'other identifier')} replaced; {gone} opted out"
    )


KNOWN_COMMANDS = (
    "write /egregora opt-out, /egregora opt-in, or /egregora set (or remove) alias, "
    "bio or website"
)


def remarks(people: People, forgotten: int) -> list[str]:
    """Return what the owner should know, in lines that name nobody.

    Parameters
    ----------
    people
        The roster.
    forgotten
        How many kept answers were deleted.
    """
    lines = []
    if people.unmatched:
        entries = format_count(people.unmatched, "entry", "entries")
        lines.append(f"nobody here is named by {entries} of `privacy`")
    if people.unknown_commands:
        commands = format_count(people.unknown_commands, "command")
        lines.append(f"{commands} of the chat not understood: {KNOWN_COMMANDS}")
    if forgotten:
        lines.append(f"{format_count(forgotten, 'kept answer')} deleted")
    return lines


def opted_out(people: People) -> tuple[list[str], list[str]]:
    """Return the pseudonyms of those who opted out, and their aliases."""
    gone = [one for one in people.roster if one.opted_out]
    return [one.author for one in gone], [one.alias for one in gone]


def authors(people: People) -> ir.Table:
    """Return the roster: who is who. It can identify people.

    Returns
    -------
    ir.Table
        `contracts.AUTHORS`.
    """
    entries = people.redactor.lexicon.entries
    forms: dict[int, list[str]] = {}
    for form, entry in entries.items():
        for place in sorted(entry.people):
            forms.setdefault(place, []).append(form)
    rows = [
        {
            "author_name": person.author_name,
            "author": person.author,
            "alias": person.alias,
            "names": sorted({*map(fold_name, person.written), *forms.get(n, [])}),
            "opted_out": person.opted_out,
        }
        for n, person in enumerate(people.roster)
    ]
    return table_of(rows, AUTHORS)


def members(people: People) -> ir.Table:
    """Return the people who have not opted out, as readers see them.

    Returns
    -------
    ir.Table
        `contracts.MEMBERS`.
    """
    rows = [
        {"author": p.author, "alias": p.alias, "bio": p.bio, "website": p.website}
        for p in people.roster
        if not p.opted_out
    ]
    return table_of(rows, MEMBERS)


def anonymized(
    ingested: ir.Table,
    people: People,
    attachments: Iterable[Mapping[str, Any]],
    key: bytes,
    first: str | None = None,
    last: str | None = None,
) -> ir.Table:
    """Return the conversation with no real name in it.

    Parameters
    ----------
    ingested
        `contracts.INGESTED`.
    people
        The roster, with all that names it.
    attachments
        `source`, `media_name` and `sha256` of each file of the archives.
    key
        Secret of the pseudonyms.
    first, last
        Local dates between which messages are kept, inclusive.

    Returns
    -------
    ir.Table
        `contracts.ANONYMIZED`. Commands, people who opted out, and notices that name
        them are left out.
    """
    clean = redaction_udf(people)
    secret = keys.derive_key(key, "messages").hex()
    return (
        shareable(located(ingested, people, attachments, key), first, last)
        .mutate(
            text=clean(_.text, _.kind, _.author_name.isnull()),
            message_id=(secret + _.message_id).hexdigest("sha256")[:32],
        )
        .filter(_.text.notnull())
        .select(list(ANONYMIZED.columns))
    )


def located(
    ingested: ir.Table,
    people: People,
    attachments: Iterable[Mapping[str, Any]],
    key: bytes,
) -> ir.Table:
    """Add `author`, `gone` (who opted out) and `media_id` to all messages."""
    who = small_table(
        [(name, p.author, p.opted_out) for name, p in people.authors.items()],
        {"author_name": "string", "author": "string", "gone": "boolean"},
    )
    files = small_table(
        [
            (one["source"], one["media_name"], keys.media_id(key, one["sha256"]))
            for one in attachments
        ],
        {"source": "string", "media_name": "string", "media_id": "string"},
    )
    return (
        ingested.left_join(who, "author_name")
        .drop("author_name_right")
        .left_join(files, ["source", "media_name"])
    )


def shareable(messages: ir.Table, first: str | None, last: str | None) -> ir.Table:
    """Keep the messages of those who have not opted out, between two local dates."""
    if first:
        messages = messages.filter(_.local_time.date() >= ibis.date(first))
    if last:
        messages = messages.filter(_.local_time.date() <= ibis.date(last))
    return messages.filter(~_.gone.fill_null(False))


def overlap(before: ir.Table, now: ir.Table) -> ir.Table:
    """Count the messages of two conversations, and those in both, in one row.

    A message is known by its author and the time that is printed.
    """
    both = [
        table.filter(_.author.notnull()).select("local_time", "author", is_new=is_new)
        for table, is_new in ((before, ibis.literal(False)), (now, ibis.literal(True)))
    ]
    return (
        ibis.union(*both)
        .group_by("local_time", "author")
        .aggregate(old=(~_.is_new).any(), new=_.is_new.any())
        .aggregate(old=_.old.sum(), new=_.new.sum(), shared=(_.old & _.new).sum())
    )


def is_other(old: int | None, new: int | None, shared: int | None) -> bool:
    """Tell from an `overlap` whether two conversations are of different groups.

    Somebody in both may write in both at once, so a hundredth may be in common.
    """
    return bool(old) and 100 * (shared or 0) < max(1, min(old, new or 0))


def days_and_media(messages: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Return the local dates of messages, and the ids of the files that they show."""
    return (
        messages.select(day=_.local_time.date()).distinct(),
        messages.filter(_.media_id.notnull()).select("media_id").distinct(),
    )


def names_of_periods(days: Iterable[date]) -> frozenset[str]:
    """Return the names of the days, and of the weeks and months that hold them."""
    return frozenset(day.strftime(name) for day in days for name in NAMES.values())


def redaction_udf(people: People) -> Any:
    """Return the function of a column that redacts texts; null where one must leave."""
    redactor, gone = people.redactor, people.opted_out

    def cleaned(text: str, kind: str, is_notice: bool) -> str | None:
        if is_notice:
            if notice_names_opted_out(text, redactor.lexicon, gone):
                return None
            return redactor.clean_notice(text)
        if begins_with_command(text):
            return None
        kept = remove_quotes(text, redactor.lexicon, gone)
        if text and not kept:
            return None
        return redactor.clean(kept, places_only=kind == "location")

    @ibis.udf.scalar.pyarrow(
        signature=(("string", "string", "boolean"), "string"),
        null_handling="special",
        side_effects=True,
    )
    def redacted(text, kind, is_notice):  # DuckDB evaluates annotations
        import pyarrow as pa

        columns = text.to_pylist(), kind.to_pylist(), is_notice.to_pylist()
        rows = zip(*columns, strict=True)
        return pa.array([cleaned(*row) for row in rows], pa.string())

    return redacted
