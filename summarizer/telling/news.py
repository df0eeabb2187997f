"""What a digest tells: what is new in the sources, which stories moved on, and which pages say something else now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from summarizer.corrections import Correction
from summarizer.stories.developments import Developments
from summarizer.types import Briefing, Story


@dataclass(frozen=True, slots=True)
class Moved:
    """A story of which a reader was told before, and what came to it since."""

    story: Story
    news: Developments


@dataclass(frozen=True, slots=True)
class Match:
    """What readers follow or have muted, by its kind and as they wrote it, and how many pieces hold it."""

    kind: str
    value: str
    number: int
    muted: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """All that a digest tells; false where that is nothing.

    `topics` are what it is of, none for everything. `since` is when the last one was made, None for the first. `moved`
    are stories of which an earlier one told; `further` is how many more of these have new sources. `corrected` is how
    many pages were corrected besides those of `corrections`. `untold` counts the new sources besides those that the
    briefing is of, `or_more` where not all were looked at. Where nothing is told, `unread` is how many new sources
    are in another `language`, which is not read. `matched` says what of it is followed, and what was left out as muted.
    """

    topics: tuple[str, ...] = ()
    since: datetime | None = None
    briefing: Briefing | None = None
    moved: tuple[Moved, ...] = ()
    further: int = 0
    corrections: tuple[Correction, ...] = ()
    corrected: int = 0
    untold: int = 0
    or_more: bool = False
    unread: int = 0
    language: str | None = None
    matched: tuple[Match, ...] = ()

    def __bool__(self) -> bool:
        return self.briefing is not None or bool(self.corrections)
