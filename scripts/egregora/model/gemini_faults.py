"""What the errors of the Gemini API mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from egregora.errors import AnswerRefused
from egregora.model.faults import BadKey, Busy, Transient, Unavailable, Unknown
from egregora.model.http import error_in
from egregora.model.telling import seconds_in, word

BAD_KEY = (
    "GEMINI_API_KEY: the provider refuses this key ({reason}); set it anew "
    "(GOOGLE_API_KEY counts where GEMINI_API_KEY is not set)"
)


def fault_of(code: int, body: Any, headers: Mapping[str, str]) -> Exception:
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
    error = error_in(body[0] if isinstance(body, list) and body else body)
    status = word(error.get("status"))
    reason = f"{code} {status}".strip()
    told = list(details_of(error))
    reasons = {word(one.get("reason")) for one in told}
    if code in (401, 403) or "API_KEY_INVALID" in reasons:
        return BadKey(BAD_KEY.format(reason=reason))
    if code == 404:
        return Unknown(
            f"the provider does not know the model ({reason}); mend its name under "
            "model in config.yaml"
        )
    if code == 429 and is_used_up(told):
        return Unavailable(
            f"the quota of the day is used up ({reason}); run again later"
        )
    wait = seconds_asked(headers, told)
    if code == 429:
        return Busy(reason, wait=wait)
    if code == 408 or code >= 500 or code < 400:
        return Transient(reason, wait=wait)
    if status == "FAILED_PRECONDITION":
        return Unavailable(f"the provider does not serve this account ({reason})")
    return AnswerRefused(f"the provider refuses the request ({reason})")


def details_of(error: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the details of an error that are well-formed."""
    details = error.get("details")
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


def seconds_asked(
    headers: Mapping[str, str], details: list[Mapping[str, Any]]
) -> float:
    """Return how long the provider asks to wait, by Retry-After or RetryInfo."""
    asked = [seconds_in(str(headers.get("retry-after", "")))]
    asked += [seconds_in(str(one.get("retryDelay", ""))) for one in details]
    return max(asked)
