"""Whether an address is one of the public internet."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network

Resolve = Callable[[str], Sequence[str]]

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
GLOBAL = IPv6Network("2000::/3")
PRIVATE_IPV6 = tuple(
    map(
        IPv6Network,
        (
            *("2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20"),
            *("2620:4f:8000::/48", "2001:4:112::/48"),
        ),
    )
)
MAPPED = IPv6Network("::ffff:0:0/96")
NAT64 = IPv6Network("64:ff9b::/96")
# The middle of an address that holds an IPv4 address for tunnels within a site.
ISATAP = (0x00005EFE, 0x02005EFE)

# Where an IPv4 address stands in a translated one, by length of the prefix.
TRANSLATED = {
    32: (4, 5, 6, 7),
    40: (5, 6, 7, 9),
    48: (6, 7, 9, 10),
    56: (7, 9, 10, 11),
    64: (9, 10, 11, 12),
    96: (12, 13, 14, 15),
}
# The name by which a network tells how it translates, and its addresses.
WITNESS = "ipv4only.arpa"
WITNESSES = (IPv4Address("192.0.0.170"), IPv4Address("192.0.0.171"))


def is_public(address: str, translators: Iterable[IPv6Network] = ()) -> bool:
    """Return whether `address` is one of the public internet.

    Parameters
    ----------
    address
        As the system writes it.
    translators
        Networks whose addresses stand for IPv4 addresses here.
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
    for network in (MAPPED, NAT64, *translators):
        if address in network:
            return is_public(str(translated(address, network.prefixlen)))
    if address not in GLOBAL or any(address in one for one in PRIVATE_IPV6):
        return False
    return int(address) >> 32 & 0xFFFFFFFF not in ISATAP


def translated(address: IPv6Address, length: int) -> IPv4Address:
    """Return the IPv4 address that stands behind a prefix of `length` (RFC 6052)."""
    return IPv4Address(bytes(address.packed[place] for place in TRANSLATED[length]))


def translators_of(addresses: Iterable[str]) -> list[IPv6Network]:
    """Return how a network translates, by its addresses of `WITNESS` (RFC 7050)."""
    found = set()
    for address in map(ipaddress.ip_address, addresses):
        if isinstance(address, IPv6Address):
            for length in TRANSLATED:
                if translated(address, length) in WITNESSES:
                    found.add(IPv6Network((address, length), strict=False))
    return sorted(found)


def is_near(address: str) -> bool:
    """Return whether a public address is this machine's own, or of its own network.

    Hosts at home have public IPv6 addresses, and trust whoever is at home.
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


class Outside:
    """Tells which addresses may be connected to from here.

    Parameters
    ----------
    resolve
        Returns the addresses of a name.
    """

    def __init__(self, resolve: Resolve) -> None:
        self.resolve = resolve
        self.translators: list[IPv6Network] | None = None

    def __call__(self, address: str) -> bool:
        """Return whether `address` is public, and not of this machine's network."""
        if self.translators is None and ":" in address:
            self.translators = translators_of(self.resolve(WITNESS))
        return is_public(address, self.translators or ()) and not is_near(address)
