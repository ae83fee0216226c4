"""Covers for posts without a photo: drawn from the post, or painted by a model.

A drawn cover shows hills as high as the days were busy, a sun at the place of the
busiest hour, and words of the post. The same post always has the same cover: what its
counts do not decide, the digest of its text does.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup
from PIL import Image

from egregora.files import sha256_of, write_bytes
from egregora.llm import payloads
from egregora.llm.models import require_unless_refused
from egregora.llm.types import Model, Request
from egregora.media.images import (
    MAX_IMAGE_PIXELS,
    ImageRefused,
    save_image,
    shrink_image,
)
from egregora.site.charts import (
    DAY_QUARTERS,
    add_element,
    empty_drawing,
    format_coordinate,
    svg_markup,
)
from egregora.text.addresses import NO_WORDS

COVER_WIDTH, COVER_HEIGHT = 320, 180
HILL_LAYERS = 3
# What is not a word of the post: addresses, code and who speaks.
NOT_COVER_WORDS = re.compile(
    rf"\]\([^)]*\)|{NO_WORDS.pattern}|`[^`]*`|\*\*[^*]*\*\*|@\S+|\[\w+\]"
)
COVER_WORD = re.compile(r"[^\W\d_]{4,14}")
MAX_COVER_WORDS = 3
# Width of a letter, as part of its size, in the widest of the usual fonts.
COVER_LETTER_WIDTH = 0.66
MAX_COVER_LETTERS_SIZE = 46


def words_for_covers(
    posts: Mapping[str, tuple[str, Iterable[str], str]],
) -> dict[str, list]:
    """Return the words for the cover of each post.

    They are tags of one word, then words of the title that few other titles have,
    then those that the text uses most and few other texts.

    Parameters
    ----------
    posts
        Period → title, tags and Markdown.

    """
    texts = {
        period: COVER_WORD.findall(NOT_COVER_WORDS.sub(" ", one[2]))
        for period, one in posts.items()
    }
    known = Counter(
        word
        for period, found in texts.items()
        for word in {
            one.casefold() for one in [*found, *COVER_WORD.findall(posts[period][0])]
        }
    )
    return {
        period: select_cover_words(title, tags, texts[period], known)
        for period, (title, tags, _) in posts.items()
    }


def select_cover_words(
    title: str, tags: Iterable[str], text: Sequence[str], known: Mapping[str, int]
) -> list[str]:
    """Return the words for one cover."""
    named = [tag for tag in tags if COVER_WORD.fullmatch(tag)]
    titled = sorted(
        COVER_WORD.findall(title),
        key=lambda word: (known[word.casefold()], -len(word), word),
    )
    used = Counter(word.casefold() for word in text)
    often = sorted(used, key=lambda word: (-used[word] / known[word], -len(word), word))
    found: dict[str, str] = {}
    for word in [*named, *titled, *often]:
        # Forms of one word share their first letters.
        found.setdefault(word.casefold()[:5], word)
    return list(found.values())[:MAX_COVER_WORDS]


def draw_landscape(
    text: str, words: Sequence[str], hours: Sequence[int], days: Sequence[int]
) -> Markup:
    """Draw a cover.

    Parameters
    ----------
    text
        Of the post; decides what nothing else does.
    words
        To be lettered, the largest first.
    hours
        Messages of each local hour, 24 counts.
    days
        Messages of each day, at least one.

    """
    chance = bytes.fromhex(sha256_of(text.encode("utf-8", "surrogatepass")))
    root = empty_drawing(COVER_WIDTH, COVER_HEIGHT, "cover", "")
    del root.attrib["role"], root.attrib["aria-label"]
    root.attrib |= {"aria-hidden": "true", "preserveAspectRatio": "xMidYMid slice"}
    loudest = max(range(24), key=lambda hour: hours[hour])
    sun = add_element(root, "circle", class_=f"sun sun--{DAY_QUARTERS[loudest // 6]}")
    height = abs(12 - loudest) / 12
    sun.attrib |= {
        "cx": format_coordinate(190 + chance[0] / 255 * 90),
        "cy": format_coordinate(34 + 60 * height),
        "r": format_coordinate(20 + chance[1] / 255 * 16),
    }
    for layer in range(HILL_LAYERS):
        add_element(
            root,
            "path",
            class_=f"hill hill--{layer}",
            d=hill_outline(layer, days, chance),
        )
    y = 20.0
    for place, word in enumerate(words):
        fitting = (COVER_WIDTH - 40) / (COVER_LETTER_WIDTH * len(word))
        size = min(MAX_COVER_LETTERS_SIZE * (1 if place == 0 else 0.55), fitting)
        y += size
        given = {"class_": f"letters letters--{min(place, 1)}", "font_size": size}
        add_element(root, "text", word, x=18, y=y, **given)
        y += 5
    return svg_markup(root)


def hill_outline(layer: int, days: Sequence[int], chance: bytes) -> str:
    """Return the outline of a row of hills, the nearest last."""
    highest = max(days) or 1
    points = 6
    base = 0.42 + 0.2 * layer
    heights = []
    for at in range(points + 1):
        loud = days[(at + layer) % len(days)] / highest
        random = chance[2 + layer * 8 + at] / 255
        heights.append(COVER_HEIGHT * (base - 0.2 * loud + 0.16 * random))
    step = COVER_WIDTH / points
    line = f"M0 {format_coordinate(heights[0])}"
    for at in range(points):
        middle = (at + 0.5) * step
        line += (
            f"C{format_coordinate(middle)} {format_coordinate(heights[at])} "
            f"{format_coordinate(middle)} {format_coordinate(heights[at + 1])} "
            f"{format_coordinate((at + 1) * step)} {format_coordinate(heights[at + 1])}"
        )
    return f"{line}V{COVER_HEIGHT}H0Z"


PAINTING_FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PAINTING_SIDE = 1280
COVER_REQUEST_COLUMNS = ("title", "summary", "tags")

CoverRow = Mapping[str, Any]


def requests_for_covers(
    posts: Iterable[CoverRow], model: str, prompt: str
) -> dict[str, Request]:
    """Return what a model is asked for, by period.

    Parameters
    ----------
    posts
        Rows of `contracts.POSTS` that need a cover.
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
            data={name: post[name] for name in COVER_REQUEST_COLUMNS},
            schema=payloads.PICTURE_SCHEMA,
            settings=payloads.WIDE_PICTURE_SETTINGS,
            about=tuple(sorted(post["authors"])),
        )
        for post in posts
    }


def painted_covers(
    posts: Sequence[Mapping[str, Any]], model: Model, prompt: str
) -> dict[str, Mapping[str, str] | None]:
    """Ask a model for the cover of each post, by period; None where it refused.

    Raises
    ------
    ModelError
        If a cover has no answer; the answers that came are kept.
    """
    requests = requests_for_covers(posts, model.name, prompt)
    found = model.generate_all(list(requests.values()))
    return dict(zip(requests, require_unless_refused(found, "covers"), strict=True))


def decode_painting(answer: Mapping[str, str] | None) -> bytes | None:
    """Return the picture of an answer as JPEG, its pixels alone; None if it is none."""
    try:
        content = payloads.unpack_picture(answer or {})
        with Image.open(io.BytesIO(content), formats=PAINTING_FORMATS) as image:
            if image.width * image.height > MAX_IMAGE_PIXELS:
                raise ImageRefused("too many pixels")
            return save_image(
                shrink_image(image, MAX_PAINTING_SIDE).convert("RGB"),
                "JPEG",
                optimize=True,
            )
    # Decoders answer hostile bytes with any exception.
    except Exception:
        return None


def write_covers(answers: Mapping[str, Mapping[str, str] | None], folder: Path) -> int:
    """Write the covers, one file per period; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {period: decode_painting(answer) for period, answer in answers.items()}
    whole = {period: content for period, content in found.items() if content}
    for period, content in whole.items():
        write_bytes(folder / f"{period}.jpg", content)
    return len(whole)
