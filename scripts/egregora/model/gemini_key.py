"""Whether the Gemini API takes a key, found out while its library is loaded."""

from __future__ import annotations

import os

import httpx2

from egregora.model import http

USUAL = "https://generativelanguage.googleapis.com"
BASE_URL = "GOOGLE_GEMINI_BASE_URL"
# Aliases such as gemini-flash-latest are known to this version alone.
API_VERSION = "v1beta"


def address_of(base_url: str | None) -> str:
    """Return where the API is."""
    return base_url or os.environ.get(BASE_URL) or USUAL


async def is_taken(key: str, base_url: str | None, seconds: float) -> bool:
    """Return whether a list of models comes, which costs nothing but wants a key.

    Where none comes the key may be good nevertheless: not all that stands before the
    API passes such a request on. The parameters are those of `gemini.Gemini`.
    """
    headers = {"x-goog-api-key": key}
    async with http.connection(address_of(base_url), headers, seconds) as server:
        try:
            found = await server.get(f"/{API_VERSION}/models", params={"pageSize": 1})
        except httpx2.HTTPError:
            return False
    return found.status_code == httpx2.codes.OK
