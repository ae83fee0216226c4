"""What a provider needs before it can be asked: a key and a safe address."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from egregora.errors import MissingSecret, SettingError

if TYPE_CHECKING:
    from egregora.llm.types import Attachment

# The first that is set counts.
KEY_VARIABLES = {
    "gemini": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    "openai": ("OPENAI_API_KEY",),
}
MODEL_ROLES = ("writer", "enricher", "judge", "embedder")
# What a provider looks at, where it is not everything that a stage would show.
SUPPORTED_FILE_TYPES = {
    "openai": {"image/jpeg", "image/png", "image/webp", "image/gif"}
}
# Names of hosts that no public resolver answers for.
LOCAL_HOST_ENDINGS = (".localhost", ".local", ".lan", ".internal", ".home.arpa")


def check_provider(settings: Mapping[str, Any]) -> None:
    """Check what a provider needs before anything is asked, without asking.

    Raises
    ------
    MissingSecret
        If the provider's key is not in the environment.
    SettingError
        If there is no such provider, or its address or models are another's.
    """
    provider, address = settings["provider"], settings.get("base_url")
    if provider == "offline":
        return
    if provider not in KEY_VARIABLES:
        known = ", ".join(("offline", *KEY_VARIABLES))
        raise SettingError(f"model.provider: {provider!r} is not one of {known}")
    if settings.get("batch") and provider != "gemini":
        raise SettingError(
            "model.batch: the provider gemini alone takes batches; set it to false"
        )
    if address:
        check_base_url(address)
    if provider == "openai" and settings.get("illustrator"):
        raise SettingError(
            "model.illustrator: only the provider gemini paints covers; leave it null"
        )
    if provider == "openai" and not host_of_address(address).endswith(
        ".googleapis.com"
    ):
        for role in MODEL_ROLES:
            name = settings.get(role) or ""
            if name.startswith("gemini-"):
                raise SettingError(
                    f"model.{role}: {name} is a model of the provider gemini; name one "
                    "that the server at model.base_url has"
                )
    api_key_of(settings)


def supports_files(provider: str, files: Iterable[Attachment]) -> bool:
    """Return whether a provider looks at files such as these."""
    looks = SUPPORTED_FILE_TYPES.get(provider)
    return looks is None or all(one.mime in looks for one in files)


def check_base_url(address: str) -> None:
    """Raise SettingError if calls to `address` would give a secret away."""
    parts = urlsplit(address)
    if parts.username or parts.password or parts.query:
        raise SettingError(
            "model.base_url: leave out the name, password and query; the key belongs "
            "in the environment"
        )
    if parts.scheme == "http" and not is_local_address(address):
        raise SettingError(
            "model.base_url: http to another network shows the chat and the key to "
            "everybody on the way; write https"
        )


def api_key_of(settings: Mapping[str, Any]) -> str | None:
    """Return the key of a provider from the environment; None if it needs none.

    Raises
    ------
    MissingSecret
        If it is not there, or is no key.
    """
    provider, address = settings["provider"], settings.get("base_url")
    for name in KEY_VARIABLES[provider]:
        if key := os.environ.get(name, "").strip():
            if not (key.isascii() and key.isprintable()):
                raise MissingSecret(
                    f"{name}: holds characters that no key has; set it anew"
                )
            return key
    if provider == "openai" and is_local_address(address):
        return None
    raise MissingSecret(
        f"model.provider is {provider}, but {KEY_VARIABLES[provider][0]} is not "
        "set; set it in "
        "the environment, or set model.provider to offline"
    )


def is_local_address(address: str | None) -> bool:
    """Return whether `address` lies on this machine or in its own network."""
    host = host_of_address(address)
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return bool(host) and ("." not in host or host.endswith(LOCAL_HOST_ENDINGS))
    found = getattr(found, "ipv4_mapped", None) or found
    elsewhere = found.is_global or found.is_multicast or found.is_reserved
    return found.is_loopback or not elsewhere


def host_of_address(address: str | None) -> str:
    """Return the host of an address in lower case; nothing if there is none."""
    try:
        return (urlsplit(address or "").hostname or "").rstrip(".")
    except ValueError:
        return ""
