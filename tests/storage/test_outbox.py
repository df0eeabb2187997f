"""Messages go out in each chat's order, to one claimer at a time, and what became of them is never forgotten."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import cast

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from storage import outbox, subscriptions
from storage.database import Database
from storage.rows import DeliveryRow
from storage.session import Session
from storage.types import Delivery, DeliveryState, Settled
from tests.postgres import NewDatabase
from tests.storage.factory import NOW, later
from tests.storage.mailing import CHAT, DAY, GROUP, claim, compose, mailed, send, subscribe


async def begin(session: Session, *deliveries: Delivery, minute: int = 0) -> frozenset[int]:
    ids = [each.id for each in deliveries]
    return await outbox.begin(session, ids, later(minute), until=later(minute + 10))


async def state(session: Session, delivery: Delivery) -> DeliveryState:
    found = await outbox.get(session, delivery.id, delivery.chat)
    assert found is not None
    return found.state


async def only(session: Session, *, parts: int = 1) -> Delivery:
    """The first message of the one digest that there is, claimed."""
    await subscribe(session)
    await compose(session, "one", parts=parts)
    (delivery,) = await claim(session)
    return delivery


async def test_a_chat_gets_its_messages_in_their_order(session: Session) -> None:
    """The next is to be had only once the one before it is sent; then the next digest's."""
    await subscribe(session)
    await compose(session, "one", parts=2)
    await subscribe(session, due=later(1))
    await compose(session, "two", parts=2, minute=1)
    order = []
    while claimed := await claim(session, minute=5):
        assert len(claimed) == 1
        order.append(claimed[0].content)
        await send(session, claimed[0], minute=5)
    assert order == ['"one 1"', '"one 2"', '"two 1"', '"two 2"']


@pytest.mark.parametrize("end", ["dead", "uncertain", "sent"])
async def test_what_is_given_up_holds_up_nothing(session: Session, end: DeliveryState) -> None:
    """After a message that will not be sent, or may have been, the next one goes out."""
    first = await only(session, parts=2)
    await begin(session, first)
    assert await claim(session) == ()
    await outbox.settle(session, [Settled(first.id, end)], NOW)
    assert [each.part for each in await claim(session)] == [2]


async def test_the_longest_due_go_first_and_no_more_than_asked(session: Session) -> None:
    """One of each chat, by when it was due."""
    for chat, minute in ((1, 2), (2, 0), (3, 1), (4, 9)):
        await subscribe(session, chat, due=later(minute))
        await compose(session, str(chat), minute=minute)
    assert [each.chat for each in await claim(session, minute=5, limit=2)] == [2, 3]
    assert [each.chat for each in await claim(session, minute=5)] == [1]
    assert await claim(session, minute=5) == ()


async def test_a_lease_ends_by_itself_or_is_given_back(session: Session) -> None:
    """Whoever claims and dies loses nothing; meanwhile nobody else gets it, nor what comes after it."""
    delivery = await only(session, parts=2)
    assert await claim(session, minute=9) == ()
    assert await claim(session, minute=10) == (delivery,)
    assert await claim(session, minute=11) == ()
    await outbox.release(session, [delivery.id])
    assert await claim(session, minute=11) == (delivery,)


async def test_only_what_may_still_go_out_is_begun(session: Session) -> None:
    """Not what was begun already, put off, held or deleted since it was claimed."""
    for chat in range(1, 6):
        await subscribe(session, chat)
    await compose(session, "one")
    claimed = await claim(session)
    await begin(session, claimed[0])
    await outbox.put_off(session, 2, later(5))
    await subscriptions.pause_chat(session, 3, "blocked")
    await subscriptions.delete(session, claimed[3].subscription, 4)
    assert await begin(session, *claimed) == {claimed[4].id}
    begun = await outbox.get(session, claimed[4].id, 5)
    assert begun is not None
    assert (begun.state, begun.tries) == ("sending", 1)


async def test_a_receipt_is_kept_with_its_number(session: Session) -> None:
    """Telegram's numbers may be beyond 32 bits. The message is its chat's alone."""
    delivery = await only(session)
    await begin(session, delivery)
    await outbox.settle(session, [Settled(delivery.id, "sent", message=2**40)], NOW)
    kept = await outbox.get(session, delivery.id, CHAT)
    assert kept is not None
    assert (kept.state, kept.message, kept.tries, kept.content) == ("sent", 2**40, 1, '"one 1"')
    assert await outbox.get(session, delivery.id, GROUP) is None
    assert await outbox.get(session, 999, CHAT) is None


@pytest.mark.parametrize("thought", ["uncertain", "dead", "pending"])
async def test_a_receipt_wins_over_whatever_was_thought(session: Session, thought: DeliveryState) -> None:
    """A reply that comes late says that it was sent; nothing that comes after it says otherwise."""
    delivery = await only(session)
    await begin(session, delivery)
    for settled in (
        Settled(delivery.id, thought),
        Settled(delivery.id, "sent", message=5),
        Settled(delivery.id, thought),
    ):
        await outbox.settle(session, [settled], NOW)
    assert await state(session, delivery) == "sent"
    assert await claim(session, minute=60) == ()


async def test_what_surely_did_not_arrive_is_tried_later(session: Session) -> None:
    """At its moment, before whatever comes after it in the chat; how often it was tried is known."""
    delivery = await only(session, parts=2)
    await begin(session, delivery)
    await outbox.settle(session, [Settled(delivery.id, "pending", due=later(5))], NOW)
    assert await claim(session, minute=4) == ()
    assert await outbox.next_due(session, NOW) == later(5)
    (again,) = await claim(session, minute=5)
    assert (again.id, again.part, again.tries, again.due) == (delivery.id, 1, 1, later(5))


async def test_what_is_pending_without_a_moment_goes_out_at_once(session: Session) -> None:
    """Say where its request was never made."""
    delivery = await only(session)
    await begin(session, delivery)
    await outbox.settle(session, [Settled(delivery.id, "pending", repeated=True)], NOW)
    (again,) = await claim(session)
    assert (again.id, again.repeated) == (delivery.id, True)


async def test_a_reply_that_is_overdue_may_have_come(session: Session) -> None:
    """What was being sent when the process ended is uncertain, once its lease has run out; what waited goes on."""
    delivery = await only(session, parts=2)
    await begin(session, delivery)
    assert await outbox.next_due(session, NOW) == later(10)
    assert await outbox.recover(session, later(9)) == 0
    assert await outbox.recover(session, later(10)) == 1
    assert await state(session, delivery) == "uncertain"
    assert [each.part for each in await claim(session, minute=10)] == [2]
    assert await outbox.recover(session, later(99)) == 0


async def test_a_reply_that_is_overdue_may_be_asked_for_again(session: Session) -> None:
    """By the other rule it goes out once more, before the next part, and says so."""
    delivery = await only(session, parts=2)
    await begin(session, delivery)
    assert await outbox.recover(session, later(10), repeat=True) == 1
    (again,) = await claim(session, minute=10)
    assert (again.id, again.repeated) == (delivery.id, True)


async def test_a_chat_that_is_put_off_holds_up_nobody(session: Session) -> None:
    """However long; what was to go out later still does."""
    for chat in (1, 2):
        await subscribe(session, chat)
    await compose(session, "one")
    await outbox.put_off(session, 1, later(731))
    await outbox.put_off(session, 1, later(5))
    assert {each.chat for each in await claim(session, minute=730)} == {2}
    assert {each.chat for each in await claim(session, minute=731)} == {1}


async def test_the_rest_of_a_digest_may_go_to_no_topic(session: Session) -> None:
    """Its topic was closed: the parts after it go where the chat allows, those of other digests are not touched."""
    for chat in (1, 2):
        await subscribe(session, chat, thread=5)
    await compose(session, "one")
    claimed = await claim(session)
    await outbox.unthread(session, claimed[0].id)
    for each in claimed:
        await send(session, each)
    assert [each.thread for each in await claim(session)] == [None, 5]


async def test_the_outbox_is_counted(session: Session) -> None:
    """By state; nothing waits where nothing does."""
    assert await outbox.counts(session) == {}
    assert await outbox.next_due(session, NOW) is None
    delivery = await only(session, parts=3)
    await begin(session, delivery)
    assert await outbox.counts(session) == {"pending": 2, "sending": 1}


async def test_two_claimers_never_get_the_same(db: Database) -> None:
    """Many at once share what is due: each message goes out once, each chat's strictly in order, and all of them."""
    await mailed(db, 12, parts=3)
    sent: list[tuple[int, int]] = []
    busy = Counter[int]()

    async def work() -> None:
        idle = 0
        while idle < 5:
            async with db.session() as session:
                claimed = await claim(session, limit=2)
            idle = 0 if claimed else idle + 1
            for each in claimed:
                async with db.session() as session:
                    begun = await begin(session, each)
                assert begun == {each.id}
                busy[each.chat] += 1
                assert busy[each.chat] == 1, "two messages of a chat at once"
                await asyncio.sleep(0.001)
                sent.append((each.chat, each.part))
                busy[each.chat] -= 1
                async with db.session() as session:
                    await outbox.settle(session, [Settled(each.id, "sent", message=1)], NOW)
            await asyncio.sleep(0.002)

    await asyncio.gather(*(work() for _ in range(6)))
    assert sorted(sent) == [(chat, part) for chat in range(1, 13) for part in (1, 2, 3)]
    for chat in range(1, 13):
        assert [part for each, part in sent if each == chat] == [1, 2, 3]


async def test_a_claim_does_not_wait_for_another(new_postgres: NewDatabase) -> None:
    """Who looks for work on PostgreSQL while another has just claimed some gets other chats' at once, no later part."""
    db = await Database.open(new_postgres(migrated=True))
    await mailed(db, 2)
    async with db.session() as first, db.session() as second:
        one = await claim(first, limit=1)
        two = await asyncio.wait_for(claim(second), 5)
    await db.close()
    assert [(each.chat, each.part) for each in (*one, *two)] == [(1, 1), (2, 1)]


async def test_only_one_of_two_begins(db: Database) -> None:
    """Of two who have the same message, as after a lease that ran out, one may ask for it."""
    await mailed(db, 1)
    async with db.session() as session:
        (delivery,) = await claim(session)

    async def try_it() -> frozenset[int]:
        async with db.session() as session:
            return await begin(session, delivery)

    assert sorted(map(len, await asyncio.gather(*(try_it() for _ in range(5))))) == [0, 0, 0, 0, 1]


async def told(session: Session, delivery: Delivery, what: DeliveryState, lease: int, *, tries: int | None) -> None:
    """What one says of a message that he began, or tried to, with a lease until that minute."""
    settled = Settled(delivery.id, what, due=NOW if what == "pending" else None, lease=later(lease), tries=tries)
    await outbox.settle(session, [settled], later(11))


@pytest.mark.parametrize("word", ["pending", "uncertain", "dead"])
async def test_who_was_stalled_says_nothing_of_anothers_request(session: Session, word: DeliveryState) -> None:
    """His lease ran out and another has begun it: only a receipt of his is heard."""
    delivery = await only(session, parts=2)
    await begin(session, delivery)
    await outbox.recover(session, later(10), repeat=True)
    (again,) = await claim(session, minute=10)
    assert await begin(session, again, minute=10) == {delivery.id}
    await told(session, delivery, word, 10, tries=1)
    assert (await state(session, delivery), await claim(session, minute=19)) == ("sending", ())
    await told(session, delivery, "sent", 10, tries=1)
    assert await state(session, delivery) == "sent"


async def test_who_knows_not_whether_he_began_undoes_no_other(session: Session) -> None:
    """Neither a request that is under way nor one of which nobody knows whether it arrived."""
    delivery = await only(session)
    await begin(session, delivery)
    await told(session, delivery, "pending", 9, tries=None)
    assert await state(session, delivery) == "sending"
    await outbox.recover(session, later(10))
    await told(session, delivery, "pending", 9, tries=None)
    assert await state(session, delivery) == "uncertain"


@pytest.mark.parametrize("late", [False, True])
async def test_who_began_it_last_is_heard(session: Session, late: bool) -> None:  # noqa: FBT001 - a case of a test
    """In time, and after others have given up on his answer."""
    delivery = await only(session)
    await begin(session, delivery)
    if late:
        await outbox.recover(session, later(10))
    await told(session, delivery, "pending", 10, tries=1)
    assert [each.id for each in await claim(session, minute=11)] == [delivery.id]


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_happens_a_chat_gets_its_messages_in_order_and_once(session: Session, seed: int) -> None:
    """Through flood waits, lost replies and crashes: what is asked for again did surely not arrive."""
    rng, done = random.Random(seed), dict[int, str]()  # noqa: S311  (a test's dice)
    for chat in range(3):
        await subscribe(session, chat)
    await compose(session, "day 0", parts=2)
    for chat in range(3):
        await subscribe(session, chat, due=later(DAY - 1))
    await compose(session, "day 1", parts=2, minute=DAY - 1)
    for step in range(120):
        minute = 2 * DAY + step
        for delivery in await claim(session, minute=minute, limit=rng.randint(1, 3)):
            assert delivery.id not in done
            assert delivery.id == await first_open(session, delivery.chat)
            await happen(session, rng, delivery, minute, done)
        await outbox.recover(session, later(minute))
    assert await outbox.counts(session) == Counter(done.values())
    assert len(done) == 3 * 2 * 2


async def first_open(session: Session, chat: int) -> int | None:
    still = col(DeliveryRow.state).in_(("pending", "sending"))
    return (await session.exec(select(func.min(DeliveryRow.id)).where(DeliveryRow.chat == chat, still))).one()


async def happen(session: Session, rng: random.Random, delivery: Delivery, minute: int, done: dict[int, str]) -> None:
    """What may become of a message that was claimed; `done` is how those ended that are not asked for again."""
    fate = rng.choice(("sent", "sent", "sent", "dead", "uncertain", "crash", "later", "flood", "drop the claim"))
    if fate == "drop the claim":
        return
    assert await begin(session, delivery, minute=minute) == {delivery.id}
    if fate == "later":
        await outbox.settle(session, [Settled(delivery.id, "pending", due=later(minute + 2))], later(minute))
    elif fate == "flood":
        await outbox.settle(session, [Settled(delivery.id, "pending")], later(minute))
        await outbox.put_off(session, delivery.chat, later(minute + 7))
    elif fate == "crash":
        done[delivery.id] = "uncertain"  # once its lease has run out
    else:
        done[delivery.id] = fate
        await outbox.settle(session, [Settled(delivery.id, cast(DeliveryState, fate))], later(minute))
