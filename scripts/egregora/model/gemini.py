"""The provider that talks to Google's Gemini API.

Its REST interface, https://ai.google.dev/api: Google's own library takes most of a
second to import, which a job per post would spend a hundred times.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from egregora.errors import AnswerRefused
from egregora.model import pictures, vectors
from egregora.model.checking import answer_in
from egregora.model.faults import Unusable
from egregora.model.gemini_faults import fault_of
from egregora.model.http import Connection, object_at, objects
from egregora.model.requests import Request
from egregora.model.schemas import COMMON, understood
from egregora.model.telling import data_of, word

USUAL = "https://generativelanguage.googleapis.com"
BASE_URL = "GOOGLE_GEMINI_BASE_URL"
# Aliases such as gemini-flash-latest are known to this version alone.
API_VERSION = "v1beta"

REFUSALS = {
    "BLOCKLIST",
    "IMAGE_OTHER",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
    "IMAGE_SAFETY",
    "LANGUAGE",
    "MAX_TOKENS",
    "NO_IMAGE",
    "PROHIBITED_CONTENT",
    "RECITATION",
    "SAFETY",
    "SPII",
}

KEYWORDS = COMMON | {
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "oneOf",
    "prefixItems",
    "title",
}


class Gemini:
    """Makes calls to the Gemini API, each once.

    Parameters
    ----------
    key
        Secret of the account; travels in a header only.
    base_url
        Address of the API, where it is not the usual one.
    seconds
        How long the connection may be silent.
    """

    def __init__(self, key: str, base_url: str | None, seconds: float):
        self.address = (base_url or os.environ.get(BASE_URL) or USUAL).rstrip("/")
        self.connection = Connection(
            f"{self.address}/{API_VERSION}/", {"x-goog-api-key": key}, seconds, fault_of
        )

    async def close(self) -> None:
        """End the connection."""
        await self.connection.close()

    async def generate(self, request: Request, digest: str) -> tuple[dict, dict]:
        """Return the checked answer to a request, and the tokens used."""
        schema = {"responseJsonSchema": understood(request.schema, KEYWORDS)}
        body = await self.connection.posted(
            f"{path_of(request.model)}:generateContent",
            content_of(request, digest, schema),
        )
        if pictures.is_picture(request):
            return picture_of(body), usage_of(body)
        return answered(body, request)

    async def embed(self, texts: Sequence[str], model: str) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        path = path_of(model)
        asked = [
            {
                "model": path,
                "content": {"parts": [{"text": text}]},
                "outputDimensionality": vectors.SIZE,
            }
            for text in texts
        ]
        body = await self.connection.posted(
            f"{path}:batchEmbedContents", {"requests": asked}
        )
        embedded = [one.get("values") for one in objects(body.get("embeddings"))]
        if problem := vectors.problem_of(embedded, len(texts), vectors.SIZE):
            raise Unusable(problem)
        return [vectors.unit(values) for values in embedded]


def path_of(model: str) -> str:
    """Return the place of a model."""
    return quote(model if "/" in model else f"models/{model}")


def content_of(
    request: Request, digest: str, schema: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the body of a call: data and files apart from the instructions.

    Parameters
    ----------
    request
        What is asked.
    digest
        Of the request.
    schema
        The field that holds the schema of the answer.
    """
    parts: list[dict[str, Any]] = [{"text": data_of(request, digest)}]
    if pictures.is_picture(request):
        parts.insert(0, {"text": request.prompt})
    for one in request.attachments:
        content = base64.b64encode(one.path.read_bytes()).decode("ascii")
        parts.append({"inlineData": {"mimeType": one.mime, "data": content}})
    contents = [{"role": "user", "parts": parts}]
    if pictures.is_picture(request):
        return {"contents": contents, "generationConfig": request.settings}
    return {
        "systemInstruction": {"parts": [{"text": request.prompt}]},
        "contents": contents,
        "generationConfig": {
            **request.settings,
            "responseMimeType": "application/json",
            **schema,
        },
    }


def answered(body: Mapping[str, Any], request: Request) -> tuple[dict, dict]:
    """Return the checked answer in a response, and the tokens used."""
    return answer_in(text_of(body), request.schema), usage_of(body)


def text_of(body: Mapping[str, Any]) -> str:
    """Return the text of a response that ended well; raises as `parts_of`."""
    said = [one.get("text") for one in parts_of(body) if not one.get("thought")]
    text = "".join(one for one in said if isinstance(one, str))
    if not text:
        raise Unusable("no text")
    return text


def picture_of(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the first picture of a response that ended well, as an answer."""
    for part in parts_of(body):
        data = object_at(part, "inlineData")
        mime, content = str(data.get("mimeType"))[:40], data.get("data")
        if mime.startswith("image/") and isinstance(content, str):
            return pictures.packed(base64.b64decode(content), mime)
    raise Unusable("no picture")


def parts_of(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the parts of a response that ended well.

    Raises
    ------
    AnswerRefused
        If the provider will not answer this request.
    Unusable
        If it is not, for another reason.
    """
    if blocked := word(object_at(body, "promptFeedback").get("blockReason")):
        raise AnswerRefused(f"the request was blocked ({blocked})")
    candidates = objects(body.get("candidates"))
    if not candidates:
        raise Unusable("no candidate")
    reason = word(candidates[0].get("finishReason"))
    if reason in REFUSALS:
        raise AnswerRefused(f"the answer was cut off ({reason})")
    if reason != "STOP":
        raise Unusable(f"not whole ({reason})")
    return objects(object_at(candidates[0], "content").get("parts"))


def usage_of(body: Mapping[str, Any]) -> dict[str, int]:
    """Return the tokens that a response cost, as far as it says."""
    used = object_at(body, "usageMetadata")
    if not used:
        return {}

    def count(*names: str) -> int:
        found = [used.get(name) for name in names]
        return sum(one for one in found if isinstance(one, int))

    return {
        "input": count("promptTokenCount"),
        "output": count("candidatesTokenCount", "thoughtsTokenCount"),
    }
