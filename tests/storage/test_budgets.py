"""All processes of a bot together send no faster than its rate allows."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from storage import budgets
from storage.database import Database
from storage.session import Session
from tests.databases import new_sqlite
from tests.storage.factory import NOW

EPOCH = NOW.timestamp()
CELL = 10.0
"""Seconds between two messages: so long that on PostgreSQL, where the server's clock counts, a slow test is as good."""


def near(seconds: float) -> object:
    return pytest.approx(seconds, abs=8)


async def test_messages_wait_for_those_before_them(session: Session) -> None:
    """Each for a cell of all that were reserved before, by whomever; another bot's do not count."""
    assert await budgets.reserve(session, "one", EPOCH, cell=CELL, count=1) == near(0)
    assert await budgets.reserve(session, "one", EPOCH, cell=CELL, count=5) == near(10)
    assert await budgets.reserve(session, "one", EPOCH, cell=CELL, count=1) == near(60)
    assert await budgets.reserve(session, "two", EPOCH, cell=CELL, count=1) == near(0)


async def test_what_was_not_used_is_not_saved_up(session: Session) -> None:
    """After a pause there is no burst: the second message waits again."""
    await budgets.reserve(session, "one", EPOCH, cell=0.01, count=1)
    await asyncio.sleep(0.05)
    assert await budgets.reserve(session, "one", EPOCH + 60, cell=CELL, count=1) == 0
    assert await budgets.reserve(session, "one", EPOCH + 60, cell=CELL, count=1) == near(10)


async def test_a_clock_that_was_wrong_holds_nothing_up(session: Session) -> None:
    """A rate that is used up for hours was noted by a clock that was ahead: it begins anew."""
    ahead = int((budgets.FURTHEST + 3600) / CELL)
    await budgets.reserve(session, "one", EPOCH, cell=CELL, count=ahead)
    assert await budgets.reserve(session, "one", EPOCH, cell=CELL, count=1) == near(0)


async def test_many_at_once_get_a_place_each(db: Database) -> None:
    """No two processes reserve the same moment."""

    async def one(_: int) -> float:
        async with db.session() as session:
            return await budgets.reserve(session, "one", EPOCH, cell=100 * CELL / 20, count=1)

    waits = sorted(await asyncio.gather(*map(one, range(10))))
    assert waits == [near(50 * place) for place in range(10)]


async def test_who_cannot_wait_takes_nothing(session: Session) -> None:
    """It hears how long it would have been; the next one's place is as near as before."""
    await budgets.reserve(session, "one", EPOCH, cell=CELL, count=5)
    for _ in range(3):
        assert await budgets.reserve(session, "one", EPOCH, cell=CELL, count=1, within=5) == near(50)
    assert await budgets.reserve(session, "one", EPOCH, cell=CELL, count=1, within=60) == near(50)
    assert await budgets.reserve(session, "one", EPOCH, cell=CELL, count=1, within=40) == near(60)


async def test_a_pause_of_hours_is_no_mistake_of_a_clock(session: Session) -> None:
    """It counts for as long as anything may: nothing goes out at once."""
    await budgets.rest(session, "one", EPOCH, seconds=12 * 3600)
    wait = await budgets.reserve(session, "one", EPOCH, cell=CELL, count=1, within=60)
    assert wait == near(budgets.FURTHEST)


async def test_under_more_than_the_rate_takes_as_much_goes_out_as_it_allows(tmp_path: Path) -> None:
    """More than twice as many as may go out ask for 200 seconds, with a minute's patience: no second is left empty."""
    database, places = await Database.open(new_sqlite(tmp_path / "shared.db")), Counter[int]()
    async with database.session() as session:
        for tick in range(200 * 5):
            now = EPOCH + tick / 5
            wait = await budgets.reserve(session, "one", now, cell=0.5, count=1, within=60)
            if wait <= 60:
                places[int(tick / 5 + wait + 0.001)] += 1
    await database.close()
    assert {places[second] for second in range(200)} <= {1, 2, 3}
    assert sum(places[second] for second in range(100, 200)) == pytest.approx(200, abs=2)
