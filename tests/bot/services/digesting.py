"""Chats that get digests, over a real database: texts come, time goes by, messages arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.services.answers import Answers, Lengths
from bot.services.digests import Digests
from bot.views.digest import letter
from bot.views.letters import unpack
from storage import analyses, documents, outbox, sources, stories, subscriptions
from storage.database import Database
from storage.types import Delivery, Rule, Settled, Subscription, Taste
from summarizer.analyse import analyse
from summarizer.types import Document

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAILY = Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "UTC")
EVERYTHING = Taste()


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """So many days after a Monday, at that time; UTC."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


@dataclass
class Post:
    """Digests of a database, and a courier that loses nothing."""

    database: Database
    digests: Digests

    async def bring(self, *texts: Document, at: datetime, chat: int | None = None) -> None:
        """Stores and understands them, and finds their stories."""
        for text in texts:
            await self.store(text, at=at, chat=chat)
            await self.understand(text, at)

    async def store(
        self, text: Document, *, at: datetime, chat: int | None = None, old: Document | None = None
    ) -> None:
        """Stores it, in the place of an old version if that is named."""
        async with self.database.session() as session:
            await documents.add(session, text, raw="", now=at, supersedes=old.key if old else None, chat=chat)
            await sources.add(session, text.key, chat=chat, kind="paste", name="", now=at)

    async def understand(self, text: Document, now: datetime) -> None:
        found = analyse(text, None)
        async with self.database.session() as session:
            await analyses.save(session, found, now)
            await stories.place(session, found)

    async def replace(self, old: Document, new: Document, *, at: datetime, chat: int | None = None) -> None:
        """A page changed."""
        await self.store(new, at=at, chat=chat, old=old)
        await self.understand(new, at)

    async def subscribe(
        self, chat: int, *topics: str, rule: Rule = DAILY, taste: Taste = EVERYTHING, due: datetime | None = None
    ) -> Subscription:
        wanted = Taste(topics, taste.length, taste.empty)
        about = {"thread": None, "person": None, "rule": rule, "taste": wanted, "silent": False}
        async with self.database.session() as session:
            return await subscriptions.create(session, chat=chat, due=due or at(0, 8), now=MONDAY, **about)  # type: ignore[arg-type]  # one dict of several types

    async def morning(self, day: int, hour: int = 8, minute: int = 0) -> dict[int, str]:
        """Composes what is due at that time and sends it: what each chat reads, its messages in order."""
        now = at(day, hour, minute)
        await self.digests.compose_due(now)
        found: dict[int, str] = {}
        for each in await self.sent(now):
            found[each.chat] = found.get(each.chat, "") + unpack(each.content).text + "\n"
        return found

    async def sent(self, now: datetime) -> tuple[Delivery, ...]:
        """What goes out by then, each chat's in order."""
        gone: list[Delivery] = []
        while claimed := await self._claim(now):
            gone += claimed
        return tuple(gone)

    async def _claim(self, now: datetime) -> tuple[Delivery, ...]:
        until = now + timedelta(minutes=1)
        async with self.database.session() as session:
            claimed = await outbox.claim(session, now, until=until, limit=100)
            await outbox.begin(session, [each.id for each in claimed], now, until=until)
            await outbox.settle(session, [Settled(each.id, "sent", message=each.id) for each in claimed], now)
        return claimed

    async def of(self, chat: int) -> Subscription:
        """The chat's only subscription."""
        async with self.database.session(readonly=True) as session:
            (found,) = await subscriptions.of_chat(session, chat)
        return found


@asynccontextmanager
async def posting(url: str, lengths: Lengths | None = None) -> AsyncIterator[Post]:
    database = await Database.open(url)
    try:
        yield Post(database, Digests(Answers(database, lengths or Lengths()), letter))
    finally:
        await database.close()
