"""A chat's digests: made, changed, rested and brought back, each looked up with its chat."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.services.edits import edited
from bot.services.presence import AWAY, Standing, presence
from bot.services.subscribing import Question, Subscriptions, Wish
from storage import subscriptions
from storage.database import Database
from storage.session import Session
from storage.types import Rule, Subscription, Taste
from tests.storage.conftest import db, migrated

__all__ = ["db", "migrated"]
NOW = datetime(2031, 3, 3, 6, 30, tzinfo=UTC)  # a Monday; 08:30 in Kyiv
ANN, BOB, GROUP = 7, 8, -1001
RULE = Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "Europe/Kyiv")


@dataclass(slots=True)
class Clock:
    """A clock that a test sets."""

    shown: datetime = NOW

    def __call__(self) -> datetime:
        return self.shown


@dataclass(slots=True)
class Office:
    """The service on a clock that a test sets."""

    db: Database
    clock: Clock = field(default_factory=Clock)
    most: int = 3

    @property
    def service(self) -> Subscriptions:
        return Subscriptions(self.db, self.clock, self.most)

    async def added(self, chat: int = ANN, rule: Rule = RULE) -> Subscription:
        made = await self.service.add(Wish(chat, None, chat, rule))
        assert made.subscription
        return made.subscription


@pytest.fixture
def office(db: Database) -> Office:
    return Office(db)


async def test_a_digest_is_due_at_its_next_local_time(office: Office) -> None:
    """08:00 in Kyiv has passed today; the next is tomorrow at 06:00 UTC."""
    digest = await office.added()
    assert digest.due == datetime(2031, 3, 4, 6, tzinfo=UTC)
    assert (digest.chat, digest.person, digest.paused) == (ANN, ANN, None)
    assert await office.service.listed(ANN) == (digest,)


async def test_the_same_digest_is_not_made_twice(office: Office) -> None:
    """At another time, of another topic or in another topic of the forum it is another one."""
    digest = await office.added()
    again = await office.service.add(Wish(ANN, None, BOB, RULE))
    assert (again.subscription, again.known) == (digest, True)
    elsewhere = await office.service.add(Wish(ANN, 5, ANN, RULE))
    other = await office.service.add(Wish(ANN, None, ANN, RULE, Taste(("grain",))))
    assert not elsewhere.known
    assert not other.known


async def test_a_chat_has_only_so_many_digests(office: Office) -> None:
    """One more is refused; another chat may still have its own, and a deleted one makes room."""
    for hour in (8, 9, 10):
        await office.added(rule=replace(RULE, times=(time(hour),)))
    refused = await office.service.add(Wish(ANN, None, ANN, replace(RULE, times=(time(11),))))
    assert refused.subscription is None
    assert await office.added(BOB)
    await office.service.delete(ANN, [(await office.service.listed(ANN))[0].id])
    assert await office.added(rule=replace(RULE, times=(time(11),)))


async def test_another_chats_digest_is_as_unknown_as_none(office: Office) -> None:
    """It can neither be read, nor changed, nor deleted, nor brought back."""
    digest = await office.added()
    service = office.service
    assert await service.get(BOB, digest.id) is None
    assert await service.edit(BOB, digest.id, lambda known: replace(known, silent=True)) is None
    assert (await service.delete(BOB, [digest.id]))[0] == ()
    assert await service.listed(ANN) == (digest,)
    gone, listing = await service.delete(ANN)
    assert gone == (digest,)
    assert await service.restore(BOB, listing) is None
    assert await service.listed(BOB) == ()


async def test_a_changed_time_is_due_anew(office: Office) -> None:
    """09:00 in Kyiv is still to come today."""
    digest = await office.added()
    changed = await office.service.edit(ANN, digest.id, lambda known: edited(known, "time", "0800", "0900"))
    assert changed
    assert changed.due == datetime(2031, 3, 3, 7, tzinfo=UTC)
    assert changed.version == digest.version + 1


async def test_a_change_of_anything_else_passes_over_nothing_that_is_due(office: Office) -> None:
    """At the very minute of the digest its sound is turned off: it still comes."""
    digest = await office.added()
    assert digest.due
    office.clock.shown = digest.due + timedelta(seconds=3)
    changed = await office.service.edit(ANN, digest.id, lambda known: replace(known, silent=True))
    assert changed
    assert (changed.due, changed.silent) == (digest.due, True)


async def test_an_edit_that_changes_nothing_is_no_change(office: Office) -> None:
    """Pressing a button twice leaves the version as it is."""
    digest = await office.added()
    again = await office.service.edit(ANN, digest.id, lambda known: edited(known, "day", "1", "1"))
    assert again == digest


async def test_what_somebody_else_changed_at_the_same_moment_is_kept(office: Office) -> None:
    """Bob turns the sound off while Ann's change is being made: both stand."""
    digest = await office.added()
    stored = subscriptions.change
    bobs = [True]

    async def slow(session: Session, subscription: Subscription, *, now: datetime) -> Subscription | None:
        if bobs and bobs.pop():  # his came first: hers was made on what is no more
            await stored(session, replace(digest, silent=True), now=now)
        return await stored(session, subscription, now=now)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(subscriptions, "change", slow)
        changed = await office.service.edit(ANN, digest.id, lambda known: edited(known, "length", "full"))
    assert changed
    assert (changed.silent, changed.taste.length) == (True, "full")


async def test_a_paused_digest_is_not_due_and_goes_on_when_asked(office: Office) -> None:
    """A changed time while it rests wakes nothing."""
    digest = await office.added()
    paused = await office.service.pause(ANN, digest.id)
    assert paused
    assert (paused.paused, paused.due) == ("asked", None)
    retimed = await office.service.edit(ANN, digest.id, lambda known: edited(known, "time", "0800", "0900"))
    assert retimed
    assert retimed.due is None
    resumed = await office.service.resume(ANN, digest.id)
    assert resumed
    assert (resumed.paused, resumed.due) == (None, datetime(2031, 3, 3, 7, tzinfo=UTC))


async def test_deleted_digests_come_back_as_they_were(office: Office) -> None:
    """All that was set, also that one rests; undoing twice makes no second one."""
    rule = Rule((time(7, 30), time(18)), (1, 5), "Asia/Kathmandu", (time(22), time(7)))
    taste = Taste(("grain", "#3 hospital"), "full", empty=True)
    made = await office.service.add(Wish(ANN, 5, 9, rule, taste, silent=True))
    assert made.subscription
    await office.service.pause(ANN, made.subscription.id)
    await office.added()
    gone, listing = await office.service.delete(ANN)
    assert len(gone) == 2
    assert await office.service.listed(ANN) == ()
    await office.service.restore(ANN, listing)
    await office.service.restore(ANN, listing)
    back, other = await office.service.listed(ANN)
    assert (back.rule, back.taste, back.silent) == (rule, taste, True)
    assert (back.thread, back.person, back.paused, back.due) == (5, 9, "asked", None)
    assert (other.rule, other.paused) == (RULE, None)


async def test_who_blocks_the_bot_loses_nothing(office: Office) -> None:
    """All digests rest and go on; the one that was paused by hand stays so."""
    digest, other = await office.added(), await office.added(rule=replace(RULE, times=(time(9),)))
    await office.service.pause(ANN, other.id)
    await office.service.rest(ANN, "blocked")
    assert [each.paused for each in await office.service.listed(ANN)] == ["blocked", "asked"]
    office.clock.shown = NOW + timedelta(days=30)
    (back,) = await office.service.back(ANN, AWAY)
    assert (back.id, back.due) == (digest.id, datetime(2031, 4, 3, 5, tzinfo=UTC))  # summer time by then
    assert await office.service.back(ANN, AWAY) == ()


@pytest.mark.parametrize(
    ("now", "private", "expected"),
    [
        (Standing("kicked"), True, "blocked"),
        (Standing("member"), True, "back"),
        (Standing("kicked"), False, "removed"),
        (Standing("left"), False, "removed"),
        (Standing("restricted", inside=False), False, "removed"),
        (Standing("restricted", writes=False), False, "rights"),
        (Standing("restricted"), False, "back"),
        (Standing("administrator", writes=False), False, "rights"),
        (Standing("administrator"), False, "back"),
    ],
)
def test_a_change_of_membership_is_read(now: Standing, private: bool, expected: str) -> None:  # noqa: FBT001 - a column
    """Who blocks the bot has kicked it; a restricted member may be out, silent or neither."""
    assert presence(now, private=private) == expected


async def test_a_typed_answer_is_waited_for_over_a_restart(office: Office) -> None:
    """The last question counts; after three minutes, or once it was answered, none does."""
    await office.service.ask(ANN, Question("zones", 1, 55))
    await office.service.ask(ANN, Question("at0800", 2, 56))
    restarted = Office(office.db, office.clock).service
    assert await restarted.asked(ANN) == Question("at0800", 2, 56)
    assert await restarted.asked(BOB) is None
    office.clock.shown = NOW + timedelta(minutes=3, seconds=1)
    assert await restarted.asked(ANN) is None
    office.clock.shown = NOW
    await restarted.answered(ANN, but=56)
    assert await restarted.asked(ANN)
    await restarted.answered(ANN)
    assert await restarted.asked(ANN) is None
