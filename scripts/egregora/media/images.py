"""Photos, stickers and posters of videos: pixels only, at most as large as needed.

Each image is decoded and its pixels are written to a new file, without location,
camera, comment, thumbnail or trailing data. Sizes are in pixels.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageOps, ImageSequence

from egregora.errors import EgregoraError
from egregora.media.recordings import (
    DEMUXERS,
    Recording,
    RecordingRefused,
    input_options,
    run_media_tool,
)

MAX_IMAGE_SIDE = 1600  # pixels of the longest side
MAX_STICKER_SIDE = 512
IMAGE_QUALITY = 82
MAX_FRAMES = 60

# Larger images are refused: JPEG is decoded at a fraction of its size, others whole.
MAX_IMAGE_PIXELS = 50_000_000
MAX_JPEG_PIXELS = 120_000_000

# Decoders for what chats hold; Pillow's others see no hostile file.
DECODED_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")

pillow_heif.register_heif_opener(thumbnails=False)
# Warnings of broken metadata, which do not survive.
warnings.filterwarnings("ignore", module="PIL")


class ImageRefused(EgregoraError):
    """The image is broken, too large or of an unknown type."""


@dataclass(frozen=True)
class Picture:
    """A prepared image."""

    content: bytes
    media_type: str  # image or sticker
    mime: str
    extension: str
    width: int
    height: int


def prepare_image(path: Path) -> Picture:
    """Return the image at `path` without anything but its pixels.

    Raises
    ------
    ImageRefused
        If it cannot be decoded whole, or has too many pixels.

    """
    try:
        with Image.open(path, formats=DECODED_FORMATS) as image:
            return encode_image(image)
    except ImageRefused:
        raise
    # Decoders answer hostile bytes with any exception; its text may quote them.
    except Exception as error:
        raise ImageRefused(type(error).__name__) from None


def encode_image(image: Image.Image) -> Picture:
    """Return an opened image as it is published."""
    pixels = image.width * image.height
    is_jpeg = image.format in ("JPEG", "MPO")
    if pixels > (MAX_JPEG_PIXELS if is_jpeg else MAX_IMAGE_PIXELS):
        raise ImageRefused("too many pixels")
    lossy = is_jpeg or image.format in ("HEIF", "AVIF")
    is_sticker = image.format == "WEBP" and max(image.size) <= MAX_STICKER_SIDE
    frames = getattr(image, "n_frames", 1)
    is_short = 1 < frames <= MAX_FRAMES and frames * pixels <= MAX_IMAGE_PIXELS
    if image.format in ("GIF", "WEBP", "PNG") and is_short:
        return encode_animation(image, is_sticker)
    still = shrink_image(image, MAX_IMAGE_SIDE)
    if lossy and still.mode == "RGB":
        content = save_image(still, "JPEG", progressive=True, optimize=True)
        return Picture(content, "image", "image/jpeg", "jpg", *still.size)
    content = save_image(still, "WEBP", method=4)
    media_type = "sticker" if is_sticker else "image"
    return Picture(content, media_type, "image/webp", "webp", *still.size)


def encode_animation(image: Image.Image, is_sticker: bool) -> Picture:
    """Return an animation, each frame written again and no larger than a sticker."""
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(max(20, int(frame.info.get("duration") or 100)))
        frames.append(shrink_image(frame, MAX_STICKER_SIDE))
    content = save_image(
        frames[0],
        "WEBP",
        method=2,
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=0,
    )
    media_type = "sticker" if is_sticker else "image"
    return Picture(content, media_type, "image/webp", "webp", *frames[0].size)


def shrink_image(image: Image.Image, longest: int) -> Image.Image:
    """Return upright pixels in sRGB, at most `longest` wide and high, and only them."""
    if image.format in ("JPEG", "MPO"):
        image.draft("RGB", (longest, longest))
    image.load()
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    upright = try_change(ImageOps.exif_transpose, image)
    if profile and upright.mode in ("RGB", "RGBA", "CMYK", "L"):
        upright = try_change(lambda one: convert_to_srgb(one, profile, mode), upright)
    upright = upright.convert(mode)
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    clean = Image.new(mode, upright.size)
    clean.paste(upright)
    return clean


def try_change(change: Callable[[Image.Image], Image.Image], image: Image.Image):
    """Return `change(image)`, or `image` where its metadata are broken."""
    try:
        return change(image)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, ImageCms.PyCMSError):
        return image


def convert_to_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Return the colours of `image` as a page without its profile would show them."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    return ImageCms.profileToProfile(image, source, target, outputMode=mode)


def save_image(image: Image.Image, form: str, **options: object) -> bytes:
    """Return `image` encoded; equal pixels give equal bytes."""
    buffer = io.BytesIO()
    image.save(
        buffer, form, quality=IMAGE_QUALITY, exif=b"", icc_profile=None, **options
    )
    return buffer.getvalue()


# Seconds into the video: the first pictures are often black.
MAX_POSTER_SECONDS = 3.0
MAX_VIDEO_PIXELS = 40_000_000


def poster_of_video(path, video: Recording) -> bytes | None:
    """Return a picture of the prepared video at `path` as JPEG; None if it has none.

    Parameters
    ----------
    path
        Of the prepared video: what it shows here is what everyone can see.
    video
        What was prepared.
    """
    at = f"{min(MAX_POSTER_SECONDS, video.seconds / 3):.2f}"
    # A video in WebM is a kind of Matroska.
    demuxer = DEMUXERS.get(video.mime, "matroska")
    bounds = ["-threads", "1", "-max_pixels", str(MAX_VIDEO_PIXELS)]
    one = ["-an", "-sn", "-dn", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe"]
    command = ["ffmpeg", "-nostdin", "-v", "error", *bounds, "-ss", at]
    try:
        content = run_media_tool(
            [*command, *input_options(path, demuxer), *one, "pipe:1"]
        )
        with Image.open(io.BytesIO(content), formats=DECODED_FORMATS) as image:
            return save_image(
                shrink_image(image, MAX_IMAGE_SIDE).convert("RGB"),
                "JPEG",
                optimize=True,
            )
    except RecordingRefused:
        return None
    # Decoders answer hostile bytes with any exception; its text may quote them.
    except Exception:
        return None
