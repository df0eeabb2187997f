"""Where a link leads: the one reading of an address, which the client then dials as it stands.

Two parsers that disagree are how guards are passed: what is read here is never read again by another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from sources.base import FetchFailed
from sources.web.addresses import Address, is_public, read_address
from sources.web.policy import PORTS, Policy

LONGEST = 4096
"""Characters. Browsers take more; links of publishers have a tenth of it."""
USUAL = {"http": 80, "https": 443}
URL = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE | re.DOTALL)  # RFC 3986, B
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]+))(?::([0-9]{0,5}))?", re.IGNORECASE)
# A name as DNS takes it; the underscore stands in names that are in use.
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""A last label that makes the whole host an IPv4 address in some notation (WHATWG URL, "ends in a number")."""
HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\%@]")
"""What makes a host look like another one, or read as another one by another parser."""
# Names that lead into one's own network by agreement (RFC 6761, 6762, 7686, 8375, 9476, ICANN's .internal) or by habit:
# `svc` inside of Kubernetes (*.cluster.local is in `local`), `consul` under Consul, the others in houses and offices.
SPECIAL = frozenset(
    "localhost localdomain local internal intranet private lan home corp mail onion i2p alt arpa svc consul".split()
)
ROUTERS = frozenset("fritz.box easy.box speedport.ip".split())
"""Names that a household's router gives to itself, and below which it puts its machines."""
KEPT = "/?:;@!$&'()*+,=~-._%"
"""What stays as it is in a path and its query (RFC 3986, 3.3 and 3.4), and escapes that are there already."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is dialled and asked for: `host` an ASCII name, or an address without brackets; `path` with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def address(self) -> Address | None:
        """The host, where it is an address and no name."""
        return read_address(self.host)

    @property
    def authority(self) -> str:
        """Host and port as a Host header says them: without the port that is usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == USUAL[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address in one form, without a fragment."""
        return self.origin + self.path


def read_target(url: str, policy: Policy) -> Target:
    """Reads a link. Raises FetchFailed: "not a link", or "private" for an address or a name that is never public.

    What a public-looking name leads to is checked where it is dialled (see `guard`).
    """
    target = _parse(url)
    if target is None:
        raise FetchFailed("not a link", url)
    address = target.address
    if policy.names(target.host, target.port) or (address and policy.admits(address, target.port)):
        return target
    if not is_public(address) if address else _is_special(target.host):
        raise FetchFailed("private", url)
    if target.port not in PORTS:
        raise FetchFailed("not a link", url)
    return target


def follow(target: Target, location: str, policy: Policy) -> Target:
    """Where a redirect leads. Raises FetchFailed "redirects" for a place that we do not go to, or "private"."""
    try:
        return read_target(urljoin(target.url, location.strip()), policy)
    except ValueError as error:  # urljoin reads the authority too, and refuses brackets that do not close
        raise FetchFailed("redirects", target.url) from error
    except FetchFailed as failure:
        raise FetchFailed("private" if failure.why == "private" else "redirects", target.url) from failure


def _parse(url: str) -> Target | None:
    """Only what reads the same everywhere: no user, no escapes, no odd number, no invisible character in the host."""
    split = URL.fullmatch(url.strip(" \t\r\n\f")) if len(url) <= LONGEST else None
    found = HOST.fullmatch(split[2]) if split and not HIDDEN.search(split[2]) else None
    if not split or not found:
        return None
    scheme = split[1].lower()
    host = _bracketed(found[1]) if found[1] else _name(found[2])
    port = int(found[3]) if found[3] else USUAL[scheme]
    path = _escaped(split[3] or "/") + ("" if split[4] is None else "?" + _escaped(split[4]))
    return Target(scheme, host, port, path) if host and 0 < port < 1 << 16 and len(path) <= LONGEST else None


def _bracketed(text: str) -> str | None:
    address = read_address(text)
    return address.compressed if address and address.version == 6 else None


def _name(text: str) -> str | None:
    """A name in ASCII and lower case, or an IPv4 address in its usual form; None for what is neither."""
    name = _ascii(text).removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(map(LABEL.fullmatch, labels)):
        return None
    return name if not NUMBER.fullmatch(labels[-1]) or read_address(name) else None


def _ascii(text: str) -> str:
    """As DNS is asked (UTS 46, IDNA 2008); empty where that cannot be. It makes digits of circled and wide ones."""
    if text.isascii():
        return text.lower()
    try:
        return idna.encode(text[:254], uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def _is_special(name: str) -> bool:
    labels = name.split(".")
    return len(labels) == 1 or labels[-1] in SPECIAL or ".".join(labels[-2:]) in ROUTERS


def _escaped(text: str) -> str:
    return quote(text, KEPT, errors="replace")
