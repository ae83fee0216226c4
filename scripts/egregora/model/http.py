"""The way to a provider: JSON over HTTP, and faults that quote nobody.

Messages of servers and of the connection are left out: they may quote the request.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping
from typing import Any

import httpx2

from egregora.digests import canonical
from egregora.model.access import is_local
from egregora.model.faults import Transient

JSON = {"Content-Type": "application/json"}


class Connection:
    """Makes calls to one server, each once.

    Parameters
    ----------
    address
        What all places start with.
    headers
        Of all calls; the key travels there and nowhere else.
    seconds
        How long the server may be silent.
    fault_of
        Takes the status, body and headers of a response that is an error, and returns
        the fault that it is.
    """

    def __init__(
        self,
        address: str,
        headers: Mapping[str, str],
        seconds: float,
        fault_of: Callable[[int, Any, Mapping[str, str]], Exception],
    ):
        # No proxy on the way to one's own machine, and no key after a redirect.
        self.http = httpx2.AsyncClient(
            base_url=address,
            headers=dict(headers),
            timeout=seconds,
            verify=certificates(address),
            follow_redirects=False,
            trust_env=not is_local(address),
        )
        self.fault_of = fault_of

    async def close(self) -> None:
        """End the connection."""
        await self.http.aclose()

    async def posted(self, place: str, value: Any) -> Mapping[str, Any]:
        """Return the JSON object that the server answers to a JSON value."""
        return object_in(await self.sent("POST", place, canonical(value), JSON))

    async def sent(
        self,
        method: str,
        place: str,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """Return the response to a call that went well."""
        try:
            response = await self.http.request(
                method, place, content=content, headers=headers
            )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # Resets, closed connections, short bodies.
            raise Transient(type(error).__name__) from None
        if not response.is_success:
            body = json_of(response.content)
            raise self.fault_of(response.status_code, body, response.headers)
        return response


def certificates(address: str) -> ssl.SSLContext:
    """Return whom to believe: nobody, at once, where no TLS is spoken."""
    if address.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx2.create_ssl_context()


def object_in(response: httpx2.Response) -> Mapping[str, Any]:
    """Return the JSON object in a response; raise Transient if there is none."""
    body = json_of(response.content)
    if not isinstance(body, Mapping):
        raise Transient("broken JSON")
    return body


def json_of(content: bytes | str) -> Any:
    """Return the JSON in `content`, or None if there is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def error_in(body: Any) -> Mapping[str, Any]:
    """Return the error that a body holds, or nothing."""
    error = body.get("error") if isinstance(body, Mapping) else None
    return error if isinstance(error, Mapping) else {}


def object_at(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object at `name`, or an empty one."""
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Return `value` as a list of objects; what is none counts as empty."""
    found = value if isinstance(value, list) else []
    return [one if isinstance(one, Mapping) else {} for one in found]
