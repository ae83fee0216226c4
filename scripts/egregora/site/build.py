"""Build the pages with MkDocs and put them in place, all at once."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from egregora.errors import EgregoraError
from egregora.files import write_bytes
from egregora.site import feeds
from egregora.site.blog import Blog, cover_file
from egregora.site.pages import pages
from egregora.site.sources import refused


def build(
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
    found = pages(blog, source / "posts", source / "profiles")
    media = {
        picture.name: picture
        for picture in sorted((source / "media").glob("*"))
        if picture.is_file() and not picture.name.startswith(".")
    }
    for post in blog.posts:
        name = cover_file(post.period)
        if post.cover and post.cover.path == name:
            media[name] = source / "covers" / f"{post.period}.jpg"
    with workshop(public) as folder:
        render(blog, (found, media, clean), folder, source)
        if blog.address:
            write_bytes(folder / "public/feed.xml", feeds.rss(blog))
            write_bytes(folder / "public/feed.json", feeds.json_feed(blog))
        exchange(folder / "public", public, folder / "old")
    return len(found)


@contextmanager
def workshop(public: Path) -> Iterator[Path]:
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


def exchange(new: Path, place: Path, old: Path) -> None:
    """Put the folder `new` in its place and what stood there at `old`."""
    if place.exists():
        os.rename(place, old)
    os.rename(new, place)


def render(blog: Blog, shown: tuple, folder: Path, source: Path) -> None:
    """Let MkDocs build the pages into `folder`/public.

    `shown` is what the plugin takes beside the blog: pages, media, and what cleans.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch(blog))
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    from egregora.site import config
    from egregora.site.hooks import BlogPlugin

    # MkDocs quotes what it reads; the log must not.
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL + 1)
    nav = [{page.title: page.uri} for page in shown[0] if page.in_menu]
    config.write_settings(config.settings(blog, nav, folder), folder / "mkdocs.yml")
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
        raise refused(source / plugin.current, f"MkDocs refuses it ({name})") from error


def epoch(blog: Blog) -> int:
    """Return the instant that the pages carry: noon of the newest post's day."""
    if not blog.posts:
        return 0
    newest = datetime.combine(blog.posts[0].date, time(12), UTC)
    return int(newest.timestamp())
