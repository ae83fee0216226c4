"""The posts as feeds: RSS 2.0 and JSON Feed 1.1."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime, time
from email.utils import format_datetime
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from egregora.site.blog import Blog, Post

NEWEST = 30
ATOM = "http://www.w3.org/2005/Atom"
# Characters that XML cannot hold, escaped or not.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rss(blog: Blog) -> bytes:
    """Return the newest posts as RSS."""
    ET.register_namespace("atom", ATOM)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    say(channel, "title", blog.title)
    say(channel, "link", base(blog))
    say(channel, "description", blog.description or blog.title)
    say(channel, "language", blog.words.language)
    own = ET.SubElement(channel, f"{{{ATOM}}}link")
    own.attrib |= {
        "href": urljoin(base(blog), "feed.xml"),
        "rel": "self",
        "type": "application/rss+xml",
    }
    for post in blog.posts[:NEWEST]:
        item = ET.SubElement(channel, "item")
        say(item, "title", post.title)
        say(item, "link", urljoin(base(blog), post.url))
        say(item, "guid", urljoin(base(blog), post.url))
        say(item, "pubDate", format_datetime(instant(post)))
        # Readers take it for HTML.
        say(item, "description", html.escape(post.summary, quote=False))
        for tag in post.tags:
            say(item, "category", tag.name)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def say(parent: ET.Element, name: str, text: str) -> None:
    """Add an element with plain text."""
    ET.SubElement(parent, name).text = NOT_XML.sub("", text)


def json_feed(blog: Blog) -> bytes:
    """Return the newest posts as a JSON feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": blog.title,
        "home_page_url": base(blog),
        "feed_url": urljoin(base(blog), "feed.json"),
        "description": blog.description or blog.title,
        "language": blog.words.language,
        "items": [
            {
                "id": urljoin(base(blog), post.url),
                "url": urljoin(base(blog), post.url),
                "title": post.title,
                "content_text": post.summary,
                "date_published": instant(post).isoformat(),
                "tags": [tag.name for tag in post.tags],
            }
            for post in blog.posts[:NEWEST]
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def base(blog: Blog) -> str:
    """Return the address of the blog, ending in a slash."""
    return f"{(blog.address or '').rstrip('/')}/"


def instant(post: Post) -> datetime:
    """Return when a post counts as published: noon of its day, in UTC."""
    return datetime.combine(post.date, time(12), UTC)
