"""Audio and video: copied by ffmpeg without their metadata, never re-encoded.

Only the first video and audio stream are copied: no place, device, title, cover,
chapter, subtitle or data track. Recordings that no browser plays are left out. Without
ffmpeg, only plain Ogg Opus voice notes (RFC 7845) are prepared: their comment page is
replaced by an empty one.
"""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egregora.errors import EgregoraError

OGG_HEADER = struct.Struct("<4sBBqIIIB")
OPUS_SAMPLE_RATE = 48_000  # granule positions of Opus count samples of this rate
LAST_PAGE_FLAG = 4  # flag of a stream's last page
EMPTY_COMMENTS = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)


class OggRefused(EgregoraError):
    """The file is not a plain Ogg Opus stream."""


@dataclass(frozen=True)
class OggPage:
    """One page of an Ogg stream."""

    flags: int
    granule: int
    serial: int
    number: int
    sizes: bytes
    start: int
    end: int


def strip_comments(content: bytes) -> tuple[bytes, float]:
    """Return an Ogg Opus file without its comments, and its length in seconds.

    Raises
    ------
    OggRefused
        If it is anything but one whole Opus stream with a page per header.

    """
    pages = list(parse_ogg_pages(content))
    if len(pages) < 3:
        raise OggRefused("too few pages")
    head, comments, *rest = pages
    if {page.serial for page in pages} != {head.serial}:
        raise OggRefused("several streams")
    if [page.number for page in pages] != list(range(len(pages))):
        raise OggRefused("pages are missing")
    if not pages[-1].flags & LAST_PAGE_FLAG or any(
        page.flags & LAST_PAGE_FLAG for page in pages[:-1]
    ):
        raise OggRefused("cut or chained")
    first, second = packet_of_page(content, head), packet_of_page(content, comments)
    if not first.startswith(b"OpusHead") or not second.startswith(b"OpusTags"):
        raise OggRefused("not Opus")
    if len(first) != 19 or rest[0].flags & 1:
        raise OggRefused("unusual headers")
    skipped = struct.unpack_from("<H", first, 10)[0]
    samples = max(page.granule for page in rest) - skipped
    clean = encode_ogg_page(comments, EMPTY_COMMENTS)
    whole = content[: comments.start] + clean + content[comments.end :]
    return whole, round(max(samples, 0) / OPUS_SAMPLE_RATE, 2)


def parse_ogg_pages(content: bytes) -> Iterator[OggPage]:
    """Yield the pages that make up `content`, from its first byte to its last."""
    start = 0
    while start < len(content):
        try:
            found = OGG_HEADER.unpack_from(content, start)
        except struct.error:
            raise OggRefused("cut") from None
        magic, version, flags, granule, serial, number, _crc, segments = found
        sizes = content[start + OGG_HEADER.size : start + OGG_HEADER.size + segments]
        end = start + OGG_HEADER.size + segments + sum(sizes)
        if magic != b"OggS" or version or len(sizes) < segments or end > len(content):
            raise OggRefused("not pages")
        yield OggPage(flags, granule, serial, number, sizes, start, end)
        start = end


def packet_of_page(content: bytes, page: OggPage) -> bytes:
    """Return the one packet that fills `page`."""
    if not page.sizes or page.sizes[-1] == 255 or 0 in page.sizes[:-1]:
        raise OggRefused("a header spans pages")
    if any(size != 255 for size in page.sizes[:-1]):
        raise OggRefused("several packets on a page of a header")
    return content[page.end - sum(page.sizes) : page.end]


def encode_ogg_page(page: OggPage, body: bytes) -> bytes:
    """Return `page` with `body`, shorter than 255 bytes, as its one packet."""
    fields = (b"OggS", 0, page.flags, page.granule, page.serial, page.number)
    blank = OGG_HEADER.pack(*fields, 0, 1) + bytes([len(body)]) + body
    return blank[:22] + struct.pack("<I", ogg_checksum(blank)) + blank[26:]


def ogg_checksum(content: bytes) -> int:
    """Return Ogg's CRC: polynomial 0x04c11db7, from 0, most significant bit first."""
    value = 0
    for byte in content:
        value ^= byte << 24
        for _ in range(8):
            value = value << 1 ^ (0x104C11DB7 if value & 0x80000000 else 0)
    return value


FFMPEG_SECONDS = 120

# The demuxer is named: ffmpeg's guess may read a playlist, and files through it.
DEMUXERS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "audio/mp4": "mov",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/wav": "wav",
    "audio/flac": "flac",
}

# Codec → (muxer, extension, mime) of the prepared file.
AUDIO_CONTAINERS = {
    "opus": ("ogg", "ogg", "audio/ogg"),
    "vorbis": ("ogg", "ogg", "audio/ogg"),
    "aac": ("mp4", "m4a", "audio/mp4"),
    "mp3": ("mp3", "mp3", "audio/mpeg"),
    "flac": ("flac", "flac", "audio/flac"),
    "pcm_s16le": ("wav", "wav", "audio/wav"),
}
MP4_CONTAINER = ("mp4", "mp4", "video/mp4")
WEBM_CONTAINER = ("webm", "webm", "video/webm")
VIDEO_CONTAINERS = {
    "h264": MP4_CONTAINER,
    "hevc": MP4_CONTAINER,
    "av1": MP4_CONTAINER,
    "vp8": WEBM_CONTAINER,
    "vp9": WEBM_CONTAINER,
}
AUDIO_CODECS_OF_VIDEO = {"mp4": ("aac", "mp3"), "webm": ("opus", "vorbis")}

# Muxers that are read back under another name.
DEMUXER_OF_MUXER = {"mp4": "mov", "webm": "matroska"}

# Notes that cameras write between the pictures: supplemental enhancement information.
CAMERA_NOTE_TYPES = {"h264": "6", "hevc": "39|40"}

# Tags that ffmpeg itself writes, and what they may say.
FFMPEG_TAGS = {
    "handler_name": {"VideoHandler", "SoundHandler"},
    "vendor_id": {"[0][0][0][0]", "FFMP"},
    "language": {"und"},
    "major_brand": None,
    "minor_version": None,
    "compatible_brands": None,
    "encoder": {"ffmpeg", "Lavf"},
    "duration": None,
}


class RecordingRefused(EgregoraError):
    """The recording is broken, or of a type that no browser plays."""


class FfmpegMissing(RecordingRefused):
    """The recording needs ffmpeg, which is not installed."""


@dataclass(frozen=True)
class Recording:
    """A prepared recording."""

    content: bytes
    media_type: str  # audio or video
    mime: str
    extension: str
    seconds: float
    width: int | None = None
    height: int | None = None


def has_ffmpeg() -> bool:
    """Return whether recordings other than voice notes can be prepared."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def prepare_recording(path: Path, mime: str) -> Recording:
    """Return the recording at `path` without its metadata.

    Raises
    ------
    RecordingRefused
        If it cannot be copied whole and clean.

    """
    if mime == "audio/ogg":
        try:
            content, seconds = strip_comments(path.read_bytes())
            return Recording(content, "audio", mime, "ogg", seconds)
        except OggRefused:
            pass
    if mime not in DEMUXERS:
        raise RecordingRefused("no browser plays it")
    if not has_ffmpeg():
        raise FfmpegMissing("ffmpeg is not installed")
    with tempfile.TemporaryDirectory() as folder:
        return copy_streams(path, DEMUXERS[mime], Path(folder) / "copy")


def copy_streams(path: Path, demuxer: str, copy: Path) -> Recording:
    """Return the streams of `path` that are shown, by way of the file `copy`."""
    streams = probe_file(path, demuxer)["streams"]
    video = next((one for one in streams if is_video_stream(one)), None)
    audio = next((one for one in streams if one.get("codec_type") == "audio"), None)
    muxer, extension, mime = choose_container(video, audio)
    options = ["-map", f"0:{video['index']}"] if video else []
    options += ["-map", f"0:{audio['index']}"] if audio else []
    if video and video["codec_name"] in CAMERA_NOTE_TYPES:
        notes = CAMERA_NOTE_TYPES[video["codec_name"]]
        options += ["-bsf:v", f"filter_units=remove_types={notes}"]
    if muxer == "mp4":
        options += ["-movflags", "+faststart"]
    if muxer == "mp3":
        options += ["-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "0"]
    bare = ["-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"]
    same = ["-c", "copy", "-fflags", "+bitexact", "-bitexact"]
    command = [
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        *input_options(path, demuxer),
        *options,
    ]
    run_media_tool([*command, *bare, *same, "-f", muxer, str(copy)])
    found = probe_file(copy, DEMUXER_OF_MUXER.get(muxer, muxer))
    check_clean(found, 1 + bool(video and audio))
    media_type, sides = "audio", (None, None)
    if video:
        media_type, sides = (
            "video",
            video_size(next(filter(is_video_stream, found["streams"]))),
        )
    content = copy.read_bytes()
    return Recording(content, media_type, mime, extension, duration_of(found), *sides)


def choose_container(video: dict | None, audio: dict | None) -> tuple[str, str, str]:
    """Return muxer, extension and mime of a file with these streams."""
    sound = audio and audio.get("codec_name")
    if not video:
        if sound not in AUDIO_CONTAINERS:
            raise RecordingRefused("no browser plays it")
        return AUDIO_CONTAINERS[sound]
    form = VIDEO_CONTAINERS.get(video.get("codec_name"))
    if not form or (sound and sound not in AUDIO_CODECS_OF_VIDEO[form[0]]):
        raise RecordingRefused("no browser plays it")
    return form


def is_video_stream(stream: dict[str, Any]) -> bool:
    """Return whether a stream is video, and not the picture on a cover."""
    cover = stream.get("disposition", {}).get("attached_pic")
    return stream.get("codec_type") == "video" and not cover


def input_options(path: Path, demuxer: str) -> list[str]:
    """Return the options that read `path`, and no other file or address."""
    return [
        "-protocol_whitelist",
        "file",
        "-f",
        demuxer,
        "-i",
        f"file:{path.absolute()}",
    ]


def probe_file(path: Path, demuxer: str) -> dict[str, Any]:
    """Return what ffprobe says of `path`."""
    shown = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"]
    command = ["ffprobe", "-v", "error", *shown, *input_options(path, demuxer)]
    return json.loads(run_media_tool(command))


def run_media_tool(command: list[str]) -> bytes:
    """Return what a command printed; what it says of errors may quote the file."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=FFMPEG_SECONDS,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise RecordingRefused("broken") from None
    return done.stdout


def check_clean(found: dict[str, Any], streams: int) -> None:
    """Raise RecordingRefused if a copy holds more than its streams."""
    if len(found["streams"]) != streams or found.get("chapters"):
        raise RecordingRefused("more than sound and picture is left")
    for holder in (found["format"], *found["streams"]):
        for tag, said in holder.get("tags", {}).items():
            allowed = FFMPEG_TAGS.get(tag.lower(), set())
            if allowed is not None and said not in allowed:
                raise RecordingRefused("metadata are left")


def duration_of(found: dict[str, Any]) -> float:
    """Return the seconds that a recording lasts."""
    try:
        return round(float(found["format"]["duration"]), 2)
    except (KeyError, ValueError):
        raise RecordingRefused("no length") from None


def video_size(video: dict[str, Any]) -> tuple[int, int]:
    """Return width and height of a video as it is seen, turned upright."""
    width, height = int(video["width"]), int(video["height"])
    sides = video.get("side_data_list", ())
    turned = any(abs(int(one.get("rotation", 0))) % 180 == 90 for one in sides)
    return (height, width) if turned else (width, height)
