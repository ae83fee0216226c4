"""A server on this machine that counts who connects and answers as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


def answer(body=b"", status="200 OK", mime="text/html; charset=utf-8", **headers):
    """Return an HTTP answer as bytes."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if mime:
        named["Content-Type"] = mime
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


class Loopback:
    """What listens on every address of this machine, on one free port.

    Attributes
    ----------
    asked
        The requests, in the order of their coming.
    connections
        How many connections there were.
    """

    def __init__(self, say: Callable[[bytes], object], context=None) -> None:
        self.say, self.context = say, context
        self.asked: list[bytes] = []
        self.connections = 0
        self.names: list[str | None] = []
        self.listeners = [socket.create_server(("0.0.0.0", 0), backlog=256)]
        self.port = self.listeners[0].getsockname()[1]
        with suppress(OSError):
            self.listeners.append(
                socket.create_server(
                    ("::", self.port), family=socket.AF_INET6, backlog=256
                )
            )
        self.serving = [
            threading.Thread(target=self.serve, args=(one,), daemon=True)
            for one in self.listeners
        ]
        for thread in self.serving:
            thread.start()

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                self.connections += 1
                threading.Thread(
                    target=self.talk, args=(connection,), daemon=True
                ).start()

    def talk(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    if not (more := connection.recv(65536)):
                        return
                    request += more
                self.asked.append(request)
                said = self.say(request)
                for piece in [said] if isinstance(said, bytes) else said:
                    connection.sendall(piece)

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        """Connect to `address` on the port of this server, whatever was asked."""
        return socket.create_connection((address, self.port), timeout=seconds)

    def close(self) -> None:
        for listener in self.listeners:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


@contextmanager
def loopback(
    say: Callable[[bytes], object] | bytes, context=None
) -> Iterator[Loopback]:
    """Yield a server that answers each request with `say(request)`."""
    server = Loopback((lambda _: say) if isinstance(say, bytes) else say, context)
    try:
        yield server
    finally:
        server.close()
