"""Broadcasts on both databases: each copy is begun by one, and none that may have arrived is begun again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from storage import broadcasts, chats
from storage.database import Database
from storage.session import Session
from storage.types import Chat

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def confirmed(session: Session, *told: int) -> int:
    made = await broadcasts.create(session, person=1, text="Hello", now=NOW)
    assert await broadcasts.confirm(session, made.id, told, NOW)
    return made.id


async def test_an_audience_is_of_people_and_groups(session: Session) -> None:
    """Never of channels."""
    for number, kind in ((7, "private"), (-5, "group"), (-1005, "supergroup"), (-1009, "channel")):
        await chats.touch(session, Chat(number, kind), NOW)  # type: ignore[arg-type]  # of the cases above
    assert await broadcasts.audience(session) == (-1005, -5, 7)


async def test_it_is_confirmed_once_and_followed_in_order(session: Session) -> None:
    """Nothing waits before; a second confirmation adds no copy."""
    made = await broadcasts.create(session, person=1, text="Hello", now=NOW)
    assert await broadcasts.under_way(session) == ()
    assert await broadcasts.confirm(session, made.id, (8, 7, 8), NOW)
    assert not await broadcasts.confirm(session, made.id, (9,), NOW)
    assert [each.id for each in await broadcasts.under_way(session)] == [made.id]
    assert await broadcasts.following(session, made.id, None) == 7
    assert await broadcasts.following(session, made.id, 7) == 8
    assert await broadcasts.following(session, made.id, 8) is None


async def test_a_copy_is_begun_by_one_alone(db: Database) -> None:
    """Of several who would send it at the same moment."""
    async with db.session() as session:
        number = await confirmed(session, 7)

    async def begin() -> bool:
        async with db.session() as session:
            return await broadcasts.begin(session, number, 7)

    assert sorted(await asyncio.gather(*(begin() for _ in range(5)))) == [False] * 4 + [True]


async def test_what_was_being_sent_at_a_crash_is_not_sent_again(session: Session) -> None:
    """It is uncertain for good; what waited still waits, and a late receipt changes nothing."""
    number = await confirmed(session, 7, 8)
    assert await broadcasts.begin(session, number, 7)
    assert await broadcasts.recover(session) == 1
    assert not await broadcasts.begin(session, number, 7)
    assert not await broadcasts.settle(session, number, 7, "pending")
    assert await broadcasts.following(session, number, None) == 8
    assert await broadcasts.counts(session, number) == {"uncertain": 1, "pending": 1}


async def test_it_is_stopped_where_it_stands(session: Session) -> None:
    """What was sent is counted still; a finished one is neither stopped nor finished again."""
    number = await confirmed(session, 7, 8)
    assert await broadcasts.begin(session, number, 7)
    assert await broadcasts.cancel(session, number, NOW)
    assert await broadcasts.settle(session, number, 7, "sent")
    assert await broadcasts.counts(session, number) == {"sent": 1}
    assert not await broadcasts.cancel(session, number, NOW)
    assert not await broadcasts.finish(session, number, NOW)
    assert await broadcasts.under_way(session) == ()


async def test_the_message_that_shows_it_is_kept(session: Session) -> None:
    """For its person alone, and as it was told last."""
    number = await confirmed(session, 7)
    made = await broadcasts.get(session, number)
    assert made
    assert await broadcasts.watched(session, made) is None
    await broadcasts.watch(session, number, 1, 41, NOW)
    await broadcasts.watch(session, number, 1, 42, NOW)
    assert await broadcasts.watched(session, made) == 42


async def test_a_groups_copy_moves_with_it(session: Session) -> None:
    """Once, also where the supergroup has its own."""
    number = await confirmed(session, -5, -6, -1006)
    await chats.migrate(session, -5, -1005)
    await chats.migrate(session, -6, -1006)
    assert await broadcasts.following(session, number, None) == -1006
    assert await broadcasts.following(session, number, -1006) == -1005
    assert await broadcasts.counts(session, number) == {"pending": 2}


async def test_what_is_long_over_goes_with_its_copies(session: Session) -> None:
    """One that is under way stays, however old."""
    over, open_ = await confirmed(session, 7), await confirmed(session, 7, 8)
    assert await broadcasts.cancel(session, over, NOW)
    assert await broadcasts.prune(session, NOW) == 0
    assert await broadcasts.prune(session, NOW + timedelta(seconds=1)) == 1
    assert await broadcasts.get(session, over) is None
    assert await broadcasts.counts(session, over) == {}
    assert await broadcasts.counts(session, open_) == {"pending": 2}
