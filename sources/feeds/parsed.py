"""A feed as its file says it, whatever its format, before its entries are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sources.feeds.draft import Drafts


@dataclass(frozen=True, slots=True)
class Parsed:
    """`known` says whether it is a feed at all; `site` is an http(s) address or None."""

    known: bool
    title: str | None = None
    site: str | None = None
    drafts: Drafts = ()
    pause: timedelta | None = None
