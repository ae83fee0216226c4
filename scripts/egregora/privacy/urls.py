"""Addresses of pages, and what in them identifies people."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

URL = re.compile(
    r"(?:\b(?:https?|ftp|tel|sms|mailto|geo|whatsapp|tg|skype|facetime):[^\s<>\"'`|\\^{}]+"
    r"|(?<![\w@./-])(?:www\.|wa\.me/|t\.me/|(?:m\.)?instagram\.com/|facebook\.com/|fb\.com/"
    r"|maps\.app\.goo\.gl/|goo\.gl/|chat\.whatsapp\.com/|api\.whatsapp\.com/|linkedin\.com/"
    r"|(?:x|twitter|tiktok|threads|snapchat|youtube)\.(?:com|net)/)[^\s<>\"'`|\\^{}]+)",
    re.IGNORECASE,
)
TRAILING = re.compile(r"[.,;:!?*_~…’”»]+$")

# Host, with what may stand before it → path that names an account.
ACCOUNTS: tuple[tuple[str, str], ...] = (
    ("instagram.com", r"(?!p/|reels?/|explore|tv/|stories/highlights)[\w.]+"),
    (
        "(?:facebook|fb).(?:com|me)",
        r"(?!watch|events/|marketplace|groups/\d|sharer|share/|reel/|photo|story\.php"
        r"|hashtag)[\w.]+",
    ),
    ("(?:twitter|x).com", r"(?!i/|search|hashtag|home|intent|explore)\w+"),
    ("(?:tiktok|youtube|medium|threads).(?:com|net)", r"@[\w.-]+"),
    ("youtube.com", r"(?:user|c)/[\w.-]+"),
    ("linkedin.com", r"(?:in|pub)/[^/]+"),
    ("reddit.com", r"u(?:ser)?/[\w-]+"),
    ("snapchat.com", r"add/[\w.-]+"),
    ("open.spotify.com", r"user/.+"),
    ("(?:github|gitlab).com", r"[\w-]+/?$"),
    ("(?:t|telegram).(?:me|dog)", r"(?!s/)\w+/?$"),
    (
        r"(?:pinterest|letterboxd|last|strava|behance|soundcloud)\.[\w.]+",
        r"(?!pin/|film/|tag/)[\w.-]+(?:/[\w-]+)?/?$",
    ),
    ("bsky.app", r"profile/.+"),
    ("(?:paypal.me|ko-fi.com|linktr.ee|calendly.com|venmo.com|cash.app)", r".+"),
)
ACCOUNT = [
    (re.compile(rf"(?:[\w-]+\.)*{host}\Z"), re.compile(f"/{path}"))
    for host, path in ACCOUNTS
]

MAPS = re.compile(
    r"maps\.app\.goo\.gl|(?:www\.)?goo\.gl(?=/maps)|maps\.google\.[\w.]+"
    r"|(?:www\.)?google\.[\w.]+(?=/maps)|maps\.apple\.com|osm\.org|(?:[\w-]+\.)*here\.com|g\.co(?=/kgs)|yandex\.\w+(?=/maps)"
    r"|(?:[\w-]+\.)*waze\.com"
    r"|(?:www\.)?openstreetmap\.org|(?:www\.)?bing\.com(?=/maps)|what3words\.com|w3w\.co",
)
INVITES = re.compile(r"chat\.whatsapp\.com|(?:t\.me(?=/(?:\+|joinchat)))|discord\.gg")
PHONES = re.compile(
    r"wa\.me|api\.whatsapp\.com|web\.whatsapp\.com|(?:www\.)?whatsapp\.com"
)
PHONE_IN_QUERY = re.compile(r"(?:^|[?&/])(?:phone|tel|numero|whatsapp)=\+?\d{8,}", re.I)
NAMED_USER = re.compile(
    r"[?&](?:user(?:name)?|email|e-?mail|nome|name|login)=[^&#]+", re.I
)
PAIR = re.compile(r"[-+]?\d{1,3}\.\d{3,}(?:,|%2[cC]|!4d|/|&\w+=)-?\d{1,3}\.\d{3,}")
MAIL = re.compile(r"[\w.+%-]+(?:@|%40)[\w-]+\.\w+")


def trimmed(url: str) -> str:
    """Return a found address without the punctuation of the sentence around it."""
    while True:
        shorter = TRAILING.sub("", url)
        for opened, closed in ("()", "[]"):
            if shorter.endswith(closed) and shorter.count(closed) > shorter.count(
                opened
            ):
                shorter = shorter[:-1]
        if shorter == url:
            return url
        url = shorter


def exposed(url: str) -> str | None:
    """Return the class of what an address tells about a person, or None."""
    scheme = re.match(r"([a-z]+):(?!//)", url, re.IGNORECASE)
    if scheme and scheme[1].lower() not in ("http", "https", "ftp"):
        kinds = {"mailto": "email", "geo": "place", "tg": "handle", "skype": "handle"}
        return kinds.get(scheme[1].lower(), "phone")
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.").removesuffix(".")
    except ValueError:
        return "link"
    if "@" in parts.netloc:
        return "handle"
    path = unquote(parts.path)
    tail = f"{path}?{unquote(parts.query)}#{unquote(parts.fragment)}"
    where = f"{host}{path}"
    if MAPS.match(where) or PAIR.search(tail):
        return "place"
    if INVITES.match(where):
        return "link"
    if (
        PHONES.match(host) and re.search(r"\d{8}|^/message/", tail)
    ) or PHONE_IN_QUERY.search(tail):
        return "phone"
    if MAIL.search(tail):
        return "email"
    if NAMED_USER.search(tail):
        return "handle"
    if any(at.match(host) and account.match(path) for at, account in ACCOUNT):
        return "handle"
    return None
