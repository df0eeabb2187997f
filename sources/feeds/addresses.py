"""Addresses as feeds and pages write them: resolved, and only those of the web."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

LONGEST = 2_048
BLANK = re.compile(r"[\t\r\n]")  # taken out of an address wherever it stands (WHATWG URL, 4.4)
REFUSED = re.compile(r"[\x00-\x1f\x7f<>\"\\^`{|}]")


def split(url: str) -> SplitResult | None:
    """The parts of an address, None where it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:  # "http://[x", a port that is none: the only way to ask
        return None
    return parts


def web_address(written: str | None, base: str = "") -> str | None:
    """The http(s) address that was written, resolved against `base`; None for anything else.

    `javascript:`, `file:` and `data:` are refused, and so is what has no host or is longer than 2,048 characters.
    """
    bare = BLANK.sub("", written or "").strip().replace(" ", "%20")
    if not bare or len(bare) > LONGEST or split(bare) is None or split(base) is None:
        return None
    resolved = urljoin(base, bare)
    parts = split(resolved)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or REFUSED.search(resolved):
        return None
    return resolved if len(resolved) <= LONGEST else None


def host_of(url: str | None) -> str:
    """The host in small letters without `www.`; empty where there is none."""
    parts = split(url or "")
    return ((parts.hostname if parts else None) or "").lower().removeprefix("www.")


def is_of_one_site(one: str | None, other: str | None) -> bool:
    """Whether two addresses belong to one registered name, by the Public Suffix List with its private part.

    Who rents a name at a host is a site of its own; where no name is registered, hosts are compared.
    """
    first, second = _site_of(one), _site_of(other)
    return bool(first) and first == second


def _site_of(url: str | None) -> str:
    from tld import get_fld  # noqa: PLC0415 - start-up stays small

    host = host_of(url)
    return (get_fld(f"https://{host}", fail_silently=True, search_private=True) if host else None) or host
