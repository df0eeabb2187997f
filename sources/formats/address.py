"""Which address a page is known by: its own, never one that it claims of somebody else."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from sources.base import FetchFailed
from sources.web.policy import Policy
from sources.web.target import Target, read_target

VARIANT = re.compile(r"^(?:www|m|amp)\.")
STEPS_BACK = re.compile(r"/(?:\.|%2e){1,2}(?:[/?]|$)", re.IGNORECASE)
LONGEST = 2_000
"""Characters: more is no address that anybody shows or sends on."""


def choose_address(stated: str | None, fetched: str | None) -> str | None:
    """The address that the page states of itself, where it may; else the one that it was fetched from, or None.

    It may where it is public, on the same host (`www.`, `m.`, `amp.` and the scheme aside) and below the same first
    step of its path: on a host that many share that is whose page it is. It is not the front page for a page within. A
    relative one is the fetched page's; `<base>` is not followed. What an AMP cache serves (cdn.ampproject.org) keeps
    the cache's address. Where nothing was fetched, any public address is taken at its word.
    """
    claimed = read_public(stated, fetched)
    if claimed is None:
        return fetched
    if fetched is None:
        return claimed.url
    own = read_public(fetched, None)
    if own is None or _place_of(claimed) != _place_of(own) or STEPS_BACK.search(claimed.path):
        return fetched
    if claimed.path == "/" != own.path:
        return fetched
    return claimed.url


def read_public(url: str | None, base: str | None) -> Target | None:
    """Where a link would lead, None where it would not lead to the open net; no name is looked up."""
    try:
        joined = urljoin(base or "", (url or "").strip())
        return read_target(joined, Policy()) if len(joined) <= LONGEST else None
    except (FetchFailed, ValueError):  # a bracket that is never closed is a ValueError of urljoin
        return None


def _place_of(target: Target) -> tuple[str, str]:
    """The host without what only says for which device it is, and the first step of the path."""
    return VARIANT.sub("", target.authority), target.path.partition("?")[0].strip("/").partition("/")[0]
