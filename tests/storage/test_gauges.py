"""Gauges: what a monitor asks of both databases, cheap where much is stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from storage import gauges
from storage.database import Database
from storage.rows import (
    DeliveryRow,
    DigestRow,
    DocumentRow,
    EditionRow,
    FeedRow,
    FollowRow,
    JobRow,
    LetterRow,
    ProcessRow,
    SubscriptionRow,
)
from storage.session import Session

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
EARLIER = NOW - timedelta(minutes=7)


def document(number: int) -> DocumentRow:
    return DocumentRow(
        id=number, key=str(number), title=None, publisher=None, byline=None, url=None, published=None, added=NOW,
        headings="", text="A text.",
    )  # fmt: skip


def subscription(number: int, due: datetime | None) -> SubscriptionRow:
    return SubscriptionRow(
        id=number, chat=number, thread=None, person=None, times="08:00", days="1", zone="UTC", quiet=None, topics="[]",
        length="usual", empty=False, silent=False, created=NOW, due=due, home=None,
    )  # fmt: skip


def feed(number: int, *, due: datetime | None = NOW, failures: int = 0) -> FeedRow:
    return FeedRow(
        id=number, hash=str(number), url="", title=None, site=None, added=NOW, due=due, interval=60, failures=failures
    )


def process(name: str, role: str, kinds: str = "", seen: datetime = NOW) -> ProcessRow:
    return ProcessRow(id=name, role=role, kinds=kinds, host="a", pid=1, version="0", started=NOW, seen=seen)


async def test_nothing_is_stored(session: Session) -> None:
    """All is nought, nothing is late, and the schema is the newest."""
    found = await gauges.read(session, NOW, seconds=5)
    assert set(found.stored.values()) == set(found.deliveries.values()) == set(found.feeds.values()) == {0}
    assert (found.line.waiting, found.given_up, found.batches, dict(found.processes)) == (0, 0, 0, {})
    assert found.delivery is found.subscription is found.line.oldest is None
    assert await gauges.is_current(session)


async def test_documents_that_wait_and_that_were_given_up(session: Session) -> None:
    """A job that was given up waits no more."""
    session.add_all(document(number) for number in (1, 2))
    await session.flush()
    session.add(JobRow(kind="understand", document_id=1, tenant=0, turn=1, created=EARLIER, due=EARLIER))
    session.add(JobRow(kind="understand", document_id=2, tenant=0, turn=2, created=EARLIER, due=None, failure="late"))
    await session.flush()
    found = await gauges.read(session, NOW, seconds=5)
    assert found.stored["document"] == 2
    assert (found.line.waiting, found.given_up) == (1, 1)
    assert found.line.oldest == EARLIER


async def test_deliveries_by_state_and_how_late_the_oldest_is(session: Session) -> None:
    """What its chat holds up is apart from what waits; what is over is what is left."""
    session.add_all((subscription(1, EARLIER), subscription(2, NOW + timedelta(hours=1)), subscription(3, None)))
    session.add(EditionRow(id=1, made=NOW, told=""))
    await session.flush()
    session.add(LetterRow(id=1, edition_id=1))
    await session.flush()
    session.add(
        DigestRow(
            id=1, subscription_id=1, occurrence=NOW, letter_id=1, before=0, made=NOW, start=NOW, thread=None,
            silent=False,
        )
    )  # fmt: skip
    await session.flush()
    rows = (
        {"state": "pending", "due": EARLIER},
        {"state": "pending", "due": EARLIER - timedelta(hours=9), "held": True},
        {"state": "sending", "due": EARLIER},
        {"state": "uncertain", "due": EARLIER},
        {"state": "dead", "due": EARLIER, "owned": True},
        {"state": "sent", "due": EARLIER},
    )
    session.add_all(DeliveryRow(digest_id=1, chat=1, part=part, **row) for part, row in enumerate(rows))  # type: ignore[arg-type]  # columns by name
    await session.flush()
    found = await gauges.read(session, NOW, seconds=5)
    assert found.deliveries == {"pending": 1, "held": 1, "sending": 1, "uncertain": 1, "dead": 0, "done": 2}
    assert found.delivery == found.subscription == EARLIER


async def test_feeds_by_health(session: Session) -> None:
    """Of those that somebody follows; one that ended is not asked again."""
    session.add_all((feed(1), feed(2, failures=3), feed(3, due=None, failures=9), feed(4)))
    await session.flush()
    session.add_all(FollowRow(feed_id=number, chat=7, person=None, added=NOW) for number in (1, 2, 3))
    await session.flush()
    assert (await gauges.read(session, NOW, seconds=5)).feeds == {"ok": 1, "failing": 1, "ended": 1}


async def test_processes_by_role_and_what_they_do(session: Session) -> None:
    """One that has been silent for more than a minute is not there."""
    session.add_all(
        (
            process("a", "bot"),
            process("b", "worker", "fetch,understand"),
            process("c", "worker", "understand"),
            process("d", "sender", seen=NOW - timedelta(minutes=2)),
        )
    )
    await session.flush()
    assert (await gauges.read(session, NOW, seconds=5)).processes == {
        ("bot", ""): 1, ("worker", ""): 2, ("worker", "fetch"): 1, ("worker", "understand"): 2,
    }  # fmt: skip


async def test_what_is_much_is_estimated(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the database's own knowledge: nobody counts a million rows for a monitor."""
    monkeypatch.setattr(gauges, "EXACT", 5)
    async with db.session() as session:
        session.add_all(document(number) for number in range(1, 21))
    async with db.session() as session:
        if session.get_bind().dialect.name == "postgresql":
            assert await gauges.about(session, DocumentRow) == 6  # nothing was analysed: at least as many as were seen
            await (await session.connection()).execute(text("ANALYZE document"))
        assert await gauges.about(session, DocumentRow) == 20


async def test_a_transaction_that_only_reads_is_enough(db: Database) -> None:
    """A scrape never waits for who writes, and never makes one wait."""
    async with db.session(readonly=True) as session:
        assert (await gauges.read(session, NOW, seconds=5)).batches == 0
