"""Voice notes: Ogg Opus without its comments, and nothing else changed.

An Opus stream in Ogg is pages; the first holds the head, the second the comments
(RFC 7845). Where both fill one page each, as in WhatsApp's voice notes, the second is
replaced by an empty one. Any other layout is refused here and left to ffmpeg.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from egregora.errors import EgregoraError

HEADER = struct.Struct("<4sBBqIIIB")
RATE = 48_000  # granule positions of Opus count samples of this rate
LAST = 4  # flag of a stream's last page
COMMENTS = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)


class OggRefused(EgregoraError):
    """The file is no plain Ogg Opus stream."""


@dataclass(frozen=True)
class Page:
    """One page of an Ogg stream."""

    flags: int
    granule: int
    serial: int
    number: int
    sizes: bytes
    start: int
    end: int


def without_comments(content: bytes) -> tuple[bytes, float]:
    """Return an Ogg Opus file without its comments, and its length in seconds.

    Raises
    ------
    OggRefused
        If it is anything but one whole Opus stream with a page per header.

    """
    pages = list(pages_of(content))
    if len(pages) < 3:
        raise OggRefused("too few pages")
    head, comments, *rest = pages
    if {page.serial for page in pages} != {head.serial}:
        raise OggRefused("several streams")
    if [page.number for page in pages] != list(range(len(pages))):
        raise OggRefused("pages are missing")
    if not pages[-1].flags & LAST or any(page.flags & LAST for page in pages[:-1]):
        raise OggRefused("cut or chained")
    first, second = packet(content, head), packet(content, comments)
    if not first.startswith(b"OpusHead") or not second.startswith(b"OpusTags"):
        raise OggRefused("not Opus")
    if len(first) != 19 or rest[0].flags & 1:
        raise OggRefused("unusual headers")
    skipped = struct.unpack_from("<H", first, 10)[0]
    samples = max(page.granule for page in rest) - skipped
    clean = page_bytes(comments, COMMENTS)
    whole = content[: comments.start] + clean + content[comments.end :]
    return whole, round(max(samples, 0) / RATE, 2)


def pages_of(content: bytes) -> Iterator[Page]:
    """Yield the pages that make up `content`, from its first byte to its last."""
    start = 0
    while start < len(content):
        try:
            found = HEADER.unpack_from(content, start)
        except struct.error:
            raise OggRefused("cut") from None
        magic, version, flags, granule, serial, number, _crc, segments = found
        sizes = content[start + HEADER.size : start + HEADER.size + segments]
        end = start + HEADER.size + segments + sum(sizes)
        if magic != b"OggS" or version or len(sizes) < segments or end > len(content):
            raise OggRefused("not pages")
        yield Page(flags, granule, serial, number, sizes, start, end)
        start = end


def packet(content: bytes, page: Page) -> bytes:
    """Return the one packet that fills `page`."""
    if not page.sizes or page.sizes[-1] == 255 or 0 in page.sizes[:-1]:
        raise OggRefused("a header spans pages")
    if any(size != 255 for size in page.sizes[:-1]):
        raise OggRefused("several packets on a page of a header")
    return content[page.end - sum(page.sizes) : page.end]


def page_bytes(page: Page, body: bytes) -> bytes:
    """Return `page` with `body`, shorter than 255 bytes, as its one packet."""
    fields = (b"OggS", 0, page.flags, page.granule, page.serial, page.number)
    blank = HEADER.pack(*fields, 0, 1) + bytes([len(body)]) + body
    return blank[:22] + struct.pack("<I", checksum(blank)) + blank[26:]


def checksum(content: bytes) -> int:
    """Return Ogg's CRC: polynomial 0x04c11db7, from 0, most significant bit first."""
    value = 0
    for byte in content:
        value ^= byte << 24
        for _ in range(8):
            value = value << 1 ^ (0x104C11DB7 if value & 0x80000000 else 0)
    return value
