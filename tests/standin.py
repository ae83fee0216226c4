"""A stand-in for the Gemini API on loopback: real HTTP, invented answers.

It speaks generateContent with a JSON schema and batchEmbedContents, checks the key,
records every request, and fails on demand. An answer depends on the request alone.

    with StandIn() as server:
        ...  # environment: server.environment

    python tests/standin.py --port 8765
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import socket
import struct
import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

KEY = "canary-key-of-the-stand-in"

# Faults that pass when the call is made again.
TRANSIENT = ("429", "500", "503", "reset", "short", "truncated", "empty", "vectors")
# Those that do not, and those that need a deadline.
PERMANENT = ("quota", "safety", "blocked", "max_tokens", "bad_request", "no_model")
SLOW = ("hang", "drip")


@dataclass
class Seen:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    body: str
    fault: str | None = None

    @property
    def purpose(self) -> str:
        """First line of the instructions, or `embed`."""
        if not self.path.endswith("generateContent"):
            return "embed"
        instructions = texts_of(either(json.loads(self.body), "systemInstruction"))
        return instructions.strip().split("\n")[0].strip("# ")


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
        Seconds before each answer.
    port
        Where to listen; 0 for any free port.
    """

    def __init__(self, rate=0.0, kinds=TRANSIENT, retry_after=0.02, latency=0, port=0):
        self.rate, self.kinds, self.retry_after = rate, kinds, retry_after
        self.latency = latency
        self.under_way = self.most_under_way = 0
        self.seen: list[Seen] = []
        self.queued: deque[str | None] = deque()
        self.always: str | None = None
        self.tries: Counter[str] = Counter()
        self.succeeded: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.http = Server(("127.0.0.1", port), Handler)
        self.http.standin = self
        self.thread = threading.Thread(
            target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

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

    def fault_of(self, body: str) -> str | None:
        """Return how this request is to fail, the same for equal requests and tries."""
        digest = hashlib.sha256(body.encode()).hexdigest()
        self.tries[digest] += 1
        if self.always:
            return self.always
        if self.queued:
            return self.queued.popleft()
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


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        """Say nothing: requests are recorded."""

    def do_POST(self):
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
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        seen = Seen(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        with standin.lock:
            standin.seen.append(seen)
            seen.fault = standin.fault_of(body)
        standin.stopping.wait(standin.latency)
        if self.headers.get("x-goog-api-key") != KEY:
            info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo"}
            info["reason"] = "API_KEY_INVALID"
            return self.error(400, "INVALID_ARGUMENT", [info])
        if self.path.endswith(":generateContent"):
            healthy, answer = (
                generated(json.loads(body), f) for f in (None, seen.fault)
            )
        elif self.path.endswith(":batchEmbedContents"):
            healthy, answer = (
                embedded(json.loads(body), f) for f in (None, seen.fault)
            )
        else:
            return self.error(404, "NOT_FOUND")
        if fail := getattr(self, f"fail_{seen.fault}", None):
            return fail(answer)
        if answer == healthy:
            with standin.lock:
                standin.succeeded[self.path + body] += 1
        return self.answer(200, answer)

    def answer(self, status, value, headers=()):
        content = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(content)))
        for name, told in headers:
            self.send_header(name, told)
        self.end_headers()
        self.wfile.write(content)

    def error(self, status, name, details=(), headers=()):
        told = {"code": status, "message": "as asked", "status": name}
        self.answer(status, {"error": {**told, "details": list(details)}}, headers)

    def fail_429(self, answer):
        seconds = self.server.standin.retry_after
        info = {"@type": "type.googleapis.com/google.rpc.RetryInfo"}
        info["retryDelay"] = f"{seconds}s"
        self.error(429, "RESOURCE_EXHAUSTED", [info])

    def fail_500(self, answer):
        self.error(500, "INTERNAL")

    def fail_503(self, answer):
        seconds = self.server.standin.retry_after
        self.error(503, "UNAVAILABLE", headers=[("Retry-After", str(seconds))])

    def fail_quota(self, answer):
        quota = "GenerateRequestsPerDayPerProjectPerModel-FreeTier"
        failure = {"@type": "type.googleapis.com/google.rpc.QuotaFailure"}
        failure["violations"] = [{"quotaId": quota, "quotaValue": "20"}]
        info = {"@type": "type.googleapis.com/google.rpc.RetryInfo"}
        info["retryDelay"] = "0.01s"
        self.error(429, "RESOURCE_EXHAUSTED", [failure, info])

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


def generated(body, fault):
    """Return a response to generateContent."""
    text = json.dumps(answer_to(body), ensure_ascii=False)
    if fault == "blocked":
        return {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}
    if fault == "empty":
        return {"usageMetadata": {"promptTokenCount": 10}}
    if fault == "truncated":
        text = text[: len(text) // 2]
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    candidate["finishReason"] = "STOP"
    if fault == "max_tokens":
        candidate |= {"finishReason": "MAX_TOKENS"}
    if fault == "safety":
        candidate = {"finishReason": "SAFETY", "index": 0}
    used = {"promptTokenCount": 100, "candidatesTokenCount": len(text) // 4}
    return {"candidates": [candidate], "usageMetadata": used}


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


def vector_of(text, size):
    """Return hashed words at length 1: texts with common words are near."""
    values = [0.0] * size
    for word in re.findall(r"\w+", text.casefold()) or ["nothing"]:
        values[hashed(word) % size] += 1.0
    length = math.sqrt(math.fsum(one * one for one in values))
    return [round(one / length, 6) for one in values]


@dataclass
class Material:
    """What an answer is made of."""

    seed: str
    sentences: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def answer_to(body):
    """Return an answer that fits the schema of a request, made of its data."""
    config = either(body, "generationConfig")
    schema = either(config, "responseJsonSchema") or either(config, "responseSchema")
    texts = "\n".join(texts_of(content) for content in body["contents"])
    material = Material(seed=texts)
    for value, name in leaves(data_in(texts)):
        if name in ("id", "message_id"):
            material.ids.append(value)
        elif len(value.split()) >= 3 and not re.fullmatch(r"[\W\d]+", value):
            material.sentences.append(" ".join(value.split()))
    return made(schema, material, "answer", schema)


def data_in(text):
    """Return the JSON value between the two marks of a request."""
    found = re.search(r"^(=== \w+ ===)\n(.*)\n\1$", text, re.S | re.M)
    return json.loads(found[2]) if found else text


def leaves(value, name=""):
    """Yield each text of a JSON value with the name that it stands under."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    elif isinstance(value, str):
        yield value, name


def made(schema, material, name, root):
    """Return a value that fits `schema`."""
    if "$ref" in schema:
        return made(root["$defs"][schema["$ref"].split("/")[-1]], material, name, root)
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return made(schema[choice][0], material, name, root)
    lot = hashed(f"{material.seed} {name}")
    if "enum" in schema:
        return schema["enum"][lot % len(schema["enum"])]
    kind = schema.get("type", "object")
    kind = (kind[0] if isinstance(kind, list) else kind).lower()
    if kind == "object":
        parts = schema.get("properties", {})
        return {one: made(parts[one], material, one, root) for one in parts}
    if kind == "array":
        count = max(schema.get("minItems", 0), min(3, schema.get("maxItems", 3)))
        items = schema.get("items", {"type": "string"})
        found = [made(items, material, f"{name} {n}", root) for n in range(count)]
        return [one for n, one in enumerate(found) if one not in found[:n]] or found
    if kind in ("integer", "number"):
        low = schema.get("minimum", 0)
        return low + lot % max(1, int(schema.get("maximum", low + 1) - low) + 1)
    if kind == "boolean":
        return False
    return None if kind == "null" else text_for(schema, material, name, lot)


def text_for(schema, material, name, lot):
    """Return a text as long as its name suggests, out of the sentences of the data."""
    sentences = material.sentences or ["Nothing was said"]
    short = name.split()[0]
    if re.search(r"(^|_)ids?$", short) and material.ids:
        return material.ids[lot % len(material.ids)]
    if short in ("tag", "tags"):
        words = re.findall(r"[^\W\d_]{4,}", " ".join(sentences)) or ["chat"]
        text = words[lot % len(words)].lower()
    elif short in ("body", "text", "markdown", "portrait"):
        chosen = [sentences[(lot + n) % len(sentences)] for n in range(6)]
        text = "\n\n".join(dict.fromkeys(chosen))
    else:
        words = sentences[lot % len(sentences)].split()
        text = " ".join(words[: 8 if short == "title" else 30])
    longest = schema.get("maxLength", 5000)
    return text[:longest].ljust(schema.get("minLength", 0), ".")


def texts_of(content):
    """Return the texts of a content, without its files."""
    return "\n".join(one["text"] for one in (content or {})["parts"] if "text" in one)


def either(value, name):
    """Return the field `name`, in camelCase or in snake_case."""
    snake = re.sub(r"[A-Z]", lambda one: f"_{one[0].lower()}", name)
    return (value or {}).get(name, (value or {}).get(snake))


def hashed(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def main():
    parser = argparse.ArgumentParser(description="Stand in for the Gemini API.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--rate", type=float, default=0.0, help="share that fails")
    given = parser.parse_args()
    with StandIn(rate=given.rate, latency=given.latency, port=given.port) as server:
        for name, value in server.environment.items():
            print(f"export {name}={value}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
