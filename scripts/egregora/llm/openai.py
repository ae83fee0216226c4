"""The provider for servers with OpenAI's API, such as Ollama."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import httpx2

from egregora.errors import AnswerRefused
from egregora.files import canonical_json
from egregora.llm import payloads, transport
from egregora.llm.access import is_local_address
from egregora.llm.openai_errors import (
    UnsupportedFormat,
    code_of_error,
    openai_fault,
)
from egregora.llm.transport import data_as_text
from egregora.llm.types import (
    AnswerCutOff,
    ProviderUnavailable,
    Request,
    RequestTooLong,
    TransientError,
    UnusableAnswer,
    UnusableJson,
)
from egregora.llm.validation import (
    COMMON_KEYWORDS,
    GRAMMAR_KEYWORDS,
    bound_texts,
    holds_answer,
    keep_keywords,
    parse_answer,
)

OPENAI_ADDRESS = "https://api.openai.com/v1"

# How an answer is asked for: servers that refuse one way mostly take a later one.
ANSWER_FORMATS = ("json_schema", "json_object", None)

SCHEMA_INSTRUCTIONS = """\
Answer with one JSON object that fits this JSON schema, and with nothing else:
{schema}"""

CUT_OFF = {"length", "max_tokens", "model_length", "max_output_tokens"}
OPENAI_REFUSALS = {"content_filter", "safety", "content_filtered", "prohibited_content"}
LARGER_BOUND = 4  # times the tokens of an answer, where thoughts took them all
MIN_ANSWER_ROOM = 200  # tokens; with less, no answer is worth asking for
TOKENS_FOR_THOUGHTS = 8000  # where the model is not one of our own network


@dataclass(frozen=True)
class Dialect:
    """How a server is asked; what it does not know is left out.

    Attributes
    ----------
    format
        Place in `ANSWER_FORMATS`.
    system
        Whether instructions travel in a message of their own.
    sampling
        Whether it is told the temperature and the like.
    bound
        Name of the field that bounds the length of an answer, if it knows one.
    """

    format: int = 0
    system: bool = True
    sampling: bool = True
    bound: str | None = "max_tokens"

    def without(self, part: str) -> Dialect | None:
        """Return the next way to ask, without the part that was refused, or None."""
        if part == "system" and self.system:
            return replace(self, system=False)
        if part == "sampling" and self.sampling:
            return replace(self, sampling=False)
        if part == "bound" and self.bound:
            completion = "max_completion_tokens"
            return replace(self, bound=None if self.bound == completion else completion)
        if self.format + 1 < len(ANSWER_FORMATS):
            return replace(self, format=self.format + 1, sampling=False)
        return None


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
        self.is_local = is_local_address(address)
        # Where a call has the whole deadline, the deadline ends it first.
        silent = seconds + 5 if self.is_local else seconds
        self.http = transport.http_client(address, headers, silent)
        self.dialect = Dialect()
        self.understood = False
        self.thinks = not self.is_local
        self.size: int | None = None
        self.texts_at_once: int | None = None

    async def close(self) -> None:
        """End the connection."""
        await self.http.aclose()

    async def generate(self, request: Request, digest: str) -> tuple[dict, dict]:
        """Return the checked answer to a request, and the tokens used."""
        dialect, bound, cut = self.dialect, self.bound_of(request), False
        while True:
            asked = body_of_request(request, digest, dialect, bound, self.is_local)
            try:
                body = await self.posted("chat/completions", asked)
            except UnsupportedFormat as refused:
                # Another call may have found the way in the meantime.
                if self.understood and dialect != self.dialect:
                    dialect = self.dialect
                elif (self.understood and not refused.part) or not (
                    simpler := dialect.without(refused.part)
                ):
                    raise
                else:
                    dialect = simpler
            except RequestTooLong as refused:
                # Some servers count the bound of the answer, too.
                room = (refused.limit or 0) - (refused.size or 0) - 1
                if not (refused.size and MIN_ANSWER_ROOM <= room < bound):
                    raise
                bound = room
            except UnusableJson as fault:
                return parse_answer(fault.text, request.schema), {}
            else:
                self.dialect, self.understood = dialect, True
                try:
                    text = text_of_response(body, request.schema)
                except AnswerCutOff:
                    if cut or not dialect.bound:
                        raise
                    # Thoughts may have taken all, or the answer is a long one.
                    cut, bound = True, bound * LARGER_BOUND
                    self.thinks = self.thinks or has_thoughts(body)
                    continue
                return parse_answer(text, request.schema), openai_usage(body)

    def bound_of(self, request: Request) -> int:
        """Return how many tokens the answer to a request may take, with thoughts."""
        return request.max_tokens + TOKENS_FOR_THOUGHTS * self.thinks

    async def embed(self, texts: Sequence[str], model: str) -> list[list[float]]:
        """Return a vector of length 1 for each text.

        Where a server takes fewer texts at once they go in halves, and a text that it
        cannot read whole is embedded by its beginning.
        """
        whole, size = list(texts), self.texts_at_once or len(texts)
        found: list[list[float]] = []
        while len(found) < len(whole):
            part = whole[len(found) : len(found) + size]
            try:
                found += await self.embedded(part, model)
            except (UnsupportedFormat, RequestTooLong):
                if len(part) > 1:
                    size = self.texts_at_once = len(part) // 2
                elif len(part[0]) > MIN_EMBEDDED_LENGTH:
                    whole[len(found)] = part[0][: len(part[0]) // 2]
                else:
                    raise
        return found

    async def embedded(self, texts: Sequence[str], model: str) -> list[list[float]]:
        """Return a vector of length 1 for each text, by one call."""
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
        request. Some servers answer with an error and 200, some with a stream.
        """
        try:
            response = await self.http.post(
                place,
                content=canonical_json(asked),
                headers={"Content-Type": "application/json"},
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # Resets, closed connections, short bodies.
            raise transport.connection_fault(error) from None
        body = transport.parse_json(response.content)
        if body is None and response.content.lstrip().startswith(STREAM_STARTS):
            body = join_stream(response.text)
        if not response.is_success:
            told = response.text if body is None else body
            raise openai_fault(response.status_code, told, response.headers)
        if body is None and response.content.lstrip()[:1] == b"<":
            raise ProviderUnavailable(
                "model.base_url: a web page came in place of an answer; the address of "
                "the API mostly ends in /v1"
            )
        if not isinstance(body, Mapping):
            raise TransientError("broken JSON")
        if transport.error_in_body(body) and not body.get("choices"):
            raise openai_fault(code_of_error(body), body, {})
        return body


STREAM_STARTS = (b"data:", b"event:", b":")
MIN_EMBEDDED_LENGTH = 100  # characters; a text that is refused even so is an error


def join_stream(text: str) -> dict[str, Any] | None:
    """Return the response that the events of a stream make, or None.

    Parameters
    ----------
    text
        Server-sent events with parts of chat completions.
    """
    content, thoughts, reason = "", "", None
    usage, came = None, False
    for line in text.splitlines():
        event = transport.parse_json(line[5:]) if line.startswith("data:") else None
        if not isinstance(event, Mapping):
            continue
        if transport.error_in_body(event):
            return dict(event)
        usage = event.get("usage") or usage
        for choice in transport.list_objects(event.get("choices"))[:1]:
            part = transport.object_at(choice, "delta")
            content += str(part.get("content") or "")
            thoughts += str(part.get("reasoning_content") or "")
            reason = choice.get("finish_reason") or reason
            came = True
    if not came:
        return None
    message = {"content": content, "reasoning_content": thoughts}
    return {"choices": [{"message": message, "finish_reason": reason}], "usage": usage}


def body_of_request(
    request: Request, digest: str, dialect: Dialect, bound: int, is_local: bool
) -> dict[str, Any]:
    """Return the body of a call, which asks for the answer in one way."""
    schema = keep_keywords(request.schema, COMMON_KEYWORDS)
    told = SCHEMA_INSTRUCTIONS.format(schema=canonical_json(schema).decode("utf-8"))
    instructions = f"{request.prompt}\n\n{told}"
    content = content_of_request(request, digest)
    messages = [
        {"role": "system", "content": instructions},
        {"role": "user", "content": content},
    ]
    if not dialect.system:
        if isinstance(content, str):
            content = f"{instructions}\n\n{content}"
        else:
            content = [{"type": "text", "text": instructions}, *content]
        messages = [{"role": "user", "content": content}]
    asked: dict[str, Any] = {"model": request.model, "messages": messages}
    if dialect.bound:
        asked[dialect.bound] = bound
    if dialect.sampling:
        asked |= dict(request.settings)
    way = ANSWER_FORMATS[dialect.format]
    if way == "json_schema":
        if is_local:
            # Servers of one's own make a grammar of it, which also bounds texts.
            schema = bound_texts(keep_keywords(request.schema, GRAMMAR_KEYWORDS))
        named = {"name": request.purpose, "strict": True, "schema": schema}
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


def text_of_response(body: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the text of a response.

    An answer that fits `schema` is one, whatever the reason for its end is called.

    Raises
    ------
    AnswerCutOff
        If the model may write no more and the answer is not whole.
    AnswerRefused
        If the model will not answer this request.
    UnusableAnswer
        If there is no text for another reason.
    """
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    if not isinstance(message, Mapping):
        raise UnusableAnswer("no choice")
    reason = str(choice.get("finish_reason"))[:40].casefold()
    if reason in OPENAI_REFUSALS:
        raise AnswerRefused(f"the answer was cut off ({reason})")
    if message.get("refusal"):
        raise AnswerRefused("the model refuses the request")
    texts = [joined_text(message.get("content")), *thoughts_of_message(message)]
    text = next((one for one in texts if one.strip()), "")
    if reason in CUT_OFF and not holds_answer(text, schema):
        raise AnswerCutOff(reason)
    if not text:
        raise UnusableAnswer("no text")
    return text


def joined_text(content: Any) -> str:
    """Return the text of a message, which may come as a list of parts."""
    if isinstance(content, list):
        parts = [one for one in content if isinstance(one, Mapping | str)]
        texts = [one if isinstance(one, str) else one.get("text") for one in parts]
        return "".join(one for one in texts if isinstance(one, str))
    return content if isinstance(content, str) else ""


def thoughts_of_message(message: Mapping[str, Any]) -> list[str]:
    """Return what a server holds for thoughts, where some put the answer, too."""
    return [
        joined_text(message.get(name)) for name in ("reasoning_content", "reasoning")
    ]


def has_thoughts(body: Mapping[str, Any]) -> bool:
    """Return whether the model thinks before it answers."""
    choice = transport.list_objects(body.get("choices"))[0]
    message = transport.object_at(choice, "message")
    content = joined_text(message.get("content")).lstrip()
    return any(thoughts_of_message(message)) or content.startswith(("<th", "[THINK]"))


def embeddings_in_response(body: Mapping[str, Any]) -> list[Any]:
    """Return the embeddings in a response, in the order of the texts.

    Where the rows have no index, or the same, they are taken as they come.
    """
    data = body.get("data")
    rows = [one for one in data if isinstance(one, Mapping)] if data else []
    places = {one.get("index") for one in rows}
    if len(places) > 1:
        if places != set(range(len(rows))):
            raise UnusableAnswer("embeddings out of order")
        rows = sorted(rows, key=lambda one: one["index"])
    return [one.get("embedding") for one in rows]


def openai_usage(body: Mapping[str, Any]) -> dict[str, int]:
    """Return the tokens that a response cost, as far as it says."""
    used = body.get("usage")
    if not isinstance(used, Mapping):
        return {}
    counts = {"input": "prompt_tokens", "output": "completion_tokens"}
    found = {name: used.get(theirs) for name, theirs in counts.items()}
    return {name: value for name, value in found.items() if isinstance(value, int)}
