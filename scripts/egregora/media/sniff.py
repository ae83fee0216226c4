"""What a file is, by its content; names lie."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Enough of a file to tell its type.
HEAD = 4096


@dataclass(frozen=True)
class Kind:
    """What a file is."""

    media_type: str  # image, sticker, video, audio, document or other
    mime: str


UNKNOWN = Kind("other", "application/octet-stream")

MAGIC = (
    (b"\xff\xd8\xff", Kind("image", "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Kind("image", "image/png")),
    (b"GIF87a", Kind("image", "image/gif")),
    (b"GIF89a", Kind("image", "image/gif")),
    (b"\x1aE\xdf\xa3", Kind("video", "video/x-matroska")),
    (b"OggS", Kind("audio", "audio/ogg")),
    (b"fLaC", Kind("audio", "audio/flac")),
    (b"#!AMR", Kind("audio", "audio/amr")),
    (b"ID3", Kind("audio", "audio/mpeg")),
    (b"%PDF-", Kind("document", "application/pdf")),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Kind("document", "application/x-ole-storage"),
    ),
    (b"{\\rtf", Kind("document", "application/rtf")),
)

RIFF = {
    # WhatsApp sends stickers as WebP and photos as JPEG.
    b"WEBP": Kind("sticker", "image/webp"),
    b"WAVE": Kind("audio", "audio/wav"),
    b"AVI ": Kind("video", "video/x-msvideo"),
}

BRANDS = {
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"),
        Kind("image", "image/heic"),
    ),
    **dict.fromkeys((b"avif", b"avis"), Kind("image", "image/avif")),
    **dict.fromkeys((b"M4A ", b"M4B "), Kind("audio", "audio/mp4")),
    b"qt  ": Kind("video", "video/quicktime"),
}

# Inside an office document, the first entries of its zip.
OFFICE = re.compile(rb"\[Content_Types\]\.xml|word/|ppt/|xl/|mimetypeapplication/")

MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|svg|\?xml)", re.IGNORECASE)

CARDS = (
    (b"BEGIN:VCARD", Kind("other", "text/vcard")),
    (b"BEGIN:VCALENDAR", Kind("other", "text/calendar")),
)


def kind_of(head: bytes) -> Kind:
    """Return what the file is that begins with `head`, its first `HEAD` bytes."""
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], Kind("video", "video/mp4"))
    if head[:4] == b"PK\x03\x04":
        office = Kind("document", "application/x-office")
        return office if OFFICE.search(head) else Kind("other", "application/zip")
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return sound(head[1])
    return text(head)


def sound(second: int) -> Kind:
    """Return the kind of a bare audio stream, by the second byte of its sync word."""
    layer = second >> 1 & 3
    return Kind("audio", "audio/mpeg" if layer else "audio/aac")


def text(head: bytes) -> Kind:
    """Return the kind of a file that is text, or the unknown kind."""
    try:
        # A character may be cut at the end of the head.
        head[:-3].decode("utf-8") if len(head) >= HEAD else head.decode("utf-8")
    except UnicodeDecodeError:
        return UNKNOWN
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or b"\0" in head:
        return UNKNOWN
    for magic, kind in CARDS:
        if start[: len(magic)].upper() == magic:
            return kind
    if MARKUP.search(head):
        return Kind("other", "text/html")
    return Kind("document", "text/plain")
