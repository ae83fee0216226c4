"""Pages and feeds are valid, by the validators of their formats."""

from __future__ import annotations

import html
import json
import subprocess
from datetime import datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from jsonschema import Draft202012Validator

import site_fixture as invented
from egregora.site import build
from site_blogs import hostile_blog
from tools.machine import VNU, needs

ADDRESS = "https://blog.example/pracinha"

# https://www.jsonfeed.org/version/1.1/, of what a blog without audio can have.
TEXT = {"type": "string"}
WEB = {"type": "string", "pattern": r"^https?://[^\s/]+/\S*$"}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": WEB,
        "feed_url": WEB,
        "description": TEXT,
        "language": {"type": "string", "pattern": "^[a-z]{2}(-[A-Z]{2})?$"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [
                    {"required": ["content_text"]},
                    {"required": ["content_html"]},
                ],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": WEB,
                    "title": TEXT,
                    "content_text": TEXT,
                    "content_html": TEXT,
                    "summary": TEXT,
                    "image": WEB,
                    "date_published": {
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$",
                    },
                    "tags": {"type": "array", "items": TEXT},
                },
            },
        },
    },
}


@needs("java", "vnu-jar")
def test_every_page_is_valid_html(public, hostile, demo):
    folders = [public, hostile, demo.folder / "public"]
    command = ["java", "-jar", VNU, "--errors-only", "--format", "json"]
    done = subprocess.run(
        [*command, "--skip-non-html", *folders],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    told = json.loads(done.stderr)["messages"]
    wrong = {(one["url"][-40:], one["lastLine"], one["message"]) for one in told}
    assert wrong == set()
    assert done.returncode == 0


@pytest.mark.parametrize("kind", ["calm", "hostile"])
def test_the_rss_feed_is_rss(kind):
    blog = invented.blog(url=ADDRESS) if kind == "calm" else hostile_blog(url=ADDRESS)
    found = feedparser.parse(build.rss_feed(blog), sanitize_html=False)
    assert (found.bozo, found.version) == (0, "rss20")
    channel = found.feed
    assert all(channel[name] for name in ("title", "link", "description", "language"))
    own = [link.href for link in channel.links if link.rel == "self"]
    assert own == [f"{ADDRESS}/feed.xml"]
    # Readers take a description for HTML: what was typed is to be read, not to act.
    read = [html.unescape(one.summary) for one in found.entries]
    assert read == [post.summary for post in blog.posts]
    assert not any("<" in one.summary for one in found.entries)
    assert len({one.id for one in found.entries}) == len(blog.posts)
    for one in found.entries:
        assert one.id == one.link
        assert urlsplit(one.link).netloc == "blog.example"
        assert one.published_parsed
        assert one.summary


@pytest.mark.parametrize("kind", ["calm", "hostile"])
def test_the_json_feed_is_a_json_feed(kind):
    blog = invented.blog(url=ADDRESS) if kind == "calm" else hostile_blog(url=ADDRESS)
    feed = json.loads(build.json_feed(blog))
    Draft202012Validator.check_schema(JSON_FEED)
    assert list(Draft202012Validator(JSON_FEED).iter_errors(feed)) == []
    assert feed["feed_url"] == f"{ADDRESS}/feed.json"
    assert len({one["id"] for one in feed["items"]}) == len(blog.posts)
    for one in feed["items"]:
        assert datetime.fromisoformat(one["date_published"]).utcoffset() is not None
