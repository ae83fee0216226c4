"""An address as written in the chat, taken strictly: what is odd is refused."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

import idna

from egregora.errors import EgregoraError

LONGEST = 2000
PORTS = {"http": 80, "https": 443}

ADDRESS = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#.*)?", re.IGNORECASE)
AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@%]+)(?::([0-9]{1,5}))?", re.I)
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Names that only the own network knows, or nobody.
PRIVATE_ENDINGS = {
    *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home"),
    *("corp", "private", "onion", "invalid", "test", "arpa", "example", "alt"),
}


class AddressRefused(EgregoraError):
    """The address is odd, or leads to where no page of the public internet is."""


@dataclass(frozen=True)
class Target:
    """Where a page is.

    Attributes
    ----------
    scheme
        http or https.
    host
        A name in ASCII, or an IP address without brackets.
    port
        80 or 443.
    path
        Path and query, as they are sent.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_literal(self) -> bool:
        """Whether the host is an IP address."""
        return ":" in self.host or self.host.replace(".", "").isdigit()

    @property
    def authority(self) -> str:
        """Host, and port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(url: str) -> Target:
    """Return where `url` leads.

    Raises
    ------
    AddressRefused
        If it is odd: two programs might read it in two ways.
    """
    if re.match(r"www\.", url, re.IGNORECASE):
        url = f"https://{url}"
    if len(url) > LONGEST or "\\" in url or any(map(is_unseen, url)):
        raise AddressRefused("not an address")
    found = ADDRESS.fullmatch(url)
    authority = found and AUTHORITY.fullmatch(found[2])
    if not authority:
        raise AddressRefused("not an address")
    scheme = found[1].lower()
    port = int(authority[2] or PORTS[scheme])
    if port not in PORTS.values():
        raise AddressRefused("neither port 80 nor 443")
    rest = found[3] if found[3].startswith("/") else f"/{found[3]}"
    # Redaction leaves marks in brackets.
    if re.search(r"[\[\]<>\"{}|^`]", rest):
        raise AddressRefused("not a whole address")
    path = quote(rest, safe="/%:@!$&'()*+,;=~-._?")
    return Target(scheme, host_of(authority[1]), port, path)


def is_unseen(sign: str) -> bool:
    """Return whether a character is a space, a control or not seen at all."""
    return unicodedata.category(sign)[0] in "ZC"


def host_of(written: str) -> str:
    """Return the host of an address.

    Raises
    ------
    AddressRefused
        If it is no plain name and no plain IP address.
    """
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1]))
        except ValueError:
            raise AddressRefused("not an address") from None
    name = ascii_of(written)
    labels = name.split(".")
    if len(name) > 253 or not all(map(LABEL.fullmatch, labels)):
        raise AddressRefused("not a name")
    if NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise AddressRefused("an odd number") from None
    if len(labels) < 2 or labels[-1] in PRIVATE_ENDINGS:
        raise AddressRefused("not a public name")
    return name


def ascii_of(written: str) -> str:
    """Return a name of any script in ASCII.

    Raises
    ------
    AddressRefused
        If it holds signs that only look like others, or is no name.
    """
    if written.isascii():
        return written.lower()
    lookalike = (
        not one.isascii() and unicodedata.normalize("NFKC", one).isascii()
        for one in written
    )
    if any(lookalike) or re.search("[。．｡]", written):
        raise AddressRefused("an odd name")
    try:
        return idna.encode(written, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise AddressRefused("not a name") from None
