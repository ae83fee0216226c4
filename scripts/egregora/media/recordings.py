"""Audio and video: copied by ffmpeg without their metadata, never encoded anew.

Only the first video and audio stream are copied: no place, device, title, cover,
chapter, subtitle or data track. What no browser plays is left out, and so is every
recording but a plain voice note where ffmpeg is not installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egregora.errors import EgregoraError
from egregora.media.ogg import OggRefused, without_comments

SECONDS_FOR_A_FILE = 120

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
AUDIO = {
    "opus": ("ogg", "ogg", "audio/ogg"),
    "vorbis": ("ogg", "ogg", "audio/ogg"),
    "aac": ("mp4", "m4a", "audio/mp4"),
    "mp3": ("mp3", "mp3", "audio/mpeg"),
    "flac": ("flac", "flac", "audio/flac"),
    "pcm_s16le": ("wav", "wav", "audio/wav"),
}
MP4 = ("mp4", "mp4", "video/mp4")
WEBM = ("webm", "webm", "video/webm")
VIDEO = {"h264": MP4, "hevc": MP4, "av1": MP4, "vp8": WEBM, "vp9": WEBM}
SOUND_OF_VIDEO = {"mp4": ("aac", "mp3"), "webm": ("opus", "vorbis")}

# Muxers that are read back under another name.
WRITTEN_AS = {"mp4": "mov", "webm": "matroska"}

# Notes that cameras write between the pictures: supplemental enhancement information.
NOTES = {"h264": "6", "hevc": "39|40"}

# Tags that ffmpeg itself writes, and what they may say.
TAGS = {
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


def recording(path: Path, mime: str) -> Recording:
    """Return the recording at `path` without its metadata.

    Raises
    ------
    RecordingRefused
        If it cannot be copied whole and clean.

    """
    if mime == "audio/ogg":
        try:
            content, seconds = without_comments(path.read_bytes())
            return Recording(content, "audio", mime, "ogg", seconds)
        except OggRefused:
            pass
    if mime not in DEMUXERS:
        raise RecordingRefused("no browser plays it")
    if not has_ffmpeg():
        raise FfmpegMissing("ffmpeg is not installed")
    with tempfile.TemporaryDirectory() as folder:
        return copied(path, DEMUXERS[mime], Path(folder) / "copy")


def copied(path: Path, demuxer: str, copy: Path) -> Recording:
    """Return the streams of `path` that are shown, by way of the file `copy`."""
    streams = probed(path, demuxer)["streams"]
    video = next((one for one in streams if is_moving(one)), None)
    audio = next((one for one in streams if one.get("codec_type") == "audio"), None)
    muxer, extension, mime = container(video, audio)
    options = ["-map", f"0:{video['index']}"] if video else []
    options += ["-map", f"0:{audio['index']}"] if audio else []
    if video and video["codec_name"] in NOTES:
        notes = NOTES[video["codec_name"]]
        options += ["-bsf:v", f"filter_units=remove_types={notes}"]
    if muxer == "mp4":
        options += ["-movflags", "+faststart"]
    if muxer == "mp3":
        options += ["-id3v2_version", "0", "-write_id3v1", "0", "-write_xing", "0"]
    bare = ["-map_metadata", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1"]
    same = ["-c", "copy", "-fflags", "+bitexact", "-bitexact"]
    command = ["ffmpeg", "-nostdin", "-v", "error", *source(path, demuxer), *options]
    run([*command, *bare, *same, "-f", muxer, str(copy)])
    found = probed(copy, WRITTEN_AS.get(muxer, muxer))
    check_clean(found, 1 + bool(video and audio))
    media_type, sides = "audio", (None, None)
    if video:
        media_type, sides = "video", size(next(filter(is_moving, found["streams"])))
    content = copy.read_bytes()
    return Recording(content, media_type, mime, extension, length(found), *sides)


def container(video: dict | None, audio: dict | None) -> tuple[str, str, str]:
    """Return muxer, extension and mime of a file with these streams."""
    sound = audio and audio.get("codec_name")
    if not video:
        if sound not in AUDIO:
            raise RecordingRefused("no browser plays it")
        return AUDIO[sound]
    form = VIDEO.get(video.get("codec_name"))
    if not form or (sound and sound not in SOUND_OF_VIDEO[form[0]]):
        raise RecordingRefused("no browser plays it")
    return form


def is_moving(stream: dict[str, Any]) -> bool:
    """Return whether a stream is video, and not the picture on a cover."""
    cover = stream.get("disposition", {}).get("attached_pic")
    return stream.get("codec_type") == "video" and not cover


def source(path: Path, demuxer: str) -> list[str]:
    """Return the options that read `path`, and no other file or address."""
    return [
        "-protocol_whitelist",
        "file",
        "-f",
        demuxer,
        "-i",
        f"file:{path.absolute()}",
    ]


def probed(path: Path, demuxer: str) -> dict[str, Any]:
    """Return what ffprobe says of `path`."""
    shown = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"]
    command = ["ffprobe", "-v", "error", *shown, *source(path, demuxer)]
    return json.loads(run(command))


def run(command: list[str]) -> bytes:
    """Return what a command printed; what it says of errors may quote the file."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
            timeout=SECONDS_FOR_A_FILE,
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
            allowed = TAGS.get(tag.lower(), set())
            if allowed is not None and said not in allowed:
                raise RecordingRefused("metadata are left")


def length(found: dict[str, Any]) -> float:
    """Return the seconds that a recording lasts."""
    try:
        return round(float(found["format"]["duration"]), 2)
    except (KeyError, ValueError):
        raise RecordingRefused("no length") from None


def size(video: dict[str, Any]) -> tuple[int, int]:
    """Return width and height of a video as it is seen, turned upright."""
    width, height = int(video["width"]), int(video["height"])
    sides = video.get("side_data_list", ())
    turned = any(abs(int(one.get("rotation", 0))) % 180 == 90 for one in sides)
    return (height, width) if turned else (width, height)
