"""What every format is turned into before cleaning: blocks of text, and what the page states of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sources.base import Lack

MOST_CHARACTERS = 400_000
"""Of one text, whatever its format: 60,000 words, a whole novel. More is no article, and everybody would wait."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `heading` is what the markup says of it, None where there is no markup to ask."""

    text: str
    heading: bool | None = None


Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A text in blocks, with what its page states of itself; None is unknown, never guessed.

    `lack` is why the page would hold no article, if what it has is too little to be one.
    """

    blocks: Blocks
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    lack: Lack | None = None
