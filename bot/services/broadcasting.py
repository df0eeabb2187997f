"""A broadcast: what an operator tells all chats, kept before it is confirmed, and sent from rows after it is.

text -> kept -> confirmed: a row for each chat that is let in -> one after the other: sending -> sent | failed
     | uncertain, which is never repeated | pending again, where it surely did not go out
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.services.access import Access
from storage import broadcasts, chats
from storage.database import Database
from storage.types import Broadcast, CopyState, Receipt

Send = Callable[[Broadcast, int, Callable[[], Awaitable[None]]], Awaitable[Receipt]]
"""Sends a copy to a chat, once, having awaited what notes that it is being sent; returns what became of it."""


class TakenError(Exception):
    """Somebody else is sending this copy, or it is not to be sent any more."""


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """Broadcasts over a database, to chats that `access` lets in."""

    database: Database
    access: Access
    now: Callable[[], datetime]

    async def prepare(self, person: int, text: str) -> tuple[Broadcast, int]:
        """Keeps a text; with it how many chats it would go to. Raises StorageError."""
        audience = await self._audience()
        async with self.database.session() as session:
            return await broadcasts.create(session, person=person, text=text, now=self.now()), len(audience)

    async def get(self, broadcast: int) -> Broadcast | None:
        """A broadcast by its number."""
        async with self.database.session(readonly=True) as session:
            return await broadcasts.get(session, broadcast)

    async def confirm(self, broadcast: Broadcast, message: int) -> bool:
        """Has it sent; `message` in the operator's chat shows how far it is. False where that was done already."""
        audience = await self._audience()
        async with self.database.session() as session:
            await broadcasts.watch(session, broadcast.id, broadcast.person, message, self.now())
            return await broadcasts.confirm(session, broadcast.id, audience, self.now())

    async def cancel(self, broadcast: Broadcast) -> bool:
        """Sends no more of it; False where it was through already."""
        async with self.database.session() as session:
            return await broadcasts.cancel(session, broadcast.id, self.now())

    async def counts(self, broadcast: Broadcast) -> dict[CopyState, int]:
        """How many copies are in each state."""
        async with self.database.session(readonly=True) as session:
            return await broadcasts.counts(session, broadcast.id)

    async def watched(self, broadcast: Broadcast) -> int | None:
        """The message that shows how far it is."""
        async with self.database.session(readonly=True) as session:
            return await broadcasts.watched(session, broadcast)

    async def under_way(self) -> tuple[Broadcast, ...]:
        """What is to be sent."""
        async with self.database.session(readonly=True) as session:
            return await broadcasts.under_way(session)

    async def recover(self) -> int:
        """At a start: of what was being sent nobody knows; how many copies."""
        async with self.database.session() as session:
            return await broadcasts.recover(session)

    async def pass_on(self, broadcast: Broadcast, send: Send, *, after: int | None = None) -> int | None:
        """Sends the next copy behind a chat; that chat, None when none is left there. Raises StorageError."""
        async with self.database.session(readonly=True) as session:
            chat = await broadcasts.following(session, broadcast.id, after)
        if chat is None:
            return None

        async def begin() -> None:
            async with self.database.session() as session:
                if not await broadcasts.begin(session, broadcast.id, chat):
                    raise TakenError

        try:
            receipt = await send(broadcast, chat, begin)
        except TakenError:
            return chat
        await self._settle(broadcast, chat, receipt)
        return chat

    async def finish(self, broadcast: Broadcast) -> bool:
        """Whether nothing of it waits any more; noted then, by one caller."""
        counts = await self.counts(broadcast)
        if counts.get("pending") or counts.get("sending"):
            return False
        async with self.database.session() as session:
            return await broadcasts.finish(session, broadcast.id, self.now())

    async def _settle(self, broadcast: Broadcast, chat: int, receipt: Receipt) -> None:
        async with self.database.session() as session:
            await broadcasts.settle(session, broadcast.id, chat, _state(receipt))
            if receipt.moved:
                await chats.migrate(session, chat, receipt.moved)  # and with it this copy

    async def _audience(self) -> frozenset[int]:
        async with self.database.session(readonly=True) as session:
            known = await broadcasts.audience(session)
        return await self.access.admitted(known)


def _state(receipt: Receipt) -> CopyState:
    """A group that moved, and whatever surely did not go out, waits again; a broken token is the bot's trouble."""
    if receipt.outcome == "refused":
        return "pending" if receipt.refusal in {"moved", "token"} else "failed"
    return "pending" if receipt.outcome == "later" else receipt.outcome
