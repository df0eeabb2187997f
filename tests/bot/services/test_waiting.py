"""Who is there to understand what somebody sent, whatever time the bot is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.heart import this_process
from bot.services.waiting import Waiting
from storage import processes
from storage.database import Database
from tests.databases import new_sqlite


@pytest.mark.parametrize("year", [2020, 2040])
async def test_processes_are_seen_by_the_machine_s_clock(tmp_path: Path, year: int) -> None:
    """Of a bot that lives in another year a worker is there as well, and one that only fetches understands nothing."""
    database = await Database.open(new_sqlite(tmp_path / "verbatim.db"))
    looks = Waiting(database, lambda: datetime(year, 1, 1, tzinfo=UTC), hands=0)
    async with database.session() as session:
        await processes.beat(session, this_process("worker", ("fetch",)))
        assert await looks._at_work(session) == 0
        await processes.beat(session, this_process("worker", ("understand",)))
        assert await looks._at_work(session) == 1
    await database.close()
