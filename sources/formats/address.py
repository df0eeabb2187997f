"""Which address a page is known by: its own, never one that it claims of somebody else."""

from __future__ import annotations

from urllib.parse import urljoin

from sources.base import FetchFailed
from sources.web.policy import Policy
from sources.web.target import Target, read_target

LONGEST = 2_000
"""Characters: more is no address that anybody shows or sends on."""


def choose_address(stated: str | None, fetched: str | None) -> str | None:
    """The address that the page states of itself, where it may; else the one that it was fetched from, or None.

    It may where it is public and on the same site (the name that is registered, by the Public Suffix List), and not
    the site's front page for a page within. A relative one is the fetched page's; `<base>` is not followed. Where
    nothing was fetched, any public address is taken at its word.
    """
    claimed = read_public(stated, fetched)
    if claimed is None:
        return fetched
    if fetched is None:
        return claimed.url
    own = read_public(fetched, None)
    if own is None or site_of(claimed) != site_of(own) or (claimed.path == "/" and own.path != "/"):
        return fetched
    return claimed.url


def read_public(url: str | None, base: str | None) -> Target | None:
    """Where a link would lead, None where it would not lead to the open net; no name is looked up."""
    try:
        joined = urljoin(base or "", (url or "").strip())
        return read_target(joined, Policy()) if len(joined) <= LONGEST else None
    except (FetchFailed, ValueError):  # a bracket that is never closed is a ValueError of urljoin
        return None


def site_of(target: Target) -> str:
    """The registered name that the host belongs to; the host itself where none is registered."""
    from tld import get_fld  # noqa: PLC0415 - start-up stays small

    return get_fld(f"https://{target.host}", fail_silently=True, search_private=True) or target.host
