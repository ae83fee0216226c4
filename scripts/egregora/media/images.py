"""Photos and stickers: pixels only, no larger than a page needs.

Each image is decoded and its pixels are written anew, so that nothing else survives:
no place, no camera, no comment, no thumbnail, no trailing data.
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

LONGEST = 1600  # pixels of the longest side
STICKER = 512
QUALITY = 82
MOST_FRAMES = 60

# Larger images are refused: JPEG is decoded at a fraction of its size, others whole.
MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_JPEG = 120_000_000

# Decoders for what chats hold; Pillow's others see no hostile file.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF")

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


def picture(path: Path) -> Picture:
    """Return the image at `path` without anything but its pixels.

    Raises
    ------
    ImageRefused
        If it cannot be decoded whole, or has too many pixels.

    """
    try:
        with Image.open(path, formats=FORMATS) as image:
            return prepared(image)
    except ImageRefused:
        raise
    # Decoders answer hostile bytes with any exception; its text may quote them.
    except Exception as error:
        raise ImageRefused(type(error).__name__) from None


def prepared(image: Image.Image) -> Picture:
    """Return an opened image as it is published."""
    pixels = image.width * image.height
    is_jpeg = image.format in ("JPEG", "MPO")
    if pixels > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
        raise ImageRefused("too many pixels")
    lossy = is_jpeg or image.format in ("HEIF", "AVIF")
    is_sticker = image.format == "WEBP" and max(image.size) <= STICKER
    frames = getattr(image, "n_frames", 1)
    is_short = 1 < frames <= MOST_FRAMES and frames * pixels <= MOST_PIXELS
    if image.format in ("GIF", "WEBP", "PNG") and is_short:
        return moving(image, is_sticker)
    still = shrunk(image, LONGEST)
    if lossy and still.mode == "RGB":
        content = saved(still, "JPEG", progressive=True, optimize=True)
        return Picture(content, "image", "image/jpeg", "jpg", *still.size)
    content = saved(still, "WEBP", method=4)
    media_type = "sticker" if is_sticker else "image"
    return Picture(content, media_type, "image/webp", "webp", *still.size)


def moving(image: Image.Image, is_sticker: bool) -> Picture:
    """Return an animation, each frame written anew and no larger than a sticker."""
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(max(20, int(frame.info.get("duration") or 100)))
        frames.append(shrunk(frame, STICKER))
    content = saved(
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


def shrunk(image: Image.Image, longest: int) -> Image.Image:
    """Return upright pixels in sRGB, at most `longest` wide and high, and only them."""
    if image.format in ("JPEG", "MPO"):
        image.draft("RGB", (longest, longest))
    image.load()
    profile = image.info.get("icc_profile")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    upright = tried(ImageOps.exif_transpose, image)
    if profile and upright.mode in ("RGB", "RGBA", "CMYK", "L"):
        upright = tried(lambda one: in_srgb(one, profile, mode), upright)
    upright = upright.convert(mode)
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    clean = Image.new(mode, upright.size)
    clean.paste(upright)
    return clean


def tried(change: Callable[[Image.Image], Image.Image], image: Image.Image):
    """Return `change(image)`, or `image` where its metadata are broken."""
    try:
        return change(image)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, ImageCms.PyCMSError):
        return image


def in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Return the colours of `image` as a page without its profile would show them."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    return ImageCms.profileToProfile(image, source, target, outputMode=mode)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """Return `image` encoded; equal pixels give equal bytes."""
    buffer = io.BytesIO()
    image.save(buffer, form, quality=QUALITY, exif=b"", icc_profile=None, **options)
    return buffer.getvalue()
