"""Chromium for tests, driven through its DevTools protocol on loopback."""

from __future__ import annotations

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import ProxyHandler, build_opener

from websockets.sync.client import connect

from tools.machine import program

CHROMIUM = program("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--no-proxy-server",
]
DEADLINE = 60


class Tab:
    """A page of the browser, with what went wrong on it and what it asked for."""

    def __init__(self, socket: Any):
        self.socket = socket
        self.number = 0
        self.events: list[dict] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict:
        """Send a command and return its result; events are kept."""
        self.number += 1
        self.socket.send(
            json.dumps({"id": self.number, "method": method, "params": params})
        )
        while (message := self.receive()).get("id") != self.number:
            pass
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message["result"]

    def receive(self) -> dict:
        """Return the next message of the browser."""
        message = json.loads(self.socket.recv(timeout=DEADLINE))
        if "method" in message:
            self.events.append(message)
        return message

    def show(self, width: int, height: int = 900, scheme: str = "light") -> None:
        """Set the size of the window and the colours that the reader prefers."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def open(self, address: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.events.clear()
        self.call("Page.navigate", url=address)
        while not self.happened("Page.loadEventFired"):
            self.receive()
        self.evaluate("new Promise(done => setTimeout(done, 50))")

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression; promises are awaited."""
        found = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in found:
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:500])
        return found["result"].get("value")

    def wait_for(self, expression: str) -> Any:
        """Return the value of an expression once it is true."""
        until = time.monotonic() + DEADLINE
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < until, f"never true: {expression}"
        return value

    def happened(self, method: str) -> list[dict]:
        """Return the parameters of the events of one kind."""
        return [one["params"] for one in self.events if one["method"] == method]

    @property
    def complaints(self) -> list[str]:
        """Errors and warnings of the console, and scripts that failed."""
        said = [
            f"{one['type']}: {[arg.get('value') for arg in one['args']]}"
            for one in self.happened("Runtime.consoleAPICalled")
            if one["type"] in {"error", "warning", "assert"}
        ]
        logged = [
            f"{one['entry']['level']}: {one['entry']['text']}"
            for one in self.happened("Log.entryAdded")
            if one["entry"]["level"] in {"error", "warning"}
        ]
        thrown = [str(one) for one in self.happened("Runtime.exceptionThrown")]
        return said + logged + thrown

    @property
    def requested(self) -> list[str]:
        """Addresses that the page asked for, data: and blob: left out."""
        urls = [
            one["request"]["url"] for one in self.happened("Network.requestWillBeSent")
        ]
        return [url for url in urls if not url.startswith(("data:", "blob:"))]

    def picture(self, path: Path) -> None:
        """Save what the whole page looks like, from head to foot."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "scale": 1}
        clip |= {side: size[side] for side in ("width", "height")}
        shot = self.call(
            "Page.captureScreenshot", captureBeyondViewport=True, clip=clip
        )
        path.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def browser(profile: Path) -> Iterator[Tab]:
    """Yield a page of a new browser whose profile is the empty folder `profile`."""
    process = subprocess.Popen(
        [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        port = port_of(profile, process)
        opener = build_opener(ProxyHandler({}))
        with opener.open(
            f"http://127.0.0.1:{port}/json/list", timeout=DEADLINE
        ) as found:
            pages = [one for one in json.load(found) if one["type"] == "page"]
        address = pages[0]["webSocketDebuggerUrl"]
        with connect(address, max_size=None, proxy=None) as socket:
            yield Tab(socket)
    finally:
        process.terminate()
        process.wait(timeout=DEADLINE)


def port_of(profile: Path, process: subprocess.Popen) -> int:
    """Return the port on which the browser listens, once it does."""
    told = profile / "DevToolsActivePort"
    until = time.monotonic() + DEADLINE
    while not (told.exists() and told.read_text().count("\n")):
        assert process.poll() is None, "the browser ended"
        assert time.monotonic() < until, "the browser does not listen"
        time.sleep(0.05)
    return int(told.read_text().split("\n")[0])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yield the address at which `folder` is served, as a static host would."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
