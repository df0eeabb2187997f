"""Who is let in: by the settings, by a permit that holds, and by nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services.access import Access, Mode
from storage import feeds, permits
from storage.database import Database
from storage.types import Permit
from tests.databases import new_sqlite

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(new_sqlite(tmp_path / "access.db"))
    yield opened
    await opened.close()


@dataclass(frozen=True, slots=True)
class Hurried(Access):
    """Everybody has looked before anybody goes on."""

    looked: asyncio.Barrier

    async def admits(self, chat: int) -> bool:
        found = await Access.admits(self, chat)
        await self.looked.wait()
        return found


def access(database: Database, mode: Mode, *allowed: int) -> Access:
    return Access(database, mode, frozenset({1, *allowed}), frozenset({1}), lambda: NOW)


async def test_permits_hold_as_long_as_what_they_rest_on(database: Database) -> None:
    """By an invite while invites count; by a person while they are let in, and no longer; for everybody if open."""
    async with database.session() as session:
        await permits.grant(session, Permit(8, 8, "token", NOW))
        await permits.grant(session, Permit(-81, 8, None, NOW))
        await permits.grant(session, Permit(-71, 7, None, NOW))
        await permits.grant(session, Permit(9, 9, None, NOW))
        await permits.grant(session, Permit(-61, None, None, NOW))  # by somebody who was forgotten since
    everybody = (1, 7, 8, 9, -61, -71, -81, 66)
    expected: dict[tuple[Mode, int], set[int]] = {
        ("open", 7): {*everybody},
        ("listed", 7): {1, 7, -61, -71},
        ("listed", 6): {1, -61},
        ("invited", 7): {1, 7, 8, -61, -71, -81},
        ("invited", 6): {1, 8, -61, -81},
    }
    for (mode, listed), inside in expected.items():
        rules = access(database, mode, listed)
        assert await rules.admitted(everybody) == inside, (mode, listed)
        assert {chat for chat in everybody if await rules.admits(chat)} == inside, (mode, listed)


async def test_two_taps_at_once_use_an_invite_once(database: Database) -> None:
    """Whoever taps twice is let in once, and the invite has its other use still."""
    rules = access(database, "invited")
    for uses in (2, 1):
        invite, chat = await rules.invite(1, uses=uses, within=timedelta(days=1)), 50 + uses
        hurried = Hurried(database, "invited", frozenset({1}), frozenset({1}), lambda: NOW, asyncio.Barrier(2))
        taps = await asyncio.gather(*(hurried.enter(chat, chat, invite.token) for _ in range(2)))
        assert sorted(taps) == ["already", "in"]
        assert await rules.admits(chat)
        assert await rules.enter(chat + 100, 9, invite.token) == ("in" if uses > 1 else "refused")


async def test_a_feed_is_wanted_while_anybody_let_in_follows_it(database: Database) -> None:
    """A public one always is."""
    async with database.session() as session:
        shut = await feeds.follow(session, "https://a.example/feed", chat=66, person=66, now=NOW)
        public = await feeds.follow(session, "https://b.example/feed", chat=None, person=None, now=NOW)
        mine = await feeds.follow(session, "https://c.example/feed", chat=7, person=7, now=NOW)
    rules = access(database, "listed", 7)
    wanted = [await rules.wants(each.feed.id) for each in (shut, public, mine)]
    assert wanted == [False, True, True]
    assert await access(database, "open").wants(shut.feed.id)
