"""The brief: everything that the writer of one period gets, as JSON.

`split_periods` makes briefs, `write_post` reads them. Nothing in a brief depends on
later periods, so the past stays the same when the conversation grows. The Snakefile
and jobs that run once per period import this module: it needs no Ibis.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from egregora.files import (
    canonical_json,
    damaged_file_error,
    read_intact_json,
    sha256_of,
    write_bytes,
)


@dataclass(frozen=True)
class BriefPerson:
    """Someone who wrote in the period, most messages first."""

    author: str  # pseudonym
    alias: str  # what readers see
    messages: int
    words: int


@dataclass(frozen=True)
class Message:
    """One message, in the order of the conversation."""

    id: str  # its number in the period, from 1
    at: str  # local time, 2025-03-09T18:45
    by: int | None  # index into people; None for notices of WhatsApp
    text: str  # redacted; people are named as @alias
    kind: str = "text"
    media: str | None = None  # media_id, if the export held the file


@dataclass(frozen=True)
class Link:
    """An address that was shared, in order of first appearance."""

    url: str
    domain: str
    title: str | None
    description: str | None
    message: str  # id of the first message that shares it


@dataclass(frozen=True)
class Media:
    """A file that was sent, in order of first appearance."""

    id: str
    path: str | None  # below site/media; None if it is not published
    media_type: str  # image, sticker, video, audio, document or other
    mime: str
    width: int | None
    height: int | None
    seconds: float | None
    note: str  # what it shows
    message: str  # id of the first message that shows it


@dataclass(frozen=True)
class Term:
    """A word that tells what this period is about, weightiest first."""

    term: str  # as most often written in the period
    weight: float  # rounded to 4 digits
    messages: int  # messages of the period that use it
    authors: int  # people who used it


@dataclass(frozen=True)
class Memory:
    """A chunk of an earlier period that resembles this one, nearest first."""

    period: str
    starts_at: str  # local time
    text: str  # one line per message, "alias: text"
    terms: list[str]  # the words that it shares with this period, weightiest first
    authors: list[str] = field(default_factory=list)  # pseudonyms, sorted


@dataclass(frozen=True)
class Statistics:
    """Counts of the period."""

    messages: int
    words: int
    per_day: dict[str, int]  # local date → messages, days without any included
    per_hour: list[int]  # 24 counts from midnight, local time
    replies: list[
        list[int]
    ]  # [who answered, who was answered, how often], indexes into people


@dataclass(frozen=True)
class Brief:
    """All that the writer of one period is given."""

    period: str
    every: str  # day, week or month
    language: str  # ISO 639-1, of the posts
    first_day: str  # local date of the first message
    last_day: str
    starts_at: str  # instants, ISO 8601 in UTC
    ends_at: str
    people: list[BriefPerson]
    messages: list[Message]
    links: list[Link] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    memories: list[Memory] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)  # of the lexicon, weightiest first
    known_topics: list[str] = field(default_factory=list)  # that posts may have besides
    statistics: Statistics | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the content of its file."""
        return sha256_of(encode_brief(content_of_brief(self)))

    @property
    def written(self) -> int:
        """How many messages its people wrote."""
        return sum(one.messages for one in self.people)


EMPTY_MESSAGES = b'"messages":[]'

BRIEF_PARTS = {
    "people": BriefPerson,
    "messages": Message,
    "links": Link,
    "media": Media,
    "terms": Term,
    "memories": Memory,
}


def brief_from(value: dict[str, Any]) -> Brief:
    """Return the brief that `content_of` turned into `value`."""
    rows = {name: value[name] for name in BRIEF_PARTS}
    said = rows["messages"]
    said = json.loads(said) if isinstance(said, str) else said
    rows["messages"] = [[str(number), *row] for number, row in enumerate(said, 1)]
    parts = {
        name: [part(*row) for row in rows[name]] for name, part in BRIEF_PARTS.items()
    }
    statistics = value["statistics"] and Statistics(**value["statistics"])
    return Brief(**{**value, **parts, "statistics": statistics})


def content_of_brief(brief: Brief) -> dict[str, Any]:
    """Return `brief` as the JSON values of its file: rows are lists, in field order.

    A message has no id there, which is its place, and a text no kind and no media.
    """
    value = asdict(brief)
    for name in BRIEF_PARTS:
        value[name] = [list(one.values()) for one in value[name]]
    value["messages"] = [
        row[1:4] if row[4:] == ["text", None] else row[1:] for row in value["messages"]
    ]
    return value


def read_index(path: str | Path) -> dict[str, str]:
    """Return the digest of the brief of each period, from the index beside the briefs.

    Raises
    ------
    DamagedFile
        If it is not whole.
    """
    return read_intact_json(path, lambda index: dict(index.items()), Path(path).parent)


def read_content(path: str | Path, digest: str) -> dict[str, Any]:
    """Return the JSON values of the brief at `path`.

    Raises
    ------
    DamagedFile
        If it is not the one that the index has `digest` of.
    """
    try:
        written = Path(path).read_bytes()
    except FileNotFoundError:
        written = b""
    if sha256_of(written) != digest:
        raise damaged_file_error(path, Path(path).parent)
    return json.loads(written)


def read_brief(path: str | Path, digest: str) -> Brief:
    """Return the brief at `path`; raises as `read_content`."""
    return brief_from(read_content(path, digest))


def periods_with_authors(folder: Path, authors: Iterable[str]) -> list[str]:
    """Return the periods whose briefs in `folder` hold one of these pseudonyms."""
    sought = [one.encode() for one in authors]
    if not sought:
        return []
    return [
        path.stem
        for path in sorted(folder.glob("[0-9]*.json"))
        if any(map(path.read_bytes().__contains__, sought))
    ]


def encode_brief(content: dict[str, Any]) -> bytes:
    """Return the bytes of the file of a brief.

    Parameters
    ----------
    content
        By `content_of`; its messages may be a text that is JSON already, of which
        millions need not be read to be written.
    """
    messages = content["messages"]
    if not isinstance(messages, str):
        return canonical_json(content) + b"\n"
    before, _, after = canonical_json({**content, "messages": []}).partition(
        EMPTY_MESSAGES
    )
    return b"".join(
        (before, EMPTY_MESSAGES[:-2], messages.encode("utf-8"), after, b"\n")
    )


def write_brief(brief: Brief, path: str | Path) -> None:
    """Write `brief` to `path`."""
    write_bytes(path, encode_brief(content_of_brief(brief)))
