"""Build the pages and feeds and put them in place, all at once.

Holds the settings of MkDocs, the feeds (RSS 2.0, JSON Feed 1.1) and the build.
"""

from __future__ import annotations

import html
import json
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import yaml
from material import templates

from egregora.errors import EgregoraError
from egregora.files import write_bytes, write_text
from egregora.posts.frontmatter import markdown_file_error
from egregora.site.model import Blog, Post, cover_file
from egregora.site.pages import site_pages
from egregora.text.locales import FALLBACK, Translator

THEME_FOLDER = Path(__file__).with_name("theme")
THEME_LANGUAGES = Path(templates.__file__).with_name("partials") / "languages"


def mkdocs_settings(
    blog: Blog, nav: list[dict[str, str]], folder: Path
) -> dict[str, Any]:
    """Return what mkdocs.yml says: the theme, the search and the Markdown.

    Parameters
    ----------
    blog
        The blog.
    nav
        Title → file of the pages in the menu, in order.
    folder
        Folder of the build: docs below it is read, public below it is written.

    """
    words = blog.words
    palette = [
        colour_scheme("", "default", words("to_light"), "brightness-auto"),
        colour_scheme(": light", "default", words("to_dark"), "weather-sunny"),
        colour_scheme(": dark", "slate", words("to_system"), "weather-night"),
    ]
    return {
        "site_name": blog.title,
        "site_url": blog.address or "",
        "site_description": blog.description,
        "docs_dir": str(folder / "docs"),
        "site_dir": str(folder / "public"),
        # Links that a browser can follow without a server, too.
        "use_directory_urls": False,
        "theme": {
            "name": "material",
            "custom_dir": str(THEME_FOLDER),
            "language": theme_language(words),
            "font": False,
            "favicon": "assets/blog/favicon.svg",
            "icon": {"logo": "material/forum-outline"},
            "palette": palette,
            "features": ["navigation.tabs", "navigation.top", "search.highlight"],
        },
        "extra": {"generator": False, "polyfills": ["assets/blog/files.js"]},
        "extra_css": ["assets/blog/blog.css", "assets/blog/pages.css"],
        "plugins": [{"material/search": {"lang": sorted({FALLBACK, words.language})}}],
        "markdown_extensions": ["tables", "sane_lists"],
        "nav": nav,
        "not_in_nav": "posts/*\nprofiles/*\ntags/*\n",
        "validation": {
            "links": {"not_found": "ignore", "unrecognized_links": "ignore"}
        },
    }


def colour_scheme(when: str, name: str, toggle: str, icon: str) -> dict[str, Any]:
    """Return a choice of colours, with the switch to the next one.

    The first choice follows the system, which prefers one of the others.
    """
    return {
        "media": f"(prefers-color-scheme{when})",
        "scheme": name,
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"material/{icon}", "name": toggle},
    }


def theme_language(words: Translator) -> str:
    """Return the language of the theme's own words, English where it has none."""
    known = (THEME_LANGUAGES / f"{words.language}.html").is_file()
    return words.language if known else FALLBACK


def write_mkdocs_settings(values: dict[str, Any], path: Path) -> None:
    """Write mkdocs.yml."""
    write_text(path, yaml.safe_dump(values, allow_unicode=True, sort_keys=False))


MAX_FEED_POSTS = 30
ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
# Characters that XML cannot hold, escaped or not.
INVALID_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss_feed(blog: Blog) -> bytes:
    """Return the newest posts as RSS."""
    ET.register_namespace("atom", ATOM_NAMESPACE)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    add_text_element(channel, "title", blog.title)
    add_text_element(channel, "link", base_url(blog))
    add_text_element(channel, "description", blog.description or blog.title)
    add_text_element(channel, "language", blog.words.language)
    own = ET.SubElement(channel, f"{{{ATOM_NAMESPACE}}}link")
    own.attrib |= {
        "href": urljoin(base_url(blog), "feed.xml"),
        "rel": "self",
        "type": "application/rss+xml",
    }
    for post in blog.posts[:MAX_FEED_POSTS]:
        item = ET.SubElement(channel, "item")
        add_text_element(item, "title", post.title)
        add_text_element(item, "link", urljoin(base_url(blog), post.url))
        add_text_element(item, "guid", urljoin(base_url(blog), post.url))
        add_text_element(item, "pubDate", format_datetime(publication_time(post)))
        # Readers take it for HTML.
        add_text_element(item, "description", html.escape(post.summary, quote=False))
        for tag in post.tags:
            add_text_element(item, "category", tag.name)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def add_text_element(parent: ET.Element, name: str, text: str) -> None:
    """Add an element with plain text."""
    ET.SubElement(parent, name).text = INVALID_XML.sub("", text)


def json_feed(blog: Blog) -> bytes:
    """Return the newest posts as a JSON feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": blog.title,
        "home_page_url": base_url(blog),
        "feed_url": urljoin(base_url(blog), "feed.json"),
        "description": blog.description or blog.title,
        "language": blog.words.language,
        "items": [
            {
                "id": urljoin(base_url(blog), post.url),
                "url": urljoin(base_url(blog), post.url),
                "title": post.title,
                "content_text": post.summary,
                "date_published": publication_time(post).isoformat(),
                "tags": [tag.name for tag in post.tags],
            }
            for post in blog.posts[:MAX_FEED_POSTS]
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def base_url(blog: Blog) -> str:
    """Return the address of the blog, ending in a slash."""
    return f"{(blog.address or '').rstrip('/')}/"


def publication_time(post: Post) -> datetime:
    """Return when a post counts as published: noon of its day, in UTC."""
    return datetime.combine(post.date, time(12), UTC)


def build_site(
    blog: Blog, source: Path, public: Path, clean: Callable[[str], str] = str
) -> int:
    """Build a blog and return how many pages it has.

    What stood at `public` stays until the new pages are whole.

    Parameters
    ----------
    blog
        What the pages show.
    source
        Folder with `posts`, `profiles`, `media`, and `covers` if a model painted any.
    public
        Folder of the pages.
    clean
        Takes out of a post that a person edited what no page may show.

    Raises
    ------
    EgregoraError
        If a file cannot be built; names it.

    """
    found = site_pages(blog, source / "posts", source / "profiles")
    media = {
        picture.name: picture
        for picture in sorted((source / "media").glob("*"))
        if picture.is_file() and not picture.name.startswith(".")
    }
    for post in blog.posts:
        name = cover_file(post.period)
        if post.cover and post.cover.path == name:
            media[name] = source / "covers" / f"{post.period}.jpg"
    with build_folder(public) as folder:
        run_mkdocs(blog, (found, media, clean), folder, source)
        if blog.address:
            write_bytes(folder / "public/feed.xml", rss_feed(blog))
            write_bytes(folder / "public/feed.json", json_feed(blog))
        swap_folders(folder / "public", public, folder / "old")
    return len(found)


@contextmanager
def build_folder(public: Path) -> Iterator[Path]:
    """Yield an empty folder beside `public`, with what a killed run left removed."""
    parent = public.resolve().parent
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f".{public.name}.*.part"):
        shutil.rmtree(left, ignore_errors=True)
    folder = parent / f".{public.name}.{os.getpid()}.part"
    (folder / "docs").mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap_folders(new: Path, place: Path, old: Path) -> None:
    """Put the folder `new` in its place and what stood there at `old`."""
    if place.exists():
        os.rename(place, old)
    os.rename(new, place)


def run_mkdocs(blog: Blog, shown: tuple, folder: Path, source: Path) -> None:
    """Let MkDocs build the pages into `folder`/public.

    `shown` is what the plugin takes beside the blog: pages, media, and what cleans.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ["SOURCE_DATE_EPOCH"] = str(source_date_epoch(blog))
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from egregora.site.plugin import BlogPlugin

    # MkDocs quotes what it reads; the log must not.
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL + 1)
    nav = [{page.title: page.uri} for page in shown[0] if page.in_menu]
    write_mkdocs_settings(mkdocs_settings(blog, nav, folder), folder / "mkdocs.yml")
    plugin = BlogPlugin(blog, *shown)
    loaded = load_config(str(folder / "mkdocs.yml"))
    loaded.plugins["egregora"] = plugin
    try:
        mkdocs_build(loaded)
    except EgregoraError:
        raise
    except (Exception, MkDocsException, SystemExit) as error:
        if plugin.current is None:
            raise
        name = type(error.__cause__ or error).__name__
        raise markdown_file_error(
            source / plugin.current, f"MkDocs refuses it ({name})"
        ) from error


def source_date_epoch(blog: Blog) -> int:
    """Return the instant that the pages carry: noon of the newest post's day."""
    if not blog.posts:
        return 0
    newest = datetime.combine(blog.posts[0].date, time(12), UTC)
    return int(newest.timestamp())
