"""A connection to an address that was checked, within a deadline."""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time

import certifi

from egregora.errors import EgregoraError

SECONDS_TO_CONNECT = 5


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


def system_resolve(name: str) -> list[str]:
    """Return the addresses of a name, best first; none if it has none."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def resolved(name: str, resolve, deadline: Deadline) -> list[str]:
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


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to an IP address; no proxy, no name."""
    return socket.create_connection((address, port), timeout=seconds)


def trusting() -> ssl.SSLContext:
    """Return what is trusted: the authorities of the system and of Mozilla."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context


class Line(io.RawIOBase):
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
        return io.BufferedReader(Line(self.connection, self.deadline))
