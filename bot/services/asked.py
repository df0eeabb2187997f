"""What a person's words ask for: a story by its number, and the words besides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage import stories
from storage.session import Session
from summarizer.types import Story

ASKED = 200
"""Characters of a question that are looked for: databases refuse conditions without end, and nobody means them."""
LISTED = 60
"""The most items that one list holds, the newest ones; nobody turns more than a dozen pages."""
STORY = re.compile(r"(?=#|story\b)(?:story\s+)?(?P<sign>#?)(?P<number>\d{1,9})(?:\s+|$)", re.IGNORECASE)
BARE = re.compile(r"(?P<sign>)(?P<number>\d{1,9})")


@dataclass(frozen=True, slots=True)
class Asked:
    """The words, and the story that they begin with; `no_story` is the number of one that the chat has not."""

    words: str = ""
    story: Story | None = None
    no_story: int | None = None

    @property
    def keys(self) -> tuple[str, ...] | None:
        """The documents of the story, or None where no story was asked for."""
        return tuple(document.key for document in self.story.documents) if self.story else None


EVERYTHING = Asked()
"""No words at all."""


async def read(session: Session, chat: int | None, words: str, *, bare: bool = False) -> Asked:
    """`#3 bridge` is story 3 and "bridge"; without its sign a number that is no story's is a word as any other.

    `bare`: a number alone is a story's too, where there is one.
    """
    chosen = STORY.match(words) or (BARE.fullmatch(words) if bare else None)
    story = await stories.of(session, chat, int(chosen["number"])) if chosen else None
    if chosen and story:
        return Asked(words[chosen.end() :], story)
    return Asked(words, no_story=int(chosen["number"]) if chosen and chosen["sign"] else None)


def words_of(question: str) -> tuple[str, ...]:
    """The words of a question that are looked for."""
    return tuple(question[:ASKED].split())
