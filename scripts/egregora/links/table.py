"""The table `links`: what the shared links are about.

First titles from the address alone, then requests to a model, then the table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.contracts import LINKS
from egregora.llm.context_window import surrounding_messages
from egregora.llm.models import require_unless_refused
from egregora.llm.payloads import short_line
from egregora.llm.types import Model, Request
from egregora.storage import rows_of, table_of
from egregora.text.addresses import with_scheme
from egregora.text.columns import Every, domain_of, period_of, shares

if TYPE_CHECKING:
    from egregora.privacy.guard import Guard

MAX_ADDRESS_TITLE = 90

# Sites that people know by name rather than by address; the longest match counts.
SITE_NAMES = {
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
WORDLESS_SITES = {
    *("Facebook", "Instagram", "LinkedIn", "Telegram", "Threads", "TikTok"),
    *("Twitter", "WhatsApp", "X", "Bluesky", "Google Drive", "Google Photos", "Zoom"),
    *("Google Meet", "YouTube", "YouTube Music", "Strava", "Google"),
}

PAGE_EXTENSION = re.compile(
    r"\.(?:\w?html?|phtml|php\d?|aspx?|jsp|pdf|docx?|md)$", re.I
)
UNINFORMATIVE_WORDS = {
    "index",
    "home",
    "default",
    "share",
    "watch",
    "view",
    "main",
    "search",
    "login",
}


def title_of_address(url: str) -> str:
    """Return a title for the page at `url`: its name in the address, and its site."""
    try:
        parts = urlsplit(with_scheme(url))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return short_line(url, MAX_ADDRESS_TITLE) or url
    site = site_name(host, parts.path)
    read = TITLE_READERS.get(site, words_of_path)
    name = None if site in WORDLESS_SITES else read(parts)
    if site == "Wikipedia" and (language := host.partition(".")[0]) != "wikipedia":
        site = f"{site} ({language})"
    title = f"{name} – {site or host}" if name else site or host
    return short_line(title, MAX_ADDRESS_TITLE) or url


def site_name(host: str, path: str) -> str | None:
    """Return the name by which people know a site."""
    labels, folder = host.split("."), path.split("/")[1:2] or [""]
    tails = [".".join(labels[start:]) for start in range(len(labels))]
    places = [f"{tail}/{folder[0]}" for tail in tails] + tails
    return next((SITE_NAMES[one] for one in places if one in SITE_NAMES), None)


def article_title(parts: SplitResult) -> str | None:
    """Return the title of an article of Wikipedia."""
    found = re.fullmatch(r"/(?:wiki|[a-z-]+)/(.+)", parts.path)
    return readable_segment(found[1].replace("_", " ")) if found else None


def place_name(parts: SplitResult) -> str | None:
    """Return the place that a map shows, if the address names it."""
    found = re.search(r"/(?:place|search|dir)/([^/@]+)", parts.path)
    asked = parse_qs(parts.query)
    named = found[1] if found else (asked.get("q") or asked.get("query") or [""])[0]
    name = readable_segment(named.replace("+", " "))
    return name if name and re.search(r"[^\W\d_]{3}", name) else None


def paper_number(parts: SplitResult) -> str | None:
    """Return the number of a paper."""
    found = re.search(r"/(?:abs|pdf|html)/([\w.\-/]+?)(?:v\d+)?(?:\.pdf)?$", parts.path)
    return found[1] if found else None


def repository_name(parts: SplitResult) -> str | None:
    """Return the repository that an address shows."""
    found = re.match(r"/([\w.-]+/[\w.-]+)(?:/(?:issues|pull)/(\d+))?", parts.path)
    return found and found[1] + (f" #{found[2]}" if found[2] else "")


TITLE_READERS: dict[str | None, Callable[[SplitResult], str | None]] = {
    "Wikipedia": article_title,
    "Google Maps": place_name,
    "OpenStreetMap": place_name,
    "arXiv": paper_number,
    "GitHub": repository_name,
}


def words_of_path(parts: SplitResult) -> str | None:
    """Return the words of the last part of a path that holds any."""
    for segment in reversed(parts.path.split("/")):
        name = PAGE_EXTENSION.sub("", readable_segment(segment) or "")
        words = [one for one in re.split(r"[-_+\s.,]+", name) if one]
        kept = [one for one in words if not is_mostly_digits(one)]
        if len(words) <= 2 * len(kept) and are_informative(kept):
            return kept[0][0].upper() + " ".join(kept)[1:]
    return None


def is_mostly_digits(word: str) -> bool:
    """Return whether a part of an address is a number rather than a word."""
    digits = sum(one.isdigit() for one in word)
    return digits > 4 or (digits > 0 and len(word) > digits > 0 and len(word) > 5)


def are_informative(words: list[str]) -> bool:
    """Return whether words of an address say what its page is."""
    letters = [one for one in words if len(one) > 1 and one.isalpha()]
    if len(letters) > 1:
        return True
    (word,) = letters or ("",)
    spelt = word in (word.lower(), word.capitalize())
    return len(word) > 3 and spelt and word.lower() not in UNINFORMATIVE_WORDS


def readable_segment(segment: str) -> str | None:
    """Return a part of an address as people read it, or None if it is not text."""
    text = unicodedata.normalize("NFC", unquote(segment, errors="replace"))
    return None if "\ufffd" in text else short_line(text, MAX_ADDRESS_TITLE)


MAX_LINK_TITLE = 120
MAX_LINK_DESCRIPTION = 400
MAX_PAGE_EXCERPT = 3000

PagesByUrl = Mapping[str, Mapping[str, Any]]
PageReading = Callable[[Mapping[str, tuple[str, ...]]], PagesByUrl]

LINK_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "title": {
            "type": "string",
            "description": "What the page is, in at most twelve words.",
        },
        "description": {
            "type": ["string", "null"],
            "description": "One sentence, or null where nothing more is known.",
        },
    },
    "required": ["title", "description"],
}


def requests_for_links(
    shared: Sequence[Mapping[str, Any]],
    model: str,
    prompt: str,
    pages: PagesByUrl | None = None,
) -> list[Request]:
    """Return a request for each row of `shared_links`.

    Parameters
    ----------
    shared
        Rows of `shared_links`.
    model
        Name of the model.
    prompt
        Instructions.
    pages
        URL → what the page tells, of those that were read.
    """
    return [
        Request(
            purpose="enrich_links",
            model=model,
            prompt=prompt,
            data={"url": one["url"], "messages": messages_around_link(one)}
            | excerpt_of_page(one, pages or {}),
            schema=LINK_SCHEMA,
            about=people_around_link(one),
        )
        for one in shared
    ]


def messages_around_link(shared: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what was said around a link, without who said it."""
    return [
        {"text": said["text"], "shares_the_link": said["offset"] == 0}
        for said in shared["around"] or ()
    ]


def people_around_link(shared: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pseudonyms of those who wrote around a link, sorted."""
    return tuple(sorted({said["author"] for said in shared["around"] or ()} - {None}))


def first_sharer(shared: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pseudonym of who shared a link first, if somebody did."""
    said = (one for one in shared["around"] or () if one["offset"] == 0)
    return tuple(one["author"] for one in said if one["author"])


def excerpt_of_page(shared: Mapping[str, Any], pages: PagesByUrl) -> dict[str, Any]:
    """Return the page of a link as a request shows it; nothing if it was not read."""
    page = pages.get(shared["url"])
    if page is None:
        return {}
    most = {
        "title": MAX_LINK_TITLE,
        "description": MAX_LINK_DESCRIPTION,
        "text": MAX_PAGE_EXCERPT,
    }
    return {"page": {name: short_line(page[name], size) for name, size in most.items()}}


def shared_links(anonymized: ir.Table, every: Every) -> ir.Table:
    """Find the links of a conversation, in the order in which they were first shared.

    Parameters
    ----------
    anonymized
        One row per message.
    every
        Calendar unit of a period.

    Returns
    -------
    ir.Table
        One row per distinct `url`: its `domain`, the `position` and `period` of the
        message that shares it first, what was said `around` it, and its `rank` in
        that period, from 0, the most shared and most discussed first.
    """
    found = shares(anonymized).join(
        anonymized.select("position", period=period_of(_.local_time, every)), "position"
    )
    times = found.group_by("url", "period").aggregate(times=_.count())
    first = found.group_by("url").aggregate(
        period=_.period.argmin(_.position), position=_.position.min()
    )
    said = surrounding_messages(anonymized, first)
    most_discussed = ibis.row_number().over(
        group_by="period",
        order_by=[_.times.desc(), _.answers.desc(), _.position, _.url],
    )
    return (
        first.join(times, ["url", "period"])
        .left_join(said, "position")
        .mutate(
            domain=domain_of(_.url),
            answers=_.around.filter(lambda one: one.offset > 0).length().fill_null(0),
        )
        .mutate(rank=most_discussed)
        .select("url", "domain", "position", "period", "rank", "around")
        .order_by("position", "url")
    )


def described_links(
    anonymized: ir.Table,
    model: Model,
    prompt: str,
    guard: Guard,
    every: Every,
    limit: int,
    read_pages: PageReading | None = None,
) -> ir.Table:
    """Ask a model about the links of a conversation.

    Parameters
    ----------
    anonymized
        `contracts.ANONYMIZED`.
    model
        Who is asked.
    prompt
        Instructions.
    guard
        What must not get through.
    every
        Calendar unit of a period.
    limit
        How many links of a period are asked about, the most discussed first.
    read_pages
        URL → who shared it first, to URL → what its page tells; None reads no page.

    Returns
    -------
    ir.Table
        `contracts.LINKS`.

    Raises
    ------
    ModelError
        If links have no answer; the answers that came are kept.
    """
    shared = rows_of(shared_links(anonymized, every))
    asked = [link for link in shared if link["rank"] < limit]
    pages = {}
    if read_pages:
        pages = read_pages({link["url"]: first_sharer(link) for link in asked})
    requests = requests_for_links(asked, model.name, prompt, pages)
    found = require_unless_refused(model.generate_all(requests), "links")
    pairs = zip(asked, found, strict=True)
    answers = {link["url"]: answer for link, answer in pairs if answer}
    return links(shared, answers, model.name, guard, pages)


def offline_link_answer(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of a link says of itself, else what its address tells."""
    page = data.get("page") or {}
    return {
        "title": page.get("title") or title_of_address(data["url"]),
        "description": page.get("description"),
    }


def links(
    shared: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Mapping[str, Any]],
    model: str,
    guard: Guard,
    pages: PagesByUrl | None = None,
) -> ir.Table:
    """Make the table of links.

    Parameters
    ----------
    shared
        Rows of `shared_links`.
    answers
        URL → answer; links without one are described by their page or address.
    model
        Who answered.
    guard
        What must not get through.
    pages
        URL → what the page tells, of those that were read.

    Returns
    -------
    ir.Table
        `contracts.LINKS`.
    """
    rows, pages = [], pages or {}
    for one in shared:
        answer = answers.get(one["url"])
        told = answer or offline_link_answer(
            {"url": one["url"]} | excerpt_of_page(one, pages)
        )
        allowed = [one["url"], one["domain"]]
        allowed += [said["text"] for said in one["around"] or ()]
        title = guard.clean(short_line(told["title"], MAX_LINK_TITLE) or "", allowed)
        description = short_line(told["description"], MAX_LINK_DESCRIPTION)
        rows.append(
            {
                "url": one["url"],
                "domain": one["domain"],
                "title": title or one["domain"],
                "description": guard.clean(description or "", allowed) or None,
                "fetched_at": fetch_time(pages.get(one["url"])),
                "model": model if answer else "offline",
            }
        )
    return table_of(rows, LINKS)


def fetch_time(page: Mapping[str, Any] | None) -> datetime | None:
    """Return when a page was read; None if it never was."""
    return datetime.fromisoformat(page["fetched_at"]) if page else None
