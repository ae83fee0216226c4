"""Files tell of themselves what describes them, and it stays private until guarded."""

import json
import subprocess

import pytest
from PIL import Image

from egregora.media import extraction, inventory, metadata
from egregora.media.metadata import (
    collect_metadata,
    metadata_of_sticker,
    read_metadata,
    write_metadata,
)
from egregora.workflow.sandbox import run_sandboxed
from prepared_files import prepared_files
from tools.machine import needs

needs_ffmpeg = needs("ffmpeg")


def pdf(*pages, title=None):
    """Return a PDF whose pages show these lines."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for lines in pages:
        shown = b" T* ".join(b"(%s) Tj" % line.encode("cp1252") for line in lines)
        drawn = b"BT /F 12 Tf 14 TL 50 700 Td " + shown + b" ET"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        font = b"<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
        font += b"/Encoding/WinAnsiEncoding>>>>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font%s>>>>" % (len(objects), font)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    objects.append(b"<</Title(%s)>>" % (title or "").encode("latin-1"))
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer<</Size %d/Root 1 0 R/Info %d 0 R>>" % (size, len(objects))
        + b"\nstartxref\n%d\n%%%%EOF" % len(body)
    )


AGREEMENT = pdf(["Acordo da Varanda", "Silêncio depois das 22 horas."], ["fim"])


def test_a_pdf_tells_its_heading_its_text_and_its_pages():
    told = run_sandboxed(extraction.extract_document, AGREEMENT, mime="application/pdf")
    assert told == {
        "title": "Acordo da Varanda",
        "text": "Acordo da Varanda\nSilêncio depois das 22 horas.\nfim",
        "pages": 2,
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Regulamento interno", "Regulamento interno"),
        ("Microsoft Word - final2.docx", "Linha de cima"),
        ("scan0001.pdf", "Linha de cima"),
        ("Untitled", "Linha de cima"),
        ("", "Linha de cima"),
    ],
)
def test_titles_that_programs_write_are_passed_over(title, expected):
    content = pdf(["12/03", "Linha de cima"], title=title)
    assert extraction.extract_document(content, "application/pdf")["title"] == expected


def test_of_a_long_pdf_only_the_beginning_is_read():
    content = pdf(*[[f"page {number}"] for number in range(9)])
    told = extraction.extract_document(content, "application/pdf")
    assert told["pages"] == 9
    assert "page 2" in told["text"]
    assert "page 3" not in told["text"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", AGREEMENT[:200], b"%PDF-" + bytes(2000), b""]
)
def test_broken_pdfs_tell_nothing_and_stop_nobody(content):
    told = (
        run_sandboxed(extraction.extract_document, content, mime="application/pdf")
        or {}
    )
    assert not told.get("text")


def test_a_page_that_refers_to_itself_ends():
    loop = AGREEMENT.replace(b"/Kids[4 0 R 6 0 R]", b"/Kids[2 0 R 2 0 R]")
    assert loop != AGREEMENT
    told = run_sandboxed(
        extraction.extract_document, loop, seconds=60, mime="application/pdf"
    )
    assert not (told or {}).get("text")


def test_text_tells_its_first_line():
    told = extraction.extract_document(
        "\ufeff\n== Ata da reunião ==\ntodos".encode(), "text/plain"
    )
    assert told["title"] == "== Ata da reunião =="
    assert told["pages"] is None


def packed(value):
    """Return a sticker's bytes with WhatsApp's notes in them."""
    return b"RIFF....WEBPVP8X EXIF" + json.dumps(value, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ({"emojis": ["😂", "❤️"]}, {"emoji": "😂 ❤️"}),
        ({"emojis": ["👨‍👩‍👧", "👍🏽", "🎉", "🎈"]}, {"emoji": "👨‍👩‍👧 👍🏽 🎉"}),
        # Whoever made a sticker may write anything into it.
        ({"emojis": ["Marina", "😂 call me", "", 7]}, {}),
        ({"emojis": "😂"}, {}),
        ({"emojis": []}, {}),
        ({"accessibility-text": "Um gato ri"}, {"title": "Um gato ri"}),
        ({"sticker-pack-name": "Marina's pack"}, {}),
    ],
)
def test_a_sticker_tells_its_emoji_and_nothing_about_its_maker(notes, told):
    assert metadata_of_sticker(packed(notes)) == told


def test_each_file_is_asked_once(tmp_path):
    program = b"\x7fELF\x02\x01\x01\0"
    contents = [AGREEMENT, packed({"emojis": ["😂"]}), program]
    files, made, _ = prepared_files(tmp_path, contents)
    told = collect_metadata(files, made, {})
    document, sticker = sorted(files)[:2]
    assert set(told) == {document, sticker}
    assert told[document]["pages"] == 2
    assert told[sticker] == {"emoji": "😂"}
    write_metadata(told, tmp_path / "told.json")
    files[document].write_bytes(b"gone")
    assert collect_metadata(files, made, read_metadata(tmp_path / "told.json")) == told


def test_nothing_is_asked_where_nothing_is_published(tmp_path):
    files, made, _ = prepared_files(tmp_path, [AGREEMENT], publish=False)
    assert collect_metadata(files, made, {}) == {}


def test_what_an_older_recipe_found_is_found_anew(tmp_path, monkeypatch):
    write_metadata({"a": {"title": "x"}}, tmp_path / "told.json")
    assert read_metadata(tmp_path / "told.json") == {"a": {"title": "x"}}
    monkeypatch.setattr(metadata, "METADATA_RECIPE", metadata.METADATA_RECIPE + 1)
    assert read_metadata(tmp_path / "told.json") == {}
    assert read_metadata(tmp_path / "none.json") == {}


@needs_ffmpeg
@pytest.mark.parametrize(
    ("name", "codec"),
    [("film.mp4", ["-c:v", "libx264"]), ("film.mkv", ["-c:v", "libvpx"])],
)
def test_a_video_brings_a_picture_without_metadata(tmp_path, name, codec):
    # A black moment, then colours: the picture is none of the first.
    made = ["-f", "lavfi", "-i", "color=black:s=64x48:d=0.4:r=5"]
    made += ["-f", "lavfi", "-i", "testsrc=s=64x48:d=2:r=5"]
    joined = ["-filter_complex", "[0][1]concat=n=2,format=yuv420p"]
    tags = ["-metadata", "title=CANARY", "-metadata", "location=+12.5-045.1/"]
    path = tmp_path / name
    command = ["ffmpeg", "-v", "error", *made, *joined, "-threads", "1", *tags, *codec]
    subprocess.run([*command, str(path)], check=True)
    _, made, folder = prepared_files(tmp_path, [path.read_bytes()])
    (video,) = made.values()
    assert video.media_type == "video"
    still = folder / video.poster
    assert still.name == inventory.poster_name(video.path)
    assert b"CANARY" not in still.read_bytes()
    with Image.open(still) as image:
        assert image.size == (64, 48)
        assert max(high for _, high in image.getextrema()) > 200
        assert not image.getexif()
    before = still.stat().st_mtime_ns
    assert prepared_files(tmp_path, [path.read_bytes()])[1] == made
    assert still.stat().st_mtime_ns == before
    still.unlink()
    assert prepared_files(tmp_path, [path.read_bytes()])[1] == made
    assert still.is_file()


@needs_ffmpeg
def test_the_picture_of_a_video_goes_with_it(tmp_path):
    path = tmp_path / "film.mp4"
    source = ["-f", "lavfi", "-i", "testsrc=s=64x48:d=1:r=5", "-pix_fmt", "yuv420p"]
    subprocess.run(["ffmpeg", "-v", "error", *source, str(path)], check=True)
    *_, folder = prepared_files(tmp_path, [path.read_bytes()])
    assert {file.suffix for file in folder.iterdir()} == {".mp4", ".jpg", ".json"}
    inventory.write_listing({}, folder)
    assert {file.suffix for file in folder.iterdir()} == {".json"}
