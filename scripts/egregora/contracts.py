"""The contract of every table: its grain, its key, each column's type and meaning.

`!` before a type forbids null. Times are microseconds. A table is checked against its
contract when it is read and when it is written (`storage`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import ibis
import ibis.expr.types as ir

from egregora.errors import ContractError

# Raised when a column changes; kept in the metadata of each Parquet file.
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Contract:
    """What a table promises.

    Attributes
    ----------
    name
        Name of the table, of its view and of its file.
    grain
        What one row is.
    key
        Column that is unique.
    columns
        Column name → (Ibis type, meaning).
    order
        Columns of the total order in which rows are written; the key if empty.
    private
        True where rows can identify people.
    """

    name: str
    grain: str
    key: str
    columns: Mapping[str, tuple[str, str]]
    order: tuple[str, ...] = ()
    private: bool = False

    @cached_property
    def schema(self) -> ibis.Schema:
        """Types of the columns, in order."""
        return ibis.schema({name: dtype for name, (dtype, _) in self.columns.items()})

    @property
    def file(self) -> str:
        """Path of the table below the folder of results."""
        return f"{'private/' if self.private else ''}{self.name}.parquet"

    @property
    def sort(self) -> tuple[str, ...]:
        """Columns of the total order in which rows are written."""
        return self.order or (self.key,)


def drop_columns(columns: Mapping, *names: str) -> dict:
    """Return `columns` less those named."""
    return {name: column for name, column in columns.items() if name not in names}


UTC_TIMESTAMP = "timestamp('UTC', 6)"
LOCAL_TIMESTAMP = "timestamp(6)"

INGESTED = Contract(
    "ingested",
    "one row per message, with real names",
    key="position",
    private=True,
    columns={
        "message_id": (
            "!string",
            "digest of sent_at, author_name, text and how-many-th; unique",
        ),
        "sent_at": (
            f"!{UTC_TIMESTAMP}",
            "instant, from local_time and the configured zone",
        ),
        "local_time": (f"!{LOCAL_TIMESTAMP}", "as printed by the phone"),
        "position": ("!int64", "order in the conversation, from 0"),
        "author_name": ("string", "as exported; null for notices of WhatsApp"),
        "text": ("!string", "what the person wrote; the caption of media, or empty"),
        "kind": (
            "!string",
            "text, media, media_omitted, deleted, system, location, poll, contact, "
            "call or empty",
        ),
        "media_name": ("string", "file name in the archive"),
        "edited": ("!boolean", "the message was edited by its author"),
        "source": ("!string", "file name of the export"),
        "source_line": ("!int64", "line of the chat file, from 1"),
    },
)

AUTHORS = Contract(
    "authors",
    "one row per person of the conversation, with real names",
    key="author",
    private=True,
    columns={
        "author_name": ("!string", "as exported, the newest form"),
        "author": ("!string", "pseudonym: 16 hexadecimal digits"),
        "alias": ("!string", "what readers see; unique in the group"),
        "names": ("!array<string>", "forms of the name to redact"),
        "opted_out": ("!boolean", "the person's messages leave every table"),
    },
)

ANONYMIZED = Contract(
    "anonymized",
    "one row per message, with no real name",
    key="position",
    columns={
        "message_id": ("!string", "keyed digest of the ingested message_id; unique"),
        **drop_columns(
            INGESTED.columns,
            "message_id",
            "author_name",
            "media_name",
            "source",
            "source_line",
            "text",
        ),
        "author": ("string", "pseudonym; null for notices of WhatsApp"),
        "text": ("!string", "what the person wrote, redacted"),
        "media_id": ("string", "the file in `media`, if the export held it"),
    },
)

MEMBERS = Contract(
    "members",
    "one row per person who has not opted out, as the readers see them",
    key="author",
    columns={
        "author": ("!string", "pseudonym: 16 hexadecimal digits"),
        "alias": ("!string", "name for readers; unique in the group"),
        "bio": ("string", "set by the person in the chat, redacted"),
        "website": ("string", "set by the person in the chat; http or https"),
    },
)

MEDIA = Contract(
    "media",
    "one row per file of the archives that a message shows",
    key="media_id",
    columns={
        "media_id": ("!string", "keyed hash of the bytes as sent"),
        "path": ("string", "below site/media; null where it is not published"),
        "media_type": ("!string", "image, sticker, video, audio, document or other"),
        "mime": ("!string", "of the prepared file"),
        "bytes": ("!int64", "size of the prepared file"),
        "width": ("int32", "pixels"),
        "height": ("int32", "pixels"),
        "seconds": ("float64", "length of audio and video"),
        "message_id": ("!string", "the first message that shows it"),
        "sha256": ("string", "of the prepared file"),
    },
)

LINKS = Contract(
    "links",
    "one row per distinct URL",
    key="url",
    columns={
        "url": ("!string", "as written, redacted"),
        "domain": ("!string", "host without www."),
        "title": ("string", "of the page, or as the chat or the address shows it"),
        "description": ("string", "what the page is about, as far as known"),
        "fetched_at": (UTC_TIMESTAMP, "null if the page was never fetched"),
        "model": ("!string", "who described it"),
    },
)

MEDIA_NOTES = Contract(
    "media_notes",
    "one row per distinct file",
    key="media_id",
    columns={
        "media_id": ("!string", "the file in `media`"),
        "description": ("!string", "what the file shows; empty if nothing is known"),
        "contains_pii": ("boolean", "the model saw personal data; null if not asked"),
        "model": ("!string", "who described it"),
    },
)

ENRICHED = Contract(
    "enriched",
    "one row per message, with what its links and media show",
    key="position",
    columns={
        **ANONYMIZED.columns,
        "link_notes": (
            "!array<struct<url: string, title: string, description: string>>",
            "the links of the text, in their order",
        ),
        "media_note": ("string", "what the file shows"),
    },
)

KNOWLEDGE = Contract(
    "knowledge",
    "one row per chunk of the conversation",
    key="chunk_id",
    order=("starts_at", "chunk_id"),
    columns={
        "chunk_id": ("!string", "digest of the chunk's period and messages"),
        "period": ("!string", "2025-03-09, 2025-W10 or 2025-03"),
        "starts_at": (f"!{UTC_TIMESTAMP}", "first message"),
        "ends_at": (f"!{UTC_TIMESTAMP}", "last message, inclusive"),
        "message_ids": ("!array<string>", "in the order of the conversation"),
        "authors": ("!array<string>", "pseudonyms, sorted"),
        "text": ("!string", "one line per message"),
        "terms": ("!array<string>", "folded stems that few earlier periods know"),
        "embedding": ("array<float32>", "null with the provider `offline`"),
        "embedder": ("!string", "who made the embedding"),
    },
)

PERIODS = Contract(
    "periods",
    "one row per period that gets a post, oldest first",
    key="period",
    columns={
        "period": ("!string", "2025-03-09, 2025-W10 or 2025-03"),
        "starts_at": (f"!{UTC_TIMESTAMP}", "first message"),
        "ends_at": (f"!{UTC_TIMESTAMP}", "last message, inclusive"),
        "messages": ("!int64", "messages that people wrote"),
        "authors": ("!int64", "people who wrote"),
        "words": ("!int64", "words that were written"),
        "digest": ("!string", "SHA-256 of the content of the period's brief"),
    },
)

POSTS = Contract(
    "posts",
    "one row per post",
    key="period",
    columns={
        "period": ("!string", "period of the post"),
        "title": ("!string", "headline"),
        "date": ("!date", "last local day of the period's messages"),
        "summary": ("!string", "a sentence or two"),
        "tags": ("!array<string>", "in the order of the post"),
        "authors": ("!array<string>", "pseudonyms of those who wrote"),
        "text": ("!string", "Markdown body"),
        "model": ("!string", "who wrote it"),
        "digest": ("!string", "of the brief that it was written from"),
        "edited": ("!boolean", "a person changed it since"),
    },
)

ELO_RATINGS = Contract(
    "elo_ratings",
    "one row per post",
    key="post_id",
    columns={
        "post_id": ("!string", "period of the post"),
        "elo_global": ("!float64", "Elo rating; 1500 at the start"),
        "num_comparisons": ("!int64", "comparisons that the post took part in"),
        "last_updated": (UTC_TIMESTAMP, "of the newest comparison; null if none"),
    },
)

ELO_HISTORY = Contract(
    "elo_history",
    "one row per comparison of two posts",
    key="comparison_id",
    order=("timestamp", "comparison_id"),
    columns={
        "comparison_id": ("!string", "digest of the two posts compared"),
        "timestamp": (f"!{UTC_TIMESTAMP}", "end of the newer post's period"),
        "winner_id": ("!string", "period; for a tie, the older post"),
        "loser_id": ("!string", "period; for a tie, the newer post"),
        "elo_change": ("!float64", "points that went from loser to winner"),
        "tie": ("!boolean", "neither post was better"),
        "reason": ("!string", "the judge's"),
    },
)

PROFILES = Contract(
    "profiles",
    "one row per author who has written",
    key="author",
    columns={
        "author": ("!string", "pseudonym"),
        "alias": ("!string", "what readers see"),
        "bio": ("string", "set by the person in the chat, redacted"),
        "website": ("string", "set by the person in the chat; http or https"),
        "messages": ("!int64", "messages written"),
        "words": ("!int64", "words written"),
        "media": ("!int64", "files sent, omitted ones included"),
        "links": ("!int64", "addresses shared"),
        "first_seen": (f"!{UTC_TIMESTAMP}", "first message"),
        "last_seen": (f"!{UTC_TIMESTAMP}", "last message"),
        "hours": ("!array<int64>", "messages per local hour, 24 counts from midnight"),
        "favourite_emoji": ("!array<string>", "most used first, at most five"),
        "most_answered": (
            "string",
            "pseudonym of the person that the author answers most",
        ),
        "portrait": ("!string", "a paragraph, in Markdown"),
        "model": ("!string", "who wrote the portrait"),
    },
)

CONTRACTS = {
    contract.name: contract
    for contract in (
        INGESTED,
        AUTHORS,
        ANONYMIZED,
        MEMBERS,
        MEDIA,
        LINKS,
        MEDIA_NOTES,
        ENRICHED,
        KNOWLEDGE,
        PERIODS,
        POSTS,
        ELO_RATINGS,
        ELO_HISTORY,
        PROFILES,
    )
}


def conform(table: ir.Table, contract: Contract) -> ir.Table:
    """Return the columns of `contract` in its order.

    Raises
    ------
    ContractError
        If a column is missing or has another type, each named.
    """
    found = table.schema()
    wrong = [
        f"{name}: {found.get(name) or 'missing'}, not {dtype(nullable=True)}"
        for name, dtype in contract.schema.items()
        if name not in found or found[name](nullable=True) != dtype(nullable=True)
    ]
    if wrong:
        raise ContractError(f"{contract.name}: {'; '.join(wrong)}")
    return table.select(list(contract.columns))
