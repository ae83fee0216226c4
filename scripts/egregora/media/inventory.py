"""Kinds of files by their content, and the inventory of the prepared files.

Names of files are not trusted. The inventory lies in the folder of prepared files, so
that a file is prepared once. Needs no image library.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from egregora.files import read_json, write_json

# Enough of a file to tell its type.
HEAD_BYTES = 4096


@dataclass(frozen=True)
class FileKind:
    """What a file is."""

    media_type: str  # image, sticker, video, audio, document or other
    mime: str


UNKNOWN_KIND = FileKind("other", "application/octet-stream")

MAGIC_BYTES = (
    (b"\xff\xd8\xff", FileKind("image", "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", FileKind("image", "image/png")),
    (b"GIF87a", FileKind("image", "image/gif")),
    (b"GIF89a", FileKind("image", "image/gif")),
    (b"\x1aE\xdf\xa3", FileKind("video", "video/x-matroska")),
    (b"OggS", FileKind("audio", "audio/ogg")),
    (b"fLaC", FileKind("audio", "audio/flac")),
    (b"#!AMR", FileKind("audio", "audio/amr")),
    (b"ID3", FileKind("audio", "audio/mpeg")),
    (b"%PDF-", FileKind("document", "application/pdf")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        FileKind("document", "application/x-ole-storage"),
    ),
    (b"{\\rtf", FileKind("document", "application/rtf")),
)

RIFF_KINDS = {
    # WhatsApp sends stickers as WebP and photos as JPEG.
    b"WEBP": FileKind("sticker", "image/webp"),
    b"WAVE": FileKind("audio", "audio/wav"),
    b"AVI ": FileKind("video", "video/x-msvideo"),
}

FTYP_BRANDS = {
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"),
        FileKind("image", "image/heic"),
    ),
    **dict.fromkeys((b"avif", b"avis"), FileKind("image", "image/avif")),
    **dict.fromkeys((b"M4A ", b"M4B "), FileKind("audio", "audio/mp4")),
    b"qt  ": FileKind("video", "video/quicktime"),
}

# Inside an office document, the first entries of its zip.
OFFICE_ENTRY = re.compile(
    rb"\[Content_Types\]\.xml|word/|ppt/|xl/|mimetypeapplication/"
)

MARKUP_START = re.compile(
    rb"<(?:!doctype|html|head|body|script|svg|\?xml)", re.IGNORECASE
)

CARD_STARTS = (
    (b"BEGIN:VCARD", FileKind("other", "text/vcard")),
    (b"BEGIN:VCALENDAR", FileKind("other", "text/calendar")),
)


def kind_of_file(head: bytes) -> FileKind:
    """Return what the file is that begins with `head`, its first `HEAD` bytes."""
    for magic, kind in MAGIC_BYTES:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return RIFF_KINDS.get(head[8:12], UNKNOWN_KIND)
    if head[4:8] == b"ftyp":
        return FTYP_BRANDS.get(head[8:12], FileKind("video", "video/mp4"))
    if head[:4] == b"PK\x03\x04":
        office = FileKind("document", "application/x-office")
        return (
            office
            if OFFICE_ENTRY.search(head)
            else FileKind("other", "application/zip")
        )
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return kind_of_sound(head[1])
    return kind_of_text(head)


def kind_of_sound(second: int) -> FileKind:
    """Return the kind of a bare audio stream, by the second byte of its sync word."""
    layer = second >> 1 & 3
    return FileKind("audio", "audio/mpeg" if layer else "audio/aac")


def kind_of_text(head: bytes) -> FileKind:
    """Return the kind of a file that is text, or the unknown kind."""
    try:
        # A character may be cut at the end of the head.
        head[:-3].decode("utf-8") if len(head) >= HEAD_BYTES else head.decode("utf-8")
    except UnicodeDecodeError:
        return UNKNOWN_KIND
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or b"\0" in head:
        return UNKNOWN_KIND
    for magic, kind in CARD_STARTS:
        if start[: len(magic)].upper() == magic:
            return kind
    if MARKUP_START.search(head):
        return FileKind("other", "text/html")
    return FileKind("document", "text/plain")


# Raised when files are to be prepared again, in another way.
PREPARATION_RECIPE = 2
PREPARED_NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{2,5}")

# Outcomes that another run would repeat; others depend on settings or on ffmpeg.
LASTING_OUTCOMES = ("published", "broken")


@dataclass(frozen=True)
class PreparedFile:
    """A file as it is published, or why it is not; of a video, a picture too."""

    path: str | None
    media_type: str
    mime: str
    bytes: int
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    sha256: str | None = None
    poster: str | None = None
    outcome: str = "published"
    recipe: int = PREPARATION_RECIPE


def poster_name(name: str) -> str:
    """Return the name of the picture of a video, beside the video called `name`."""
    return f"{name.partition('.')[0]}.jpg"


def path_of_listing(folder: Path) -> Path:
    """Return where it is written what `folder` publishes."""
    return folder / ".published.json"


def read_listing(folder: Path) -> dict[str, PreparedFile]:
    """Return what an earlier run prepared into `folder` and is still good."""
    try:
        found = read_json(path_of_listing(folder))["prepared"]
        files = {media_id: PreparedFile(**one) for media_id, one in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {
        media_id: one for media_id, one in files.items() if is_reusable(one, folder)
    }


def is_reusable(file: PreparedFile, folder: Path) -> bool:
    """Return whether a remembered file needs no preparation."""
    if file.recipe != PREPARATION_RECIPE or file.outcome not in LASTING_OUTCOMES:
        return False
    if file.path is None:
        return True
    place = folder / file.path
    is_whole = place.is_file() and place.stat().st_size == file.bytes
    return is_whole and (file.poster is None or (folder / file.poster).is_file())


def write_listing(prepared: Mapping[str, PreparedFile], folder: Path) -> None:
    """Write what `folder` publishes, and remove what it no longer does."""
    made = prepared.values()
    names = sorted(({one.path for one in made} | {one.poster for one in made}) - {None})
    kept = {media_id: asdict(one) for media_id, one in prepared.items()}
    write_json(path_of_listing(folder), {"files": names, "prepared": kept})
    for file in sorted(folder.iterdir()):
        if PREPARED_NAME.fullmatch(file.name) and file.name not in names:
            file.unlink()


def describe_outcomes(prepared: Mapping[str, PreparedFile]) -> str:
    """Return how many files had which outcome, in words."""
    counts = Counter(one.outcome for one in prepared.values())
    return ", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "none"
