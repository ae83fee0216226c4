"""The pages that were read, kept beside the answers of models.

A page is read once: what it told, or why it could not be read, stays in
`answers/pages`, with the time. To have pages read again, delete that folder.
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

from egregora.apart import told_apart
from egregora.digests import digest_of
from egregora.errors import EgregoraError
from egregora.fetching import extract
from egregora.fetching.fetch import Fetcher
from egregora.fetching.hosts import AddressRefused
from egregora.fetching.wire import Unreachable
from egregora.lines import counted
from egregora.model.answers import Answers
from egregora.runlog import report

PURPOSE = "pages"
HOSTS_AT_ONCE = 8
EXTRACTIONS_AT_ONCE = 2
SECONDS_BETWEEN_REPORTS = 5
TOLD = ("title", "description", "text")

Page = dict[str, Any]


class Pages:
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
        self.answers, self.clean = Answers(answers), clean
        self.fetcher = fetcher or Fetcher()
        self.extracting = threading.BoundedSemaphore(EXTRACTIONS_AT_ONCE)
        self.keeping = threading.Lock()
        self.fetched, self.is_connected, self.reported = 0, False, 0.0

    def read(self, shared: Mapping[str, Sequence[str]]) -> dict[str, Page]:
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
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            tasks = [
                pool.submit(self.read_all, urls, shared) for urls in by_host(missing)
            ]
            unanswered = {}
            for task in tasks:
                unanswered |= task.result()
        # Where nobody at all answered, it is this machine that has no network.
        for url, why in unanswered.items() if self.is_connected else ():
            self.keep(url, {"why": why}, shared[url])
        return self.known(shared)

    def known(self, urls: Iterable[str]) -> dict[str, Page]:
        """Return what the pages tell that were read already, as `read` does."""
        found = {url: self.found(url) for url in urls}
        return {
            url: self.cleaned(page) | {"fetched_at": page["fetched_at"]}
            for url, page in found.items()
            if page and not page["why"]
        }

    def found(self, url: str) -> Page | None:
        """Return what is kept of a page."""
        return self.answers.find(PURPOSE, digest(url))

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

    def told(self, url: str) -> Page:
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
            told = told_apart(extract.told, fetched.content, **options)
        if told is None or not any(told.values()):
            return {"why": "nothing to read" if told else "not to be read"}
        return told | {"why": None}

    def keep(self, url: str, page: Page, about: Sequence[str]) -> None:
        """Keep what became of a page."""
        now = datetime.now(UTC).replace(microsecond=0).isoformat()
        with self.keeping:
            page = self.cleaned(page) | {"why": page["why"], "fetched_at": now}
            self.answers.keep(
                PURPOSE, digest(url), page, provider="web", model="", about=about
            )
            self.fetched += 1
            if time.monotonic() - self.reported > SECONDS_BETWEEN_REPORTS:
                self.reported = time.monotonic()
                report("enrich_links: %s read", counted(self.fetched, "page"))

    def cleaned(self, page: Page) -> Page:
        """Return the texts of a page without what identifies people."""
        return {name: self.clean(page.get(name) or "") or None for name in TOLD}


def by_host(urls: Iterable[str]) -> list[list[str]]:
    """Return addresses in one list per host, so that no host is asked in parallel."""
    hosts = defaultdict(list)
    for url in urls:
        hosts[url.partition("://")[2].partition("/")[0].lower()].append(url)
    return list(hosts.values())


def digest(url: str) -> str:
    """Return the name under which a page is kept."""
    return digest_of({"purpose": PURPOSE, "url": url})
