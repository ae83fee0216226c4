"""The provider that talks to any server with OpenAI's API, such as Ollama."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from egregora.digests import canonical
from egregora.errors import AnswerRefused
from egregora.model import http, vectors
from egregora.model.checking import answer_in
from egregora.model.faults import Transient, Unusable
from egregora.model.openai_faults import Misunderstood, code_in, fault_of
from egregora.model.requests import Request
from egregora.model.schemas import COMMON, understood
from egregora.model.telling import data_of

USUAL = "https://api.openai.com/v1"

# How an answer is asked for: servers that refuse one way mostly take a later one.
WAYS = ("json_schema", "json_object", None)

SCHEMA = """\
Answer with one JSON object that fits this JSON schema, and with nothing else:
{schema}"""

REFUSALS = {"length", "content_filter"}
# Some models think aloud, or fence what they write.
AROUND = re.compile(r"\A\s*(?:<think>.*?</think>\s*)?(?:```(?:json)?\s*)?", re.S)
FENCE = re.compile(r"\s*```\s*\Z")


class OpenAI:
    """Makes calls to a server with OpenAI's API, each once.

    Parameters
    ----------
    key
        Secret of the account, if the server wants one; travels in a header only.
    base_url
        Address of the API, where it is not OpenAI's own.
    seconds
        How long the connection may be silent.
    """

    def __init__(self, key: str | None, base_url: str | None, seconds: float):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        address = base_url or USUAL
        self.http = http.connection(address, headers, seconds)
        self.way = 0
        self.understood = False
        self.size: int | None = None

    async def close(self) -> None:
        """End the connection."""
        await self.http.aclose()

    async def generate(self, request: Request, digest: str) -> tuple[dict, dict]:
        """Return the checked answer to a request, and the tokens used."""
        way = self.way
        while True:
            try:
                body = await self.posted(
                    "chat/completions", chat(request, digest, WAYS[way])
                )
            except Misunderstood:
                # Another call may have found the way in the meantime.
                if (self.understood and way >= self.way) or way + 1 == len(WAYS):
                    raise
                way = max(way + 1, self.way)
            else:
                self.way, self.understood = way, True
                return answer_in(text_of(body), request.schema), usage_of(body)

    async def embed(self, texts: Sequence[str], model: str) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        asked = {"model": model, "input": list(texts), "encoding_format": "float"}
        body = await self.posted("embeddings", asked)
        embedded = embeddings_of(body)
        if problem := vectors.problem_of(embedded, len(texts), self.size):
            raise Unusable(problem)
        self.size = len(embedded[0])
        return [vectors.unit(values) for values in embedded]

    async def posted(self, place: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the response to a call; its faults become ours.

        Messages of the server and of the connection are left out: they may quote the
        request. Some servers answer with an error and 200.
        """
        try:
            response = await self.http.post(
                place,
                content=canonical(asked),
                headers={"Content-Type": "application/json"},
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # Resets, closed connections, short bodies.
            raise Transient(type(error).__name__) from None
        body = http.json_of(response.content)
        if not response.is_success:
            raise fault_of(response.status_code, body, response.headers)
        if not isinstance(body, Mapping):
            raise Transient("broken JSON")
        if http.error_in(body) and not body.get("choices"):
            raise fault_of(code_in(body), body, {})
        return body


def chat(request: Request, digest: str, way: str | None) -> dict[str, Any]:
    """Return the body of a call, which asks for the answer in one way."""
    schema = understood(request.schema, COMMON)
    told = SCHEMA.format(schema=canonical(schema).decode("utf-8"))
    asked: dict[str, Any] = {
        "model": request.model,
        "messages": [
            {"role": "system", "content": f"{request.prompt}\n\n{told}"},
            {"role": "user", "content": content_of(request, digest)},
        ],
    }
    if way == "json_schema":
        named = {"name": request.purpose, "strict": True, "schema": schema}
        asked |= dict(request.settings)
        asked["response_format"] = {"type": way, "json_schema": named}
    elif way:
        asked["response_format"] = {"type": way}
    return asked


def content_of(request: Request, digest: str) -> str | list[dict[str, Any]]:
    """Return the data and the pictures of a request, apart from the instructions."""
    data = data_of(request, digest)
    if not request.attachments:
        return data
    parts: list[dict[str, Any]] = [{"type": "text", "text": data}]
    for one in request.attachments:
        content = base64.b64encode(one.path.read_bytes()).decode("ascii")
        url = f"data:{one.mime};base64,{content}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return parts


def text_of(body: Mapping[str, Any]) -> str:
    """Return the text of a response that ended well.

    Raises
    ------
    AnswerRefused
        If the model will not answer this request.
    Unusable
        If there is no text for another reason.
    """
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(message, Mapping):
        raise Unusable("no choice")
    reason = str(choice.get("finish_reason"))[:40]
    if reason in REFUSALS:
        raise AnswerRefused(f"the answer was cut off ({reason})")
    if message.get("refusal"):
        raise AnswerRefused("the model refuses the request")
    text = message.get("content")
    if reason != "stop" or not isinstance(text, str) or not text.strip():
        raise Unusable("no text")
    return FENCE.sub("", AROUND.sub("", text))


def embeddings_of(body: Mapping[str, Any]) -> list[Any]:
    """Return the embeddings in a response, in the order of the texts."""
    data = body.get("data")
    rows = [one for one in data if isinstance(one, Mapping)] if data else []
    places = [one.get("index") for one in rows]
    if sorted(map(str, places)) != sorted(map(str, range(len(rows)))):
        raise Unusable("embeddings out of order")
    return [one.get("embedding") for one in sorted(rows, key=lambda one: one["index"])]


def usage_of(body: Mapping[str, Any]) -> dict[str, int]:
    """Return the tokens that a response cost, as far as it says."""
    used = body.get("usage")
    if not isinstance(used, Mapping):
        return {}
    counts = {"input": "prompt_tokens", "output": "completion_tokens"}
    found = {name: used.get(theirs) for name, theirs in counts.items()}
    return {name: value for name, value in found.items() if isinstance(value, int)}
