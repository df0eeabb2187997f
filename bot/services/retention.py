"""How long what is a chat's is kept: until it asks to be forgotten, or as long as it chose.

forget: chat -> all of it but texts, in one transaction, which looks again: nothing names it
     -> texts that nobody has, a few at a time -> the journal is emptied
expire: chats with a retention -> what each brought before then -> texts that nobody has; what is long over and done
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.answers import Answers
from storage import broadcasts, forgetting, invites, listings, orphans
from storage.bulk import chunks
from storage.database import Database
from storage.forgetting import Forgotten
from summarizer.errors import StorageError

log = logging.getLogger(__name__)

BETWEEN = 0.1
"""Seconds between two chats whose old sources go, and between some texts and the next: others write between."""
KEPT = timedelta(days=90)
"""How long invites that let nobody in any more, and broadcasts that came to their end, are kept."""
LISTED = timedelta(days=365)
"""How long the buttons of a list find its words again; what a message told is kept no longer than the above."""
TRIES = 3
"""How often a chat is forgotten in one go: what came at this moment goes with the rest."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Throws away; `days` is how long sources of chats that did not choose are kept, 0 for ever."""

    database: Database
    answers: Answers
    days: int = 0

    async def forget(self, chat: int) -> Forgotten:
        """All that is this chat's, gone when this returns. Raises StorageError, also where anything is left of it.

        Texts on which it failed go with the next `expire`: nobody sees them.
        """
        gone, texts = Forgotten(), frozenset[int]()
        try:
            for _ in range(TRIES):
                async with self.database.session() as session:
                    some, brought = await forgetting.forget(session, chat)
                    left = await forgetting.remaining(session, chat)
                gone, texts = Forgotten(*map(sum, zip(gone, some, strict=True))), texts | brought
                if not left:
                    break
            gone = gone._replace(documents=await self._drop(texts))
        finally:
            self.answers.forget()
            await self._scrub()
        if left:
            raise StorageError("not all of a chat is gone: " + ", ".join(f"{name} {n}" for name, n in left.items()))
        log.info("chat.forgotten sources=%d documents=%d", gone.sources, gone.documents)
        return gone

    async def holdings(self, chat: int) -> Forgotten:
        """How much there is to forget."""
        async with self.database.session(readonly=True) as session:
            return await forgetting.holdings(session, chat)

    async def expire(self, now: datetime) -> int:
        """What chats brought longer ago than they want it kept; how many sources. Raises StorageError.

        With it go texts that nobody has, also where a crash left them, and what is long over and done.
        """
        async with self.database.session(readonly=True) as session:
            chats = await forgetting.expiring(session, self.days)
        gone = 0
        for chat, days in chats:
            async with self.database.session() as session:
                some = await forgetting.expire(session, chat, now - timedelta(days=days))
            if some:
                gone += some
                await asyncio.sleep(BETWEEN)
        async with self.database.session(readonly=True) as session:
            texts = await orphans.found(session)
        dropped = await self._drop(texts)
        async with self.database.session() as session:
            await invites.prune(session, now - KEPT)
            await broadcasts.prune(session, now - KEPT)
            await listings.prune(session, ("told",), now - KEPT)
            await listings.prune(session, ("words",), now - LISTED)
        if gone or dropped:
            self.answers.forget()
            log.info("sources.expired sources=%d documents=%d", gone, dropped)
        return gone

    async def _drop(self, texts: Collection[int]) -> int:
        """Those of the texts that nobody has, some at a time; how many."""
        gone = 0
        for some in chunks(sorted(texts), orphans.AT_ONCE):
            if gone:
                await asyncio.sleep(BETWEEN)
            async with self.database.session() as session:
                gone += await orphans.drop(session, some)
        return gone

    async def _scrub(self) -> None:
        try:
            await self.database.scrub()
        except StorageError as error:  # it is gone all the same; its last traces go with the next checkpoint
            log.warning("chat.not_scrubbed detail=%s", error.detail)
