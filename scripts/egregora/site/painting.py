"""Covers by a model, for posts that show no photo."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from egregora.files import write_bytes
from egregora.media.images import MOST_PIXELS, ImageRefused, saved, shrunk
from egregora.model import pictures
from egregora.model.requests import Request

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST = 1280
SHOWN = ("title", "summary", "tags")

Row = Mapping[str, Any]


def requests(posts: Iterable[Row], model: str, prompt: str) -> dict[str, Request]:
    """Return what a model is asked for, by period.

    Parameters
    ----------
    posts
        Rows of `tables.POSTS` that need a cover.
    model
        Who paints.
    prompt
        Instructions.

    """
    return {
        post["period"]: Request(
            purpose="paint_covers",
            model=model,
            prompt=prompt,
            data={name: post[name] for name in SHOWN},
            schema=pictures.SCHEMA,
            settings=pictures.WIDE,
            about=tuple(sorted(post["authors"])),
        )
        for post in posts
    }


def painted(answer: Mapping[str, str] | None) -> bytes | None:
    """Return the picture of an answer as JPEG, its pixels alone; None if it is none."""
    try:
        content = pictures.unpacked(answer or {})
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ImageRefused("too many pixels")
            return saved(shrunk(image, LONGEST).convert("RGB"), "JPEG", optimize=True)
    # Decoders answer hostile bytes with any exception.
    except Exception:
        return None


def write_covers(answers: Mapping[str, Mapping[str, str] | None], folder: Path) -> int:
    """Write the covers, one file per period; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {period: painted(answer) for period, answer in answers.items()}
    whole = {period: content for period, content in found.items() if content}
    for period, content in whole.items():
        write_bytes(folder / f"{period}.jpg", content)
    return len(whole)
