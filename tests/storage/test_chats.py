"""Chats are known by Telegram's ids, and a group keeps all that it has when it becomes a supergroup."""

from __future__ import annotations

from storage import chats, documents, jobs, listings, sources
from storage.session import Session
from storage.types import Chat
from tests.storage.factory import NOW, bring, later, report

OLD, NEW = -5551234, -1009876543210


async def test_a_chat_is_what_telegram_says_now(session: Session) -> None:
    """A new title or kind replaces the old one; ids beyond 32 bits are kept."""
    for chat in (Chat(NEW, "group", "Desk"), Chat(NEW, "group", "Desk"), Chat(NEW, "supergroup", None)):
        await chats.touch(session, chat, NOW)
        assert await chats.get(session, NEW) == chat
    assert await chats.get(session, OLD) is None


async def test_a_group_that_becomes_a_supergroup_keeps_everything(session: Session) -> None:
    """Sources and lists move with it, also when the supergroup was heard from first, and moving twice is fine."""
    shared, own = report(number="100"), report(number="101")
    await chats.touch(session, Chat(OLD, "group", "Desk"), NOW)
    for document in (shared, own):
        await bring(session, document, OLD)
    await bring(session, shared, NEW)
    listing = await listings.create(session, OLD, "quotes", "", NOW)
    await jobs.put(session, "understand", own.key, OLD, NOW)
    for _ in range(2):
        await chats.migrate(session, OLD, NEW)
    assert await chats.get(session, NEW) == Chat(NEW, "supergroup", "Desk")
    assert await chats.get(session, OLD) is None
    assert set(await documents.visible(session, NEW, limit=9)) == {shared, own}
    assert await sources.count(session, OLD) == 0
    (job,) = await jobs.claim(session, "understand", NOW, owner="a", until=later(1), limit=1)
    assert job.tenant == NEW
    assert await listings.get(session, listing, NEW) is not None
    assert await listings.get(session, listing, OLD) is None


async def test_a_supergroup_that_is_known_keeps_its_title(session: Session) -> None:
    """What Telegram said of the new chat counts, not what we remember of the old one."""
    await chats.touch(session, Chat(OLD, "group", "Desk"), NOW)
    await chats.touch(session, Chat(NEW, "supergroup", "News desk"), later(1))
    await chats.migrate(session, OLD, NEW)
    assert await chats.get(session, NEW) == Chat(NEW, "supergroup", "News desk")
