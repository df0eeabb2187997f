"""What a feed's file says of an entry, before anything is decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as it is written down: `guid` as it stands there, `link` an http(s) address or None, dates aware.

    `content` is what the feed calls the entry's content, `summary` what it calls its description, both as HTML.
    """

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    byline: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    content: str = ""
    summary: str = ""

    @property
    def html(self) -> str:
        """The longest text that the feed gives."""
        return max(self.content, self.summary, key=len)


Drafts = tuple[Draft, ...]
