"""Protection against SSRF: which addresses of a chat may be fetched.

Addresses in a chat are hostile: they may point to the router, to another service of
this machine, or to the metadata of a cloud. Ambiguous addresses are refused, and only
the public internet is allowed, outside this machine's network.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from urllib.parse import quote

import idna

from egregora.errors import EgregoraError
from egregora.text.addresses import with_scheme

MAX_URL_LENGTH = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}

URL_PARTS = re.compile(r"(https?)://([^/?#]*)([^#]*)(?:#.*)?", re.IGNORECASE)
URL_AUTHORITY = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@%]+)(?::([0-9]{1,5}))?", re.I)
HOST_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")

# Names that only the own network knows, or nobody.
PRIVATE_HOST_ENDINGS = {
    *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home"),
    *("corp", "private", "onion", "invalid", "test", "arpa", "example", "alt"),
}


class AddressRefused(EgregoraError):
    """The address is odd, or leads to where no page of the public internet is."""


@dataclass(frozen=True)
class WebAddress:
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
        return (
            host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"
        )

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"


def parse_web_address(url: str) -> WebAddress:
    """Return where `url` leads.

    Raises
    ------
    AddressRefused
        If it is odd: two programs might read it in two ways.
    """
    url = with_scheme(url)
    if len(url) > MAX_URL_LENGTH or "\\" in url or any(map(is_invisible, url)):
        raise AddressRefused("not an address")
    found = URL_PARTS.fullmatch(url)
    authority = found and URL_AUTHORITY.fullmatch(found[2])
    if not authority:
        raise AddressRefused("not an address")
    scheme = found[1].lower()
    port = int(authority[2] or DEFAULT_PORTS[scheme])
    if port not in DEFAULT_PORTS.values():
        raise AddressRefused("neither port 80 nor 443")
    rest = found[3] if found[3].startswith("/") else f"/{found[3]}"
    # Redaction leaves marks in brackets.
    if re.search(r"[\[\]<>\"{}|^`]", rest):
        raise AddressRefused("not a whole address")
    path = quote(rest, safe="/%:@!$&'()*+,;=~-._?")
    return WebAddress(scheme, parse_host(authority[1]), port, path)


def is_invisible(sign: str) -> bool:
    """Return whether a character is a space, a control or not seen at all."""
    return unicodedata.category(sign)[0] in "ZC"


def parse_host(written: str) -> str:
    """Return the host of an address.

    Raises
    ------
    AddressRefused
        If it is neither a plain name nor a plain IP address.
    """
    if written.startswith("["):
        try:
            return str(ipaddress.IPv6Address(written[1:-1]))
        except ValueError:
            raise AddressRefused("not an address") from None
    name = to_ascii_host(written)
    labels = name.split(".")
    if len(name) > 253 or not all(map(HOST_LABEL.fullmatch, labels)):
        raise AddressRefused("not a name")
    if NUMERIC_LABEL.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError:
            raise AddressRefused("an odd number") from None
    if len(labels) < 2 or labels[-1] in PRIVATE_HOST_ENDINGS:
        raise AddressRefused("not a public name")
    return name


def to_ascii_host(written: str) -> str:
    """Return a name of any script in ASCII.

    Raises
    ------
    AddressRefused
        If it holds signs that only look like others, or is not a name.
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


Resolver = Callable[[str], Sequence[str]]

# IANA's registry of special addresses, and one that a cloud uses for its own.
PRIVATE_IPV4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8"),
            *("169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
            *("192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
            "168.63.129.16/32",
        ),
    )
)

# Of IPv6 only this is given to the public, less the networks that follow: protocols
# (Teredo among them), documentation, 6to4, and what was given back.
GLOBAL_IPV6 = IPv6Network("2000::/3")
PRIVATE_IPV6 = tuple(
    map(
        IPv6Network,
        (
            *("2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20"),
            *("2620:4f:8000::/48", "2001:4:112::/48"),
        ),
    )
)
MAPPED_IPV4 = IPv6Network("::ffff:0:0/96")
NAT64_PREFIX = IPv6Network("64:ff9b::/96")
# The middle of an address that holds an IPv4 address for tunnels within a site.
ISATAP_MARKS = (0x00005EFE, 0x02005EFE)

# Where an IPv4 address stands in a translated one, by length of the prefix.
IPV4_BYTES_BY_PREFIX = {
    32: (4, 5, 6, 7),
    40: (5, 6, 7, 9),
    48: (6, 7, 9, 10),
    56: (7, 9, 10, 11),
    64: (9, 10, 11, 12),
    96: (12, 13, 14, 15),
}
# The name by which a network tells how it translates, and its addresses.
NAT64_HOST = "ipv4only.arpa"
NAT64_HOST_ADDRESSES = (IPv4Address("192.0.0.170"), IPv4Address("192.0.0.171"))


def is_public_address(address: str, translators: Iterable[IPv6Network] = ()) -> bool:
    """Return whether `address` is one of the public internet.

    Parameters
    ----------
    address
        As the system writes it.
    translators
        Networks whose addresses hold IPv4 addresses here.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return is_public_ipv6(found, translators)
    return not any(found in network for network in PRIVATE_IPV4)


def is_public_ipv6(address: IPv6Address, translators: Iterable[IPv6Network]) -> bool:
    """Return whether an IPv6 address, or the IPv4 address in it, is public."""
    if address.scope_id:
        return False
    for network in (MAPPED_IPV4, NAT64_PREFIX, *translators):
        if address in network:
            return is_public_address(str(embedded_ipv4(address, network.prefixlen)))
    if address not in GLOBAL_IPV6 or any(address in one for one in PRIVATE_IPV6):
        return False
    return int(address) >> 32 & 0xFFFFFFFF not in ISATAP_MARKS


def embedded_ipv4(address: IPv6Address, length: int) -> IPv4Address:
    """Return the IPv4 address that stands behind a prefix of `length` (RFC 6052)."""
    return IPv4Address(
        bytes(address.packed[place] for place in IPV4_BYTES_BY_PREFIX[length])
    )


def nat64_networks(addresses: Iterable[str]) -> list[IPv6Network]:
    """Return how a network translates, by its addresses of `WITNESS` (RFC 7050)."""
    found = set()
    for address in map(ipaddress.ip_address, addresses):
        if isinstance(address, IPv6Address):
            for length in IPV4_BYTES_BY_PREFIX:
                if embedded_ipv4(address, length) in NAT64_HOST_ADDRESSES:
                    found.add(IPv6Network((address, length), strict=False))
    return sorted(found)


def is_in_own_network(address: str) -> bool:
    """Return whether a public address is this machine's own, or of its own network.

    Hosts at home have public IPv6 addresses, and trust all who are at home.
    """
    found = ipaddress.ip_address(address)
    try:
        family = socket.AF_INET6 if found.version == 6 else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            # Only looks the route up: nothing is sent.
            probe.connect((address, 443))
            own = ipaddress.ip_address(probe.getsockname()[0])
    except OSError:
        return False
    if found.version == 6:
        return found in IPv6Network((own, 64), strict=False)
    return found == own


class PublicAddressCheck:
    """Tells which addresses may be connected to from here.

    Parameters
    ----------
    resolve
        Returns the addresses of a name.
    """

    def __init__(self, resolve: Resolver) -> None:
        self.resolve = resolve
        self.translators: list[IPv6Network] | None = None

    def __call__(self, address: str) -> bool:
        """Return whether `address` is public, and not of this machine's network."""
        if self.translators is None and ":" in address:
            self.translators = nat64_networks(self.resolve(NAT64_HOST))
        return is_public_address(
            address, self.translators or ()
        ) and not is_in_own_network(address)
