"""The way to a provider: the connection, and JSON that may not be what it should."""

from __future__ import annotations

import functools
import json
import ssl
from collections.abc import Mapping
from typing import Any

import httpx2

from egregora.model.access import is_local


def connection(
    address: str, headers: Mapping[str, str], seconds: float
) -> httpx2.AsyncClient:
    """Return a connection to one server.

    No proxy stands on the way to one's own machine, and no key follows a redirect.

    Parameters
    ----------
    address
        What all places start with.
    headers
        Of all calls.
    seconds
        How long the server may be silent.
    """
    return httpx2.AsyncClient(
        base_url=address,
        headers=dict(headers),
        timeout=seconds,
        verify=certificates(address),
        follow_redirects=False,
        trust_env=not is_local(address),
    )


@functools.cache
def certificates(address: str) -> ssl.SSLContext:
    """Return whom to believe: nobody, at once, where no TLS is spoken."""
    if address.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx2.create_ssl_context()


def json_of(content: bytes | str) -> Any:
    """Return the JSON in `content`, or None if there is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def error_in(body: Any) -> Mapping[str, Any]:
    """Return the error that a body holds, or nothing."""
    return object_at(body, "error") if isinstance(body, Mapping) else {}


def object_at(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object at `name`, or an empty one."""
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Return `value` as a list of objects; what is none counts as empty."""
    found = value if isinstance(value, list) else []
    return [one if isinstance(one, Mapping) else {} for one in found]
