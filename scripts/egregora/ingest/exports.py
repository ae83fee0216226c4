"""Exports as the messages of one conversation, without authors and kinds yet.

Also what the log says about how they were read: counts and dates, no text, no name.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from egregora.errors import ExportError
from egregora.ingest.archive import read_archive
from egregora.ingest.dates import DATE_ORDER_NAMES, DateOrder, to_instants
from egregora.ingest.encoding import decode_chat
from egregora.ingest.merge import merge_exports, rename_people
from egregora.ingest.messages import parse_messages
from egregora.workflow.console import format_count

# Rows that DuckDB hands to a thread at once.
ROWS_PER_BATCH = 122_880


@dataclass(frozen=True)
class Export:
    """One export, read.

    Attributes
    ----------
    source
        Its name in the tables: the file name.
    path
        Where it lies.
    messages
        One row per message in the order of the file.
    media
        Name as messages use it → member of the archive.
    left_out
        Why members of the archive cannot be used → how many.
    dates
        In which order its dates were read, and by which evidence.
    replaced
        Characters that could not be decoded.
    skipped
        Lines before the first message.
    strange_names
        Which of its `names` occur nowhere, by their places in alphabetical order.
    names
        How many `names` it has.

    """

    source: str
    path: Path
    messages: pa.Table
    media: dict[str, zipfile.ZipInfo]
    left_out: Counter[str]
    dates: DateOrder
    replaced: int
    skipped: int
    strange_names: tuple[int, ...] = ()
    names: int = 0


@dataclass(frozen=True)
class Conversation:
    """Several exports, merged.

    Attributes
    ----------
    messages
        One row per message: `position`, `local_time`, `sent_at`, `body`, `source`,
        `source_line` and `bracketed`, which is true where an iPhone printed it.
    replaced
        The same of older exports, for messages that a newer one has too.
    exports
        What was read, newest first.

    """

    messages: pa.Table
    replaced: pa.Table
    exports: tuple[Export, ...]

    @property
    def media_names(self) -> list[str]:
        """Names of the media in all archives, sorted."""
        return sorted({name for export in self.exports for name in export.media})


def read_export(
    path: str | Path,
    timezone: str,
    date_order: str = "auto",
    source: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Export:
    """Read one export.

    Parameters
    ----------
    path
        A `.zip` or `.txt` of WhatsApp's “Export chat”.
    timezone
        IANA zone of the phone that made it.
    date_order
        dmy, mdy or ymd; `auto` decides by evidence.
    source
        Its name in the tables; the file name if None.
    names
        What its phone calls people → what the phone of the blog calls them.

    Raises
    ------
    ExportError
        If it cannot be read.

    """
    path = Path(path)
    source = source or path.name
    archive = read_archive(path)
    text, replaced = decode_chat(archive.chat)
    archive.chat = b""
    read = parse_messages(text, path.name, date_order)
    table, rows = read.table, len(read.table)
    strange: tuple[int, ...] = ()
    if names:
        bodies, found = rename_people(table["body"].combine_chunks(), names)
        table = table.set_column(1, "body", bodies)
        places = enumerate(sorted(names), 1)
        strange = tuple(place for place, name in places if name not in found)
        if len(strange) == len(names):
            raise ExportError(
                f"{path.name}: none of its `names` in `exports` occurs in it; "
                "write each as the phone of that export does"
            )
    messages = (
        table.append_column("sent_at", to_instants(table["local_time"], timezone))
        .append_column("source", pa.repeat(source, rows))
        .append_column("bracketed", pa.repeat(read.layout.end != "-", rows))
    )
    return Export(
        source,
        path,
        messages,
        archive.media,
        archive.left_out,
        read.dates,
        replaced,
        read.skipped,
        strange,
        len(names or {}),
    )


def read_exports(
    paths: Sequence[str | Path],
    timezone: str,
    date_order: str = "auto",
    phones: Mapping[str, Mapping[str, Any]] | None = None,
) -> Conversation:
    """Read all exports of one conversation and merge them.

    Parameters
    ----------
    paths
        The exports.
    timezone
        IANA zone of the phone of the blog.
    date_order
        dmy, mdy or ymd; `auto` decides by evidence, for each export.
    phones
        Path of an export from another phone → its `timezone`, None for the same, and
        its `names`: what it calls people → what the phone of the blog calls them.

    Raises
    ------
    ExportError
        If one cannot be read, or two cannot be of one conversation.

    """
    if not paths:
        raise ExportError("exports: no file is named; put your export there")
    phones = phones or {}
    count = Counter(Path(path).name for path in paths)
    exports = []
    for path in paths:
        phone = phones.get(str(path), {})
        exports.append(
            read_export(
                path,
                phone.get("timezone") or timezone,
                date_order,
                # Two exports of one file name are told apart by their folders.
                source=Path(path).name if count[Path(path).name] == 1 else str(path),
                names=phone.get("names"),
            )
        )
    exports.sort(key=age_of_export, reverse=True)
    names = {
        name for phone in phones.values() for name in phone.get("names", {}).values()
    }
    whole = merge_exports(
        [(export.source, export.messages) for export in exports], names
    )
    return Conversation(
        add_positions(whole.table), add_positions(whole.replaced), tuple(exports)
    )


def age_of_export(export: Export) -> tuple:
    """Return what orders exports from old to new."""
    sent_at = export.messages["sent_at"]
    return (
        sent_at[len(sent_at) - 1].as_py(),
        len(export.media),
        len(sent_at),
        export.source,
    )


def add_positions(messages: pa.Table) -> pa.Table:
    """Return `messages` with their `position`, in pieces that threads can share."""
    positions = pa.arange(0, len(messages))
    whole = messages.append_column("position", positions)
    return pa.Table.from_batches(whole.to_batches(ROWS_PER_BATCH), whole.schema)


def describe_exports(exports: Sequence[Export], left_out: Counter[str]) -> list[str]:
    """Return lines about how the exports were read.

    Parameters
    ----------
    exports
        What was read.
    left_out
        Why media were left out → how many.
    """
    lines = []
    for number, export in enumerate(exports, 1):
        which = f"export {number} of {len(exports)}: " if len(exports) > 1 else ""
        lines.append(which + describe_dates(export))
        if export.replaced:
            lines.append(
                f"{which}{format_count(export.replaced, 'character')} could not be read"
            )
        if export.skipped:
            lines.append(
                f"{which}{format_count(export.skipped, 'line')} "
                "before the first message"
            )
        if export.strange_names:
            lines.append(which + describe_unknown_names(export))
        left_out = left_out + export.left_out
    if left_out:
        reasons = ", ".join(f"{n:,} {why}" for why, n in sorted(left_out.items()))
        lines.append(f"media left out: {reasons}")
    return lines


def describe_dates(export: Export) -> str:
    """Return how the dates of an export were read, and why."""
    dates = export.dates
    if dates.certain:
        return f"dates are {DATE_ORDER_NAMES[dates.order]} ({dates.evidence})"
    other = "mdy" if dates.order == "dmy" else "dmy"
    return (
        f"lines such as “{dates.sample}…” are taken as "
        f"{DATE_ORDER_NAMES[dates.order]} by the "
        f"form of their dates alone; set date_order: {other} if that is wrong"
    )


def describe_unknown_names(export: Export) -> str:
    """Return how many `names` of an export occur nowhere in it, and which."""
    places = ", ".join(map(str, export.strange_names))
    return (
        f"{len(export.strange_names):,} of its {export.names:,} `names` in `exports` "
        f"occur nowhere in it (number {places} in alphabetical order); write them as "
        "the phone of that export does"
    )
