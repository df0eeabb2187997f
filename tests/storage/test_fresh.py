"""What is new to a chat since a moment: what came, what was only understood, and when its last digest was composed."""

from __future__ import annotations

from datetime import time, timedelta

from storage import analyses, digests, documents, fresh, sources, subscriptions
from storage.session import Session
from storage.types import Rule, Taste, Told, Written
from summarizer.types import Document
from tests.storage.factory import NOW, bring, later, report, understood

RULE = Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "UTC")
DAY = 24 * 60


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
    await bring(session, new, None, minute=10)
    await bring(session, own, 7, minute=20)
    await bring(session, old, 7, minute=30)
    assert await since(session, 5) == (own.key, new.key)
    assert await since(session, 5, 8) == (new.key,)
    assert await since(session, 5, None) == (new.key,)
    assert await since(session, 30) == ()


async def test_what_another_chat_had_long_ago_is_new_to_whom_it_comes_now(session: Session) -> None:
    """A text is stored once; each chat counts from its own."""
    text = report()
    await bring(session, text, 8, minute=0)
    await bring(session, text, 7, minute=10)
    assert await since(session, 5) == (text.key,)
    assert await since(session, 5, 8) == ()


async def test_what_was_understood_late_counts_and_what_was_understood_anew_does_not(session: Session) -> None:
    """A few days are long enough to understand a text for the first time."""
    late, old = report(number="1"), report(number="2")
    await store(session, late, 4 * DAY)
    await bring(session, old, None, minute=0)
    assert await since(session, 4 * DAY - 1) == ()
    await analyses.save(session, understood(late), later(5 * DAY))
    await analyses.save(session, understood(old, recipe="r2"), later(5 * DAY))
    assert await since(session, 5 * DAY - 1) == (late.key,)


async def test_what_was_replaced_is_not_new(session: Session) -> None:
    """Only what the chat sees now."""
    old, new = report(number="1"), report(number="2")
    await bring(session, old, None, minute=10)
    await bring(session, new, None, minute=20, supersedes=old.key)
    assert await since(session, 0) == (new.key,)


async def test_when_a_digest_was_composed_is_known_where_it_told_something(session: Session) -> None:
    """Its occurrence may be days older; of one that told nothing the occurrence is all there is."""
    taste, about = Taste(), {"thread": None, "person": None, "silent": False}
    made = [
        await subscriptions.create(session, chat=chat, rule=RULE, taste=taste, due=NOW, now=NOW, **about)  # type: ignore[arg-type]  # one dict of several types
        for chat in (7, 8)
    ]
    edition = await digests.add_edition(session, [Told("sentence", "v1-0", 0, 9)], later(90))
    letter = await digests.add_letter(session, edition, ["{}"])
    due = {each.subscription.chat: each for each in await subscriptions.due(session, later(90), limit=9)}
    following = NOW + timedelta(days=1)
    written = [Written(due[7], letter, following, later(90)), Written(due[8], None, following, later(90))]
    await digests.write(session, written, later(90))
    assert await fresh.looked(session, [each.id for each in made]) == {made[0].id: later(90)}
