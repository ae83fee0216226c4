"""What errors of servers with OpenAI's API mean, in the words of each server.

The shapes come from the servers' own sources and issues: llama.cpp, vLLM (old and new),
LM Studio, Ollama, Groq, OpenRouter and Gemini's endpoint for OpenAI's API. Messages are
searched for known words and never quoted: they may hold text of the request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from egregora.errors import AnswerRefused
from egregora.llm.transport import error_in_body, parse_seconds
from egregora.llm.types import (
    BadKey,
    NotOffered,
    ProviderUnavailable,
    RateLimited,
    RequestTooLong,
    TransientError,
    UnknownModel,
    UnusableJson,
)

BAD_OPENAI_KEY = "OPENAI_API_KEY: the provider refuses this key ({code}); set it again"
WRONG_ADDRESS = (
    "model.base_url: the server does not know this address ({code}); it mostly ends in "
    "/v1"
)
CREDIT_ERRORS = {
    "insufficient_quota",
    "billing_hard_limit_reached",
    "billing_not_active",
}
MODERATION_ERRORS = {"content_filter", "content_policy_violation", "moderation_blocked"}
LENGTH_ERRORS = {"context_length_exceeded", "exceed_context_size_error"}
# llama.cpp, vLLM, LM Studio, Ollama, Gemini, Mistral, TGI.
LENGTH_WORDS = re.compile(
    r"context (?:length|size|window|the overflows)|maximum (?:context|model) length"
    r"|max_model_len|input token count|too many tokens|prompt is too long"
    r"|token limit|input is too (?:long|large)|too large to process|`inputs` tokens"
    r"|(?:longer|exceeds?|larger) than the (?:maximum )?(?:context|model)",
    re.I,
)
BATCH_WORDS = re.compile(
    r"batch size|too many inputs|(?:at most|maximum of|up to|limit of|exceeds?) \d+"
    r"|array (?:too long|is too long)|input array|max_client_batch_size",
    re.I,
)
# The model's length, and what of it the request takes.
CONTEXT_SIZE = re.compile(
    r"(?:maximum (?:context|model) length (?:is|of)|context length of only"
    r"|tokens allowed|context size|n_ctx\D{0,4})\W{0,3}\(?(\d{3,8})",
    re.I,
)
INPUT_SIZE = re.compile(
    r"(\d+) in the messages|at least (\d+) input tokens|has (\d+) input tokens"
    r"|token count \((\d+)\)|request \((\d+) tokens\)|keep the first (\d+) tokens",
    re.I,
)
MODEL_WORDS = re.compile(
    r"model\b.{0,80}?\b(?:not found|does not exist|not exist|is not available"
    r"|not loaded|unknown)|unknown model|no models? (?:is |are )?loaded"
    r"|not a valid model|try pulling it|invalid model",
    re.I | re.S,
)
KEY_WORDS = re.compile(
    r"API_KEY_INVALID|api key not valid|(?:invalid|incorrect) api[ _-]?key", re.I
)
SYSTEM_WORDS = re.compile(
    r"system (?:role|prompt|message|instruction)|developer instruction"
    r"|does not support 'system'|'?role'? .{0,20}system"
    r"|only user(?:,| and) assistant|roles must alternate",
    re.I,
)
FORMAT_WORDS = re.compile(
    r"response_?format|json_?schema|json_?object|grammar|guided|structured", re.I
)
SAMPLING_WORDS = re.compile(r"temperature|top_p", re.I)
BOUND_WORDS = re.compile(r"max_(?:completion_)?tokens", re.I)
MISSING_WORDS = re.compile(r"not (?:supported?|implemented)|unsupported", re.I)
MAX_MESSAGE_LENGTH = 4000


class UnsupportedFormat(AnswerRefused):
    """The server refuses a request as it is put; it may take it put otherwise.

    Attributes
    ----------
    part
        What it names: system, format, sampling or bound; empty if nothing known.
    """

    def __init__(self, reason: str, part: str = ""):
        super().__init__(reason)
        self.part = part


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
    kinds, told = kinds_of_error(body), message_of_error(body)
    if kinds & MODERATION_ERRORS or (code == 403 and is_about_content(body)):
        return AnswerRefused(f"the request was blocked ({code})")
    if code in (401, 403) or KEY_WORDS.search(told) or "invalid_api_key" in kinds:
        return BadKey(BAD_OPENAI_KEY.format(code=code))
    if code == 402 or kinds & CREDIT_ERRORS:
        return ProviderUnavailable(f"the credit is used up ({code}); run again later")
    if "model_not_found" in kinds or (
        code in (400, 404, 422) and MODEL_WORDS.search(told)
    ):
        return UnknownModel(
            f"the server does not know the model ({code}); correct its name under "
            "model in config.yaml, or load it there"
        )
    if code == 404 or code == 405:
        return NotOffered(WRONG_ADDRESS.format(code=code))
    if code == 501 or "not_supported_error" in kinds:
        return NotOffered(f"the server does not offer this ({code})")
    if "json_validate_failed" in kinds:
        return UnusableJson(str(error_in_body(body).get("failed_generation") or ""))
    if code == 429:
        return RateLimited(str(code), wait=openai_retry_delay(headers))
    if kinds & LENGTH_ERRORS or code == 413 or LENGTH_WORDS.search(told):
        return request_too_long(code, body, told)
    if code < 400:
        return ProviderUnavailable(
            f"model.base_url leads elsewhere ({code}); write the address it leads to"
        )
    if code in (400, 422) or (code >= 500 and part_of_request(told)):
        return UnsupportedFormat(
            f"the provider refuses the request ({code})", part_of_request(told)
        )
    if code in (408, 409, 425) or code >= 500:
        return TransientError(str(code), wait=openai_retry_delay(headers))
    return AnswerRefused(f"the provider refuses the request ({code})")


def request_too_long(code: int, body: Any, told: str) -> RequestTooLong:
    """Return the fault of a request that is too long, with the sizes that are told."""
    error = error_in_body(body)
    limit, size = error.get("n_ctx"), error.get("n_prompt_tokens")
    if not isinstance(limit, int) and (found := CONTEXT_SIZE.search(told)):
        limit = int(found[1])
    if not isinstance(size, int) and (found := INPUT_SIZE.search(told)):
        size = int(next(filter(None, found.groups())))
    return RequestTooLong(
        str(code),
        limit=limit if isinstance(limit, int) else None,
        size=size if isinstance(size, int) else None,
    )


def part_of_request(told: str) -> str:
    """Return which part of a request a message names, as far as it can be left out."""
    if SYSTEM_WORDS.search(told):
        return "system"
    if BOUND_WORDS.search(told):
        return "bound"
    if SAMPLING_WORDS.search(told):
        return "sampling"
    return "format" if FORMAT_WORDS.search(told) else ""


def is_about_batch(body: Any) -> bool:
    """Return whether an error says that too many texts came together."""
    return bool(BATCH_WORDS.search(message_of_error(body)))


def message_of_error(body: Any) -> str:
    """Return the words of an error, to search in; they may quote the request."""
    error = error_in_body(body)
    parts = [error.get(name) for name in ("message", "param", "detail", "details")]
    told = [body[:MAX_MESSAGE_LENGTH]] if isinstance(body, str) else []
    told += [str(one)[:MAX_MESSAGE_LENGTH] for one in parts if one]
    return " ".join(told)


def code_of_error(body: Any) -> int:
    """Return the code of the error that a body holds."""
    code = error_in_body(body).get("code")
    return code if isinstance(code, int) and code >= 400 else 500


def kinds_of_error(body: Any) -> set[str]:
    """Return how an error calls itself."""
    error = error_in_body(body)
    return {str(error.get(name)) for name in ("code", "type", "status")}


def is_about_content(body: Any) -> bool:
    """Return whether a 403 is about the content rather than the key."""
    details = error_in_body(body).get("metadata")
    return isinstance(details, Mapping) and bool(details.get("reasons"))


def openai_retry_delay(headers: Mapping[str, str]) -> float:
    """Return how long the server asks to wait."""
    told = parse_seconds(headers.get("retry-after-ms", "")) / 1000
    return max(told, parse_seconds(headers.get("retry-after", "")))
