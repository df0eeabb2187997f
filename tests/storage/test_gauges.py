"""Gauges: what a monitor asks of both databases, cheap where much is stored."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from storage import census, gauges
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
            id=1, subscription_id=1, occurrence=EARLIER, letter_id=1, before=0, made=NOW, start=NOW, thread=None,
            silent=False,
        )
    )  # fmt: skip
    await session.flush()
    rows = (
        {"state": "pending", "due": EARLIER},
        {"state": "pending", "due": NOW - timedelta(hours=9), "held": True},
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


async def test_a_message_that_was_put_off_does_not_begin_anew(db: Database) -> None:
    """What Telegram does not take for an hour is an hour late, however often it is tried; quiet hours are not late."""
    async with db.session() as session:
        await digest(session, 1, occurrence=NOW - timedelta(hours=1), start=NOW - timedelta(hours=1))
        await digest(session, 2, occurrence=NOW - timedelta(hours=9), start=NOW + timedelta(hours=1))
        await digest(session, 3, occurrence=NOW - timedelta(hours=5), start=NOW - timedelta(hours=5))
        later = NOW + timedelta(minutes=2)
        session.add(DeliveryRow(digest_id=1, chat=1, part=1, state="pending", due=later, tries=9, message=None))
        session.add(DeliveryRow(digest_id=2, chat=2, part=1, state="pending", due=NOW, message=None))
        session.add(DeliveryRow(digest_id=3, chat=3, part=1, state="pending", due=NOW, held=True, message=None))
    async with db.session(readonly=True) as session:
        found = await gauges.read(session, NOW, seconds=5)
        assert found.delivery == NOW - timedelta(hours=1)
        assert (await census.queue(session, NOW)).waiting == 1


async def test_what_was_delivered_long_ago_costs_nothing(db: Database) -> None:
    """Of a table full of what is sent, both databases read the partial indexes of what is not."""
    async with db.session() as session:
        await digest(session, 1, occurrence=EARLIER, start=EARLIER)
        session.add_all(
            DeliveryRow(
                digest_id=1, chat=number, part=number, state="sent" if number % 100 else "pending", due=NOW, message=1
            )
            for number in range(4000)
        )
    async with db.session() as session:
        await (await session.connection()).execute(text("ANALYZE"))
    async with db.session() as session, asked(session) as statements:
        await gauges.read(session, NOW, seconds=5)
    about = [(each, given) for each, given in statements if re.search(r"\bdelivery\b", each) and "LIMIT" not in each]
    assert len(about) == 3  # what is open, what is untold, and since when
    async with db.session() as session:
        plans = [await plan(session, *each) for each in about]
    assert all("ix_delivery_" in each for each in plans), plans
    assert not any(re.search(r"Seq Scan on delivery|SCAN delivery(?! USING)", each) for each in plans), plans


@asynccontextmanager
async def asked(session: Session) -> AsyncIterator[list[tuple[str, Any]]]:
    """The statements of a transaction, as their database gets them, with their parameters."""
    engine, found = (await session.connection()).sync_engine, list[tuple[str, Any]]()

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def plan(session: Session, statement: str, parameters: Sequence[object]) -> str:
    """How a statement is run: on PostgreSQL as after some times, when what is bound is not looked at any more."""
    connection = await session.connection()
    if session.get_bind().dialect.name == "sqlite":
        found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(parameters))
        return "\n".join(row["detail"] for row in found.mappings())
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute(f"SET LOCAL plan_cache_mode = force_generic_plan; PREPARE asked AS {statement}")
    given = f"({', '.join('NULL' for _ in parameters)})" if parameters else ""
    rows = await driver.fetch(f"EXPLAIN EXECUTE asked{given}")
    await driver.execute("DEALLOCATE asked")
    return "\n".join(row[0] for row in rows)


async def digest(session: Session, number: int, *, occurrence: datetime, start: datetime) -> None:
    """A digest of a subscription of its own."""
    session.add_all((subscription(number, None), EditionRow(id=number, made=NOW, told="")))
    await session.flush()
    session.add(LetterRow(id=number, edition_id=number))
    await session.flush()
    session.add(
        DigestRow(
            id=number, subscription_id=number, occurrence=occurrence, letter_id=number, before=0, made=NOW,
            start=start, thread=None, silent=False,
        )
    )  # fmt: skip
    await session.flush()


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
