"""Which addresses may be dialled for a stranger."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.web.addresses import is_public, read_address

# The IANA special-purpose registries, multicast, what was given back or never given out, and clouds' own services.
SPECIAL = """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
    192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
    203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 255.255.255.255/32 168.63.129.16/32 161.26.0.0/16 166.8.0.0/14
    ::/128 ::1/128 ::/96 ::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 100:0:0:1::/64 200::/7
    2001::/32 2001:1::1/128 2001:1::2/128 2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28
    2001:30::/28 2001:db8::/32 2002::/16 2620:4f:8000::/48 3ffe::/16 3fff::/20 4000::/3 5f00::/16 8000::/1 fc00::/7
    fe80::/10 fec0::/10 ff00::/8
""".split()
NETWORKS = [ip_network(text) for text in SPECIAL]
PRIVATE_4 = st.sampled_from(["127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1"]).map(IPv4Address)


@pytest.mark.parametrize("network", NETWORKS, ids=str)
@settings(max_examples=20)
@given(data=st.data())
def test_no_address_of_a_special_block_is_public(network: IPv4Network | IPv6Network, data: st.DataObject) -> None:
    """Wherever in the block it stands, its ends included."""
    inside = data.draw(st.ip_addresses(network=network) | st.sampled_from([network[0], network[-1]]))
    assert not is_public(inside)


@given(PRIVATE_4 | st.ip_addresses(v=4), st.integers(0, (1 << 32) - 1))
def test_no_form_that_carries_another_address_is_public(inner: IPv4Address, noise: int) -> None:
    """Mapped, compatible, translated, NAT64 of both kinds, 6to4, Teredo, ISATAP: whatever they carry."""
    four = int(inner)
    prefixes = [0xFFFF << 32, 0, 0xFFFF << 48, 0x64FF9B << 96, 0x64FF9B0001 << 80]
    carriers = [prefix | four for prefix in prefixes]
    carriers += [0x2002 << 112 | four << 80 | noise, 0x20010000 << 96 | noise << 64 | (four ^ 0xFFFFFFFF)]
    carriers += [0x2A00 << 112 | noise << 64 | isatap << 32 | four for isatap in (0x5EFE, 0x2005EFE)]
    assert not any(is_public(IPv6Address(carrier)) for carrier in carriers)


@given(st.ip_addresses(v=6))
def test_nothing_is_public_outside_of_what_was_given_out(address: IPv6Address) -> None:
    """Of IPv6 only 2000::/3 is the public internet."""
    if int(address) >> 125 != 1:
        assert not is_public(address)


@pytest.mark.parametrize("network", [net for net in NETWORKS if net.version == 4 and net.prefixlen < 32], ids=str)
def test_the_neighbours_of_a_special_block_are_public(network: IPv4Network) -> None:
    """No block is taken for larger than it is."""
    around = [int(network[0]) - 1, int(network[-1]) + 1]
    outside = [IPv4Address(n) for n in around if 0 < n < 1 << 32 and not any(IPv4Address(n) in net for net in NETWORKS)]
    assert all(map(is_public, outside))


@pytest.mark.parametrize(
    "text", ["93.184.215.14", "1.1.1.1", "223.255.255.254", "2606:2800:21f:cb07::1", "2a00:1450::1"]
)
def test_addresses_of_publishers_are_public(text: str) -> None:
    """What the guard lets pass."""
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "text", ["127.1", "0x7f000001", "0177.0.0.1", "2130706433", "1.2.3.4 ", "", "１.1.1.1", "[::1]"]
)
def test_an_address_has_one_form(text: str) -> None:
    """Other notations, which other programs read each in its own way, are no addresses."""
    assert read_address(text) is None
