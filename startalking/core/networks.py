"""Which network addresses are public. Pure: judges what the resolver answered, never what a text looks like.

`ipaddress.is_global` alone is not enough: it trusts addresses that carry another one inside, and calls some public
that belong to relays, to tests or to a cloud's own services.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

DENIED: Final = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carriers' shared space (RFC 6598)
        "168.63.129.16/32",  # a cloud's metadata
        "169.254.0.0/16",  # link-local, with the clouds' metadata at 169.254.169.254
        "192.0.0.0/24",
        "192.88.99.0/24",  # the 6to4 relays of old
        "198.18.0.0/15",  # measurements
        "240.0.0.0/4",
        # Only 2000::/3 is given to the public. Before it: unspecified, loopback, IPv4 in all its early costumes, NAT64;
        # behind it: segment routing, unique local with a cloud's metadata (fd00:ec2::254), link-local, multicast.
        "::/3",
        "4000::/2",
        "8000::/1",
        "2001::/23",  # Teredo and other assignments of the IETF
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
CARRIERS: Final = ((ip_network("64:ff9b::/96"), 0), (ip_network("::ffff:0:0:0/96"), 0), (ip_network("2002::/16"), 80))
"""Networks whose addresses carry an IPv4 address, and how many bits stand behind it: NAT64, SIIT, 6to4."""


def is_public(text: str) -> bool:
    """Whether `text`, as a resolver writes an address, may be talked to; so may whatever it carries inside."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(address)
    return _is_open(address) and (carried is None or _is_open(carried))


def _is_open(address: Address) -> bool:
    denied = any(address in network for network in DENIED if network.version == address.version)
    return address.is_global and not address.is_multicast and not denied


def _carried(address: Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv6 address."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped:
        return address.ipv4_mapped
    for network, behind in CARRIERS:
        if address in network:
            return IPv4Address(int(address) >> behind & 0xFFFFFFFF)
    return None
