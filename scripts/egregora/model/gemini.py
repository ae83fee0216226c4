"""The provider that talks to Google's Gemini API."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

from google import genai
from google.genai import errors, types

from egregora.errors import AnswerRefused
from egregora.model import pictures, vectors
from egregora.model.checking import answer_in
from egregora.model.faults import Transient, Unusable
from egregora.model.gemini_faults import fault_of
from egregora.model.requests import Request
from egregora.model.schemas import COMMON, understood
from egregora.model.telling import data_of

# Aliases such as gemini-flash-latest are known to this version alone.
API_VERSION = "v1beta"
BASE_URL = "GOOGLE_GEMINI_BASE_URL"

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

Response = TypeVar("Response")

# They name the address of each call, at a level that belongs to calls that fail.
for noisy in ("google_genai", "httpx", "httpx2"):
    logging.getLogger(noisy).setLevel(logging.WARNING)


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
        options = types.HttpOptions(
            api_version=API_VERSION,
            base_url=base_url or os.environ.get(BASE_URL) or None,
            timeout=max(1, int(seconds * 1000)),
        )
        self.client = genai.Client(api_key=key, vertexai=False, http_options=options)

    async def close(self) -> None:
        """End the connection."""
        await self.client.aio.aclose()
        self.client.close()

    async def generate(self, request: Request, digest: str) -> tuple[dict, dict]:
        """Return the checked answer to a request, and the tokens used."""
        response = await answered(
            self.client.aio.models.generate_content(
                model=request.model,
                contents=contents_of(request, digest),
                config=types.GenerateContentConfig(
                    **request.settings, **wanted(request)
                ),
            )
        )
        if pictures.is_picture(request):
            return picture_of(response), usage_of(response)
        return answer_in(text_of(response), request.schema), usage_of(response)

    async def embed(self, texts: Sequence[str], model: str) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        # A bare list of strings is taken for the parts of one text.
        contents = [types.Content(parts=[types.Part(text=text)]) for text in texts]
        config = types.EmbedContentConfig(output_dimensionality=vectors.SIZE)
        response = await answered(
            self.client.aio.models.embed_content(
                model=model, contents=contents, config=config
            )
        )
        embedded = [one.values for one in response.embeddings or ()]
        if problem := vectors.problem_of(embedded, len(texts), vectors.SIZE):
            raise Unusable(problem)
        return [vectors.unit(values) for values in embedded]


async def answered(call: Awaitable[Response]) -> Response:
    """Return the response to a call; its faults become ours.

    Messages of the provider and of the connection are left out: they may quote the
    request.
    """
    try:
        return await call
    except errors.APIError as error:
        raise fault_of(error) from None
    except Exception as error:
        # Resets, closed connections, short bodies, bodies that are no JSON.
        raise Transient(type(error).__name__) from None


def wanted(request: Request) -> dict[str, Any]:
    """Return how an answer is to look; models that paint take no instructions apart."""
    if pictures.is_picture(request):
        return {}
    return {
        "system_instruction": request.prompt,
        "response_mime_type": "application/json",
        "response_json_schema": understood(request.schema, KEYWORDS),
    }


def contents_of(request: Request, digest: str) -> types.Content:
    """Return the data and the files of a request, apart from the instructions."""
    parts = [types.Part(text=data_of(request, digest))]
    if pictures.is_picture(request):
        parts.insert(0, types.Part(text=request.prompt))
    for one in request.attachments:
        blob = types.Blob(data=one.path.read_bytes(), mime_type=one.mime)
        parts.append(types.Part(inline_data=blob))
    return types.Content(role="user", parts=parts)


def text_of(response: types.GenerateContentResponse) -> str:
    """Return the text of a response that ended well; raises as `ended_well`."""
    ended_well(response)
    if response.text is None:
        raise Unusable("no text")
    return response.text


def picture_of(response: types.GenerateContentResponse) -> dict[str, str]:
    """Return the first picture of a response that ended well, as an answer."""
    ended_well(response)
    content = response.candidates[0].content
    for part in (content and content.parts) or ():
        blob = part.inline_data
        if blob and blob.data and str(blob.mime_type).startswith("image/"):
            return pictures.packed(blob.data, str(blob.mime_type)[:40])
    raise Unusable("no picture")


def ended_well(response: types.GenerateContentResponse) -> None:
    """See that a response is whole.

    Raises
    ------
    AnswerRefused
        If the provider will not answer this request.
    Unusable
        If it is not, for another reason.
    """
    feedback = response.prompt_feedback
    if feedback and feedback.block_reason:
        raise AnswerRefused(f"the request was blocked ({named(feedback.block_reason)})")
    if not response.candidates:
        raise Unusable("no candidate")
    reason = named(response.candidates[0].finish_reason)
    if reason in REFUSALS:
        raise AnswerRefused(f"the answer was cut off ({reason})")
    if reason != "STOP":
        raise Unusable(f"not whole ({reason})")


def named(reason: Any) -> str:
    """Return the name of a reason."""
    return str(getattr(reason, "value", reason))[:40]


def usage_of(response: types.GenerateContentResponse) -> dict[str, int]:
    """Return the tokens that a response cost, as far as it says."""
    used = response.usage_metadata
    if used is None:
        return {}
    output = (used.candidates_token_count or 0) + (used.thoughts_token_count or 0)
    return {"input": used.prompt_token_count or 0, "output": output}
