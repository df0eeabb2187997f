"""What is new to a chat since a moment: what came, and what was understood for the first time."""

from __future__ import annotations

from storage import analyses, documents, fresh, sources
from storage.session import Session
from summarizer.types import Document
from tests.storage.factory import bring, later, report, understood

HOUR = 60
DAY = 24 * HOUR


async def since(session: Session, minute: int, chat: int | None = 7) -> tuple[str, ...]:
    return await fresh.since(session, chat, later(minute), limit=10)


async def store(session: Session, document: Document, minute: int) -> None:
    """Brought, and not understood."""
    await documents.add(session, document, raw="", now=later(minute))
    await sources.add(session, document.key, chat=None, kind="paste", name="", now=later(minute))


async def test_what_came_since_counts_for_whoever_sees_it(session: Session) -> None:
    """Latest first; what another chat brought is nobody else's news, what comes a second time is none at all."""
    old, new, own = report(number="1"), report(number="2"), report(number="3")
    await bring(session, old, None, minute=0)
    await bring(session, new, None, minute=2 * HOUR)
    await bring(session, own, 7, minute=3 * HOUR)
    await bring(session, old, 7, minute=4 * HOUR)
    assert await since(session, HOUR) == (own.key, new.key)
    assert await since(session, HOUR, 8) == (new.key,)
    assert await since(session, HOUR, None) == (new.key,)
    assert await since(session, 4 * HOUR) == ()


async def test_what_another_chat_had_long_ago_is_new_to_whom_it_comes_now(session: Session) -> None:
    """A text is stored once; each chat counts from its own."""
    text = report()
    await bring(session, text, 8, minute=0)
    await bring(session, text, 7, minute=2 * HOUR)
    assert await since(session, HOUR) == (text.key,)
    assert await since(session, HOUR, 8) == ()


async def test_what_was_understood_late_counts_and_what_was_understood_anew_does_not(session: Session) -> None:
    """However old a text is: nobody was told of it before. By another recipe it is nothing new."""
    late, old = report(number="1"), report(number="2")
    await store(session, late, 0)
    await bring(session, old, None, minute=0)
    assert await since(session, DAY) == ()
    await analyses.save(session, understood(late), later(90 * DAY))
    assert await analyses.save(session, understood(old, recipe="r2"), later(90 * DAY))
    assert await since(session, 90 * DAY - HOUR) == (late.key,)


async def test_what_was_committed_after_its_time_is_not_missed(session: Session) -> None:
    """A digest that was composed between a text's time and its commit has not seen it: the next one looks there too."""
    slow, known = report(number="1"), report(number="2")
    await bring(session, known, None, minute=0)
    await bring(session, slow, None, minute=HOUR - 1)
    assert await since(session, HOUR) == (slow.key,)


async def test_what_was_replaced_is_not_new(session: Session) -> None:
    """Only what the chat sees now."""
    old, new = report(number="1"), report(number="2")
    await bring(session, old, None, minute=10)
    await bring(session, new, None, minute=20, supersedes=old.key)
    assert await since(session, 0) == (new.key,)
