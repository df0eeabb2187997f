"""All processes of a bot together send no faster than its rate allows."""

from __future__ import annotations

import asyncio

import pytest

from storage import budgets
from storage.database import Database
from storage.session import Session
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
