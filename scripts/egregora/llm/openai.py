"""The provider for servers with OpenAI's API, such as Ollama."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from egregora.errors import AnswerRefused
from egregora.files import canonical_json
from egregora.llm import payloads, transport
from egregora.llm.transport import data_as_text, error_in_body, parse_seconds
from egregora.llm.types import (
    BadKey,
    ProviderUnavailable,
    RateLimited,
    Request,
    TransientError,
    UnusableAnswer,
)
from egregora.llm.validation import COMMON_KEYWORDS, keep_keywords, parse_answer

BAD_OPENAI_KEY = "OPENAI_API_KEY: the provider refuses this key ({code}); set it anew"
CONTEXT_TOO_LONG = "context_length_exceeded"
CREDIT_ERRORS = {
    "insufficient_quota",
    "billing_hard_limit_reached",
    "billing_not_active",
}
MODERATION_ERRORS = {"content_filter", "content_policy_violation", "moderation_blocked"}


class UnsupportedFormat(AnswerRefused):
    """The server refuses a request as it is put; it may take it put otherwise."""


def openai_fault(code: int, body: Any, headers: Mapping[str, str]) -> Exception:
    """Return the fault that an error is, without any of its text.

    Parameters
    ----------
    code
        Status of the response, or the code of an error within one.
    body
        What came, as JSON or text.
    headers
        Of the response.
    """
    kinds = kinds_of_error(body)
    if kinds & MODERATION_ERRORS or (code == 403 and is_about_content(body)):
        return AnswerRefused(f"the request was blocked ({code})")
    if code in (401, 403):
        return BadKey(BAD_OPENAI_KEY.format(code=code))
    if code == 402 or kinds & CREDIT_ERRORS:
        return ProviderUnavailable(f"the credit is used up ({code}); run again later")
    if code == 404:
        return ProviderUnavailable(
            f"the server does not know the address or the model ({code}); mend "
            "model.base_url, which mostly ends in /v1, or the model's name under model "
            "in config.yaml"
        )
    if code == 429:
        return RateLimited(str(code), wait=openai_retry_delay(headers))
    if code in (408, 409, 425) or code >= 500:
        return TransientError(str(code), wait=openai_retry_delay(headers))
    if CONTEXT_TOO_LONG in kinds or code == 413:
        return AnswerRefused(
            f"longer than the model reads ({code}); lower model.max_input_tokens"
        )
    if code < 400:
        return ProviderUnavailable(
            f"model.base_url leads elsewhere ({code}); write the address it leads to"
        )
    if code in (400, 422):
        return UnsupportedFormat(f"the provider refuses the request ({code})")
    return AnswerRefused(f"the provider refuses the request ({code})")


def code_of_error(body: Any) -> int:
    """Return the code of the error that a body holds."""
    code = error_in_body(body).get("code")
    return code if isinstance(code, int) and code >= 400 else 500


def kinds_of_error(body: Any) -> set[str]:
    """Return how an error calls itself."""
    error = error_in_body(body)
    return {str(error.get(name)) for name in ("code", "type")}


def is_about_content(body: Any) -> bool:
    """Return whether a 403 is about the content rather than the key."""
    details = error_in_body(body).get("metadata")
    return isinstance(details, Mapping) and bool(details.get("reasons"))


def openai_retry_delay(headers: Mapping[str, str]) -> float:
    """Return how long the server asks to wait."""
    told = parse_seconds(headers.get("retry-after-ms", "")) / 1000
    return max(told, parse_seconds(headers.get("retry-after", "")))


OPENAI_ADDRESS = "https://api.openai.com/v1"

# How an answer is asked for: servers that refuse one way mostly take a later one.
ANSWER_FORMATS = ("json_schema", "json_object", None)

SCHEMA_INSTRUCTIONS = """\
Answer with one JSON object that fits this JSON schema, and with nothing else:
{schema}"""

OPENAI_REFUSALS = {"length", "content_filter"}
# Some models think aloud, or fence what they write.
THOUGHTS_AND_FENCE = re.compile(
    r"\A\s*(?:<think>.*?</think>\s*)?(?:```(?:json)?\s*)?", re.S
)
CLOSING_FENCE = re.compile(r"\s*```\s*\Z")


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
        address = base_url or OPENAI_ADDRESS
        self.http = transport.http_client(address, headers, seconds)
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
                    "chat/completions",
                    body_of_request(request, digest, ANSWER_FORMATS[way]),
                )
            except UnsupportedFormat:
                # Another call may have found the way in the meantime.
                if (self.understood and way >= self.way) or way + 1 == len(
                    ANSWER_FORMATS
                ):
                    raise
                way = max(way + 1, self.way)
            else:
                self.way, self.understood = way, True
                return parse_answer(
                    text_of_response(body), request.schema
                ), openai_usage(body)

    async def embed(self, texts: Sequence[str], model: str) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        asked = {"model": model, "input": list(texts), "encoding_format": "float"}
        body = await self.posted("embeddings", asked)
        embedded = embeddings_in_response(body)
        if problem := payloads.find_embedding_fault(embedded, len(texts), self.size):
            raise UnusableAnswer(problem)
        self.size = len(embedded[0])
        return [payloads.normalize_vector(values) for values in embedded]

    async def posted(self, place: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the response to a call; its faults become ours.

        Messages of the server and of the connection are left out: they may quote the
        request. Some servers answer with an error and 200.
        """
        try:
            response = await self.http.post(
                place,
                content=canonical_json(asked),
                headers={"Content-Type": "application/json"},
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # Resets, closed connections, short bodies.
            raise TransientError(type(error).__name__) from None
        body = transport.parse_json(response.content)
        if not response.is_success:
            raise openai_fault(response.status_code, body, response.headers)
        if not isinstance(body, Mapping):
            raise TransientError("broken JSON")
        if transport.error_in_body(body) and not body.get("choices"):
            raise openai_fault(code_of_error(body), body, {})
        return body


def body_of_request(request: Request, digest: str, way: str | None) -> dict[str, Any]:
    """Return the body of a call, which asks for the answer in one way."""
    schema = keep_keywords(request.schema, COMMON_KEYWORDS)
    told = SCHEMA_INSTRUCTIONS.format(schema=canonical_json(schema).decode("utf-8"))
    asked: dict[str, Any] = {
        "model": request.model,
        "messages": [
            {"role": "system", "content": f"{request.prompt}\n\n{told}"},
            {"role": "user", "content": content_of_request(request, digest)},
        ],
    }
    if way == "json_schema":
        named = {"name": request.purpose, "strict": True, "schema": schema}
        asked |= dict(request.settings)
        asked["response_format"] = {"type": way, "json_schema": named}
    elif way:
        asked["response_format"] = {"type": way}
    return asked


def content_of_request(request: Request, digest: str) -> str | list[dict[str, Any]]:
    """Return the data and the pictures of a request, apart from the instructions."""
    data = data_as_text(request, digest)
    if not request.attachments:
        return data
    parts: list[dict[str, Any]] = [{"type": "text", "text": data}]
    for one in request.attachments:
        content = base64.b64encode(one.path.read_bytes()).decode("ascii")
        url = f"data:{one.mime};base64,{content}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return parts


def text_of_response(body: Mapping[str, Any]) -> str:
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
        raise UnusableAnswer("no choice")
    reason = str(choice.get("finish_reason"))[:40]
    if reason in OPENAI_REFUSALS:
        raise AnswerRefused(f"the answer was cut off ({reason})")
    if message.get("refusal"):
        raise AnswerRefused("the model refuses the request")
    text = message.get("content")
    if reason != "stop" or not isinstance(text, str) or not text.strip():
        raise UnusableAnswer("no text")
    return CLOSING_FENCE.sub("", THOUGHTS_AND_FENCE.sub("", text))


def embeddings_in_response(body: Mapping[str, Any]) -> list[Any]:
    """Return the embeddings in a response, in the order of the texts."""
    data = body.get("data")
    rows = [one for one in data if isinstance(one, Mapping)] if data else []
    places = [one.get("index") for one in rows]
    if sorted(map(str, places)) != sorted(map(str, range(len(rows)))):
        raise UnusableAnswer("embeddings out of order")
    return [one.get("embedding") for one in sorted(rows, key=lambda one: one["index"])]


def openai_usage(body: Mapping[str, Any]) -> dict[str, int]:
    """Return the tokens that a response cost, as far as it says."""
    used = body.get("usage")
    if not isinstance(used, Mapping):
        return {}
    counts = {"input": "prompt_tokens", "output": "completion_tokens"}
    found = {name: used.get(theirs) for name, theirs in counts.items()}
    return {name: value for name, value in found.items() if isinstance(value, int)}
