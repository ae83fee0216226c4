"""Media are published without metadata, by content, and each is prepared once."""

import datetime as dt
import hashlib
import io
import struct
import subprocess

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from egregora.contracts import ANONYMIZED, MEDIA, conform
from egregora.files import read_json
from egregora.media import images, inventory, prepare, recordings
from egregora.media.inventory import kind_of_file
from egregora.storage import rows_of, table_of
from prepared_files import prepared_files
from tools.machine import needs

CANARY = b"CANARY"
NOON = dt.datetime(2025, 3, 9, 12, tzinfo=dt.UTC)

needs_ffmpeg = needs("ffmpeg")


def encoded(image, form, **options):
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def exif(orientation=1):
    """Return EXIF with a camera, a comment and a place."""
    made = Image.Exif()
    made[0x010F] = "CANARY camera"
    made[0x9286] = b"CANARY comment"
    made[0x0112] = orientation
    made.get_ifd(0x8825)[1] = "S"
    made.get_ifd(0x8825)[2] = (23.0, 33.0, 1.0)
    made.get_ifd(0x8825)[29] = "CANARY"
    return made


def gradient(size, mode="RGB"):
    return Image.linear_gradient("L").resize(size).convert(mode)


def photo(size=(40, 30), orientation=1):
    """Return a JPEG with all that a camera and a hand can put into it."""
    comment = encoded(
        gradient(size),
        "JPEG",
        exif=exif(orientation),
        comment=b"CANARY comment",
        xmp=b"<x:xmpmeta>CANARY</x:xmpmeta>",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    return comment + b"CANARY behind the picture"


def screenshot():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "CANARY")
    text.add_itxt("XML:com.adobe.xmp", "CANARY")
    return encoded(gradient((40, 30), "RGBA"), "PNG", pnginfo=text, exif=exif())


def sticker():
    clear = Image.new("RGBA", (512, 512), (255, 0, 0, 0))
    return encoded(clear, "WEBP", exif=exif(), xmp=b"CANARY", lossless=True)


def animation(form):
    frames = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (0, 120, 255)]
    return encoded(
        frames[0], form, save_all=True, append_images=frames[1:], duration=80
    )


def made_by_ffmpeg(folder, name, *options):
    path = folder / name
    inputs = ["-f", "lavfi", "-i", "testsrc=s=64x48:d=1"]
    inputs += ["-f", "lavfi", "-i", "sine=d=1"]
    tags = ["-metadata", "title=CANARY", "-metadata", "location=+12.5-045.1/"]
    tags += ["-metadata", "comment=CANARY", "-metadata:s:0", "handler_name=CANARY"]
    tags += ["-metadata:s:0", "title=CANARY"]
    command = ["ffmpeg", "-v", "error", "-y", *inputs, *tags, *options, str(path)]
    subprocess.run(command, check=True)
    return path


def page(number, body, flags=0, granule=0, serial=7, is_cut=False):
    """Return an Ogg page; one that is cut leaves its packet to the next."""
    sizes = bytes([255] * (len(body) // 255) + ([] if is_cut else [len(body) % 255]))
    head = recordings.OGG_HEADER.pack(
        b"OggS", 0, flags, granule, serial, number, 0, len(sizes)
    )
    blank = head + sizes + body
    return blank[:22] + struct.pack("<I", recordings.ogg_checksum(blank)) + blank[26:]


HEAD = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 16000, 0, 0)


def voice_note(comment=b"place=CANARY", seconds=2):
    """Return an Ogg Opus file of `seconds` whose sound is not worth hearing."""
    tags = b"OpusTags" + struct.pack("<I", 8) + b"WhatsApp" + struct.pack("<I", 1)
    tags += struct.pack("<I", len(comment)) + comment
    end = 48_000 * seconds + 312
    sound = page(2, b"\x08sound", granule=end // 2) + page(
        3, b"\x08more", flags=4, granule=end
    )
    return page(0, HEAD, flags=2) + page(1, tags) + sound


def conversation(*media_ids):
    rows = [
        {
            "message_id": f"m{position}",
            "sent_at": NOON,
            "local_time": NOON.replace(tzinfo=None),
            "position": position,
            "kind": "media" if media_id else "text",
            "edited": False,
            "author": "a1",
            "text": "",
            "media_id": media_id,
        }
        for position, media_id in enumerate(media_ids)
    ]
    return table_of(rows, ANONYMIZED)


def prepared(tmp_path, contents, **options):
    """Prepare files of these contents; return the folder, and each as prepared."""
    _, made, folder = prepared_files(tmp_path, contents, **options)
    return folder, list(made.values())


# What a file is


@pytest.mark.parametrize(
    ("head", "media_type", "mime"),
    [
        (photo(), "image", "image/jpeg"),
        (screenshot(), "image", "image/png"),
        (sticker(), "sticker", "image/webp"),
        (voice_note(), "audio", "audio/ogg"),
        (b"\0\0\0\x20ftypisom", "video", "video/mp4"),
        (b"\0\0\0\x20ftypheic", "image", "image/heic"),
        (b"\0\0\0\x20ftypM4A ", "audio", "audio/mp4"),
        (b"\xff\xfb\x90\x00", "audio", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio", "audio/aac"),
        (b"%PDF-1.7", "document", "application/pdf"),
        (b"PK\x03\x04........[Content_Types].xml", "document", "application/x-office"),
        (b"PK\x03\x04........holiday.jpg", "other", "application/zip"),
        (b"MZ\x90\0", "other", "application/octet-stream"),
        (b"\x7fELF\x02\x01\x01\0", "other", "application/octet-stream"),
        (b"BEGIN:VCARD\r\nVERSION:3.0", "other", "text/vcard"),
        (b"\xef\xbb\xbfbegin:vcard", "other", "text/vcard"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "other", "text/html"),
        (b"<?xml version='1.0'?><!-- a --><SVG>", "other", "text/html"),
        (b" \n<!DOCTYPE html>", "other", "text/html"),
        # Text up to a script is still a page to a browser that sniffs.
        (b"hello <script>alert(1)</script>", "other", "text/html"),
        ("ata da reunião".encode(), "document", "text/plain"),
        (b"", "other", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_content_says(head, media_type, mime):
    kind = kind_of_file(head[:4096])
    assert (kind.media_type, kind.mime) == (media_type, mime)


def test_text_whose_head_cuts_a_character_is_still_text():
    assert kind_of_file(b"a" * 4095 + "é".encode()[:1]).mime == "text/plain"


# Images


@pytest.mark.parametrize("content", [photo(), screenshot(), sticker()])
def test_only_the_pixels_of_an_image_are_left(tmp_path, content):
    path = tmp_path / "IMG-20250309-CANARY.jpg"
    path.write_bytes(content)
    assert CANARY in content
    made = images.prepare_image(path)
    assert CANARY not in made.content
    with Image.open(io.BytesIO(made.content)) as clean:
        assert not clean.getexif()
        assert not {"comment", "xmp", "icc_profile", "exif"} & set(clean.info)


def test_a_photo_is_turned_upright_and_shrunk(tmp_path):
    path = tmp_path / "photo"
    # Orientation 6: the camera was held upright, its pixels lie on their side.
    path.write_bytes(photo((4000, 2000), orientation=6))
    made = images.prepare_image(path)
    assert (made.width, made.height) == (800, 1600)
    with Image.open(io.BytesIO(made.content)) as clean:
        assert clean.size == (800, 1600)
        # The dark top of the picture, turned by a quarter, lies on the right.
        assert clean.getpixel((790, 800))[0] < 10 < clean.getpixel((10, 800))[0]


def test_a_sticker_stays_clear_where_it_was_clear(tmp_path):
    path = tmp_path / "sticker"
    path.write_bytes(sticker())
    made = images.prepare_image(path)
    assert (made.media_type, made.extension) == ("sticker", "webp")
    with Image.open(io.BytesIO(made.content)) as clean:
        assert clean.mode == "RGBA"
        assert clean.getpixel((0, 0))[3] == 0


def test_a_large_webp_is_a_photo(tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(encoded(gradient((900, 600)), "WEBP"))
    assert images.prepare_image(path).media_type == "image"


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_keeps_moving(tmp_path, form):
    path = tmp_path / "animation"
    path.write_bytes(animation(form))
    with Image.open(io.BytesIO(images.prepare_image(path).content)) as clean:
        assert clean.n_frames == 3
        clean.seek(2)
        assert clean.convert("RGB").getpixel((5, 5))[0] > 240


@pytest.mark.parametrize("form", ["HEIF", "AVIF"])
def test_photos_of_phones_become_jpeg(tmp_path, form):
    path = tmp_path / "photo"
    path.write_bytes(encoded(gradient((64, 48)), form, exif=exif()))
    made = images.prepare_image(path)
    assert made.mime == "image/jpeg"
    assert (made.width, made.height) == (64, 48)
    assert CANARY not in made.content


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "LA", "I;16", "YCbCr"])
def test_every_kind_of_pixel_is_shown(tmp_path, mode):
    form = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    path = tmp_path / "image"
    path.write_bytes(encoded(gradient((30, 20), mode), form))
    assert images.prepare_image(path).width == 30


def bomb():
    """Return a PNG of a few bytes that claims 40,000 × 40,000 pixels."""
    content = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    content[16:24] = struct.pack(">II", 40_000, 40_000)
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        photo((400, 300))[:2000],
        screenshot()[:100],
        sticker()[:200],
        bomb(),
        b"\xff\xd8\xff\xe0 not a photo",
        b"RIFF\x20\0\0\0WEBPVP8 ",
        b"\0\0\0\x20ftypheic and then nothing",
        # PostScript is no image here, whatever it is called.
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
)
def test_broken_images_are_refused_without_quoting_them(tmp_path, content):
    path = tmp_path / "CANARY.jpg"
    path.write_bytes(content)
    with pytest.raises(images.ImageRefused) as refused:
        images.prepare_image(path)
    assert "CANARY" not in str(refused.value)


def test_broken_metadata_do_not_cost_the_photo(tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(
        encoded(
            gradient((40, 30)),
            "JPEG",
            exif=b"Exif\0\0MM\0*\xff\xff\xff\xffnonsense",
            icc_profile=b"no profile",
        )
    )
    assert images.prepare_image(path).width == 40


# Recordings


def test_a_voice_note_loses_its_comments_and_nothing_else(tmp_path):
    content = voice_note()
    clean, seconds = recordings.strip_comments(content)
    assert seconds == 2.0
    assert CANARY in content
    assert CANARY not in clean
    assert b"WhatsApp" not in clean
    before, after = (
        list(recordings.parse_ogg_pages(content)),
        list(recordings.parse_ogg_pages(clean)),
    )
    assert len(before) == len(after)
    assert content[before[2].start :] == clean[after[2].start :]
    for one in after:
        blank = bytearray(clean[one.start : one.end])
        (stored,) = struct.unpack_from("<I", blank, 22)
        blank[22:26] = bytes(4)
        assert recordings.ogg_checksum(bytes(blank)) == stored


@pytest.mark.parametrize(
    "content",
    [
        voice_note() + b"CANARY behind the sound",
        voice_note()[:-3],
        voice_note() + voice_note(),
        # Comments over two pages, and a stream beside the sound.
        page(0, HEAD, flags=2)
        + page(1, b"OpusTags" + bytes(247), is_cut=True)
        + page(2, b"CANARY", flags=1)
        + page(3, b"\x08sound", flags=4, granule=48_000),
        voice_note() + page(0, b"CANARY", flags=2, serial=8),
        b"OggS" + bytes(40),
        b"",
    ],
)
def test_anything_but_a_plain_voice_note_is_left_to_ffmpeg(content):
    with pytest.raises(recordings.OggRefused):
        recordings.strip_comments(content)


RECORDINGS = {
    "video.mp4": ("video", "mp4", ["-pix_fmt", "yuv420p"]),
    "video.mov": (
        "video",
        "mp4",
        ["-pix_fmt", "yuv420p", "-movflags", "use_metadata_tags"],
    ),
    "video.webm": ("video", "webm", ["-c:v", "libvpx", "-c:a", "libopus"]),
    "video.mkv": ("video", "mp4", ["-pix_fmt", "yuv420p", "-c:a", "aac"]),
    "song.mp3": ("audio", "mp3", ["-vn"]),
    "note.m4a": ("audio", "m4a", ["-vn"]),
    "note.aac": ("audio", "m4a", ["-vn"]),
    "note.opus": ("audio", "ogg", ["-vn", "-c:a", "libopus"]),
    "note.wav": ("audio", "wav", ["-vn"]),
    "note.flac": ("audio", "flac", ["-vn"]),
}


@needs_ffmpeg
@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_is_copied_without_its_metadata(tmp_path, name):
    media_type, extension, options = RECORDINGS[name]
    path = made_by_ffmpeg(tmp_path, name, *options)
    mime = kind_of_file(path.read_bytes()[:4096]).mime
    made = recordings.prepare_recording(path, mime)
    assert (made.media_type, made.extension) == (media_type, extension)
    assert 0.9 < made.seconds < 1.2
    for word in (CANARY, b"+12.5", b"x264 - core", b"libx264"):
        assert word not in made.content
    assert made == recordings.prepare_recording(path, mime)
    if media_type == "video":
        assert (made.width, made.height) == (64, 48)


@needs_ffmpeg
def test_what_no_browser_plays_is_left_out(tmp_path):
    path = made_by_ffmpeg(tmp_path, "old.avi", "-c:v", "mjpeg", "-c:a", "pcm_s16le")
    with pytest.raises(recordings.RecordingRefused):
        recordings.prepare_recording(path, kind_of_file(path.read_bytes()[:4096]).mime)


@needs_ffmpeg
def test_a_playlist_under_the_name_of_a_video_reads_no_other_file(tmp_path):
    secret = made_by_ffmpeg(tmp_path, "secret.mp4", "-pix_fmt", "yuv420p")
    path = tmp_path / "video.mp4"
    path.write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n")
    for mime in recordings.DEMUXERS:
        with pytest.raises(recordings.RecordingRefused):
            recordings.prepare_recording(path, mime)


def test_without_ffmpeg_voice_notes_are_still_published(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    video = b"\0\0\0\x20ftypisom" + bytes(60)
    folder, (note, clip) = prepared(tmp_path, [voice_note(), video])
    assert note.path
    assert (clip.path, clip.outcome) == (None, "needs ffmpeg")
    assert inventory.read_listing(folder).keys() == {f"{0:016x}"}


# The folder


def test_a_file_is_named_for_its_prepared_bytes(tmp_path):
    folder, (one,) = prepared(tmp_path, [photo()])
    content = (folder / one.path).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    assert one.path == f"{digest[:32]}.jpg"
    assert (one.sha256, one.bytes) == (digest, len(content))
    assert read_json(folder / ".published.json")["files"] == [one.path]


def test_documents_cards_pages_and_programs_are_never_published(tmp_path):
    contents = [
        b"%PDF-1.7",
        b"BEGIN:VCARD\nFN:CANARY",
        b"<svg/>",
        b"MZ\0\0",
        b"PK\x03\x04",
    ]
    folder, files = prepared(tmp_path, contents)
    assert [one.path for one in files] == [None] * 5
    assert [one.media_type for one in files] == ["document"] + ["other"] * 4
    assert [one.name for one in folder.iterdir()] == [".published.json"]


def test_large_files_are_left_out(tmp_path):
    _, (one,) = prepared(tmp_path, [photo()], max_megabytes=0.0005)
    assert (one.path, one.outcome) == (None, "too large")


def test_nothing_is_published_where_that_is_not_wanted(tmp_path):
    folder, _ = prepared(tmp_path, [photo()])
    _, (one,) = prepared(tmp_path, [photo()], publish=False)
    assert (one.path, one.media_type) == (None, "image")
    assert [file.name for file in folder.iterdir()] == [".published.json"]


def test_one_photo_more_costs_one_preparation(tmp_path, monkeypatch):
    _, first = prepared(tmp_path, [photo(), sticker()])
    asked = []
    monkeypatch.setattr(
        prepare,
        "prepare_image",
        lambda path: asked.append(path) or images.prepare_image(path),
    )
    _, again = prepared(tmp_path, [photo(), sticker(), screenshot()])
    assert again[:2] == first
    assert [path.name for path in asked] == ["file2"]


def test_a_prepared_file_that_was_cut_is_prepared_again(tmp_path):
    folder, (one,) = prepared(tmp_path, [photo()])
    whole = (folder / one.path).read_bytes()
    (folder / one.path).write_bytes(whole[:50])
    assert prepared(tmp_path, [photo()]) == (folder, [one])
    assert (folder / one.path).read_bytes() == whole


def test_a_broken_listing_is_written_anew(tmp_path):
    folder, before = prepared(tmp_path, [photo()])
    for nonsense in ("", "[]", '{"prepared": {"x": {"no": 1}}}', '{"prepared": 3}'):
        (folder / ".published.json").write_text(nonsense)
        assert prepared(tmp_path, [photo()])[1] == before


def test_files_that_no_message_shows_any_more_are_removed(tmp_path):
    folder, (gone, kept) = prepared(tmp_path, [photo(), sticker()])
    (folder / "note-to-self.txt").write_text("not ours")
    inventory.write_listing({"1": kept}, folder)
    names = {file.name for file in folder.iterdir()}
    assert names == {kept.path, ".published.json", "note-to-self.txt"}
    assert gone.path
    assert gone.path not in names


# The table


def test_media_are_the_files_that_messages_show():
    files = {
        name: inventory.PreparedFile(
            f"{name}.jpg", "image", "image/jpeg", 9, 4, 3, None, name
        )
        for name in ("seen", "twice", "unseen")
    }
    messages = conversation("twice", None, "seen", "twice", "lost")
    table = prepare.media(messages, prepare.prepared_table(files))
    rows = rows_of(conform(table, MEDIA).order_by("media_id"))
    assert [(row["media_id"], row["message_id"]) for row in rows] == [
        ("seen", "m2"),
        ("twice", "m0"),
    ]


def test_a_conversation_without_files_has_no_media():
    table = prepare.media(conversation(None), prepare.prepared_table({}))
    assert rows_of(conform(table, MEDIA)) == []
