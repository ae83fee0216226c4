"""The provider that talks to Google's Gemini API, by Google's own library."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

from google import genai
from google.genai import errors, types

from egregora.errors import AnswerRefused
from egregora.model import http, pictures, vectors
from egregora.model.checking import answer_in
from egregora.model.faults import Transient, Unusable
from egregora.model.gemini_faults import fault_of
from egregora.model.gemini_key import API_VERSION, address_of
from egregora.model.requests import Request
from egregora.model.schemas import COMMON, understood
from egregora.model.telling import data_of, word

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
        self.address = address_of(base_url)
        trusted = http.certificates(self.address)
        self.http = http.connection(self.address, {}, seconds)
        options = types.HttpOptions(
            api_version=API_VERSION,
            base_url=self.address,
            timeout=max(1, int(seconds * 1000)),
            httpx_async_client=self.http,
            # Not used, but made: without these each reads all certificates again.
            client_args={"verify": trusted},
            async_client_args={"ssl": trusted},
        )
        self.client = genai.Client(api_key=key, vertexai=False, http_options=options)

    async def close(self) -> None:
        """End the connection."""
        self.client.close()
        await self.http.aclose()

    async def generate(self, request: Request, digest: str) -> tuple[dict, dict]:
        """Return the checked answer to a request, and the tokens used."""
        config = types.GenerateContentConfig(**request.settings, **wanted(request))
        response = await answered(
            self.client.aio.models.generate_content(
                model=request.model,
                contents=contents_of(request, digest),
                config=config,
            )
        )
        if pictures.is_picture(request):
            return picture_of(response), usage_of(response)
        return checked(response, request)

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
        headers = getattr(error.response, "headers", None) or {}
        raise fault_of(error.code, error.details, headers) from None
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


def checked(
    response: types.GenerateContentResponse, request: Request
) -> tuple[dict, dict]:
    """Return the checked answer in a response, and the tokens used."""
    ended_well(response)
    if not response.text:
        raise Unusable("no text")
    return answer_in(response.text, request.schema), usage_of(response)


def picture_of(response: types.GenerateContentResponse) -> dict[str, str]:
    """Return the first picture of a response that ended well, as an answer."""
    ended_well(response)
    for part in response.parts or ():
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
    """Return the name of a reason, as far as it is one."""
    return word(getattr(reason, "value", reason))


def usage_of(response: types.GenerateContentResponse) -> dict[str, int]:
    """Return the tokens that a response cost, as far as it says."""
    used = response.usage_metadata
    if used is None:
        return {}
    output = (used.candidates_token_count or 0) + (used.thoughts_token_count or 0)
    return {"input": used.prompt_token_count or 0, "output": output}
