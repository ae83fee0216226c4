"""The MkDocs plugin that feeds it the pages and keeps the text of people inert.

Raw HTML in Markdown is shown as it was typed, and the HTML of a page passes an
allow-list. An image whose file is a recording or a film becomes a player. In a quoted
exchange each turn gets a head: who spoke, and when.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import nh3
from jinja2 import Environment
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as Built
from mkdocs.structure.toc import AnchorLink

from egregora.files import write_text
from egregora.media.inventory import poster_name
from egregora.posts.frontmatter import read_body, read_body_above_rule
from egregora.site.model import TONES, Blog
from egregora.site.pages import SitePage

ALLOWED_TAGS = set(
    """a abbr audio b blockquote br caption code col colgroup dd del details div dl dt
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp
    small span strong sub summary sup table tbody td tfoot th thead time tr u ul
    video""".split()  # noqa: SIM905
)
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "audio": {"src", "controls", "preload", "aria-label"},
    "img": {"src", "alt", "title", "loading", "width", "height"},
    "ol": {"start"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "controls", "preload", "poster", "aria-label", "width", "height"},
    **{f"h{depth}": {"id"} for depth in range(1, 7)},
}
ALLOWED_CLASSES = {
    "p": {"turn-said"},
    "strong": {"who", *(f"tone-{tone}" for tone in range(TONES))},
}
LINK_REL = "noopener noreferrer nofollow"
# A link or an image, as nh3 writes it.
LINK_OR_IMAGE = re.compile(r'<(?P<tag>a|img)(?P<given>(?: [\w-]+="[^"]*")*)>')
HTML_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
HEADING_ID = re.compile(r"s(?:-[\w-]*)?(?:_\d+)?")


def clean_html(html: str, page: str, is_published: Callable[[str], bool]) -> str:
    """Return the parts of `html` that cannot act.

    Links lead to http, https or this site; images and players show files of this
    site; ids are those that headings are given.

    Parameters
    ----------
    html
        Content of a page.
    page
        Address of the page, from the site's root, such as posts/2025-W10.html.
    is_published
        Tells whether an address, from the site's root, is a file of the site.

    """

    def kept(tag: str, name: str, value: str) -> str | None:
        if name in ("src", "poster"):
            return value if is_published(path_from_root(value, page)) else None
        if name == "id":
            return value if HEADING_ID.fullmatch(value) else None
        if name == "href" and is_protocol_relative(value):
            return None
        return value

    kept_html = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        clean_content_tags={"script", "style", "template", "noscript", "iframe"},
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=kept,
        allowed_classes=ALLOWED_CLASSES,
        url_schemes={"http", "https"},
        link_rel=LINK_REL,
    )
    return LINK_OR_IMAGE.sub(complete_tag, kept_html)


def complete_tag(element: re.Match) -> str:
    """Return the tag of a link or image, or what is left of one without address."""
    given = dict(HTML_ATTRIBUTE.findall(element["given"]))
    if element["tag"] == "a":
        return element[0] if "href" in given else "<a>"
    if "src" in given:
        return element[0]
    return escape(unescape(given.get("alt", "")), quote=False)


def path_from_root(address: str, page: str) -> str:
    """Return where a relative address leads, from the site's root; "" if outside."""
    if re.search(r"[:\\?#\s]|^/", address):
        return ""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), address))
    return "" if place.startswith("..") else place


def is_protocol_relative(address: str) -> bool:
    """Tell whether an address names another host without saying http or https."""
    bare = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")
    return bare.startswith("//")


PLAYER_AUDIO_SUFFIXES = {
    ".ogg",
    ".opus",
    ".oga",
    ".mp3",
    ".m4a",
    ".aac",
    ".wav",
    ".flac",
    ".amr",
}
TURN_HEAD = re.compile(r"\s*(?:\((?P<when>[^()]{1,40})\))?\s*[:·]\s*", re.S)
PLAYER_VIDEO_SUFFIXES = {".mp4", ".webm", ".mov", ".3gp", ".m4v", ".ogv"}


class SafeMarkdown(Extension):
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
        md.treeprocessors.register(AddressTreeprocessor(md), "sound_addresses", 1)
        md.treeprocessors.register(PlayerTreeprocessor(md), "players", -1)
        md.treeprocessors.register(SpeakerTreeprocessor(md, self.tones), "speakers", -2)


class AddressTreeprocessor(Treeprocessor):
    """Take the address off links and images that have none which can be read."""

    def run(self, root: ET.Element) -> None:
        """Change the tree, before MkDocs looks at the addresses."""
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            if name and not is_parsable_address(element.get(name)):
                element.attrib.pop(name, None)
                element.tag = "span"


class PlayerTreeprocessor(Treeprocessor):
    """Turn images of recordings and films into players; load images late."""

    def run(self, root: ET.Element) -> None:
        """Change the tree, after MkDocs has resolved the addresses."""
        for element in root.iter("img"):
            place = PurePosixPath(urlsplit(element.get("src", "")).path)
            suffix = place.suffix.lower()
            if suffix in PLAYER_AUDIO_SUFFIXES | PLAYER_VIDEO_SUFFIXES:
                said = element.attrib.pop("alt", "")
                element.tag = "audio" if suffix in PLAYER_AUDIO_SUFFIXES else "video"
                element.attrib |= {
                    "controls": "controls",
                    "preload": "none",
                    "aria-label": said,
                }
                if suffix in PLAYER_VIDEO_SUFFIXES:
                    element.set("poster", str(place.with_name(poster_name(place.name))))
            else:
                element.set("loading", "lazy")


class SpeakerTreeprocessor(Treeprocessor):
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
            said = TURN_HEAD.match(name.tail or "")
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


def is_parsable_address(address: str | None) -> bool:
    """Tell whether an address can be taken apart."""
    try:
        return address is not None and urlsplit(address).path is not None
    except ValueError:
        return False


def heading_slug(text: str, separator: str) -> str:
    """Return the id of a heading; no id of the theme begins like it."""
    plain = re.sub(r"[^\w]+", separator, text.casefold()).strip(separator + "_")
    return f"s{separator}{plain}" if plain else "s"


# The policy allows what lies on the site's own host; icons of the theme's style
# sheet are data: images.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

# Only fields to type into may have `autocomplete`; the theme's toggles have it.
CHECKBOX_AUTOCOMPLETE = re.compile(
    r'(<input [^<>]*type="checkbox"[^<>]*) autocomplete="off"'
)


class BlogPlugin(BasePlugin):
    """Give MkDocs the pages of a blog and keep what people wrote from acting.

    Attributes
    ----------
    current
        File that is being read, for the message if MkDocs refuses it.

    """

    def __init__(
        self,
        blog: Blog,
        pages: Iterable[SitePage],
        media: Mapping[str, Path],
        clean: Callable[[str], str] = str,
    ):
        """Take what is to be built; `media` is file name → place.

        What a person edited is cleaned; all else was when it was written.
        """
        self.clean = clean
        self.blog = blog
        self.pages = {page.uri: page for page in pages}
        self.media = media
        self.published = {f"media/{name}" for name in media}
        self.current: str | None = None
        self.load_config({})

    def on_config(self, config: MkDocsConfig) -> None:
        """Take raw HTML out of Markdown, and name headings so that none is ours."""
        tones = {person.alias: person.tone for person in self.blog.people}
        config.markdown_extensions.append(SafeMarkdown(tones))
        config.mdx_configs["toc"] = {"slugify": heading_slug}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages and the media, from where they lie."""
        for uri, page in self.pages.items():
            files.append(File.generated(config, uri, content=self.told(page)))
        for name, path in self.media.items():
            uri = f"media/{name}"
            files.append(File.generated(config, uri, abs_src_path=str(path.resolve())))
        return files

    def told(self, page: SitePage) -> str:
        """Return the Markdown of a page, without what no page may show."""
        return (
            self.clean(markdown_of_page(page))
            if page.is_edited
            else markdown_of_page(page)
        )

    def on_pre_page(self, page: Built, *, config: MkDocsConfig, files: Files) -> Built:
        """Remember which file is being read."""
        self.current = page.file.src_uri
        return page

    def on_page_markdown(
        self, markdown: str, *, page: Built, config: MkDocsConfig, files: Files
    ) -> str:
        """Give the page its own head; nothing of the file's decides about the theme."""
        own = self.pages[page.file.src_uri]
        page.meta = {
            "title": own.title,
            "template": own.template,
            "description": own.description,
            "tags": own.tags,
        }
        if own.source is None:
            page.meta["search"] = {"exclude": True}
        return markdown

    def on_page_content(
        self, content: str, *, page: Built, config: MkDocsConfig, files: Files
    ) -> str:
        """Clean the content, and make the headings' names plain text."""
        for link in walk_headings(page.toc.items):
            link.title = html.unescape(link.title)
        return clean_html(content, page.url, self.published.__contains__)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Escape every value that a template shows."""
        self.current = None
        env.autoescape = True
        env.globals.update(
            blog=self.blog,
            w=self.blog.words,
            policy=CONTENT_SECURITY_POLICY,
            published=self.published,
        )

    @event_priority(100)
    def before_search(
        self, context: dict[str, Any], *, page: Built, config: MkDocsConfig, nav: Any
    ) -> dict[str, Any]:
        """Escape what the search takes of a page: its results are put in as HTML."""
        page.meta["title"] = html.escape(page.meta["title"])
        page.meta["tags"] = [html.escape(tag) for tag in page.meta["tags"]]
        return context

    @event_priority(-100)
    def after_search(
        self, context: dict[str, Any], *, page: Built, config: MkDocsConfig, nav: Any
    ) -> dict[str, Any]:
        """Give the template what the page shows."""
        own = self.pages[page.file.src_uri]
        page.meta |= {"title": own.title, "tags": own.tags}
        page.previous_page = page.next_page = None
        return context | own.shown

    on_page_context = CombinedEvent(before_search, after_search)

    def on_post_page(self, output: str, *, page: Built, config: MkDocsConfig) -> str:
        """Correct a page."""
        return self.corrected(output)

    def on_post_template(
        self, output: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Correct the page of what is not there."""
        return self.corrected(output) if template_name.endswith(".html") else output

    def corrected(self, page: str) -> str:
        """Return a page without what validators find wrong in the theme."""
        label = html.escape(self.blog.words("search"))
        named = page.replace('role="dialog"', f'role="dialog" aria-label="{label}"')
        return CHECKBOX_AUTOCOMPLETE.sub(r"\1", named)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Leave the search's index as a script too, which pages at file:// can read."""
        index = Path(config.site_dir) / "search/search_index.json"
        script = f"var __index = {index.read_text(encoding='utf-8')}"
        write_text(index.with_suffix(".js"), script)


def walk_headings(links: Iterable[AnchorLink]) -> Iterable[AnchorLink]:
    """Yield links and those below them."""
    for link in links:
        yield link
        yield from walk_headings(link.children)


def markdown_of_page(page: SitePage) -> str:
    """Return the Markdown of a page without its front matter."""
    if page.source is None:
        return ""
    return (
        read_body_above_rule(page.source)
        if page.draws_numbers
        else read_body(page.source)
    )
