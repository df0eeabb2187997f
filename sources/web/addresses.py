"""Which IP addresses are of the public internet: every other one is refused, whoever asks.

Python's `is_global` is no such judgement: it says yes to multicast, to the NAT64 and 6to4 forms of private addresses,
to fec0::/10 and to addresses of 192.0.0.0/24 that clouds use for their metadata.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# Every block of the IANA special-purpose address registries (RFC 6890), those marked as globally reachable too: no
# publisher lives in them. Then what no registry knows.
NOT_PUBLIC_4 = tuple(
    map(
        IPv4Network,
        """0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
        192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
        203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
        168.63.129.16/32 161.26.0.0/16 166.8.0.0/14""".split(),
    )
)
# The last three are public by their registry, and inside of a cloud its own services: of Azure's host (168.63.129.16),
# of IBM Cloud (161.26.0.0/16 and 166.8.0.0/14: name servers, package mirrors, private endpoints). Those of the others
# are in blocks above: 169.254.0.0/16 (most), 100.64.0.0/10 (Alibaba, 100.100.100.200), 192.0.0.0/24 (Oracle).
PUBLIC_6 = IPv6Network("2000::/3")
"""All that IANA has given out for the public: NAT64, mapped, local, multicast and the rest stand outside of it."""
NOT_PUBLIC_6 = tuple(
    # Teredo is in the first; 3ffe::/16 was the 6bone's and went back in 2006 (RFC 3701): who has it today made it up.
    map(IPv6Network, "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3ffe::/16 3fff::/20".split())
)
ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""The upper half of the last 64 bits of an address that carries an IPv4 address in the lower half (RFC 5214, 6.1)."""


def is_public(address: Address) -> bool:
    """Whether an address may be dialled for a stranger.

    An IPv6 address that carries an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) is refused whatever it
    carries: what a gateway makes of it cannot be known here, and no site is reachable only so.
    """
    if isinstance(address, IPv4Address):
        return not _within(address, NOT_PUBLIC_4)
    if address not in PUBLIC_6 or address.scope_id is not None or _within(address, NOT_PUBLIC_6):
        return False
    return int(address) >> 32 & 0xFFFFFFFF not in ISATAP


def read_address(text: str) -> Address | None:
    """The address that a text is in its one usual form ("127.1" and "0x7f000001" are none); None if it is none."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def _within(address: Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)
