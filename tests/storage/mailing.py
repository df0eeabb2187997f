"""Subscriptions and digests on their way for the storage tests."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import update
from sqlmodel import col

from storage import digests, memories, outbox, subscriptions
from storage.database import Database
from storage.rows import DeliveryRow
from storage.session import Session
from storage.types import Delivery, Due, Rule, Settled, Subscription, Taste, Told, Written
from tests.storage.factory import NOW, later

CHAT, GROUP = 7, -1001234567890
RULE = Rule((time(8), time(18, 30)), (1, 2, 3, 4, 5), "Europe/Kyiv", (time(22), time(7)))
TASTE = Taste(("grain", "#3 hospital"), "short", empty=True)
DAY = 24 * 60


async def subscribe(
    session: Session, chat: int = CHAT, *, due: datetime = NOW, rule: Rule = RULE, thread: int | None = None
) -> Subscription:
    return await subscriptions.create(
        session, chat=chat, thread=thread, person=5_000_000_000, rule=rule, taste=TASTE, silent=False, due=due, now=NOW
    )


async def told(session: Session, word: str, *, parts: int = 2, minute: int = 0) -> int:
    """A letter that tells one passage, named by a word, in so many messages."""
    edition = await digests.add_edition(session, [Told("statement", word, 0, 5)], later(minute))
    return await digests.add_letter(session, edition, [f'"{word} {part}"' for part in range(1, parts + 1)])


def written(due: Due, letter: int | None, *, minute: int = 0) -> Written:
    """A due subscription as it was composed; the next one is due a day later."""
    return Written(due, letter, later(minute + DAY), later(minute))


async def compose(session: Session, word: str, *, parts: int = 2, minute: int = 0) -> int:
    """Write one digest to everybody who is due; how many messages."""
    letter, now = await told(session, word, parts=parts, minute=minute), later(minute)
    found = await subscriptions.due(session, now, limit=999)
    return await digests.write(session, [written(each, letter, minute=minute) for each in found], now)


async def remembered(session: Session, chat: int = CHAT) -> list[str]:
    """The words that a chat was told, the last first."""
    memory = await memories.of_chat(session, chat)
    return [passage.key for edition in await digests.memory(session, memory) for passage in edition.told]


async def claim(session: Session, *, minute: int = 0, limit: int = 99) -> tuple[Delivery, ...]:
    """Claim for ten minutes."""
    return await outbox.claim(session, later(minute), until=later(minute + 10), limit=limit)


async def send(session: Session, delivery: Delivery, *, minute: int = 0, message: int = 100) -> None:
    """Ask for a message that was claimed, and have it arrive."""
    assert await outbox.begin(session, [delivery.id], later(minute), until=later(minute + 10)) == {delivery.id}
    await outbox.settle(session, [Settled(delivery.id, "sent", message=message)], later(minute))


async def arrive(session: Session) -> None:
    """Whatever waits is sent."""
    sent = update(DeliveryRow).where(col(DeliveryRow.state) == "pending").values(state="sent", message=100)
    await session.exec(sent)


async def mailed(db: Database, chats: int, *, parts: int = 2) -> None:
    """A committed outbox: one digest for each of so many chats."""
    async with db.session() as session:
        for chat in range(1, chats + 1):
            await subscribe(session, chat)
        await compose(session, "one", parts=parts)
