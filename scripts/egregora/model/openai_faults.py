"""What the errors of an OpenAI-compatible server mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from egregora.errors import AnswerRefused
from egregora.model.faults import BadKey, Busy, Transient, Unavailable
from egregora.model.http import error_in
from egregora.model.telling import seconds_in

BAD_KEY = "OPENAI_API_KEY: the provider refuses this key ({code}); set it anew"
TOO_LONG = "context_length_exceeded"
USED_UP = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
FLAGGED = {"content_filter", "content_policy_violation", "moderation_blocked"}


class Misunderstood(AnswerRefused):
    """The server refuses a request as it is put; it may take it put otherwise."""


def fault_of(code: int, body: Any, headers: Mapping[str, str]) -> Exception:
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
    kinds = kinds_of(body)
    if kinds & FLAGGED or (code == 403 and is_flagged(body)):
        return AnswerRefused(f"the request was blocked ({code})")
    if code in (401, 403):
        return BadKey(BAD_KEY.format(code=code))
    if code == 402 or kinds & USED_UP:
        return Unavailable(f"the credit is used up ({code}); run again later")
    if code == 404:
        return Unavailable(
            f"the server does not know the address or the model ({code}); mend "
            "model.base_url, which mostly ends in /v1, or the model's name under model "
            "in config.yaml"
        )
    if code == 429:
        return Busy(str(code), wait=seconds_asked(headers))
    if code in (408, 409, 425) or code >= 500:
        return Transient(str(code), wait=seconds_asked(headers))
    if TOO_LONG in kinds or code == 413:
        return AnswerRefused(
            f"longer than the model reads ({code}); lower model.max_input_tokens"
        )
    if code < 400:
        return Unavailable(
            f"model.base_url leads elsewhere ({code}); write the address it leads to"
        )
    if code in (400, 422):
        return Misunderstood(f"the provider refuses the request ({code})")
    return AnswerRefused(f"the provider refuses the request ({code})")


def code_in(body: Any) -> int:
    """Return the code of the error that a body holds."""
    code = error_in(body).get("code")
    return code if isinstance(code, int) and code >= 400 else 500


def kinds_of(body: Any) -> set[str]:
    """Return how an error calls itself."""
    error = error_in(body)
    return {str(error.get(name)) for name in ("code", "type")}


def is_flagged(body: Any) -> bool:
    """Return whether a 403 is about the content rather than the key."""
    details = error_in(body).get("metadata")
    return isinstance(details, Mapping) and bool(details.get("reasons"))


def seconds_asked(headers: Mapping[str, str]) -> float:
    """Return how long the server asks to wait."""
    told = seconds_in(headers.get("retry-after-ms", "")) / 1000
    return max(told, seconds_in(headers.get("retry-after", "")))
