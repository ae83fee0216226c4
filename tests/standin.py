"""A stand-in for the Gemini API on loopback: real HTTP, invented answers.

It speaks generateContent with a JSON schema and batchEmbedContents, checks the key,
records every request, and fails on demand. An answer depends on the request alone.

    with StandIn() as server:
        ...  # environment: server.environment

    python tests/standin.py --port 8765
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import re
import select
import socket
import struct
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from PIL import Image, PngImagePlugin

from invented import answer_to, hashed, vector_of
from standin_batches import BatchSpeaking, Desk

KEY = "canary-key-of-the-stand-in"
COMMENT = "canary-comment-of-a-picture"  # what no published picture may hold

# Faults that pass when the call is made again.
TRANSIENT = (
    *("429", "busy", "500", "503", "reset", "short"),
    *("truncated", "empty", "vectors"),
)
# Those that do not, and those that need a deadline.
PERMANENT = ("quota", "safety", "blocked", "max_tokens", "bad_request", "no_model")
SLOW = ("hang", "drip")


@dataclass
class Seen:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    body: str
    purpose: str  # first line of the instructions, or `embed`
    at: float = 0.0  # when it arrived, by time.monotonic
    fault: str | None = None


class StandIn:
    """The server, in a thread, from the beginning of a with-block to its end.

    Parameters
    ----------
    rate
        Share of the requests that fail, with one of `kinds`.
    kinds
        Faults for `rate`.
    retry_after
        Seconds that a 429 and a 503 ask to wait.
    latency
        Seconds before each answer of a model; others come ten times sooner.
    port
        Where to listen; 0 for any free port.
    choose
        Takes a request as it was seen and returns its fault, or None.
    hold
        Takes a request as it was seen, and returns once it may be answered.

    Attributes
    ----------
    lists_models
        Whether it tells what models there are.
    looks
        How often it was asked to.
    """

    def __init__(
        self,
        rate=0.0,
        kinds=TRANSIENT,
        retry_after=0.02,
        latency=0,
        port=0,
        choose=None,
        hold=None,
    ):
        self.rate, self.kinds, self.retry_after = rate, kinds, retry_after
        self.latency, self.choose, self.hold = latency, choose, hold
        self.desk = Desk()
        self.under_way = self.most_under_way = 0
        self.seen: list[Seen] = []
        self.lists_models, self.looks = True, 0
        self.queued: deque[str | None] = deque()
        self.always: str | None = None
        self.tries: Counter[str] = Counter()
        self.succeeded: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.http = Server(("127.0.0.1", port), self.handler)
        self.http.standin = self
        self.thread = threading.Thread(
            target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def handler(self):
        """What speaks the protocol."""
        return Handler

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a run needs to talk to this server."""
        return {
            "GEMINI_API_KEY": KEY,
            "GOOGLE_API_KEY": "",
            "GOOGLE_GEMINI_BASE_URL": self.url,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    @property
    def counts(self) -> Counter[str]:
        """Requests per purpose."""
        return Counter(one.purpose for one in self.seen)

    def fail(self, *faults: str | None) -> None:
        """Let the next requests fail so, in this order; None lets one pass."""
        self.queued.extend(faults)

    def fault_of(self, seen: Seen) -> str | None:
        """Return how this request is to fail, the same for equal requests and tries."""
        digest = hashlib.sha256(seen.body.encode()).hexdigest()
        self.tries[digest] += 1
        if self.always:
            return self.always
        if self.queued:
            return self.queued.popleft()
        if self.choose:
            return self.choose(seen)
        lot = hashed(f"{digest} {self.tries[digest]}")
        if lot % 10_000 >= self.rate * 10_000:
            return None
        return self.kinds[lot // 10_000 % len(self.kinds)]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.stopping.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server(monkeypatch):
    """A stand-in that the environment names."""
    with StandIn() as standin:
        for name, value in standin.environment.items():
            monkeypatch.setenv(name, value)
        yield standin


class Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """Clients that hang up are part of the game."""


class Speaking(BaseHTTPRequestHandler):
    """What all protocols have in common: records, and faults of the connection.

    A protocol adds `purpose`, `is_known`, `answer_for`, `refuse_key` and `error`.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        """Say nothing: requests are recorded."""

    def do_POST(self):
        self.do()

    def do_GET(self):
        self.do()

    def do_DELETE(self):
        self.do()

    def do(self):
        standin = self.server.standin
        with standin.lock:
            standin.under_way += 1
            standin.most_under_way = max(standin.most_under_way, standin.under_way)
        try:
            self.respond(standin)
        finally:
            with standin.lock:
                standin.under_way -= 1

    def respond(self, standin):
        length = int(self.headers.get("Content-Length", 0))
        text = self.rfile.read(length).decode("utf-8")
        body = self.body_of(text)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.path, headers, text, self.purpose(body), time.monotonic())
        with standin.lock:
            standin.seen.append(seen)
            seen.fault = standin.fault_of(seen)
        standin.stopping.wait(standin.latency)
        if standin.hold:
            standin.hold(seen)
        if not self.is_known():
            return self.refuse_key()
        healthy, answer = (self.answer_for(body, one) for one in (None, seen.fault))
        if answer is None:
            return self.error(404, "NOT_FOUND")
        if fail := getattr(self, f"fail_{seen.fault}", None):
            return fail(answer)
        if answer == healthy and not self.has_hung_up():
            with standin.lock:
                standin.succeeded[self.path + text] += 1
        return self.answer(200, answer)

    def body_of(self, text):
        return json.loads(text)

    def has_hung_up(self):
        """Return whether nobody waits for the answer any more."""
        ready, _, _ = select.select([self.connection], [], [], 0)
        return bool(ready) and not self.connection.recv(1, socket.MSG_PEEK)

    def answer(self, status, value, headers=()):
        content = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(content)))
        for name, told in headers:
            self.send_header(name, told)
        self.end_headers()
        self.wfile.write(content)

    def fail_500(self, answer):
        self.error(500, "INTERNAL")

    def fail_503(self, answer):
        seconds = self.server.standin.retry_after
        self.error(503, "UNAVAILABLE", headers=[("Retry-After", str(seconds))])

    def fail_bad_request(self, answer):
        self.error(400, "INVALID_ARGUMENT")

    def fail_no_model(self, answer):
        self.error(404, "NOT_FOUND")

    def fail_reset(self, answer):
        self.connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.close_connection = True
        self.connection.close()

    def fail_short(self, answer):
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True

    def fail_hang(self, answer):
        self.server.standin.stopping.wait(30)
        self.close_connection = True

    def fail_drip(self, answer):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.server.standin.stopping.wait(0.02):
            self.wfile.write(b" ")


class Handler(BatchSpeaking, Speaking):
    """Gemini's protocol."""

    def respond(self, standin):
        if urlsplit(self.path).path == "/v1beta/models":
            self.list_models(standin)
        else:
            super().respond(standin)

    def list_models(self, standin):
        with standin.lock:
            standin.looks += 1
        standin.stopping.wait(standin.latency / 10)
        models = {"models": [{"name": "models/gemini-flash-latest"}]}
        if not self.is_known():
            self.refuse_key()
        elif not standin.lists_models:
            self.error(404, "NOT_FOUND")
        elif fail := getattr(self, f"fail_{standin.always}", None):
            fail(models)
        else:
            self.answer(200, models)

    def purpose(self, body):
        if batch := self.batch_purpose():
            return batch
        if not self.path.endswith("generateContent"):
            return "embed"
        # Models that paint have their instructions before the data.
        apart = either(body, "systemInstruction") or body["contents"][0]
        instructions = texts_of(apart)
        return instructions.strip().split("\n")[0].strip("# ")

    def is_known(self):
        # Files are sent to an address that is a secret itself.
        is_upload = self.batch_purpose() == "batch upload"
        return is_upload or self.headers.get("x-goog-api-key") == KEY

    def refuse_key(self):
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo"}
        info["reason"] = "API_KEY_INVALID"
        self.error(400, "INVALID_ARGUMENT", [info])

    def answer_for(self, body, fault):
        if self.batch_purpose():
            return self.batch_answer(body, generated)
        if self.path.endswith(":generateContent"):
            return generated(body, fault)
        if self.path.endswith(":batchEmbedContents"):
            return embedded(body, fault)
        return None

    def error(self, status, name, details=(), headers=()):
        told = {"code": status, "message": "as asked", "status": name}
        self.answer(status, {"error": {**told, "details": list(details)}}, headers)

    def fail_429(self, answer):
        seconds = self.server.standin.retry_after
        self.error(429, "RESOURCE_EXHAUSTED", headers=[("Retry-After", str(seconds))])

    def fail_busy(self, answer):
        seconds = self.server.standin.retry_after
        info = {"@type": "type.googleapis.com/google.rpc.RetryInfo"}
        info["retryDelay"] = f"{seconds}s"
        self.error(429, "RESOURCE_EXHAUSTED", [info])

    def fail_quota(self, answer):
        quota = "GenerateRequestsPerDayPerProjectPerModel-FreeTier"
        failure = {"@type": "type.googleapis.com/google.rpc.QuotaFailure"}
        failure["violations"] = [{"quotaId": quota, "quotaValue": "20"}]
        info = {"@type": "type.googleapis.com/google.rpc.RetryInfo"}
        info["retryDelay"] = "0.01s"
        self.error(429, "RESOURCE_EXHAUSTED", [failure, info])


def generated(body, fault):
    """Return a response to generateContent."""
    config = either(body, "generationConfig")
    schema = either(config, "responseJsonSchema") or either(config, "responseSchema")
    texts = "\n".join(texts_of(content) for content in body["contents"])
    paints = "IMAGE" in (either(config, "responseModalities") or ())
    text = json.dumps({} if paints else answer_to(schema, texts), ensure_ascii=False)
    if fault == "blocked":
        return {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}
    if fault == "empty":
        return {"usageMetadata": {"promptTokenCount": 10}}
    if fault == "truncated":
        text = text[: len(text) // 2]
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    candidate["finishReason"] = "STOP"
    if paints and fault != "truncated":
        shown = {"mimeType": "image/png", "data": picture_of(texts)}
        candidate["content"]["parts"].append({"inlineData": shown})
    if fault == "max_tokens":
        candidate |= {"finishReason": "MAX_TOKENS"}
    if fault == "safety":
        candidate = {"finishReason": "SAFETY", "index": 0}
    used = {"promptTokenCount": 100, "candidatesTokenCount": len(text) // 4}
    return {"candidates": [candidate], "usageMetadata": used}


def picture_of(texts):
    """Return a picture that depends on the texts alone, as base64."""
    shade = hashlib.sha256(texts.encode()).digest()
    kept = io.BytesIO()
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", COMMENT)
    Image.new("RGB", (640, 360), tuple(shade[:3])).save(kept, "PNG", pnginfo=comment)
    return base64.b64encode(kept.getvalue()).decode()


def embedded(body, fault):
    """Return a response to batchEmbedContents."""
    vectors = []
    for one in body["requests"]:
        size = either(one, "outputDimensionality") or 64
        vectors.append({"values": vector_of(texts_of(one["content"]), size)})
    if fault in ("vectors", "truncated"):
        vectors[-1]["values"].pop()
    if fault == "empty":
        vectors.pop()
    return {"embeddings": vectors}


def texts_of(content):
    """Return the texts of a content, without its files."""
    return "\n".join(one["text"] for one in (content or {})["parts"] if "text" in one)


def either(value, name):
    """Return the field `name`, in camelCase or in snake_case."""
    snake = re.sub(r"[A-Z]", lambda one: f"_{one[0].lower()}", name)
    return (value or {}).get(name, (value or {}).get(snake))


def main(kind=StandIn):
    parser = argparse.ArgumentParser(description="Stand in for a provider of models.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--rate", type=float, default=0.0, help="share that fails")
    given = parser.parse_args()
    with kind(rate=given.rate, latency=given.latency, port=given.port) as server:
        for name, value in server.environment.items():
            print(f"export {name}={value}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
