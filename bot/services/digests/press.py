"""Editions and their letters, each made once: by what is told, and by what stands above it.

group -> edition | edition, head -> letter | a transaction: editions and letters that are not stored yet
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.services.digests.editing import Editor, Made
from bot.services.digests.planning import Group, Head
from storage import digests
from storage.session import Session
from storage.types import Doubt
from summarizer.telling.news import News

KEPT = 200
"""Editions of the public documents that are kept while a walk goes on."""


class Letter(Protocol):
    """Makes the messages of a digest, packed; see `bot/views/digest.py`."""

    def __call__(
        self,
        news: News,
        due: datetime,
        place: str,
        *,
        late: bool,
        missed: int,
        doubts: Sequence[Doubt],
        language: str,
    ) -> tuple[str, ...]: ...


@dataclass(slots=True)
class Printed:
    """An edition, and its letters by their heads: packed until they are stored, then by their ids."""

    made: Made
    edition: int | None = None
    packed: dict[Head, tuple[str, ...]] = field(default_factory=dict)
    stored: dict[Head, int] = field(default_factory=dict)


class Press:
    """Makes each edition and letter once, for one walk."""

    def __init__(self, editor: Editor, letter: Letter, now: datetime) -> None:
        self._editor = editor
        self._letter = letter
        self._now = now
        self._kept: dict[Group, Printed] = {}

    def has(self, group: Group) -> bool:
        """Whether its edition is made already."""
        return group in self._kept

    async def edition(self, group: Group) -> Printed:
        """The edition of a group; only one that chats share is kept. Raises what composing raises."""
        if group in self._kept:
            return self._kept[group]
        printed = Printed(await self._editor.edition(group))
        if group.chat is None:
            while len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[group] = printed
        return printed

    async def letters(self, printed: Printed, heads: Collection[Head]) -> None:
        """Makes the letters under these heads, as far as they are not made yet."""
        wanted = [head for head in dict.fromkeys(heads) if head not in printed.stored]
        if wanted:
            printed.packed |= await asyncio.to_thread(self._packed, printed.made.news, wanted)

    async def store(self, session: Session, printed: Printed) -> None:
        """Stores the letters that are not stored yet, and their edition.

        Where the transaction fails, this press is of no use any more: it knows ids that are none.
        """
        for head, parts in printed.packed.items():
            if printed.edition is None:
                printed.edition = await digests.add_edition(session, printed.made.told, self._now)
            printed.stored[head] = await digests.add_letter(session, printed.edition, parts)
        printed.packed.clear()

    def _packed(self, news: News, heads: Iterable[Head]) -> dict[Head, tuple[str, ...]]:
        return {
            head: self._letter(
                news,
                head.due,
                head.place,
                late=head.late,
                missed=head.missed,
                doubts=head.doubts,
                language=head.language,
            )
            for head in heads
        }
