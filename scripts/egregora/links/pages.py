"""The fetched pages, kept in the cache of answers.

A page is fetched once: its text, or why it could not be read, stays in `answers/pages`
with the time. Delete that folder to fetch all pages again.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from egregora.errors import EgregoraError
from egregora.files import digest_of
from egregora.links.fetch import Fetcher, Unreachable
from egregora.links.ssrf import AddressRefused
from egregora.llm.cache import ResponseCache
from egregora.media import extraction
from egregora.workflow.console import format_count
from egregora.workflow.joblog import report
from egregora.workflow.sandbox import run_sandboxed

PAGES_PURPOSE = "pages"
MAX_PARALLEL_HOSTS = 8
MAX_PARALLEL_EXTRACTIONS = 2
SECONDS_BETWEEN_PAGE_REPORTS = 5
EXTRACTED_FIELDS = ("title", "description", "text")

WebPage = dict[str, Any]


class PageReader:
    """Reads the pages that people shared, each once.

    Parameters
    ----------
    answers
        Folder of the kept answers.
    clean
        Takes out of a text what identifies people, before it is kept or returned.
    fetcher
        Reads a page.

    Attributes
    ----------
    fetched
        How many pages were asked for now.
    """

    def __init__(
        self,
        answers: str | Path,
        clean: Callable[[str], str],
        fetcher: Fetcher | None = None,
    ) -> None:
        self.answers, self.clean = ResponseCache(answers), clean
        self.fetcher = fetcher or Fetcher()
        self.extracting = threading.BoundedSemaphore(MAX_PARALLEL_EXTRACTIONS)
        self.keeping = threading.Lock()
        self.fetched, self.is_connected, self.reported = 0, False, 0.0

    def read(self, shared: Mapping[str, Sequence[str]]) -> dict[str, WebPage]:
        """Return what the pages tell that can be read.

        Parameters
        ----------
        shared
            URL → pseudonyms of those who shared it.

        Returns
        -------
        dict
            URL → `title`, `description`, `text`, and `fetched_at` as ISO 8601 in UTC.
        """
        missing = [url for url in shared if self.found(url) is None]
        self.reported = time.monotonic()
        with ThreadPoolExecutor(MAX_PARALLEL_HOSTS) as pool:
            tasks = [
                pool.submit(self.read_all, urls, shared)
                for urls in group_by_host(missing)
            ]
            unanswered = {}
            for task in tasks:
                unanswered |= task.result()
        # Where nobody at all answered, it is this machine that has no network.
        for url, why in unanswered.items() if self.is_connected else ():
            self.keep(url, {"why": why}, shared[url])
        return self.known(shared)

    def known(self, urls: Iterable[str]) -> dict[str, WebPage]:
        """Return what the pages tell that were read already, as `read` does."""
        found = {url: self.found(url) for url in urls}
        return {
            url: self.cleaned(page) | {"fetched_at": page["fetched_at"]}
            for url, page in found.items()
            if page and not page["why"]
        }

    def found(self, url: str) -> WebPage | None:
        """Return what is kept of a page."""
        return self.answers.find(PAGES_PURPOSE, digest_of_url(url))

    def read_all(
        self, urls: Iterable[str], shared: Mapping[str, Sequence[str]]
    ) -> dict[str, str]:
        """Read and keep the pages of one host, one after another.

        Returns
        -------
        dict
            URL → why, of those for which nobody answered.
        """
        unanswered = {}
        for url in urls:
            try:
                page = self.told(url)
            except Unreachable as error:
                unanswered[url] = str(error)
                continue
            self.keep(url, page, shared[url])
        return unanswered

    def told(self, url: str) -> WebPage:
        """Return what a page tells, or why it could not be read.

        Raises
        ------
        Unreachable
            If nobody answered.
        """
        try:
            fetched = self.fetcher.page(url)
        except Unreachable:
            raise
        except EgregoraError as error:
            self.is_connected |= not isinstance(error, AddressRefused)
            return {"why": str(error)}
        self.is_connected = True
        options = {"mime": fetched.mime, "charset": fetched.charset}
        with self.extracting:
            told = run_sandboxed(extraction.extract_page, fetched.content, **options)
        if told is None or not any(told.values()):
            return {"why": "nothing to read" if told else "not to be read"}
        return told | {"why": None}

    def keep(self, url: str, page: WebPage, about: Sequence[str]) -> None:
        """Keep what became of a page."""
        now = datetime.now(UTC).replace(microsecond=0).isoformat()
        with self.keeping:
            page = self.cleaned(page) | {"why": page["why"], "fetched_at": now}
            self.answers.keep(
                PAGES_PURPOSE,
                digest_of_url(url),
                page,
                provider="web",
                model="",
                about=about,
            )
            self.fetched += 1
            if time.monotonic() - self.reported > SECONDS_BETWEEN_PAGE_REPORTS:
                self.reported = time.monotonic()
                report("enrich_links: %s read", format_count(self.fetched, "page"))

    def cleaned(self, page: WebPage) -> WebPage:
        """Return the texts of a page without what identifies people."""
        return {
            name: self.clean(page.get(name) or "") or None for name in EXTRACTED_FIELDS
        }


def group_by_host(urls: Iterable[str]) -> list[list[str]]:
    """Return addresses in one list per host, so that no host is asked in parallel."""
    hosts = defaultdict(list)
    for url in urls:
        hosts[url.partition("://")[2].partition("/")[0].lower()].append(url)
    return list(hosts.values())


def digest_of_url(url: str) -> str:
    """Return the name under which a page is kept."""
    return digest_of({"purpose": PAGES_PURPOSE, "url": url})
