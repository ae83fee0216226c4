"""Chats are read in whatever encoding and with whatever line ends they arrive."""

import codecs

import pytest

from egregora.ingest.encoding import decode_chat
from whatsapp import columns, rows

CHAT = "20/06/2024 08:00 - Zoé: olá 👋\nlinha\n20/06/2024 08:01 - Bob: b\n"
EXPECTED = [("Zoé", "olá 👋\nlinha"), ("Bob", "b")]


@pytest.mark.parametrize(
    "data",
    [
        CHAT.encode(),
        codecs.BOM_UTF8 + CHAT.encode(),
        codecs.BOM_UTF8 * 2 + CHAT.encode(),
        CHAT.encode("utf-16"),
        codecs.BOM_UTF16_BE + CHAT.encode("utf-16-be"),
        CHAT.encode("utf-16-le"),
        CHAT.encode("utf-16-be"),
        CHAT.encode("utf-32"),
        CHAT.replace("\n", "\r\n").encode(),
        CHAT.replace("\n", "\r").encode(),
    ],
    ids=["utf8", "bom", "bom2", "utf16", "utf16be", "le", "be", "utf32", "crlf", "cr"],
)
def test_any_encoding_and_line_end_is_read(data):
    assert columns(rows(data), "author_name", "text") == EXPECTED


@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_a_chat_that_windows_saved_is_read(codec):
    data = "20/06/2024 08:00 - Zoé: olá à vontade\n".encode(codec)
    assert decode_chat(data) == ("20/06/2024 08:00 - Zoé: olá à vontade\n".encode(), 0)


def test_what_cannot_be_decoded_is_replaced_and_counted():
    data = "20/06/2024 08:00 - Zoé: 👋 ".encode() + b"ol\xe1 \xe0\n"
    assert decode_chat(data).replaced == 2
    assert columns(rows(data), "author_name", "text") == [("Zoé", "👋 ol\ufffd \ufffd")]


def test_other_alphabets_of_one_byte_are_not_taken_for_latin():
    data = "20/06/2024 08:00 - Аня: привет всем".encode("cp1251")
    assert decode_chat(data).replaced == len("Аняпривет" + "всем")


def test_replacement_characters_that_were_there_are_not_counted():
    assert decode_chat("a\ufffdb".encode() + b"\xff").replaced == 1


def test_nul_bytes_are_replaced_and_counted():
    assert decode_chat(b"a\0b\n" * 3).replaced == 3
    (row,) = rows(b"20/06/2024 08:00 - Ada: a\0b and a long enough text\n")
    assert row["text"].startswith("a\ufffdb")


def test_a_mark_before_every_line_is_no_text():
    marked = "".join(f"\ufeff{line}\n" for line in CHAT.split("\n") if line)
    found = columns(rows(marked), "author_name", "text")
    assert [author for author, _text in found] == ["Zoé", "Bob"]


def test_one_line_of_fifty_megabytes_is_read():
    text = "kilómetro " * 4_600_000
    (row,) = rows(f"20/06/2024 08:00 - Ada: {text}\n")
    assert row["text"] == text


def test_a_million_blank_lines_are_read():
    lines = "\n" * 1_000_000
    found = rows(f"20/06/2024 08:00 - Ada: a{lines}b\n20/06/2024 08:01 - B: c{lines}")
    assert [row["text"] for row in found] == [f"a{lines}b", "c"]
    assert found[1]["source_line"] == 1_000_002


def test_a_hundred_thousand_authors_are_read():
    lines = "".join(f"20/06/2024 08:00 - A{n}: oi\n" for n in range(100_000))
    assert len({row["author_name"] for row in rows(lines)}) == 100_000


@pytest.mark.parametrize("marks", ["\ufeff", "\u200e\ufeff", "\ufeff\n\ufeff"])
def test_marks_before_the_first_header_are_no_obstacle(marks):
    assert columns(rows(marks + CHAT), "author_name", "text") == EXPECTED


def test_a_cut_file_of_two_byte_characters_is_read():
    data = CHAT.encode("utf-16")[:-1]
    assert columns(rows(data), "author_name", "text")[0] == EXPECTED[0]
