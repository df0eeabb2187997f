"""What a briefing is asked for: words, a story, a page and a length, read from what a person typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.services.asked import STORY

Form = Literal["briefing", "summary", "greeting"]
"""A whole briefing; only what happened; a shorter one for somebody who does not know yet what this is."""
Length = Literal["short", "usual", "full"]
CHOSEN: dict[str, Length] = {"short": "short", "full": "full", "коротко": "short", "повно": "full"}
"""The words for a length, in all languages at once: people write in one and read in another."""
STORY_SIGN = re.compile(r"#\d{1,9}")
LINK = re.compile(r"(?:https?://|www\.)\S{3,}|(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+", re.IGNORECASE)
OPENING, CLOSING = "<([\"'“‘«", ".,;:!?>]\"'”’»"
"""What stands around a link in a sentence, and is not the link's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told; without anything the newest of what a chat sees.

    `words` are a topic, or begin with a story's number. `url` is a page's address, `key` that of a stored document:
    of each of the two that page alone is told, and `words` are the topic within it.
    """

    words: str = ""
    url: str | None = None
    key: str | None = None
    length: Length = "usual"

    @property
    def names_source(self) -> bool:
        """Whether the words say by themselves what is to be told, whichever message they answer."""
        return self.url is not None or self.key is not None or STORY.match(self.words) is not None


EVERYTHING = Wanted()
"""The newest of what a chat sees, at the usual length."""


def read(text: str) -> Wanted:
    """`full #3 hospital` is story 3, the topic "hospital" and the length; the first link may stand anywhere.

    "short" and "full" choose the length where they stand first or last; of several the first counts. A story's sign
    goes before the other words.
    """
    words, length = _without_length(text.split())
    url = next(filter(None, map(link, words)), None)
    others = [word for word in words if link(word) is None]
    if not STORY.match(" ".join(others)):
        others.sort(key=lambda word: STORY_SIGN.fullmatch(word) is None)  # stable: the topic keeps its order
    return Wanted(" ".join(others), url, length=length)


def link(word: str) -> str | None:
    """The address that a word without spaces is, without the marks of its sentence; None where it is none."""
    bare = word.lstrip(OPENING).rstrip(CLOSING)
    while bare.endswith(")") and bare.count(")") > bare.count("("):  # "(a.org/b)", and not "a.org/b_(c)"
        bare = bare[:-1].rstrip(CLOSING)
    return bare if LINK.fullmatch(bare) else None


def _without_length(words: Sequence[str]) -> tuple[Sequence[str], Length]:
    """The words without those of a length at either end; of several the first one counts."""
    lengths = [CHOSEN.get(word.casefold()) for word in words]
    start = next((place for place, length in enumerate(lengths) if length is None), len(words))
    end = next((place for place in range(len(words), start, -1) if lengths[place - 1] is None), start)
    chosen = [length for length in (*lengths[:start], *lengths[end:]) if length]
    return words[start:end], next(iter(chosen), "usual")
