"""Subscriptions are each chat's own, change for one person at a time, and rest without losing anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import digests, outbox, scopes, subscriptions
from storage.rules import pack_rule, unpack_rule
from storage.session import Session
from storage.types import Rule, Subscription, Taste
from tests.storage.factory import NOW, bring, later, report
from tests.storage.mailing import (
    CHAT,
    DAY,
    GROUP,
    RULE,
    TASTE,
    arrive,
    claim,
    compose,
    remembered,
    send,
    subscribe,
    told,
    written,
)

SOON = later(3 * DAY)


def soon(_: Rule) -> datetime:
    return SOON


async def test_a_subscription_comes_back_as_it_was_made(session: Session) -> None:
    """Every field, with ids beyond 32 bits; only its chat gets it."""
    made = await subscribe(session, GROUP, thread=2**33)
    assert made == Subscription(made.id, GROUP, 2**33, 5_000_000_000, RULE, TASTE, silent=False, created=NOW, due=NOW)
    assert await subscriptions.get(session, made.id, GROUP) == made
    assert await subscriptions.get(session, made.id, CHAT) is None
    assert await subscriptions.of_chat(session, GROUP) == (made,)
    assert await subscriptions.of_chat(session, CHAT) == ()


times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@given(
    st.lists(times, min_size=1, unique=True),
    st.sets(st.integers(1, 7), min_size=1),
    st.none() | st.tuples(times, times),
)
def test_any_rule_is_kept(moments: list[time], days: set[int], quiet: tuple[time, time] | None) -> None:
    """Whatever was chosen comes back, in order; equal rules have equal columns in whatever order they were chosen."""
    rule = Rule(tuple(moments), tuple(days), "Asia/Kathmandu", quiet)
    packed = pack_rule(rule)
    assert unpack_rule(**packed) == replace(rule, times=tuple(sorted(moments)), days=tuple(sorted(days)))
    assert packed == pack_rule(replace(rule, times=rule.times[::-1] * 2))


async def test_any_topic_is_kept(session: Session) -> None:
    """Also what no database stores as it is."""
    taste = Taste(("grain, wheat", 'a "quoted" one', "nul\0", "half \ud800", "𝒙 Київ"), "full", empty=False)
    made = await subscribe(session)
    changed = await subscriptions.change(session, replace(made, taste=taste))
    assert changed is not None
    assert changed.taste == taste


async def test_a_change_is_kept_and_counted(session: Session) -> None:
    """All that a person chooses; not whose it is, when it was made, and what was composed last."""
    made = await subscribe(session)
    rule, taste = Rule((time(7, 5),), (7,), "UTC"), Taste((), "full")
    wanted = replace(made, thread=4, person=9, rule=rule, taste=taste, silent=True, due=later(5), told="topic")
    changed = await subscriptions.change(session, replace(wanted, created=later(9)))
    assert changed == replace(wanted, version=1)
    assert await subscriptions.get(session, made.id, CHAT) == changed


async def test_two_changes_of_one_card_are_one(session: Session) -> None:
    """Whoever pressed a button of an old card changes nothing; neither does another chat, nor after its end."""
    made = await subscribe(session)
    assert await subscriptions.change(session, replace(made, silent=True))
    assert await subscriptions.change(session, replace(made, thread=5)) is None
    assert await subscriptions.change(session, replace(made, chat=GROUP, version=1)) is None
    assert await subscriptions.delete(session, made.id, CHAT)
    assert await subscriptions.change(session, replace(made, version=1)) is None


async def test_a_change_never_brings_back_what_was_composed(session: Session) -> None:
    """A card that was read before a digest was composed would make it due again."""
    made = await subscribe(session)
    await compose(session, "one")
    assert await subscriptions.change(session, replace(made, silent=True)) is None
    (now_,) = await subscriptions.of_chat(session, CHAT)
    assert (now_.due, now_.last) == (later(DAY), NOW)


async def test_what_rests_is_not_due(session: Session) -> None:
    """A person's pause ends the due time, whatever the card says; going on needs a new one."""
    made = await subscribe(session)
    paused = await subscriptions.change(session, replace(made, paused="asked"))
    assert paused == replace(made, paused="asked", due=None, version=1)
    assert await subscriptions.due(session, later(9), limit=9) == ()
    assert await subscriptions.earliest(session) is None
    assert await subscriptions.rules(session) == ()
    assert paused is not None
    assert await subscriptions.change(session, replace(paused, paused=None, due=later(2)))
    assert await subscriptions.earliest(session) == later(2)


async def test_only_the_chat_itself_ends_a_subscription(session: Session) -> None:
    """With it goes what was not sent yet; an id is never used again."""
    made = await subscribe(session)
    await compose(session, "one")
    assert not await subscriptions.delete(session, made.id, GROUP)
    assert await subscriptions.delete(session, made.id, CHAT)
    assert not await subscriptions.delete(session, made.id, CHAT)
    assert await outbox.counts(session) == {}
    assert (await subscribe(session)).id > made.id


async def test_what_an_ended_subscription_did_not_tell_is_told_by_another(session: Session) -> None:
    """Its digest that waits is forgotten; what came after it, and what was sent before, stays told."""
    first, _ = await subscribe(session), await subscribe(session)
    await compose(session, "sent", parts=1)
    await send(session, (await claim(session))[0])
    await compose(session, "second")
    assert await remembered(session) == ["second", "sent"]
    await arrive(session)
    await compose(session, "first, waits", minute=DAY)
    await compose(session, "second, waits", minute=DAY)
    await subscriptions.delete(session, first.id, CHAT)
    assert await remembered(session) == ["second, waits", "second", "sent"]
    assert await outbox.counts(session) == {"sent": 2, "pending": 2}


async def test_what_is_left_of_a_deleted_digest_is_told_again(session: Session) -> None:
    """Deleted between two parts, and brought back: the next digest tells all of it, since the rest is gone."""
    made = await subscribe(session)
    await compose(session, "one", parts=3)
    await send(session, (await claim(session))[0])
    assert await subscriptions.delete(session, made.id, CHAT)
    assert await remembered(session) == []


async def test_the_longest_due_come_first_one_of_a_chat(session: Session) -> None:
    """The second of a chat is due once the first is written: it is not to tell the same."""
    for chat, minute in ((1, 3), (1, 1), (2, 2), (3, 9), (4, 0)):
        await subscribe(session, chat, due=later(minute))
    found = await subscriptions.due(session, later(5), limit=9)
    assert [(each.subscription.chat, each.subscription.due) for each in found] == [
        (4, later(0)), (1, later(1)), (2, later(2)),
    ]  # fmt: skip
    assert [each.subscription.chat for each in await subscriptions.due(session, later(5), limit=2)] == [4, 1]
    await digests.write(session, [written(found[1], None, minute=5)], later(5))
    again = await subscriptions.due(session, later(5), limit=9)
    assert [each.subscription.due for each in again] == [later(0), later(2), later(3)]


async def test_a_chat_that_brought_something_sees_more_than_what_is_public(session: Session) -> None:
    """Such a chat's digest is composed for itself; so is one whose stories are its own, whatever it sees now."""
    for chat in (1, 2, 3):
        await subscribe(session, chat)
    await bring(session, report(), 1)
    await bring(session, report("Elsewhere"), None)
    await scopes.counted(session, 3)
    assert [each.own for each in await subscriptions.due(session, NOW, limit=9)] == [True, False, True]


async def test_a_rule_that_moved_takes_along_whoever_has_it(session: Session) -> None:
    """A zone that changes its rules moves what was due under it; what is due at another moment, or rests, stays."""
    other = replace(RULE, quiet=None)
    await subscribe(session, 1, due=later(5))
    await subscribe(session, 2, due=later(5))
    await subscribe(session, 3, due=later(6))
    await subscribe(session, 4, due=later(5), rule=other)
    assert set(await subscriptions.rules(session)) == {(RULE, later(5)), (RULE, later(6)), (other, later(5))}
    assert await subscriptions.realign(session, RULE, later(5), later(65)) == 2
    assert set(await subscriptions.rules(session)) == {(RULE, later(65)), (RULE, later(6)), (other, later(5))}
    assert await subscriptions.realign(session, RULE, later(5), later(65)) == 0


async def test_somebody_is_told_once_of_a_trouble(session: Session) -> None:
    """The first who notes it is to tell; when it ended and comes again, once more."""
    made = await subscribe(session)
    noted = [await subscriptions.mark_told(session, made.id, word) for word in ("topic", "topic", None, None, "topic")]
    assert noted == [True, False, True, False, True]
    assert not await subscriptions.mark_told(session, 999, "topic")
    assert await subscriptions.get(session, made.id, CHAT) == replace(made, told="topic")


async def test_a_chat_that_cannot_be_written_to_rests_and_goes_on(session: Session) -> None:
    """Nothing is deleted; what a person had paused rests on; another reason than the one that ended changes nothing."""
    asked, other = await subscribe(session), await subscribe(session)
    assert await subscriptions.change(session, replace(asked, paused="asked"))
    await subscriptions.pause_chat(session, CHAT, "blocked")
    assert [each.paused for each in await subscriptions.of_chat(session, CHAT)] == ["asked", "blocked"]
    assert await subscriptions.due(session, SOON, limit=9) == ()
    assert await subscriptions.resume_chat(session, CHAT, {"removed"}, soon, NOW) == ()
    (resumed,) = await subscriptions.resume_chat(session, CHAT, {"blocked", "gone"}, soon, NOW)
    assert (resumed.id, resumed.paused, resumed.due) == (other.id, None, SOON)
    assert [each.paused for each in await subscriptions.of_chat(session, CHAT)] == ["asked", None]


async def test_a_digest_that_was_begun_is_finished_after_a_pause(session: Session) -> None:
    """Blocked between two parts: the second goes out when the person is back within two days."""
    await subscribe(session)
    await compose(session, "one", parts=3)
    await send(session, (await claim(session))[0])
    await subscriptions.pause_chat(session, CHAT, "blocked")
    assert await claim(session, minute=DAY) == ()
    await subscriptions.resume_chat(session, CHAT, {"blocked"}, soon, later(DAY))
    assert [each.part for each in await claim(session, minute=DAY)] == [2]
    assert await remembered(session) == ["one"]


@pytest.mark.parametrize(("begun", "back"), [(False, 1), (True, 3 * DAY)])
async def test_what_was_not_told_in_time_is_told_by_the_next_digest(session: Session, begun: bool, back: int) -> None:  # noqa: FBT001  (a parameter of the test)
    """A digest that was not begun, or long ago, is dropped, and the chat's memory is as it was before it."""
    await subscribe(session)
    await compose(session, "yesterday", parts=1)
    await send(session, (await claim(session))[0])
    await compose(session, "today", minute=DAY)
    if begun:
        await send(session, (await claim(session, minute=DAY))[0], minute=DAY)
    await subscriptions.pause_chat(session, CHAT, "removed")
    await subscriptions.resume_chat(session, CHAT, {"removed"}, soon, later(DAY + back))
    assert await claim(session, minute=DAY + back) == ()
    assert await remembered(session) == ["yesterday"]
    assert "pending" not in await outbox.counts(session)


async def test_pausing_by_hand_keeps_back_what_is_on_its_way(session: Session) -> None:
    """Nothing more of that digest until it goes on, another's goes out; then the rest of what was begun comes."""
    asked, other = await subscribe(session), await subscribe(session)
    await compose(session, "asked")
    await send(session, (await claim(session))[0])
    paused = await subscriptions.change(
        session, replace((await subscriptions.of_chat(session, CHAT))[0], paused="asked")
    )
    assert await claim(session) == ()
    await compose(session, "other", parts=1)
    (mine,) = await claim(session)
    assert mine.subscription == other.id
    await send(session, mine)
    assert paused
    assert await subscriptions.change(session, replace(paused, paused=None, due=later(DAY)), now=later(9))
    assert [(each.subscription, each.part) for each in await claim(session, minute=9)] == [(asked.id, 2)]


async def test_three_days_without_sending_are_one_late_digest(session: Session) -> None:
    """An unsent digest gives way: due since the first, told as little as before it, and sent no sooner."""
    made = await subscribe(session)
    await compose(session, "day 0")
    await outbox.put_off(session, CHAT, later(5 * DAY))
    for day in (1, 2, 3):
        (due,) = await subscriptions.due(session, later(day * DAY), limit=9)
        assert (due.subscription.due, due.subscription.looked, due.memory) == (NOW, None, None)
        await compose(session, f"day {day}", minute=day * DAY)
        assert await remembered(session) == [f"day {day}"]
        assert await subscriptions.due(session, later(day * DAY), limit=9) == ()
    assert await outbox.counts(session) == {"pending": 2}
    assert await claim(session, minute=5 * DAY - 1) == ()
    (first,) = await claim(session, minute=5 * DAY)
    assert (first.subscription, first.occurrence, first.content) == (made.id, NOW, '"day 3 1"')


async def test_a_digest_that_was_begun_is_not_overtaken(session: Session) -> None:
    """Its rest is sent first: until then nothing is composed for it."""
    await subscribe(session)
    await compose(session, "one")
    await send(session, (await claim(session))[0])
    assert await subscriptions.due(session, later(DAY), limit=9) == ()
    await send(session, (await claim(session, minute=DAY))[0], minute=DAY)
    assert [each.memory for each in await subscriptions.due(session, later(DAY), limit=9)] != [None]
    assert await remembered(session) == ["one"]


async def test_a_digest_that_is_begun_while_the_next_is_composed_stays(session: Session) -> None:
    """What was composed in its stead is passed over, and nothing is told twice."""
    await subscribe(session)
    await compose(session, "one")
    (due,) = await subscriptions.due(session, later(DAY), limit=9)
    await send(session, (await claim(session))[0])
    assert await digests.write(session, [written(due, await told(session, "two"), minute=DAY)], later(DAY)) == 0
    assert await remembered(session) == ["one"]


async def test_an_unsent_digest_takes_those_after_it_along(session: Session) -> None:
    """Another one of the chat was composed as if it had been read: it is due again, and each tells what is its."""
    for minute in (0, 1):
        await subscribe(session, due=later(minute))
        await compose(session, f"old {minute}", minute=minute)
    await compose(session, "first", minute=DAY)
    assert await remembered(session) == ["first"]
    await compose(session, "second", minute=DAY)
    assert await remembered(session) == ["second", "first"]
    assert await outbox.counts(session) == {"pending": 4}
    assert await compose(session, "more", minute=DAY) == 0


async def test_going_on_by_hand_lets_out_what_was_held(session: Session) -> None:
    """A person who presses "Resume" can be written to, whatever we thought."""
    await subscribe(session)
    await compose(session, "one")
    await subscriptions.pause_chat(session, CHAT, "rights")
    (resting,) = await subscriptions.of_chat(session, CHAT)
    assert await subscriptions.change(session, replace(resting, paused=None, due=SOON))
    assert [each.part for each in await claim(session)] == [1]


async def test_what_somebody_was_told_ends_with_what_is_sent(session: Session) -> None:
    """Not with the pause: that a trouble is over is known when something arrives; a closed topic is still known."""
    for trouble in ("rights", "topic"):
        made = await subscribe(session)
        await subscriptions.mark_told(session, made.id, trouble)
    await subscriptions.pause_chat(session, CHAT, "rights")
    resumed = await subscriptions.resume_chat(session, CHAT, {"rights"}, soon, NOW)
    assert [each.told for each in resumed] == ["rights", "topic"]
    await subscriptions.ease(session, [each.id for each in resumed], "rights")
    assert [each.told for each in await subscriptions.of_chat(session, CHAT)] == [None, "topic"]
