"""What an address itself tells of its page, in no language but its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from egregora.model.tidying import one_line

LONGEST = 90

# Sites that people know by name rather than by address; the longest match counts.
SITES = {
    "airbnb.com": "Airbnb",
    "amazon.com": "Amazon",
    "amazon.com.br": "Amazon",
    "archive.org": "Internet Archive",
    "arxiv.org": "arXiv",
    "bsky.app": "Bluesky",
    "booking.com": "Booking.com",
    "chat.whatsapp.com": "WhatsApp",
    "docs.google.com": "Google Docs",
    "doi.org": "DOI",
    "doodle.com": "Doodle",
    "drive.google.com": "Google Drive",
    "facebook.com": "Facebook",
    "fb.watch": "Facebook",
    "forms.gle": "Google Forms",
    "github.com": "GitHub",
    "goo.gl": "Google",
    "google.com/maps": "Google Maps",
    "goo.gl/maps": "Google Maps",
    "imdb.com": "IMDb",
    "instagram.com": "Instagram",
    "letterboxd.com": "Letterboxd",
    "linkedin.com": "LinkedIn",
    "maps.app.goo.gl": "Google Maps",
    "maps.google.com": "Google Maps",
    "medium.com": "Medium",
    "meet.google.com": "Google Meet",
    "music.youtube.com": "YouTube Music",
    "netflix.com": "Netflix",
    "openstreetmap.org": "OpenStreetMap",
    "photos.app.goo.gl": "Google Photos",
    "photos.google.com": "Google Photos",
    "pinterest.com": "Pinterest",
    "reddit.com": "Reddit",
    "soundcloud.com": "SoundCloud",
    "spotify.com": "Spotify",
    "stackoverflow.com": "Stack Overflow",
    "strava.com": "Strava",
    "t.me": "Telegram",
    "threads.net": "Threads",
    "tiktok.com": "TikTok",
    "twitter.com": "Twitter",
    "vimeo.com": "Vimeo",
    "wa.me": "WhatsApp",
    "waze.com": "Waze",
    "wikipedia.org": "Wikipedia",
    "x.com": "X",
    "youtu.be": "YouTube",
    "youtube.com": "YouTube",
    "zoom.us": "Zoom",
}

# Their addresses name people or hold no words.
WORDLESS = {
    *("Facebook", "Instagram", "LinkedIn", "Telegram", "Threads", "TikTok"),
    *("Twitter", "WhatsApp", "X", "Bluesky", "Google Drive", "Google Photos", "Zoom"),
    *("Google Meet", "YouTube", "YouTube Music", "Strava", "Google"),
}

EXTENSION = re.compile(r"\.(?:\w?html?|phtml|php\d?|aspx?|jsp|pdf|docx?|md)$", re.I)
DULL = {"index", "home", "default", "share", "watch", "view", "main", "search", "login"}


def title_of(url: str) -> str:
    """Return a title for the page at `url`: its name in the address, and its site."""
    try:
        parts = urlsplit(url if re.match(r"(?i)https?://", url) else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return one_line(url, LONGEST) or url
    site = site_of(host, parts.path)
    read = READERS.get(site, words_of_path)
    name = None if site in WORDLESS else read(parts)
    if site == "Wikipedia" and (language := host.partition(".")[0]) != "wikipedia":
        site = f"{site} ({language})"
    title = f"{name} – {site or host}" if name else site or host
    return one_line(title, LONGEST) or url


def site_of(host: str, path: str) -> str | None:
    """Return the name by which people know a site."""
    labels, folder = host.split("."), path.split("/")[1:2] or [""]
    tails = [".".join(labels[start:]) for start in range(len(labels))]
    places = [f"{tail}/{folder[0]}" for tail in tails] + tails
    return next((SITES[one] for one in places if one in SITES), None)


def article(parts: SplitResult) -> str | None:
    """Return the title of an article of Wikipedia."""
    found = re.fullmatch(r"/(?:wiki|[a-z-]+)/(.+)", parts.path)
    return readable(found[1].replace("_", " ")) if found else None


def place(parts: SplitResult) -> str | None:
    """Return the place that a map shows, if the address names it."""
    found = re.search(r"/(?:place|search|dir)/([^/@]+)", parts.path)
    asked = parse_qs(parts.query)
    named = found[1] if found else (asked.get("q") or asked.get("query") or [""])[0]
    name = readable(named.replace("+", " "))
    return name if name and re.search(r"[^\W\d_]{3}", name) else None


def paper(parts: SplitResult) -> str | None:
    """Return the number of a paper."""
    found = re.search(r"/(?:abs|pdf|html)/([\w.\-/]+?)(?:v\d+)?(?:\.pdf)?$", parts.path)
    return found[1] if found else None


def repository(parts: SplitResult) -> str | None:
    """Return the repository that an address shows."""
    found = re.match(r"/([\w.-]+/[\w.-]+)(?:/(?:issues|pull)/(\d+))?", parts.path)
    return found and found[1] + (f" #{found[2]}" if found[2] else "")


READERS: dict[str | None, Callable[[SplitResult], str | None]] = {
    "Wikipedia": article,
    "Google Maps": place,
    "OpenStreetMap": place,
    "arXiv": paper,
    "GitHub": repository,
}


def words_of_path(parts: SplitResult) -> str | None:
    """Return the words of the last part of a path that holds any."""
    for segment in reversed(parts.path.split("/")):
        name = EXTENSION.sub("", readable(segment) or "")
        words = [one for one in re.split(r"[-_+\s.,]+", name) if one]
        kept = [one for one in words if not is_identifier(one)]
        if len(words) <= 2 * len(kept) and is_telling(kept):
            return kept[0][0].upper() + " ".join(kept)[1:]
    return None


def is_identifier(word: str) -> bool:
    """Return whether a part of an address is a number rather than a word."""
    digits = sum(one.isdigit() for one in word)
    return digits > 4 or (digits > 0 and len(word) > digits > 0 and len(word) > 5)


def is_telling(words: list[str]) -> bool:
    """Return whether words of an address say what its page is."""
    letters = [one for one in words if len(one) > 1 and one.isalpha()]
    if len(letters) > 1:
        return True
    (word,) = letters or ("",)
    spelt = word in (word.lower(), word.capitalize())
    return len(word) > 3 and spelt and word.lower() not in DULL


def readable(segment: str) -> str | None:
    """Return a part of an address as people read it, or None if it is not text."""
    text = unicodedata.normalize("NFC", unquote(segment, errors="replace"))
    return None if "\ufffd" in text else one_line(text, LONGEST)
