"""Who may use the bot: everybody; the chats and people that its settings list; or those whom an operator invited too.

    a chat -> the bot is open | its settings list it | it has a permit that holds -> let in
    a permit: by an invite, while invites count | by one of a group's admins, as long as they are let in themselves

Digests of chats that are not let in rest, and go on when they are: nothing is deleted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.services.clock import next_due
from storage import admitting, invites, permits
from storage.database import Database
from storage.session import Session
from storage.types import Invite, Permit

log = logging.getLogger(__name__)

Mode = Literal["open", "listed", "invited"]
Entered = Literal["in", "already", "refused"]
"""What came of an invite: the chat is let in; it was already; or the invite is used up, over, or none of ours."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in under the settings: `allowed` are the chats and people that they list, `operators` among them."""

    database: Database
    mode: Mode
    allowed: frozenset[int]
    operators: frozenset[int]
    now: Callable[[], datetime]

    @property
    def is_open(self) -> bool:
        """Whether everybody may use the bot."""
        return self.mode == "open"

    async def admits(self, chat: int) -> bool:
        """Whether a chat is let in; a person is by the number of their private chat. Raises StorageError."""
        if self.is_open or chat in self.allowed:
            return True
        async with self.database.session(readonly=True) as session:
            return await self._is_in(session, chat)

    async def admitted(self, chats: Collection[int]) -> frozenset[int]:
        """Those of the chats that are let in. Raises StorageError."""
        if self.is_open:
            return frozenset(chats)
        async with self.database.session(readonly=True) as session:
            known = await permits.every(session)
        return frozenset(chat for chat in chats if self._holds(chat, known))

    async def let_in(self, chat: int, person: int) -> None:
        """A group is let in by one of its admins who is. Raises StorageError."""
        async with self.database.session() as session:
            await permits.renew(session, Permit(chat, person, None, self.now()))
        log.info("access.let_in by=person")
        await self._go_on(chat)

    async def invite(self, person: int, *, uses: int, within: timedelta) -> Invite:
        """A link for so many chats, that holds so long. Raises StorageError."""
        now = self.now()
        async with self.database.session() as session:
            return await invites.create(session, person=person, uses=uses, now=now, until=now + within)

    async def enter(self, chat: int, person: int | None, token: str) -> Entered:
        """Lets a chat in by an invite; one that is let in already uses none up. Raises StorageError."""
        if await self.admits(chat):
            return "already"
        now = self.now()
        async with self.database.session() as session:
            used = self.mode == "invited" and await invites.use(session, token, now)
            if await self._is_in(session, chat):  # since a moment ago, as by a second tap: that uses none up
                await session.rollback()
                return "already"
            if not used:
                return "refused"
            await permits.renew(session, Permit(chat, person, token, now))
        log.info("access.let_in by=invite")
        await self._go_on(chat)
        return "in"

    async def settle(self) -> None:
        """At a start, since settings may have changed: digests of chats that are not let in rest, others go on.

        Raises StorageError.
        """
        async with self.database.session(readonly=True) as session:
            homes = await admitting.homes(session)
        inside, rested = await self.admitted(homes), 0
        for home in sorted(homes - inside):
            async with self.database.session() as session:
                rested += await admitting.rest(session, home)
        gone_on = sum([await self._go_on(home) for home in sorted(inside)])
        if rested or gone_on:
            log.info("access.settled rest=%d go_on=%d", rested, gone_on)

    async def wants(self, feed: int) -> bool:
        """Whether anybody who is let in follows a feed. Raises StorageError."""
        if self.is_open:
            return True
        async with self.database.session(readonly=True) as session:
            followers = await admitting.followers(session, feed)
        chats = [chat for chat in followers if chat is not None]
        return len(chats) < len(followers) or bool(await self.admitted(chats))

    async def _go_on(self, home: int) -> int:
        now = self.now()
        async with self.database.session(readonly=True) as session:
            resting = await admitting.is_resting(session, home)
        if not resting:
            return 0
        async with self.database.session() as session:
            return await admitting.resume(session, home, lambda rule: next_due(rule, now), now)

    async def _is_in(self, session: Session, chat: int) -> bool:
        permit = await permits.get(session, chat)
        whose = permit.person if permit and permit.invite is None else None
        letting_in = await permits.get(session, whose) if whose is not None else None
        return self._holds(chat, {each.chat: each for each in (permit, letting_in) if each})

    def _holds(self, chat: int, known: Mapping[int, Permit]) -> bool:
        if chat in self.allowed:
            return True
        permit = known.get(chat)
        if permit is None:
            return False
        if permit.invite is not None:
            return self.mode == "invited"
        # Nobody: whoever let it in had everything forgotten since; the group is not at fault.
        return permit.person is None or (permit.person != chat and self._holds(permit.person, known))
