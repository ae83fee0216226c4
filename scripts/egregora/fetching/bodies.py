"""What an answer holds, unpacked, and never more than a limit of it."""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterator

PIECE = 16_384
GZIP = 16 + zlib.MAX_WBITS


class Unpacker:
    """Unpacks gzip and deflate piece by piece.

    Parameters
    ----------
    encoding
        As the server names it.
    """

    def __init__(self, encoding: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ValueError("unknown encoding")
        self.encoding = encoding
        self.inflating = zlib.decompressobj(GZIP) if "gzip" in encoding else None

    def pieces(self, piece: bytes, most: int) -> bytes:
        """Return what `piece` unpacks to, at most `most` bytes of it."""
        if self.encoding in ("", "identity"):
            return piece[:most]
        if self.inflating is None:
            # Servers send deflate with and without its wrapper.
            wrapped = len(piece) > 1 and piece[0] & 15 == 8
            wrapped = wrapped and int.from_bytes(piece[:2], "big") % 31 == 0
            self.inflating = zlib.decompressobj(15 if wrapped else -15)
        try:
            return self.inflating.decompress(piece, most)
        except zlib.error:
            raise ValueError("broken encoding") from None

    @property
    def is_done(self) -> bool:
        """Whether the packed content has ended."""
        return self.inflating is not None and self.inflating.eof


def body_of(answer: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """Return the content of an answer, cut off at `most_bytes`.

    Raises
    ------
    ValueError
        If it is packed in an unknown way, or broken.
    """
    packed = answer.headers.get("Content-Encoding", "").strip().lower()
    unpacker = Unpacker(packed)
    content = bytearray()
    for piece in pieces_of(answer, most_bytes):
        left = most_bytes - len(content)
        content += unpacker.pieces(piece, left)
        if len(content) >= most_bytes or unpacker.is_done:
            break
    return bytes(content)


def pieces_of(answer: http.client.HTTPResponse, most_bytes: int) -> Iterator[bytes]:
    """Yield what is sent, at most `most_bytes` of it."""
    left = most_bytes
    while left > 0 and (piece := answer.read(min(PIECE, left))):
        left -= len(piece)
        yield piece
