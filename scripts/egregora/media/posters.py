"""A picture of a video, for who cannot play it: pixels only."""

from __future__ import annotations

import io

from PIL import Image

from egregora.media.images import FORMATS, LONGEST, saved, shrunk
from egregora.media.recordings import (
    DEMUXERS,
    Recording,
    RecordingRefused,
    run,
    source,
)

# Seconds into the video: the first pictures are often black.
LATEST = 3.0
MOST_PIXELS = 40_000_000


def poster(path, video: Recording) -> bytes | None:
    """Return a picture of the prepared video at `path` as JPEG; None if it has none.

    Parameters
    ----------
    path
        Of the prepared video: what it shows here is what everyone can see.
    video
        What was prepared.
    """
    at = f"{min(LATEST, video.seconds / 3):.2f}"
    # A video in WebM is a kind of Matroska.
    demuxer = DEMUXERS.get(video.mime, "matroska")
    bounds = ["-threads", "1", "-max_pixels", str(MOST_PIXELS)]
    one = ["-an", "-sn", "-dn", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe"]
    command = ["ffmpeg", "-nostdin", "-v", "error", *bounds, "-ss", at]
    try:
        content = run([*command, *source(path, demuxer), *one, "pipe:1"])
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            return saved(shrunk(image, LONGEST).convert("RGB"), "JPEG", optimize=True)
    except RecordingRefused:
        return None
    # Decoders answer hostile bytes with any exception; its text may quote them.
    except Exception:
        return None
