"""How the Markdown of posts becomes HTML: what people wrote stays text.

Raw HTML is shown as it was typed. An image whose file is a recording or a film
becomes a player. In a quoted exchange, each turn is marked as its speaker's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from egregora.media.published import poster_of

SOUNDS = {".ogg", ".opus", ".oga", ".mp3", ".m4a", ".aac", ".wav", ".flac", ".amr"}
TURN = re.compile(r"\s*(?:\((?P<when>[^()]{1,40})\))?\s*[:·]\s*", re.S)
FILMS = {".mp4", ".webm", ".mov", ".3gp", ".m4v", ".ogv"}


class PlainWords(Extension):
    """Markdown without raw HTML, safe from addresses that are none.

    Parameters
    ----------
    tones
        Alias → number of the person's colour.

    """

    def __init__(self, tones: Mapping[str, int]) -> None:
        """Take the people's colours."""
        super().__init__()
        self.tones = tones

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Change the parser."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(SoundAddresses(md), "sound_addresses", 1)
        md.treeprocessors.register(Players(md), "players", -1)
        md.treeprocessors.register(Speakers(md, self.tones), "speakers", -2)


class SoundAddresses(Treeprocessor):
    """Take the address off links and images that have none which can be read."""

    def run(self, root: ET.Element) -> None:
        """Change the tree, before MkDocs looks at the addresses."""
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            if name and not is_readable(element.get(name)):
                element.attrib.pop(name, None)
                element.tag = "span"


class Players(Treeprocessor):
    """Turn images of recordings and films into players; load images late."""

    def run(self, root: ET.Element) -> None:
        """Change the tree, after MkDocs has resolved the addresses."""
        for element in root.iter("img"):
            place = PurePosixPath(urlsplit(element.get("src", "")).path)
            suffix = place.suffix.lower()
            if suffix in SOUNDS | FILMS:
                said = element.attrib.pop("alt", "")
                element.tag = "audio" if suffix in SOUNDS else "video"
                element.attrib |= {
                    "controls": "controls",
                    "preload": "none",
                    "aria-label": said,
                }
                if suffix in FILMS:
                    element.set("poster", str(place.with_name(poster_of(place.name))))
            else:
                element.set("loading", "lazy")


class Speakers(Treeprocessor):
    """Give each turn of a quoted exchange a head: who spoke, and when."""

    def __init__(self, md: Markdown, tones: Mapping[str, int]) -> None:
        """Take the people's colours."""
        super().__init__(md)
        self.tones = tones

    def run(self, root: ET.Element) -> None:
        """Change the tree: `**Name** (18:45): text` becomes a head and the text."""
        for paragraph in root.iterfind(".//blockquote/p"):
            if not len(paragraph) or (paragraph.text or "").strip():
                continue
            name = paragraph[0]
            said = TURN.match(name.tail or "")
            if name.tag != "strong" or not said:
                continue
            tone = self.tones.get("".join(name.itertext()).strip("\u2068\u2069"))
            paragraph.set("class", "turn-said")
            name.set("class", f"who tone-{tone}" if tone is not None else "who")
            rest = name.tail[said.end() :]
            name.tail = " "
            if said["when"]:
                when = ET.Element("small")
                when.text = AtomicString(said["when"])
                paragraph.insert(1, when)
            line_end = ET.Element("br")
            line_end.tail = rest
            paragraph.insert(2 if said["when"] else 1, line_end)


def is_readable(address: str | None) -> bool:
    """Tell whether an address can be taken apart."""
    try:
        return address is not None and urlsplit(address).path is not None
    except ValueError:
        return False


def slug(text: str, separator: str) -> str:
    """Return the id of a heading; no id of the theme begins like it."""
    plain = re.sub(r"[^\w]+", separator, text.casefold()).strip(separator + "_")
    return f"s{separator}{plain}" if plain else "s"
