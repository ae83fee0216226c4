"""A page, redirects followed, each hop checked anew."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from egregora.errors import EgregoraError
from egregora.fetching import wire
from egregora.fetching.addresses import Outside, Resolve
from egregora.fetching.bodies import body_of
from egregora.fetching.hosts import AddressRefused, Target, target_of
from egregora.fetching.wire import Deadline, Line, Unreachable

REDIRECTS = 5
ADDRESSES = 3  # of one name that are tried
TYPES = ("text/html", "application/xhtml+xml", "text/plain")
CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)

# No cookie, no referrer, nothing that tells who reads.
HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; egregora; reads shared links)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}


class PageRefused(EgregoraError):
    """A server answered, but not with a page."""


@dataclass(frozen=True)
class Fetched:
    """What a server answered.

    Attributes
    ----------
    content
        The page, cut off at the limit.
    mime
        One of `TYPES`.
    charset
        As the server says, if it does.
    """

    content: bytes
    mime: str
    charset: str | None


class Fetcher:
    """Reads pages of the public internet, and of nowhere else.

    Parameters
    ----------
    seconds
        For one page, redirects included.
    most_bytes
        Of one page, sent and unpacked.
    resolve, is_allowed, dial, context
        How names become addresses, which of them may be connected to, how, and whom
        TLS trusts. For the tests, whose servers are on this machine; no setting leads
        here.
    """

    def __init__(
        self,
        *,
        seconds: float = 20,
        most_bytes: int = 2_000_000,
        resolve: Resolve = wire.system_resolve,
        is_allowed: Callable[[str], bool] | None = None,
        dial: Callable = wire.dial,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.seconds, self.most_bytes = seconds, most_bytes
        self.resolve, self.dial = resolve, dial
        self.is_allowed = is_allowed or Outside(resolve)
        if context:
            self.context = context

    @cached_property
    def context(self) -> ssl.SSLContext:
        """What TLS trusts."""
        return wire.trusting()

    def page(self, url: str) -> Fetched:
        """Return the page at `url`.

        Raises
        ------
        AddressRefused
            If it, or where it redirects to, is not on the public internet.
        Unreachable
            If nobody answers in time.
        PageRefused
            If the answer is no page.
        """
        deadline = Deadline(self.seconds)
        target = target_of(url)
        for _ in range(REDIRECTS + 1):
            found = self.hop(target, deadline)
            if isinstance(found, Fetched):
                return found
            target = found
        raise PageRefused("too many redirects")

    def hop(self, target: Target, deadline: Deadline) -> Fetched | Target:
        """Return the page at `target`, or where it redirects to."""
        try:
            with closing(self.connected(target, deadline)) as connection:
                answer = asked(Line(connection, deadline), target)
                if answer.status in (301, 302, 303, 307, 308):
                    return redirected(target, answer.headers.get("Location", ""))
                return fetched(answer, self.most_bytes)
        except ssl.SSLCertVerificationError:
            raise PageRefused("certificate") from None
        except TimeoutError:
            raise Unreachable("too slow") from None
        except (OSError, EOFError):
            raise Unreachable("no connection") from None
        except (http.client.HTTPException, ValueError):
            raise PageRefused("not HTTP") from None

    def connected(self, target: Target, deadline: Deadline):
        """Return a connection to a checked address of `target`."""
        addresses = [target.host]
        if not target.is_literal:
            addresses = wire.resolved(target.host, self.resolve, deadline)
        # One that is not public speaks against them all.
        if not all(map(self.is_allowed, addresses)):
            raise AddressRefused("not a public address")
        connection = self.dialled(addresses[:ADDRESSES], target.port, deadline)
        if target.scheme == "http":
            return connection
        try:
            connection.settimeout(deadline.left())
            return self.context.wrap_socket(connection, server_hostname=target.host)
        except BaseException:
            connection.close()
            raise

    def dialled(self, addresses: list[str], port: int, deadline: Deadline):
        """Return a connection to the first of `addresses` that takes one."""
        for address in addresses:
            seconds = min(deadline.left(), wire.SECONDS_TO_CONNECT)
            try:
                return self.dial(address, port, seconds)
            except OSError:
                continue
        raise Unreachable("no connection")


def asked(line: Line, target: Target) -> http.client.HTTPResponse:
    """Return the head of the answer to a request for `target`."""
    connection = http.client.HTTPConnection(target.host, target.port)
    # Without it, a lost connection would be made anew, to an unchecked address.
    connection.auto_open = 0
    connection.sock = line
    connection.request("GET", target.path, headers=HEADERS | {"Host": target.authority})
    return connection.getresponse()


def redirected(target: Target, location: str) -> Target:
    """Return where a redirect leads."""
    # http.client takes headers for Latin-1; most are UTF-8.
    text = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    if not text:
        raise PageRefused("redirect to nowhere")
    try:
        return target_of(urljoin(target.url, text.replace(" ", "%20")))
    except ValueError:
        raise AddressRefused("not an address") from None


def fetched(answer: http.client.HTTPResponse, most_bytes: int) -> Fetched:
    """Return the page that an answer holds."""
    if answer.status != 200:
        raise PageRefused(f"status {answer.status}")
    said = answer.headers.get("Content-Type", "")
    mime = said.partition(";")[0].strip().lower()
    if mime not in TYPES:
        raise PageRefused("not a page")
    charset = CHARSET.search(said)
    content = body_of(answer, most_bytes)
    if not content.strip():
        raise PageRefused("empty")
    return Fetched(content, mime, charset[1].lower() if charset else None)
