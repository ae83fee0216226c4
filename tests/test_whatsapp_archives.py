"""Archives are read with distrust: chats whole or not at all, media if sound."""

import hashlib
import json
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egregora.errors import ExportError
from egregora.files import write_json
from egregora.ingest.archive import inflate
from egregora.ingest.exports import read_exports
from egregora.ingest.media import write_media
from whatsapp import columns, rows_in, zipped

CHAT = "WhatsApp Chat with X.txt"
LINES = "20/06/2024 08:00 - Ada: {} (file attached)\n20/06/2024 08:01 - Bob: b\n"
SMALL = b"a small medium"


def export(folder, *members, name="export.zip"):
    path = folder / name
    path.write_bytes(members[0] if isinstance(members[0], bytes) else zipped(*members))
    return path


def refusal(path):
    with pytest.raises(ExportError) as error:
        read_exports([path], "UTC")
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(path.name)
    return message


def is_one_line(error):
    assert "\n" not in str(error)


def media(path, name, max_megabytes=1):
    """Return what is kept of a medium, and why it or others were left out."""
    whole = read_exports([path], "UTC")
    folder = path.parent / "media"
    index, left_out = write_media(
        [(path.name, name)], whole.exports, folder, max_megabytes
    )
    kept = {
        entry["media_name"]: (folder / entry["file"]).read_bytes() for entry in index
    }
    assert {file.name for file in folder.iterdir()} == {one["file"] for one in index}
    return kept, dict(left_out + whole.exports[0].left_out)


def patched(data, signature, field, form, change):
    """Return an archive with a field changed in all records of a kind."""
    data, at = bytearray(data), -1
    while (at := data.find(signature, at + 1)) >= 0:
        (value,) = struct.unpack_from(form, data, at + field)
        struct.pack_into(form, data, at + field, change(value))
    return bytes(data)


DIRECTORY, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def encrypted(data):
    data = patched(data, DIRECTORY, 8, "<H", lambda flags: flags | 1)
    return patched(data, LOCAL, 6, "<H", lambda flags: flags | 1)


def test_the_chat_is_found_among_larger_texts(tmp_path):
    path = export(
        tmp_path,
        ("Lista de compras.txt", "pão\n" * 10_000),
        ("Conversa do WhatsApp com Turma.txt", LINES.format("a.pdf")),
        ("__MACOSX/._chat.txt", b"\0\5\x16\7"),
        (".DS_Store", b"\0\0"),
    )
    assert len(rows_in([path])) == 2


@pytest.mark.parametrize(
    "name",
    [
        "_chat.txt",
        "_chat (1).txt",
        "folder/_chat.txt",
        "XとのWhatsAppチャット.txt",
        "WhatsApp_Chat_mit_X_(1).txt",
        "دردشة واتساب مع X.txt",
        "anything.txt",
        "/_chat.txt",
    ],
)
def test_the_chat_is_found_under_any_name(tmp_path, name):
    path = export(tmp_path, (name, LINES.format("a.pdf")), ("notes.txt", "nothing\n"))
    assert len(rows_in([path])) == 2


def test_a_chat_that_somebody_attached_is_not_the_chat(tmp_path):
    attached = "WhatsApp Chat with Y.txt"
    path = export(
        tmp_path, (CHAT, LINES.format(attached)), (attached, LINES.format("z") * 99)
    )
    assert columns(rows_in([path]), "media_name") == [(attached,), (None,)]


def test_two_chats_in_one_archive_are_refused_by_name(tmp_path):
    path = export(tmp_path, ("_chat.txt", LINES), ("WhatsApp Chat with Y.txt", LINES))
    message = refusal(path)
    assert "_chat.txt" in message
    assert "WhatsApp Chat with Y.txt" in message


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_chats_of_one_name_are_refused(tmp_path):
    assert "2 chats" in refusal(
        export(tmp_path, ("_chat.txt", LINES), ("_chat.txt", LINES))
    )


@pytest.mark.parametrize(
    ("members", "mend"),
    [
        ([("photo.jpg", b"x")], "holds no chat"),
        ([("inner.zip", zipped((CHAT, LINES)))], "unpack it and give the inner one"),
        ([encrypted(zipped((CHAT, LINES)))], "is encrypted; unpack it"),
        (
            [zipped((CHAT, LINES))[:-30]],
            "the archive is incomplete; export or copy it again",
        ),
        ([b"PK\x03\x04" + b"\0" * 100], "the archive is incomplete"),
        ([b"Rar!\x1a\x07\x00"], "not a .zip or .txt; unpack it"),
        ([b"\x1f\x8b\x08\x00"], "not a .zip or .txt; unpack it"),
        ([b""], "is empty; export the chat again"),
        ([b"\n \r\n"], "is empty; export the chat again"),
        ([zipped()], "holds no chat; give the .zip or .txt"),
        ([(CHAT, b"")], "holds no chat"),
        ([(CHAT, "hello\n")], "holds no chat"),
        ([("a.txt", LINES), ("b/a.txt", LINES)], "2 chats, 'a.txt' and 'b/a.txt'"),
        ([("a\x1b[2J\n.txt", LINES), ("b.txt", LINES)], r"'a\x1b[2J\n.txt' and"),
        ([b"\x89PNG\r\n\x1a\n" + bytes(range(256))], "no line looks like a message"),
    ],
)
def test_a_bad_export_is_refused_with_the_mend(tmp_path, members, mend):
    assert mend in refusal(export(tmp_path, *members))


@pytest.mark.parametrize("name", ["x.zip", "x.txt", "x"])
def test_the_ending_of_an_export_says_nothing(tmp_path, name):
    members = (CHAT, LINES), ("a.jpg", SMALL), ("inner.zip", zipped((CHAT, LINES)))
    for content in (members, [LINES.encode()]):
        path = export(tmp_path, *content, name=name)
        assert len(read_exports([path], "UTC").messages) == 2


def test_an_export_that_cannot_be_opened_is_refused(tmp_path):
    folder, loop = tmp_path / "folder.zip", tmp_path / "loop.zip"
    folder.mkdir()
    loop.symlink_to(loop)
    assert "(Is a directory); check `exports`" in refusal(folder)
    assert "cannot be read" in refusal(loop)


def test_the_name_of_an_export_cannot_break_the_line(tmp_path):
    path = export(tmp_path, b"x", name="a\nb\x1b[31m.zip")
    with pytest.raises(ExportError, match=r"^a\\nb\\x1b\[31m\.zip: no line looks"):
        read_exports([path], "UTC")


def test_a_member_without_a_name_costs_nothing_else(tmp_path):
    whole = zipped((CHAT, LINES), ("Xa.jpg", SMALL)).replace(b"Xa.jpg", b"\0a.jpg")
    path = export(tmp_path, whole)
    assert len(read_exports([path], "UTC").messages) == 2


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_that_macos_took_apart_are_no_obstacle(tmp_path, form):
    name = "Currículo João.pdf"
    member = unicodedata.normalize("NFC" if form == "NFD" else "NFD", name)
    printed = unicodedata.normalize(form, name)
    path = export(tmp_path, (CHAT, LINES.format(printed)), (member, SMALL))
    assert media(path, printed) == ({printed: SMALL}, {})


@pytest.mark.parametrize(
    ("signature", "field", "form", "change", "mend"),
    [
        (DIRECTORY, 10, "<H", lambda _method: 99, "is damaged"),
        (DIRECTORY, 8, "<H", lambda flags: flags | 0x20, "is damaged"),
        (DIRECTORY, 20, "<I", lambda _size: 0xFFFFFF, "is damaged"),
        (DIRECTORY, 42, "<I", lambda _offset: 0xFFFFFF, "is damaged"),
        (b"PK\x05\x06", 16, "<I", lambda _offset: 5, "is damaged"),
        (b"PK\x05\x06", 12, "<I", lambda _size: 1 << 20, "the archive is incomplete"),
    ],
)
def test_a_directory_that_lies_is_refused(
    tmp_path, signature, field, form, change, mend
):
    data = patched(zipped((CHAT, LINES)), signature, field, form, change)
    assert mend in refusal(export(tmp_path, data))


def test_a_missing_export_is_refused_with_the_mend(tmp_path):
    assert "check `exports`" in refusal(tmp_path / "export.zip")
    assert "cannot be read" in refusal(tmp_path)
    with pytest.raises(ExportError, match="exports: no file is named"):
        read_exports([], "UTC")


def test_an_archive_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("egregora.ingest.archive.MAX_ARCHIVE_ENTRIES", 2)
    path = export(tmp_path, (CHAT, LINES), ("a.jpg", SMALL), ("b.jpg", SMALL))
    assert "holds more than 2 files; give the archive" in refusal(path)


def test_a_chat_beyond_all_bounds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("egregora.ingest.archive.MAX_CHAT_BYTES", 1_000_000)
    path = export(tmp_path, (CHAT, LINES + "x" * 1_100_000))
    assert "its chat has more than 1 MB; give the .zip or .txt" in refusal(path)


def test_a_damaged_chat_is_refused(tmp_path):
    data = zipped((CHAT, LINES * 50))
    at = data.index(LOCAL) + 30 + len(CHAT) + 5
    broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
    assert "is damaged; export or copy it again" in refusal(export(tmp_path, broken))


def test_a_chat_whose_size_is_a_lie_is_refused(tmp_path):
    lie = patched(zipped((CHAT, LINES)), DIRECTORY, 24, "<I", lambda size: size - 20)
    assert "is damaged" in refusal(export(tmp_path, lie))


def test_sound_media_are_kept_by_their_digest(tmp_path):
    path = export(tmp_path, (CHAT, LINES.format("a.JPEG")), ("x/a.JPEG", SMALL))
    whole = read_exports([path], "UTC")
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "stale.jpg").write_bytes(b"no message shows it any more")
    index, _left_out = write_media([(path.name, "a.JPEG")], whole.exports, folder, 1)
    digest = hashlib.sha256(SMALL).hexdigest()
    assert index == [
        {
            "source": "export.zip",
            "media_name": "a.JPEG",
            "sha256": digest,
            "bytes": len(SMALL),
            "file": f"{digest}.jpeg",
            "crc32": zlib.crc32(SMALL),
        }
    ]
    assert [file.name for file in folder.iterdir()] == [f"{digest}.jpeg"]
    assert json.loads(json.dumps(index)) == index


def test_the_same_bytes_under_two_names_are_one_file(tmp_path):
    path = export(tmp_path, (CHAT, LINES), ("a.jpg", SMALL), ("b.jpg", SMALL))
    whole = read_exports([path], "UTC")
    wanted = [(path.name, "b.jpg"), (path.name, "a.jpg"), (path.name, "gone.jpg")]
    index, _left_out = write_media(wanted, whole.exports, tmp_path / "media", 1)
    assert [entry["media_name"] for entry in index] == ["a.jpg", "b.jpg"]
    assert len(list((tmp_path / "media").iterdir())) == 1


def again(path, folder, max_megabytes=1):
    """Return the index and the time of each file after one more run."""
    whole = read_exports([path], "UTC")
    wanted = [(path.name, name) for name in whole.media_names]
    index, _left_out = write_media(wanted, whole.exports, folder, max_megabytes)
    write_json(folder / "index.json", index)
    times = {file.name: file.stat().st_ino for file in folder.iterdir()}
    return index, {one["media_name"]: times[one["file"]] for one in index}


def test_media_that_are_there_are_not_inflated_again(tmp_path, monkeypatch):
    path, folder = tmp_path / "export.zip", tmp_path / "media"
    members = [(CHAT, LINES), ("a.jpg", SMALL), ("b.jpg", b"another medium")]
    path.write_bytes(zipped(*members))
    index, files = again(path, folder)
    inflated = []
    monkeypatch.setattr(
        "egregora.ingest.media.inflate",
        lambda archive, member, *rest: (
            inflated.append(member.filename) or inflate(archive, member, *rest)
        ),
    )
    assert again(path, folder) == (index, files)
    assert inflated == []
    # Other bytes under the same name, and a file that is gone or cut, are read.
    path.write_bytes(zipped(*members[:2], ("b.jpg", b"yet another one")))
    assert again(path, folder)[1]["a.jpg"] == files["a.jpg"]
    (folder / index[0]["file"]).write_bytes(b"cut")
    assert again(path, folder)[0][0] == index[0]
    assert set(inflated) == {"a.jpg", "b.jpg"}
    assert (folder / index[0]["file"]).read_bytes() == SMALL


def test_media_that_are_there_are_left_out_once_they_are_too_large(tmp_path):
    path, folder = tmp_path / "export.zip", tmp_path / "media"
    path.write_bytes(zipped((CHAT, LINES), ("a.bin", bytes(range(256)) * 5_000)))
    assert len(again(path, folder, max_megabytes=2)[0]) == 1
    assert again(path, folder, max_megabytes=1) == ([], {})


@pytest.mark.parametrize("index", ["", "[{}]", "[1]", "{}", "null", '[{"file": "x"}]'])
def test_an_index_that_says_nothing_is_no_obstacle(tmp_path, index):
    path, folder = tmp_path / "export.zip", tmp_path / "media"
    path.write_bytes(zipped((CHAT, LINES), ("a.jpg", SMALL)))
    folder.mkdir()
    (folder / "index.json").write_text(index)
    assert len(again(path, folder)[0]) == 1


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("a.jpg", b"\xff" * 1_000_001)], "too large"),
        ([(link("a.jpg"), "/etc/passwd")], "not a regular file"),
        ([("../../a.jpg", SMALL)], "path leads outside"),
        ([("..\\a.jpg", SMALL)], "path leads outside"),
        ([("/etc/a.jpg", SMALL)], "absolute path"),
        ([("C:\\a.jpg", SMALL)], "absolute path"),
        ([("\x1b[2Ja.jpg", SMALL)], "control character in its name"),
        ([("\x85a.jpg", SMALL)], "control character in its name"),
        ([("x/.", SMALL), ("...", SMALL)], "no name"),
        ([("a" * 300 + ".jpg", SMALL)], "name too long"),
        ([("x/a.jpg", SMALL), ("y/a.jpg", b"another")], "name occurs twice"),
    ],
)
def test_a_bad_medium_is_left_out_and_the_chat_read(tmp_path, members, reason):
    path = export(tmp_path, (CHAT, LINES.format("a.jpg")), *members)
    kept, left_out = media(path, "a.jpg")
    assert kept == {}
    assert set(left_out) == {reason}
    assert len(rows_in([path])) == 2


def test_a_medium_that_grows_beyond_reason_is_left_out(tmp_path):
    path = export(tmp_path, (CHAT, LINES), ("a.bin", b"\0" * 20_000_000))
    assert media(path, "a.bin", max_megabytes=64) == ({}, {"grows beyond reason": 1})


def test_all_media_together_are_bounded(tmp_path):
    bombs = [(f"{n}.bin", b"\0" * 900_000) for n in range(40)]
    path = export(tmp_path, (CHAT, LINES), *bombs)
    whole = read_exports([path], "UTC")
    wanted = [(path.name, name) for name, _content in bombs]
    index, left_out = write_media(wanted, whole.exports, tmp_path / "media", 1)
    assert len(index) < 25
    assert left_out["too large"] == 40 - len(index)


def test_a_damaged_medium_is_left_out(tmp_path):
    data = zipped((CHAT, LINES), ("a.jpg", SMALL))
    at = data.index(b"a.jpg") + 5
    broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
    assert media(export(tmp_path, broken), "a.jpg") == ({}, {"damaged": 1})


def test_an_encrypted_medium_is_left_out(tmp_path):
    data = bytearray(zipped((CHAT, LINES), ("a.jpg", SMALL)))
    at = data.index(DIRECTORY, data.index(DIRECTORY) + 1)
    data[at + 8] |= 1
    assert media(export(tmp_path, bytes(data)), "a.jpg") == ({}, {"encrypted": 1})


def test_members_that_share_bytes_are_left_out(tmp_path):
    """A bomb of overlapping entries: many names, one piece of data."""
    data = zipped((CHAT, LINES), ("a.jpg", SMALL), ("b.jpg", SMALL))
    first = data.index(LOCAL, data.index(LOCAL) + 1)
    second = data.index(LOCAL, first + 1)
    at = data.index(DIRECTORY, second)
    third = data.index(DIRECTORY, data.index(DIRECTORY, at + 1) + 1)
    overlap = bytearray(data)
    struct.pack_into("<I", overlap, third + 42, first)
    kept, left_out = media(export(tmp_path, bytes(overlap)), "a.jpg")
    assert (kept, left_out) == ({}, {"overlaps another file": 2})


def test_a_chat_that_shares_bytes_is_refused(tmp_path):
    data = zipped((CHAT, LINES), ("a.jpg", SMALL))
    at = data.index(DIRECTORY, data.index(DIRECTORY) + 1)
    overlap = bytearray(data)
    struct.pack_into("<I", overlap, at + 42, data.index(LOCAL))
    assert "damaged" in refusal(export(tmp_path, bytes(overlap)))


def test_names_that_are_utf8_without_saying_so_are_read(tmp_path):
    name = "Currículo João.pdf"
    data = zipped((CHAT, LINES.format(name)), (name, SMALL))
    silent = patched(data, DIRECTORY, 8, "<H", lambda flags: flags & ~0x800)
    silent = patched(silent, LOCAL, 6, "<H", lambda flags: flags & ~0x800)
    path = export(tmp_path, silent)
    assert media(path, name) == ({name: SMALL}, {})


def test_a_medium_is_taken_from_another_export_that_has_it(tmp_path):
    chat = "".join(
        f"2{n}/06/2024 08:00 - Ada: a.jpg (file attached)\n{n}\n" for n in range(6)
    )
    old = export(tmp_path, (CHAT, chat[:-40]), ("a.jpg", SMALL), name="old.zip")
    new = export(tmp_path, (CHAT, chat), name="new.zip")
    whole = read_exports([old, new], "UTC")
    index, _left_out = write_media(
        [("new.zip", "a.jpg")], whole.exports, tmp_path / "m", 1
    )
    assert [(one["source"], one["bytes"]) for one in index] == [("new.zip", len(SMALL))]


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
def test_random_bytes_give_rows_or_one_line(data, beginning):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.zip"
        path.write_bytes(beginning + data)
        try:
            assert len(read_exports([path], "UTC").messages)
        except ExportError as error:
            is_one_line(error)


@given(st.data())
def test_an_archive_with_a_changed_byte_gives_rows_or_one_line(data):
    sound = zipped((CHAT, LINES * 3), ("a.jpg", SMALL))
    at = data.draw(st.integers(0, len(sound) - 1))
    byte = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.zip"
        path.write_bytes(sound[:at] + bytes([byte]) + sound[at + 1 :])
        try:
            whole = read_exports([path], "UTC")
            wanted = [(path.name, name) for name in whole.media_names]
            write_media(wanted, whole.exports, Path(folder) / "media", 1)
        except ExportError as error:
            is_one_line(error)
