"""Whether two links lead to one page: addresses without what differs from one hand to the next."""

from __future__ import annotations

import re
from urllib.parse import unquote

# RFC 3986, appendix B, with the scheme left out and a user's name before the host. Never fails, unlike `urlsplit`.
PARTS = re.compile(
    r"(?:(?:[a-z][a-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?",
    re.IGNORECASE,
)
HOST_ENDS = re.compile(r"\.?(?::(?:80|443))?$")
TRACKED = ("utm_", "at_", "pk_", "mtm_", "hsa_", "_hs", "vero_", "oly_")
"""How the names of parameters begin that say where a reader came from, and nothing of the page."""
TRACKING = frozenset(
    "_ga _gl cmp cmpcode cmpid dclid fbclid gbraid gclid guccounter guce_referrer igsh igshid mc_cid mc_eid "
    "mkt_tok msclkid ocid ref_src ref_url referrer s_cid share_id smid smtyp taid "
    "ttclid twclid wbraid xtor yclid ysclid".split()
)


def page(url: str) -> str:
    """The address without scheme, "www.", default port, fragment, tracking parameters and slash at its end.

    The host is in small letters, other parameters in one order; two links with the same result are one page.
    """
    host, path = host_of(url), _path(url)
    kept = sorted(part for part in _query(url).split("&") if part and not _tracks(part.partition("=")[0].casefold()))
    return f"{host}{path}" + (f"?{'&'.join(kept)}" if kept else "")


def host_of(url: str) -> str:
    """The host in small letters, without "www." and a default port."""
    host = HOST_ENDS.sub("", _part(url, "host").casefold())
    return host.removeprefix("www.")


def _path(url: str) -> str:
    return unquote(_part(url, "path")).rstrip("/")


def _query(url: str) -> str:
    return _part(url, "query")


def _part(url: str, name: str) -> str:
    found = PARTS.match(url.strip())
    return (found[name] or "") if found else ""


def _tracks(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKED)
