"""What the errors of the Gemini API mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from google.genai import errors

from egregora.errors import AnswerRefused
from egregora.model.faults import BadKey, Busy, Transient, Unavailable
from egregora.model.telling import seconds_in, word

BAD_KEY = (
    "GEMINI_API_KEY: the provider refuses this key ({reason}); set it anew "
    "(GOOGLE_API_KEY counts where GEMINI_API_KEY is not set)"
)


def fault_of(error: errors.APIError) -> Exception:
    """Return the fault that an error of the API is, without any of its text."""
    code, status = error.code, word(error.status)
    reason = f"{code} {status}".strip()
    told = list(details_of(error))
    reasons = {word(one.get("reason")) for one in told}
    if code in (401, 403) or "API_KEY_INVALID" in reasons:
        return BadKey(BAD_KEY.format(reason=reason))
    if code == 404:
        return Unavailable(
            f"the provider does not know the model ({reason}); mend its name under "
            "model in config.yaml"
        )
    if code == 429 and is_used_up(told):
        return Unavailable(
            f"the quota of the day is used up ({reason}); run again later"
        )
    if code == 429:
        return Busy(reason, wait=seconds_asked(error, told))
    if code == 408 or not isinstance(code, int) or code >= 500 or code < 400:
        return Transient(reason, wait=seconds_asked(error, told))
    if status == "FAILED_PRECONDITION":
        return Unavailable(f"the provider does not serve this account ({reason})")
    return AnswerRefused(f"the provider refuses the request ({reason})")


def details_of(error: errors.APIError) -> Iterator[Mapping[str, Any]]:
    """Yield the details of an error that are well-formed."""
    body = error.details
    inner = body.get("error", body) if isinstance(body, Mapping) else {}
    details = inner.get("details") if isinstance(inner, Mapping) else None
    for one in details if isinstance(details, list) else ():
        if isinstance(one, Mapping):
            yield one


def is_used_up(details: list[Mapping[str, Any]]) -> bool:
    """Return whether a quota is used up that no waiting within a run brings back."""
    for one in details:
        violations = one.get("violations")
        for violation in violations if isinstance(violations, list) else ():
            if isinstance(violation, Mapping):
                told = f"{violation.get('quotaId')} {violation.get('quotaMetric')}"
                if re.search("per_?day", told, re.I):
                    return True
    return False


def seconds_asked(error: errors.APIError, details: list[Mapping[str, Any]]) -> float:
    """Return how long the provider asks to wait, by Retry-After or RetryInfo."""
    headers = getattr(error.response, "headers", None) or {}
    asked = [seconds_in(str(headers.get("retry-after", "")))]
    asked += [seconds_in(str(one.get("retryDelay", ""))) for one in details]
    return max(asked)
