"""A stand-in for a server with OpenAI's API, such as Ollama, on loopback.

It speaks /v1/chat/completions with response_format and /v1/embeddings, and shares
records and faults with the stand-in for Gemini.

    python tests/standin_openai.py --port 11434
"""

from __future__ import annotations

import json

import pytest

from invented import answer_to, vector_of
from standin import KEY, Speaking, StandIn, main

SIZE = 384


class OpenAIStandIn(StandIn):
    """The server; see `StandIn`.

    Parameters
    ----------
    key
        What it wants in the header; None for any or none, as a local server.
    refuses
        Kinds of response_format that it does not know.
    around
        What stands before and after the JSON of an answer.
    """

    def __init__(self, key=KEY, refuses=(), around=("", ""), **given):
        super().__init__(**given)
        self.key, self.refuses, self.around = key, refuses, around

    @property
    def handler(self):
        return OpenAIHandler

    @property
    def url(self):
        return f"{super().url}/v1"

    @property
    def environment(self):
        return {
            "OPENAI_API_KEY": self.key or "",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    @property
    def settings(self):
        """Settings under `model` that a blog needs to talk to this server."""
        roles = dict.fromkeys(("writer", "enricher", "judge"), "llama")
        given = {"provider": "openai", "base_url": self.url, "embedder": "nomic"}
        return roles | given


@pytest.fixture
def local(monkeypatch):
    """A stand-in that wants no key."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with OpenAIStandIn(key=None) as standin:
        yield standin


class OpenAIHandler(Speaking):
    """OpenAI's protocol."""

    def purpose(self, body):
        if not self.path.endswith("chat/completions"):
            return "embed"
        return body["messages"][0]["content"].strip().split("\n")[0].strip("# ")

    def is_known(self):
        key = self.server.standin.key
        return key is None or self.headers.get("Authorization") == f"Bearer {key}"

    def refuse_key(self):
        self.error(401, "invalid_api_key")

    def answer_for(self, body, fault):
        if self.path == "/v1/chat/completions":
            return completed(body, fault, self.server.standin.around)
        if self.path == "/v1/embeddings":
            return embedded(body, fault)
        return None

    def error(self, status, name, headers=()):
        told = {"message": "as asked", "type": "server_error", "code": name}
        self.answer(status, {"error": told}, headers)

    def answer(self, status, value, headers=()):
        shape = value.pop("asked", None)
        if shape in self.server.standin.refuses:
            return self.error(400, "unsupported_format")
        return super().answer(status, value, headers)

    def fail_429(self, answer):
        seconds = self.server.standin.retry_after
        self.error(429, "rate_limit_exceeded", [("Retry-After", str(seconds))])

    def fail_busy(self, answer):
        told = str(self.server.standin.retry_after * 1000)
        self.error(429, "rate_limit_exceeded", [("Retry-After-Ms", told)])

    def fail_quota(self, answer):
        self.error(429, "insufficient_quota")

    def fail_too_long(self, answer):
        self.error(400, "context_length_exceeded")


def completed(body, fault, around):
    """Return a response to chat/completions."""
    instructions, question = body["messages"]
    told = question["content"]
    if isinstance(told, list):
        told = "\n".join(one["text"] for one in told if one["type"] == "text")
    schema = json.loads(instructions["content"].splitlines()[-1])
    text = json.dumps(answer_to(schema, told), ensure_ascii=False)
    shape = body.get("response_format", {}).get("type")
    if fault == "truncated":
        text = text[: len(text) // 2]
    message = {"role": "assistant", "content": text.join(around)}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    if fault == "safety":
        message["content"], message["refusal"] = None, "I will not"
    if fault == "blocked":
        choice["finish_reason"] = "content_filter"
    if fault == "max_tokens":
        choice["finish_reason"] = "length"
    used = {"prompt_tokens": 100, "completion_tokens": len(text) // 4}
    choices = [] if fault == "empty" else [choice]
    return {"choices": choices, "usage": used, "asked": shape}


def embedded(body, fault):
    """Return a response to embeddings, in the reverse order of the texts."""
    data = [
        {"index": place, "embedding": vector_of(text, SIZE)}
        for place, text in enumerate(body["input"])
    ]
    if fault in ("vectors", "truncated"):
        data[-1]["embedding"].pop()
    if fault == "empty":
        data.pop()
    return {"data": data[::-1]}


if __name__ == "__main__":
    main(OpenAIStandIn)
