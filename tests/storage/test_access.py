"""Permits, invites, digests that rest while their chat is not let in, and what is counted: on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from storage import admitting, census, chats, greetings, invites, memories, menus, permits, subscriptions
from storage.database import Database
from storage.rows import SubscriptionRow
from storage.session import Session
from storage.types import Chat, Permit, Rule, Subscription, Taste

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULE = Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "UTC")


async def subscribed(session: Session, chat: int, home: int | None = None) -> Subscription:
    about = {"thread": None, "person": 7, "rule": RULE, "taste": Taste(), "silent": False}
    return await subscriptions.create(session, chat=chat, home=home, due=NOW, now=NOW, **about)  # type: ignore[arg-type]  # whatever a test states


async def test_a_permit_is_kept_renewed_and_moves_with_its_group(session: Session) -> None:
    """The first stays until it is renewed; a supergroup that has one keeps its own."""
    assert await permits.grant(session, Permit(-5, 7, None, NOW))
    assert not await permits.grant(session, Permit(-5, 8, "token", NOW))
    assert await permits.get(session, -5) == Permit(-5, 7, None, NOW)
    await permits.renew(session, Permit(-5, 8, "token", NOW))
    await chats.migrate(session, -5, -1005)
    assert await permits.every(session) == {-1005: Permit(-1005, 8, "token", NOW)}
    await permits.grant(session, Permit(-6, 7, None, NOW))
    await chats.migrate(session, -6, -1005)
    assert await permits.every(session) == {-1005: Permit(-1005, 8, "token", NOW)}


async def test_an_invite_is_used_as_often_as_it_says(db: Database) -> None:
    """Also by many at once, until its end; a token that nobody made lets nobody in."""
    async with db.session() as session:
        invite = await invites.create(session, person=1, uses=3, now=NOW, until=NOW + timedelta(days=1))
        other = await invites.create(session, person=1, uses=1, now=NOW, until=NOW + timedelta(days=1))
    assert invite.token != other.token

    async def use(token: str, now: datetime = NOW) -> bool:
        async with db.session() as session:
            return await invites.use(session, token, now)

    assert sorted(await asyncio.gather(*(use(invite.token) for _ in range(6)))) == [False] * 3 + [True] * 3
    assert not await use(other.token, NOW + timedelta(days=1))
    assert not await use("guessed")
    assert await use(other.token)


async def test_a_menu_is_noted_once_and_taken_back(session: Session) -> None:
    """A chat has it or not, however often it is set."""
    for chat in (7, 7, 8):
        await menus.mark(session, chat, NOW)
    assert await menus.marked(session) == {7, 8}
    await menus.unmark(session, 7)
    assert await menus.marked(session) == {8}


async def test_digests_rest_by_their_home_and_go_on(session: Session) -> None:
    """Those that somebody paused stay paused; a channel's digest is its home's; a let-in chat's go on untouched."""
    own, routed, other = (
        await subscribed(session, 7),
        await subscribed(session, -1009, home=7),
        await subscribed(session, 8),
    )
    asked = await subscribed(session, 7)
    assert await subscriptions.change(session, replace(asked, paused="asked"))
    assert await admitting.homes(session) == {7, 8}
    assert await admitting.rest(session, 7) == 2
    assert await admitting.rest(session, 7) == 0
    states = {
        each.id: (each.paused, each.due is None)
        for chat in (7, 8, -1009)
        for each in await subscriptions.of_chat(session, chat)
    }
    assert states == {
        own.id: ("access", True),
        routed.id: ("access", True),
        other.id: (None, False),
        asked.id: ("asked", True),
    }
    later = NOW + timedelta(hours=20)
    assert await admitting.is_resting(session, 7)
    assert await admitting.resume(session, 7, lambda _: later, NOW) == 2
    assert not await admitting.is_resting(session, 7)
    known = await subscriptions.get(session, own.id, 7)
    assert known
    assert (known.paused, known.due) == (None, later)


async def test_a_digest_that_is_shut_stays_so_whatever_happens_to_its_chat(session: Session) -> None:
    """A person who blocks the bot and comes back is not let in by that."""
    await subscribed(session, 7)
    await admitting.rest(session, 7)
    for trouble in ("blocked", "removed", "rights"):
        await subscriptions.pause_chat(session, 7, trouble)
        assert await subscriptions.resume_chat(session, 7, (trouble,), lambda _: NOW, NOW) == ()
        assert await admitting.is_resting(session, 7)


async def test_what_somebody_asks_for_meanwhile_stands(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Digests are looked at once their chat is locked: one that was asked to rest at that moment does so for that."""
    own = await subscribed(session, 7)
    lock = memories.lock

    async def late(session: Session, chats: Collection[int]) -> dict[int, int]:
        found = await lock(session, chats)
        asked = update(SubscriptionRow).where(col(SubscriptionRow.id) == own.id).values(paused="asked")
        await session.exec(asked.execution_options(synchronize_session=False))
        return found

    with monkeypatch.context() as patch:
        patch.setattr("storage.memories.lock", late)
        assert await admitting.rest(session, 7) == 0
    assert [each.paused for each in await subscriptions.of_chat(session, 7)] == ["asked"]


async def test_invites_that_let_nobody_in_any_more_go_in_time(session: Session) -> None:
    """Those that are over, and those that are used up; not one that may still be used."""
    for uses, days in ((1, 200), (2, 200), (1, 1)):
        invite = await invites.create(session, person=1, uses=uses, now=NOW, until=NOW + timedelta(days=days))
        assert days == 1 or await invites.use(session, invite.token, NOW)
    assert await invites.prune(session, NOW) == 0
    assert await invites.prune(session, NOW + timedelta(days=2)) == 2
    assert await invites.prune(session, NOW + timedelta(days=201)) == 1


async def test_a_group_is_greeted_once_within_a_day(session: Session) -> None:
    """And again after it; another group is another matter."""
    day = timedelta(days=1)
    assert await greetings.greet(session, -5, NOW, within=day)
    assert not await greetings.greet(session, -5, NOW + timedelta(hours=23), within=day)
    assert await greetings.greet(session, -6, NOW, within=day)
    assert await greetings.greet(session, -5, NOW + timedelta(hours=25), within=day)


async def test_a_census_counts_and_names_nobody(session: Session) -> None:
    """Chats by kind, digests and those that rest; an empty store counts none."""
    empty = await census.take(session, since=NOW, now=NOW)
    assert (empty.chats, empty.subscriptions, empty.queue) == ({}, 0, census.Queue(0, None))
    for number, kind in ((7, "private"), (8, "private"), (-1009, "channel")):
        await chats.touch(session, Chat(number, kind), NOW)  # type: ignore[arg-type]  # of the cases above
    await subscribed(session, 7)
    await subscribed(session, 8)
    await admitting.rest(session, 8)
    taken = await census.take(session, since=NOW, now=NOW)
    assert (taken.chats, taken.subscriptions, taken.resting) == ({"private": 2, "channel": 1}, 2, 1)
