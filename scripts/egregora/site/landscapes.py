"""A cover for a post without a photo: hills and a sun, lettered with its words.

The same post has the same cover: hills as high as its days were loud, a sun where its
loudest hour stands in the day, and whatever else is drawn by a digest of its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from egregora.digests import sha256_of
from egregora.site.covers import WATCHES
from egregora.site.svg import drawing, markup, node, number

WIDTH, HEIGHT = 320, 180
LAYERS = 3
# What is no word of the post: addresses, code and who speaks.
ASIDE = re.compile(r"\]\([^)]*\)|https?://\S+|`[^`]*`|\*\*[^*]*\*\*|@\S+|\[\w+\]")
WORD = re.compile(r"[^\W\d_]{4,14}")
WORDS = 3
# Width of a letter, as part of its size, in the widest of the usual fonts.
LETTER = 0.66
LARGEST = 46


def words_of(posts: Mapping[str, tuple[str, Iterable[str], str]]) -> dict[str, list]:
    """Return the words for the cover of each post.

    They are tags of one word, then words of the title that few other titles have,
    then those that the text uses most and few other texts.

    Parameters
    ----------
    posts
        Period → title, tags and Markdown.

    """
    texts = {
        period: WORD.findall(ASIDE.sub(" ", one[2])) for period, one in posts.items()
    }
    known = Counter(
        word
        for period, found in texts.items()
        for word in {
            one.casefold() for one in [*found, *WORD.findall(posts[period][0])]
        }
    )
    return {
        period: chosen(title, tags, texts[period], known)
        for period, (title, tags, _) in posts.items()
    }


def chosen(
    title: str, tags: Iterable[str], text: Sequence[str], known: Mapping[str, int]
) -> list[str]:
    """Return the words for one cover."""
    named = [tag for tag in tags if WORD.fullmatch(tag)]
    titled = sorted(
        WORD.findall(title), key=lambda word: (known[word.casefold()], -len(word), word)
    )
    used = Counter(word.casefold() for word in text)
    often = sorted(used, key=lambda word: (-used[word] / known[word], -len(word), word))
    found: dict[str, str] = {}
    for word in [*named, *titled, *often]:
        # Forms of one word share their first letters.
        found.setdefault(word.casefold()[:5], word)
    return list(found.values())[:WORDS]


def landscape(
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
    root = drawing(WIDTH, HEIGHT, "cover", "")
    del root.attrib["role"], root.attrib["aria-label"]
    root.attrib |= {"aria-hidden": "true", "preserveAspectRatio": "xMidYMid slice"}
    loudest = max(range(24), key=lambda hour: hours[hour])
    sun = node(root, "circle", class_=f"sun sun--{WATCHES[loudest // 6]}")
    height = abs(12 - loudest) / 12
    sun.attrib |= {
        "cx": number(190 + chance[0] / 255 * 90),
        "cy": number(34 + 60 * height),
        "r": number(20 + chance[1] / 255 * 16),
    }
    for layer in range(LAYERS):
        node(root, "path", class_=f"hill hill--{layer}", d=hill(layer, days, chance))
    y = 20.0
    for place, word in enumerate(words):
        fitting = (WIDTH - 40) / (LETTER * len(word))
        size = min(LARGEST * (1 if place == 0 else 0.55), fitting)
        y += size
        given = {"class_": f"letters letters--{min(place, 1)}", "font_size": size}
        node(root, "text", word, x=18, y=y, **given)
        y += 5
    return markup(root)


def hill(layer: int, days: Sequence[int], chance: bytes) -> str:
    """Return the outline of a row of hills, the nearest last."""
    highest = max(days) or 1
    points = 6
    base = 0.42 + 0.2 * layer
    heights = []
    for at in range(points + 1):
        loud = days[(at + layer) % len(days)] / highest
        random = chance[2 + layer * 8 + at] / 255
        heights.append(HEIGHT * (base - 0.2 * loud + 0.16 * random))
    step = WIDTH / points
    line = f"M0 {number(heights[0])}"
    for at in range(points):
        middle = (at + 0.5) * step
        line += (
            f"C{number(middle)} {number(heights[at])} "
            f"{number(middle)} {number(heights[at + 1])} "
            f"{number((at + 1) * step)} {number(heights[at + 1])}"
        )
    return f"{line}V{HEIGHT}H0Z"
