"""The bytes of a chat file, decoded to UTF-8 with Unix line ends.

WhatsApp writes UTF-8, but editors and mail programs turn it into UTF-16 or Windows-1252
(“ANSI”, Latin-1), add byte order marks, change line ends or break single characters.
What cannot be read becomes U+FFFD and is counted; it never makes a file fail.
"""

from __future__ import annotations

import codecs
import string
from typing import NamedTuple

import pyarrow as pa

REPLACEMENT = "\ufffd".encode()
ASCII_OR_REPLACEMENT = frozenset({*map(chr, range(128)), "\ufffd"})
ASCII_LETTERS = string.ascii_letters.encode()
# Byte order mark → codec. The four-byte marks first: UTF-32's begins like UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class DecodedText(NamedTuple):
    """The text of a chat file.

    Attributes
    ----------
    text
        Valid UTF-8 with Unix line ends, without byte order marks at its start.
    replaced
        How many characters could not be read.

    """

    text: bytes
    replaced: int


def decode_chat(data: bytes) -> DecodedText:
    """Return the text of `data`, whatever its encoding and line ends."""
    replaced = 0
    if codec := wide_codec_of(data):
        wide = data.decode(codec, "replace")
        replaced += wide.count("\ufffd")
        data = wide.encode("utf-8", "replace")
    elif not is_utf8(data):
        codec = "cp1252" if is_windows_1252(data) else "utf-8"
        repaired = data.decode(codec, "replace").encode()
        replaced += repaired.count(REPLACEMENT) - data.count(REPLACEMENT)
        data = repaired
    if b"\0" in data:
        replaced += data.count(b"\0")
        data = data.replace(b"\0", REPLACEMENT)
    while data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    return DecodedText(unify_line_ends(data), replaced)


def wide_codec_of(data: bytes) -> str | None:
    """Return the codec of text with two or four bytes a character, else None."""
    for mark, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return codec
    # Without a mark, digits and line ends give away which half is empty.
    head = data[:4096]
    if len(head) >= 8 and head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return None


def is_utf8(data: bytes) -> bool:
    """Return whether `data` is valid UTF-8, without making a string of it."""
    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    whole = pa.Array.from_buffers(
        pa.large_binary(), 1, [None, offsets, pa.py_buffer(data)]
    )
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def is_windows_1252(data: bytes) -> bool:
    """Return whether text that is no UTF-8 is Latin-1, or Windows' version of it.

    It holds no character of UTF-8's beyond ASCII, and few accents among its letters.
    """
    is_never_utf8 = set(data.decode("utf-8", "replace")) <= ASCII_OR_REPLACEMENT
    beyond = len(data.translate(None, bytes(range(128))))
    letters = len(data) - len(data.translate(None, ASCII_LETTERS))
    return is_never_utf8 and beyond * 3 < letters


def unify_line_ends(data: bytes) -> bytes:
    """Return `data` with Unix line ends; a lone carriage return in a message stays."""
    # One byte is found many times faster than two.
    if b"\r" not in data:
        return data
    if b"\n" not in data:
        return data.replace(b"\r", b"\n")
    return data.replace(b"\r\n", b"\n")
