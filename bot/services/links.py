"""Whether two links lead to one page: addresses without what differs from one hand to the next."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import quote

from sources.web.tracking import tracks

# RFC 3986, appendix B, with the scheme left out and a user's name before the host. Never fails, unlike `urlsplit`.
PARTS = re.compile(
    r"(?:(?:[a-z][a-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?"
    r"(?:#(?P<fragment>.*))?",
    re.IGNORECASE | re.DOTALL,
)
ROUTES = ("!", "/")
"""How a fragment begins that names a page of an application, and no place on a page."""
ESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
HOST_ENDS = re.compile(r"\.?(?::(?:80|443))?$")


def page(url: str) -> str:
    """The address without scheme, "www.", default port, place on the page, tracking parameters and slash at its end.

    The host is in small letters, other parameters in one order; two links with the same result are one page.
    """
    path, fragment = _part(url, "path").rstrip("/"), _part(url, "fragment")
    kept = sorted(part for part in _query(url).split("&") if part and not tracks(part.partition("=")[0].casefold()))
    route = f"#{_plain(fragment)}" if fragment.startswith(ROUTES) else ""
    return host_of(url) + _plain(path) + (f"?{'&'.join(kept)}" if kept else "") + route


def host_of(url: str) -> str:
    """The host in small letters and in ASCII, without "www." and a default port."""
    host = HOST_ENDS.sub("", normalize("NFKC", _part(url, "host").casefold()))
    return ".".join(map(_label, host.removeprefix("www.").split(".")))


def _label(label: str) -> str:
    """A label of a host in ASCII (RFC 3492)."""
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _query(url: str) -> str:
    return _plain(_part(url, "query"))


def _plain(part: str) -> str:
    """One spelling of what may be escaped: only letters, digits and "-._~" mean the same either way.

    RFC 3986, 6.2.2.2: an escaped "?" or "/" is part of a name, and no question and no step.
    """
    return ESCAPED.sub(_unescaped, quote(part, safe=PRINTABLE, errors="replace"))


def _unescaped(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if UNRESERVED.fullmatch(character) else found[0].upper()


def _part(url: str, name: str) -> str:
    found = PARTS.match(url.strip())
    return (found[name] or "") if found else ""
