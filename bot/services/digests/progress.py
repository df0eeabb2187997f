"""Stories that moved on: those of which a chat was told before, and to which something came since.

    new documents -> their stories -> those of which an earlier digest told -> their analyses -> developments | gate

A page that changed is held against the version of it that was told: what that one had is nothing new.

What several groups are told of one story is found once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.services.digests.memories import load
from storage import documents, stories
from storage.database import Database
from storage.types import Together
from summarizer.stories.course import checked
from summarizer.stories.developments import Developments, developments
from summarizer.telling.news import Moved
from summarizer.types import Analysis

MOVED = 5
"""Stories that are told to have moved on."""
LOOKED_AT = 8
"""Stories that are looked at for them: those with the newest documents."""
COMPARED = 16
"""The newest documents of a story, among which is looked for what was known: that takes time by their square."""
KEPT = 64

Key = tuple[int | None, int, tuple[str, ...], frozenset[str], frozenset[tuple[str, str]]]


class Progress:
    """What came to stories."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: dict[Key, Moved | None] = {}

    async def since(
        self, chat: int | None, told: Collection[str], new: Collection[str], moment: datetime
    ) -> tuple[tuple[Moved, ...], int]:
        """What the new documents brought to stories of which documents were told; and how many more have new ones.

        Both are keys; `moment` is when the chat was told last. Those with the newest documents come first.
        Raises GateError.
        """
        async with self._database.session(readonly=True) as session:
            groups = await stories.together(session, chat, new)
            replaced = await documents.successors(session, chat, moment)
        past = {after.key: before.key for before, after in replaced if before.key in told}
        known = [each for each in groups if each.number is not None and not frozenset(told).isdisjoint(each.keys)]
        moved: list[Moved] = []
        for place, group in enumerate(known[:LOOKED_AT]):
            if len(moved) == MOVED:
                return tuple(moved), len(known) - place
            came = frozenset(new).intersection(group.keys)
            found = await self._moved(chat, group, came, {key: past[key] for key in came if key in past})
            moved += [found] if found else []
        return tuple(moved), len(known[LOOKED_AT:])

    def forget(self) -> None:
        """Lets go of what was found."""
        self._found.clear()

    async def _moved(
        self, chat: int | None, group: Together, new: frozenset[str], past: Mapping[str, str]
    ) -> Moved | None:
        key = chat, group.number or 0, group.keys, new, frozenset(past.items())
        if key not in self._found:
            while len(self._found) >= KEPT:
                del self._found[next(iter(self._found))]
            self._found[key] = await self._look(chat, group, new, past)
        return self._found[key]

    async def _look(
        self, chat: int | None, group: Together, new: frozenset[str], past: Mapping[str, str]
    ) -> Moved | None:
        async with self._database.session(readonly=True) as session:
            story = await stories.of(session, chat, group.number or 0)
        if story is None:
            return None
        keys = [document.key for document in story.documents[:COMPARED]][::-1]
        # From the first to the last, an old version before what took its place: "12 → 17" where no dates are stated.
        read = await load(self._database, [each for key in keys for each in (past.get(key), key) if each])
        found = await asyncio.to_thread(_developed, read, new)
        return Moved(story, found) if any(_counted(found)) else None


def _developed(read: Sequence[Analysis], new: frozenset[str]) -> Developments:
    before = [each for each in read if each.document.key not in new]
    after = [each for each in read if each.document.key in new]
    return checked(developments(before, after), [each.document for each in read])


def _counted(found: Developments) -> Collection[object]:
    """What a line can say of it; a sentence alone is told among what happened."""
    return found.statements, found.denials, found.figures, found.changed, found.counted
