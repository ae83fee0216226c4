"""The provider for Google's Gemini API, by Google's own library."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import httpx2
from google import genai
from google.genai import errors, types

from egregora.errors import AnswerRefused
from egregora.llm import payloads, transport
from egregora.llm.transport import (
    GEMINI_API_VERSION,
    bare_identifier,
    data_as_text,
    error_in_body,
    gemini_address,
    parse_seconds,
)
from egregora.llm.types import (
    BadKey,
    ProviderUnavailable,
    RateLimited,
    Request,
    TransientError,
    UnknownModel,
    UnusableAnswer,
)
from egregora.llm.validation import COMMON_KEYWORDS, keep_keywords, parse_answer

BAD_GEMINI_KEY = (
    "GEMINI_API_KEY: the provider refuses this key ({reason}); set it anew "
    "(GOOGLE_API_KEY counts where GEMINI_API_KEY is not set)"
)


def gemini_fault(code: int, body: Any, headers: Mapping[str, str]) -> Exception:
    """Return the fault that an error of the API is, without any of its text.

    Parameters
    ----------
    code
        Status of the response, or the code of an error within one.
    body
        What came, as JSON; None if it is none.
    headers
        Of the response.
    """
    error = error_in_body(body[0] if isinstance(body, list) and body else body)
    status = bare_identifier(error.get("status"))
    reason = f"{code} {status}".strip()
    told = list(details_of_error(error))
    reasons = {bare_identifier(one.get("reason")) for one in told}
    if code in (401, 403) or "API_KEY_INVALID" in reasons:
        return BadKey(BAD_GEMINI_KEY.format(reason=reason))
    if code == 404:
        return UnknownModel(
            f"the provider does not know the model ({reason}); mend its name under "
            "model in config.yaml"
        )
    if code == 429 and is_daily_quota(told):
        return ProviderUnavailable(
            f"the quota of the day is used up ({reason}); run again later"
        )
    wait = gemini_retry_delay(headers, told)
    if code == 429:
        return RateLimited(reason, wait=wait)
    if code == 408 or code >= 500 or code < 400:
        return TransientError(reason, wait=wait)
    if status == "FAILED_PRECONDITION":
        return ProviderUnavailable(
            f"the provider does not serve this account ({reason})"
        )
    return AnswerRefused(f"the provider refuses the request ({reason})")


def details_of_error(error: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the details of an error that are well-formed."""
    details = error.get("details")
    for one in details if isinstance(details, list) else ():
        if isinstance(one, Mapping):
            yield one


def is_daily_quota(details: list[Mapping[str, Any]]) -> bool:
    """Return whether a quota is used up that no waiting within a run brings back."""
    for one in details:
        violations = one.get("violations")
        for violation in violations if isinstance(violations, list) else ():
            if isinstance(violation, Mapping):
                told = f"{violation.get('quotaId')} {violation.get('quotaMetric')}"
                if re.search("per_?day", told, re.I):
                    return True
    return False


def gemini_retry_delay(
    headers: Mapping[str, str], details: list[Mapping[str, Any]]
) -> float:
    """Return how long the provider asks to wait, by Retry-After or RetryInfo."""
    asked = [parse_seconds(str(headers.get("retry-after", "")))]
    asked += [parse_seconds(str(one.get("retryDelay", ""))) for one in details]
    return max(asked)


GEMINI_REFUSALS = {
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

GEMINI_KEYWORDS = COMMON_KEYWORDS | {
    "maxItems",
    "maximum",
    "minItems",
    "minimum",
    "oneOf",
    "prefixItems",
    "title",
}

GeminiResult = TypeVar("Response")


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
        self.address = gemini_address(base_url)
        trusted = transport.tls_context(self.address)
        self.http = transport.http_client(self.address, {}, seconds)
        options = types.HttpOptions(
            api_version=GEMINI_API_VERSION,
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
        config = types.GenerateContentConfig(
            **request.settings, **answer_config(request)
        )
        response = await await_gemini(
            self.client.aio.models.generate_content(
                model=request.model,
                contents=contents_of_request(request, digest),
                config=config,
            )
        )
        if payloads.asks_for_picture(request):
            return picture_in_response(response), gemini_usage(response)
        return answer_and_usage(response, request)

    async def embed(self, texts: Sequence[str], model: str) -> list[list[float]]:
        """Return a vector of length 1 for each text."""
        # A bare list of strings is taken for the parts of one text.
        contents = [types.Content(parts=[types.Part(text=text)]) for text in texts]
        config = types.EmbedContentConfig(output_dimensionality=payloads.EMBEDDING_SIZE)
        response = await await_gemini(
            self.client.aio.models.embed_content(
                model=model, contents=contents, config=config
            )
        )
        embedded = [one.values for one in response.embeddings or ()]
        if problem := payloads.find_embedding_fault(
            embedded, len(texts), payloads.EMBEDDING_SIZE
        ):
            raise UnusableAnswer(problem)
        return [payloads.normalize_vector(values) for values in embedded]


async def await_gemini(call: Awaitable[GeminiResult]) -> GeminiResult:
    """Return the response to a call; its faults become ours.

    Messages of the provider and of the connection are left out: they may quote the
    request.
    """
    try:
        return await call
    except errors.APIError as error:
        headers = getattr(error.response, "headers", None) or {}
        raise gemini_fault(error.code, error.details, headers) from None
    except Exception as error:
        # Resets, closed connections, short bodies, bodies that are no JSON.
        if isinstance(error, httpx2.HTTPError | httpx2.InvalidURL):
            raise transport.connection_fault(error) from None
        raise TransientError(type(error).__name__) from None


def answer_config(request: Request) -> dict[str, Any]:
    """Return how an answer is to look; models that paint take no instructions apart."""
    if payloads.asks_for_picture(request):
        return {}
    return {
        "system_instruction": request.prompt,
        "response_mime_type": "application/json",
        "response_json_schema": keep_keywords(request.schema, GEMINI_KEYWORDS),
    }


def contents_of_request(request: Request, digest: str) -> types.Content:
    """Return the data and the files of a request, apart from the instructions."""
    parts = [types.Part(text=data_as_text(request, digest))]
    if payloads.asks_for_picture(request):
        parts.insert(0, types.Part(text=request.prompt))
    for one in request.attachments:
        blob = types.Blob(data=one.path.read_bytes(), mime_type=one.mime)
        parts.append(types.Part(inline_data=blob))
    return types.Content(role="user", parts=parts)


def answer_and_usage(
    response: types.GenerateContentResponse, request: Request
) -> tuple[dict, dict]:
    """Return the checked answer in a response, and the tokens used."""
    check_finish(response)
    if not response.text:
        raise UnusableAnswer("no text")
    return parse_answer(response.text, request.schema), gemini_usage(response)


def picture_in_response(response: types.GenerateContentResponse) -> dict[str, str]:
    """Return the first picture of a response that ended well, as an answer."""
    check_finish(response)
    for part in response.parts or ():
        blob = part.inline_data
        if blob and blob.data and str(blob.mime_type).startswith("image/"):
            return payloads.pack_picture(blob.data, str(blob.mime_type)[:40])
    raise UnusableAnswer("no picture")


def check_finish(response: types.GenerateContentResponse) -> None:
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
        raise AnswerRefused(
            f"the request was blocked ({name_of_reason(feedback.block_reason)})"
        )
    if not response.candidates:
        raise UnusableAnswer("no candidate")
    reason = name_of_reason(response.candidates[0].finish_reason)
    if reason in GEMINI_REFUSALS:
        raise AnswerRefused(f"the answer was cut off ({reason})")
    if reason != "STOP":
        raise UnusableAnswer(f"not whole ({reason})")


def name_of_reason(reason: Any) -> str:
    """Return the name of a reason, as far as it is one."""
    return bare_identifier(getattr(reason, "value", reason))


def gemini_usage(response: types.GenerateContentResponse) -> dict[str, int]:
    """Return the tokens that a response cost, as far as it says."""
    used = response.usage_metadata
    if used is None:
        return {}
    output = (used.candidates_token_count or 0) + (used.thoughts_token_count or 0)
    return {"input": used.prompt_token_count or 0, "output": output}
