"""Take the two pictures of the README, from the blog that `make demo` leaves.

    python tests/tools/screenshots.py     # in the checkout, after `make demo`

Needs Chromium. Each picture is cut below the height that is worth a look, and reduced
to 256 colours.
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from browser import browser, served  # noqa: E402

# Widths of the window and of the pictures.
WINDOW, WIDTH = 1280, 960
# Name of the picture → page of public/, height of the picture.
PICTURES = {
    "home.png": ("index.html", 1590),
    "post.png": ("posts/2025-W13.html", 1590),
}


def take_pictures(public: Path, folder: Path) -> None:
    """Save a picture of each page below `folder`."""
    with (
        tempfile.TemporaryDirectory() as profile,
        served(public) as address,
        browser(Path(profile)) as tab,
    ):
        tab.show(WINDOW)
        for name, (page, height) in PICTURES.items():
            tab.open(address + page)
            # What lies below the window is loaded only once it is near.
            tab.evaluate(
                "document.querySelectorAll('img').forEach(i => i.loading = 'eager')"
            )
            tab.wait_for("[...document.images].every(image => image.complete)")
            # The tabs fade in.
            tab.evaluate("new Promise(done => setTimeout(done, 2000))")
            tab.picture(folder / name)
            reduce(folder / name, height)


def reduce(path: Path, height: int) -> None:
    """Scale a picture to `WIDTH` and cut it to its upper part, in 256 colours."""
    with Image.open(path) as picture:
        size = (WIDTH, round(picture.height * WIDTH / picture.width))
        scaled = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    upper = scaled.crop((0, 0, WIDTH, height))
    colours = upper.quantize(256, kmeans=8, dither=Image.Dither.NONE)
    colours.save(path, optimize=True)


if __name__ == "__main__":
    take_pictures(ROOT / "public", ROOT / ".readme")
