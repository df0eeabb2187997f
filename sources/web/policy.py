"""What an operator allows and asks of fetching: private hosts, a proxy, a name, limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network

from sources.web.addresses import Address, is_public

Port = int | None
"""None: every port of `PORTS`."""
PORTS = frozenset({80, 443, 8080, 8443})
"""Where web sites answer. Behind others stand mail, databases and the doors of machines."""


ENTRY = re.compile(
    r"(?:\[(?P<bracketed>[0-9a-f:./]+)\]|(?P<host>[a-z0-9_][a-z0-9_./-]*|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:./]*))"
    r"(?::(?P<port>\*|[0-9]{1,5}))?"
)
PROXY = re.compile(r"https?://(?:[^@/\s]+@)?(?:\[[0-9a-f:]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?/?", re.IGNORECASE)
AGENT = re.compile(r"[A-Za-z_-]+/[\x20-\x7e]*[\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits hold for one answer, redirects and robots.txt included; bytes are decoded ones.

    `private` are hosts of the operator's own network that strangers' links may then reach: names ("rss.lan"),
    addresses ("10.0.0.5", "[fd00::5]") or networks ("10.0.0.0/24"), each with the ports 80, 443, 8080 and 8443 or,
    written after a colon ("127.0.0.1:1200", "rss.lan:*"), with that port or all. Raises ValueError where an entry is
    none of these.

    `proxy` is an http(s) address that every fetch goes through. Names are then resolved by the proxy: addresses and
    forbidden names in links are still refused here, but what a name leads to is for the proxy to guard.
    """

    private: frozenset[str] = frozenset()
    proxy: str | None = field(default=None, repr=False)  # may hold a password
    user_agent: str = "Verbatim/0.1"
    seconds: float = 8.0
    page_bytes: int = 5_000_000
    feed_bytes: int = 2_000_000
    pause: float = 1.0
    """Seconds between two starts to one host, at least."""
    at_once: int = 2
    """Requests to one host at the same time, at most."""
    everywhere: int = 10
    """Requests at the same time in all: each may hold a body of `page_bytes` in memory."""
    hosts: frozenset[tuple[str, Port]] = field(init=False, repr=False)
    networks: tuple[tuple[IPv4Network | IPv6Network, Port], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.proxy is not None and not PROXY.fullmatch(self.proxy):  # without the address: it may hold a password
            raise ValueError("a proxy must be an http or https address such as http://proxy.lan:3128")
        if not AGENT.fullmatch(self.user_agent):
            raise ValueError("a user agent must be a name and a version, in printable ASCII")
        entries = [_split(entry) for entry in sorted(self.private)]
        networks = [(_network(host), port) for host, port in entries]
        object.__setattr__(self, "networks", tuple((network, port) for network, port in networks if network))
        names = [entry for entry, (network, _) in zip(entries, networks, strict=True) if network is None]
        object.__setattr__(self, "hosts", frozenset(names))

    @property
    def token(self) -> str:
        """The name that a robots.txt calls us by (RFC 9309, 2.2.1)."""
        return self.user_agent.split("/")[0]

    def names(self, host: str, port: int) -> bool:
        """Whether the operator allows a host by its name, wherever it leads."""
        return any(name == host and _opens(allowed, port) for name, allowed in self.hosts)

    def admits(self, address: Address, port: int) -> bool:
        """Whether an address may be dialled at that port: it is public, or the operator allows it."""
        if is_public(address) and port in PORTS:
            return True
        return any(address in network and _opens(allowed, port) for network, allowed in self.networks)


ANY_PORT = 0
NOBODY = Policy()
"""As it comes: nothing private, no proxy."""


def _opens(allowed: Port, port: int) -> bool:
    return port in PORTS if allowed is None else allowed in (ANY_PORT, port)


def _split(entry: str) -> tuple[str, Port]:
    """ "rss.lan:1200" is ("rss.lan", 1200), "rss.lan:*" is ("rss.lan", ANY_PORT), "[fd00::5]" is ("fd00::5", None)."""
    found = ENTRY.fullmatch(entry.strip().lower())
    if not found:
        raise ValueError(f"{entry!r} is no host, host:port, address or network")
    port = found["port"]
    return found["bracketed"] or found["host"].rstrip("."), ANY_PORT if port == "*" else int(port) if port else None


def _network(host: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(host, strict=False)
    except ValueError:
        return None
