"""What a topic of a digest says: words, perhaps behind a story's sign, and who it is to be from.

    `grain from:bbc.co.uk`, `from:"Fox News"` -> the words "grain" and the name "bbc.co.uk"; the name "Fox News" alone

Several names are one or the other. A name that is left empty is a word like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

FROM: Final = re.compile(r'(?<!\S)(?:from|від):\s?(?:"([^"]+)"|“([^”]+)”|«([^»]+)»|(\S+))', re.IGNORECASE)
EDGES: Final = " ,;"


@dataclass(frozen=True, slots=True)
class Topic:
    """The words that a document must hold, and the names of which one must be its publisher's."""

    words: str
    names: tuple[str, ...] = ()


def read(topic: str) -> Topic:
    """The parts of a topic; text without `from:` is words."""
    names = (next(filter(None, found.groups())).strip(EDGES) for found in FROM.finditer(topic))
    return Topic(" ".join(FROM.sub(" ", topic).split()), tuple(dict.fromkeys(filter(None, names))))
