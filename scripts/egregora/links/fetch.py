"""Fetch a page: every redirect is checked, within a deadline and a size limit.

The checked address is the one that is connected to, not the name that led to it.
"""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

import certifi

from egregora.errors import EgregoraError
from egregora.links.ssrf import (
    AddressRefused,
    PublicAddressCheck,
    Resolver,
    WebAddress,
    parse_web_address,
)

CONNECT_SECONDS = 5


class Unreachable(EgregoraError):
    """There was no answer: no such name, no connection, or not in time."""


class Deadline:
    """When something must have ended.

    Parameters
    ----------
    seconds
        From now.
    """

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises
        ------
        Unreachable
            If none are.
        """
        left = self.at - time.monotonic()
        if left <= 0:
            raise Unreachable("too slow")
        return left


def resolve_with_system(name: str) -> list[str]:
    """Return the addresses of a name, best first; none if it has none."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def resolve_in_time(name: str, resolve, deadline: Deadline) -> list[str]:
    """Return the addresses of a name.

    Raises
    ------
    Unreachable
        If it has none, or the system does not say in time.
    """
    found: list[str] = []
    # The system's own waiting cannot be cut short.
    asking = threading.Thread(target=lambda: found.extend(resolve(name)), daemon=True)
    asking.start()
    asking.join(deadline.left())
    if asking.is_alive():
        raise Unreachable("too slow")
    if not found:
        raise Unreachable("no such name")
    return found


def connect_to_address(address: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to an IP address; no proxy, no name."""
    return socket.create_connection((address, port), timeout=seconds)


def trusted_tls_context() -> ssl.SSLContext:
    """Return what is trusted: the authorities of the system and of Mozilla."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


class DeadlineSocket(io.RawIOBase):
    """A connection as http.client uses it, each wait within one deadline.

    Parameters
    ----------
    connection
        Connected already.
    deadline
        Of everything that is read and written.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self.connection, self.deadline = connection, deadline

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer) -> int:
        """Read what is there, or wait for it until the deadline."""
        self.connection.settimeout(self.deadline.left())
        return self.connection.recv_into(buffer)

    def sendall(self, content: bytes) -> None:
        """Send all of `content`."""
        self.connection.settimeout(self.deadline.left())
        self.connection.sendall(content)

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return what an answer is read from; it outlives this line being closed."""
        return io.BufferedReader(DeadlineSocket(self.connection, self.deadline))


READ_PIECE_BYTES = 16_384
GZIP_WINDOW = 16 + zlib.MAX_WBITS


class Decompressor:
    """Unpacks gzip and deflate piece by piece.

    Parameters
    ----------
    encoding
        As the server names it.
    """

    def __init__(self, encoding: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ValueError("unknown encoding")
        self.encoding = encoding
        self.inflating = zlib.decompressobj(GZIP_WINDOW) if "gzip" in encoding else None

    def pieces(self, piece: bytes, most: int) -> bytes:
        """Return what `piece` unpacks to, at most `most` bytes of it."""
        if self.encoding in ("", "identity"):
            return piece[:most]
        if self.inflating is None:
            # Servers send deflate with and without its wrapper.
            wrapped = len(piece) > 1 and piece[0] & 15 == 8
            wrapped = wrapped and int.from_bytes(piece[:2], "big") % 31 == 0
            self.inflating = zlib.decompressobj(15 if wrapped else -15)
        try:
            return self.inflating.decompress(piece, most)
        except zlib.error:
            raise ValueError("broken encoding") from None

    @property
    def is_done(self) -> bool:
        """Whether the packed content has ended."""
        return self.inflating is not None and self.inflating.eof


def read_limited_body(answer: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """Return the content of an answer, cut off at `most_bytes`.

    Raises
    ------
    ValueError
        If it is packed in an unknown way, or broken.
    """
    packed = answer.headers.get("Content-Encoding", "").strip().lower()
    unpacker = Decompressor(packed)
    content = bytearray()
    for piece in read_pieces(answer, most_bytes):
        left = most_bytes - len(content)
        content += unpacker.pieces(piece, left)
        if len(content) >= most_bytes or unpacker.is_done:
            break
    return bytes(content)


def read_pieces(answer: http.client.HTTPResponse, most_bytes: int) -> Iterator[bytes]:
    """Yield what is sent, at most `most_bytes` of it."""
    left = most_bytes
    while left > 0 and (piece := answer.read(min(READ_PIECE_BYTES, left))):
        left -= len(piece)
        yield piece


MAX_REDIRECTS = 5
MAX_ADDRESSES_TRIED = 3  # of one name that are tried
PAGE_MEDIA_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
CHARSET_PARAMETER = re.compile(
    r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE
)

# No cookie, no referrer, nothing that tells who reads.
REQUEST_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; egregora; reads shared links)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}


class PageRefused(EgregoraError):
    """A server answered, but not with a page."""


@dataclass(frozen=True)
class FetchedPage:
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
        How names become addresses, which of them may be connected to, how, and which
        servers TLS trusts. For the tests, whose servers are on this machine; no
        setting leads here.
    """

    def __init__(
        self,
        *,
        seconds: float = 20,
        most_bytes: int = 2_000_000,
        resolve: Resolver = resolve_with_system,
        is_allowed: Callable[[str], bool] | None = None,
        dial: Callable = connect_to_address,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.seconds, self.most_bytes = seconds, most_bytes
        self.resolve, self.dial = resolve, dial
        self.is_allowed = is_allowed or PublicAddressCheck(resolve)
        if context:
            self.context = context

    @cached_property
    def context(self) -> ssl.SSLContext:
        """What TLS trusts."""
        return trusted_tls_context()

    def page(self, url: str) -> FetchedPage:
        """Return the page at `url`.

        Raises
        ------
        AddressRefused
            If it, or where it redirects to, is not on the public internet.
        Unreachable
            If nobody answers in time.
        PageRefused
            If the answer is not a page.
        """
        deadline = Deadline(self.seconds)
        target = parse_web_address(url)
        for _ in range(MAX_REDIRECTS + 1):
            found = self.hop(target, deadline)
            if isinstance(found, FetchedPage):
                return found
            target = found
        raise PageRefused("too many redirects")

    def hop(self, target: WebAddress, deadline: Deadline) -> FetchedPage | WebAddress:
        """Return the page at `target`, or where it redirects to."""
        try:
            with closing(self.connected(target, deadline)) as connection:
                answer = send_request(DeadlineSocket(connection, deadline), target)
                if answer.status in (301, 302, 303, 307, 308):
                    return redirect_target(target, answer.headers.get("Location", ""))
                return read_response(answer, self.most_bytes)
        except ssl.SSLCertVerificationError:
            raise PageRefused("certificate") from None
        except TimeoutError:
            raise Unreachable("too slow") from None
        except (OSError, EOFError):
            raise Unreachable("no connection") from None
        except (http.client.HTTPException, ValueError):
            raise PageRefused("not HTTP") from None

    def connected(self, target: WebAddress, deadline: Deadline):
        """Return a connection to a checked address of `target`."""
        addresses = [target.host]
        if not target.is_literal:
            addresses = resolve_in_time(target.host, self.resolve, deadline)
        # One that is not public speaks against them all.
        if not all(map(self.is_allowed, addresses)):
            raise AddressRefused("not a public address")
        connection = self.dialled(
            addresses[:MAX_ADDRESSES_TRIED], target.port, deadline
        )
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
            seconds = min(deadline.left(), CONNECT_SECONDS)
            try:
                return self.dial(address, port, seconds)
            except OSError:
                continue
        raise Unreachable("no connection")


def send_request(line: DeadlineSocket, target: WebAddress) -> http.client.HTTPResponse:
    """Return the head of the answer to a request for `target`."""
    connection = http.client.HTTPConnection(target.host, target.port)
    # Without it, a lost connection would be made again, to an unchecked address.
    connection.auto_open = 0
    connection.sock = line
    connection.request(
        "GET", target.path, headers=REQUEST_HEADERS | {"Host": target.authority}
    )
    return connection.getresponse()


def redirect_target(target: WebAddress, location: str) -> WebAddress:
    """Return where a redirect leads."""
    # http.client takes headers for Latin-1; most are UTF-8.
    text = location.encode("latin-1", "replace").decode("utf-8", "replace").strip()
    if not text:
        raise PageRefused("redirect to nowhere")
    try:
        return parse_web_address(urljoin(target.url, text.replace(" ", "%20")))
    except ValueError:
        raise AddressRefused("not an address") from None


def read_response(answer: http.client.HTTPResponse, most_bytes: int) -> FetchedPage:
    """Return the page that an answer holds."""
    if answer.status != 200:
        raise PageRefused(f"status {answer.status}")
    said = answer.headers.get("Content-Type", "")
    mime = said.partition(";")[0].strip().lower()
    if mime not in PAGE_MEDIA_TYPES:
        raise PageRefused("not a page")
    charset = CHARSET_PARAMETER.search(said)
    content = read_limited_body(answer, most_bytes)
    if not content.strip():
        raise PageRefused("empty")
    return FetchedPage(content, mime, charset[1].lower() if charset else None)
