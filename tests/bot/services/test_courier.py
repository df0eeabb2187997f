"""The courier over a real database: what waits goes out once, in order, and one chat's trouble is nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.services.courier.courier import IDLE
from storage import outbox, subscriptions
from storage.database import Database
from storage.types import Receipt, Refusal, Rule
from summarizer.errors import StorageError
from tests.bot.services.mailing import DAILY, NOW, SENT, UNREACHED, UNSURE, Office, all_waiting, flooded, waiting


@pytest.fixture
async def office(address: str) -> AsyncIterator[Office]:
    database = await Database.open(address, busy_timeout=0.2)
    yield Office(database)
    await database.close()


async def test_each_part_goes_out_once_and_in_order(office: Office) -> None:
    """Thirty chats get three parts each; part two never before part one, nothing twice."""
    made = await all_waiting(office.database, range(1, 31), ("1", "2", "3"))
    async with office.working() as postman:
        await office.until_states(sent=90)
    assert sorted(postman.sent) == [(s.chat, s.id, part) for s in made for part in (1, 2, 3)]
    for each in made:
        assert [part for chat, _, part in postman.sent if chat == each.chat] == [1, 2, 3]


async def test_two_digests_of_a_chat_go_out_one_after_the_other(office: Office) -> None:
    """They are never mixed."""
    first, second = [await waiting(office.database, 7, ("1", "2")) for _ in range(2)]
    async with office.working() as postman:
        await office.until_states(sent=4)
    assert postman.sent == [(7, first.id, 1), (7, first.id, 2), (7, second.id, 1), (7, second.id, 2)]


async def test_no_more_under_way_than_there_are_hands(office: Office) -> None:
    """With two hands two messages are asked for; the third when one of them is answered."""
    office.hands = 2
    office.hire()
    office.postman.line.clear()
    await all_waiting(office.database, range(1, 6))
    async with office.working() as postman:
        await office.until(lambda: len(postman.asked) == 2)
        await asyncio.sleep(0.2)
        assert await office.states() == {"pending": 3, "sending": 2}
        postman.line.set()
        await office.until_states(sent=5)


async def test_what_is_asked_for_is_marked_before(office: Office) -> None:
    """While its request is under way a message is 'sending' on the disk."""
    await waiting(office.database, 7)
    office.postman.line.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        assert await office.states() == {"sending": 1}
        postman.line.set()
        await office.until_states(sent=1)


async def test_a_flood_wait_of_a_chat_is_its_own(office: Office) -> None:
    """Twelve hours for one chat, also over a restart: its parts come then, another's at once, and nothing is lost."""
    await waiting(office.database, 7, ("1", "2"))
    await waiting(office.database, 8, ("1", "2"))
    office.postman.answers[7] = [flooded(43_837)]
    async with office.working():
        await office.until_states(sent=2, pending=2)
    office.hire()
    office.turn(seconds=43_836)
    async with office.working() as postman:
        await asyncio.sleep(0.3)
        assert [chat for chat, *_ in postman.sent] == [8, 8]
        office.turn(seconds=1)
        await office.until_states(sent=4)
    assert [part for chat, _, part in postman.sent if chat == 7] == [1, 2]


async def test_a_pause_of_the_whole_bot_claims_nothing(office: Office) -> None:
    """While Telegram wants nothing at all no message is touched."""
    await waiting(office.database, 7)
    office.postman.pause = timedelta(minutes=1)
    async with office.working() as postman:
        await asyncio.sleep(0.2)
        assert await office.states() == {"pending": 1}
        assert postman.waiting == 0
        postman.pause = None
        office.courier.wake()
        await office.until_states(sent=1)


async def test_what_may_have_arrived_is_not_sent_again(office: Office) -> None:
    """Part two is unsure: it stays so, and part three goes out."""
    await waiting(office.database, 7, ("1", "2", "3"))
    office.postman.answers[7] = [SENT, UNSURE]
    async with office.working() as postman:
        await office.until_states(sent=2, uncertain=1)
    assert [delivery.part for delivery in postman.asked] == [1, 2, 3]


async def test_under_the_other_rule_it_is_sent_once_more(office: Office) -> None:
    """It goes out a second time, marked as that; unsure again, it stays so."""
    office.repeat = True
    office.hire()
    await waiting(office.database, 7, ("1", "2"))
    office.postman.answers[7] = [UNSURE, UNSURE]
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        await office.until_states(pending=2)
        office.turn(seconds=5)
        await office.until_states(sent=1, uncertain=1)
    assert [(delivery.part, delivery.repeated) for delivery in postman.asked] == [(1, False), (1, True), (2, False)]


@pytest.mark.parametrize("why", ["blocked", "removed", "gone"])
async def test_a_chat_that_cannot_be_written_to_rests(office: Office, why: Refusal) -> None:
    """Its subscriptions pause for that reason, what is left of its digest stays; resumed, that goes out."""
    await waiting(office.database, 7, ("1", "2", "3"))
    await waiting(office.database, 8)
    office.postman.answers[7] = [SENT, Receipt("refused", refusal=why)]
    async with office.working() as postman:
        await office.until(lambda: len(postman.asked) == 3)
        await office.until_states(sent=2, pending=2)
        async with office.database.session() as session:
            (resting,) = await subscriptions.of_chat(session, 7)
            assert (resting.paused, resting.due) == (why, None)
            await subscriptions.resume_chat(session, 7, {"blocked", "removed", "gone", "rights"}, lambda _: NOW, NOW)
        office.courier.wake()
        await office.until_states(sent=4)
    assert [part for chat, _, part in postman.sent if chat == 7] == [1, 2, 3]


async def test_what_is_left_of_a_digest_follows_a_group_that_moved(office: Office) -> None:
    """The refused part and those after it go to the supergroup, and so do the subscriptions."""
    await waiting(office.database, -7, ("1", "2"))
    office.postman.answers[-7] = [Receipt("refused", refusal="moved", moved=-1007)]
    async with office.working() as postman:
        await office.until_states(sent=2)
    assert [(chat, part) for chat, _, part in postman.sent] == [(-1007, 1), (-1007, 2)]
    async with office.database.session() as session:
        assert [each.chat for each in await subscriptions.of_chat(session, -1007)] == [-1007]


async def test_a_closed_topic_is_left_and_somebody_is_told_once(office: Office) -> None:
    """All parts go out without the topic; who set it up is told at the first digest and not at the second."""
    await waiting(office.database, -7, ("1", "2"), thread=5, person=3)
    office.postman.answers[-7] = [Receipt("refused", refusal="topic")]
    async with office.working() as postman:
        await office.until_states(sent=2)
        await office.until(lambda: postman.noticed)
        assert [delivery.thread for delivery in postman.asked] == [5, None, None]
        postman.answers[-7] = [Receipt("refused", refusal="topic")]
        async with office.database.session() as session:
            (found,) = await subscriptions.of_chat(session, -7)
            assert (found.thread, found.told) == (5, "topic")
    ((person, notice),) = postman.noticed
    assert (person, notice.trouble, notice.chat) == (3, "topic", -7)


async def test_a_topic_that_works_again_is_new_trouble_when_it_closes(office: Office) -> None:
    """What goes through in the topic ends the trouble of which somebody was told."""
    made = await waiting(office.database, -7, thread=5, person=3)
    async with office.database.session() as session:
        assert await subscriptions.mark_told(session, made.id, "topic")
    async with office.working():
        await office.until_states(sent=1)
    async with office.database.session() as session:
        found = await subscriptions.get(session, made.id, -7)
    assert found
    assert found.told is None


async def refused_for_long(office: Office, times: int) -> None:
    """So often it is put off; then it is tried once more."""
    for tries in range(1, times + 1):
        await office.until(lambda tries=tries: len(office.postman.asked) == tries)  # type: ignore[misc]  # a default
        await office.until_states(pending=1)
        office.turn(hours=25)


async def test_a_group_that_is_closed_for_a_night_gets_its_digest(office: Office) -> None:
    """A single refusal: nothing rests and nobody is told; an hour later it is tried again, and arrives."""
    made = await waiting(office.database, -7, ("1", "2"), person=3)
    office.postman.answers[-7] = [Receipt("refused", refusal="rights")]
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        await office.until_states(pending=2)
        async with office.database.session() as session:
            assert [each.due for each in await subscriptions.of_chat(session, -7)] == [
                made.due and NOW + timedelta(days=1)
            ]
        office.turn(hours=1)
        await office.until_states(sent=2)
    assert postman.noticed == []


async def test_a_pause_by_hand_keeps_back_what_waits(office: Office) -> None:
    """Part one is sent, Telegram wants a pause, somebody presses Pause: nothing more comes until they press Resume."""
    made = await waiting(office.database, 7, ("1", "2", "3"))
    office.postman.answers[7] = [SENT, flooded(7200)]
    async with office.working() as postman:
        await office.until(lambda: len(postman.asked) == 2)
        await office.until_states(sent=1, pending=2)
        async with office.database.session() as session:
            (now,) = await subscriptions.of_chat(session, 7)
            paused = await subscriptions.change(session, replace(now, paused="asked"))
        office.turn(hours=3)
        await asyncio.sleep(0.3)
        assert len(postman.asked) == 2
        async with office.database.session() as session:
            assert paused
            assert await subscriptions.change(session, replace(paused, paused=None, due=made.due), now=office.now())
        office.courier.wake()
        await office.until_states(sent=3)


async def test_a_mistake_of_ours_in_the_storage_is_logged_with_its_place_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Trying again does not help: the log says where it was made, and not every five seconds."""

    async def broken(*_: object, **__: object) -> None:
        raise StorageError("no such column")

    monkeypatch.setattr("bot.services.courier.courier.BUSY", 0.01)
    monkeypatch.setattr(outbox, "claim", broken)
    async with office.working():
        await office.until(lambda: caplog.text.count("courier.waits") > 2)
    assert caplog.text.count("Traceback") == 1


async def test_a_general_topic_that_is_closed_is_a_missing_right(office: Office) -> None:
    """There is nowhere else to go: it is tried for two days, then the chat rests, and a person is told."""
    await waiting(office.database, -7, person=3)
    office.postman.answers[-7] = [Receipt("refused", refusal="topic")] * 3
    async with office.working() as postman:
        await refused_for_long(office, 2)
        await office.until(lambda: postman.noticed)
    async with office.database.session() as session:
        (found,) = await subscriptions.of_chat(session, -7)
    assert (found.paused, found.told) == ("rights", "rights")


async def test_a_message_that_is_unfit_is_given_up_after_three_tries(office: Office) -> None:
    """The next part goes out all the same."""
    await waiting(office.database, 7, ("1", "2"))
    office.postman.answers[7] = [Receipt("refused", refusal="unfit")] * 3
    async with office.working() as postman:
        for tries in (1, 2):
            await office.until(lambda tries=tries: len(postman.asked) == tries)  # type: ignore[misc]  # a default
            await office.until_states(pending=2)
            office.turn(minutes=1)
        await office.until_states(dead=1, sent=1)


async def test_quiet_hours_put_off_what_is_late(office: Office) -> None:
    """A part whose pause ends in the quiet hours waits for their end; nothing is sent in them."""
    await waiting(office.database, 7, rule=replace(DAILY, quiet=(time(9), time(17))))
    office.postman.answers[7] = [flooded(2 * 3600)]
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        await office.until_states(pending=1)
        office.turn(hours=3)
        await asyncio.sleep(0.2)
        assert len(postman.asked) == 1
        office.turn(hours=6)
        await office.until_states(sent=1)


async def test_quiet_hours_that_begin_while_it_waits_are_kept(office: Office) -> None:
    """It was claimed before them and has its turn in them: it goes back, until they end."""
    office.postman.turn.clear()
    await waiting(office.database, 7, rule=Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "UTC", (time(9), time(17))))
    async with office.working() as postman:
        await office.until(lambda: postman.waiting)
        office.turn(hours=2)
        postman.turn.set()
        await office.until(lambda: not postman.waiting)
        await asyncio.sleep(0.1)
        assert (postman.asked, await office.states()) == ([], {"pending": 1})
        office.turn(hours=7)
        await office.until_states(sent=1)


async def test_unreachable_is_found_out_by_one_at_a_time(office: Office) -> None:
    """Of thirty chats few are tried while Telegram is away, and none is lost."""
    office.hands = 4
    office.hire()
    await all_waiting(office.database, range(1, 31))
    office.postman.answers.update({chat: [UNREACHED] for chat in range(1, 31)})
    async with office.working() as postman:
        await office.until(lambda: len(postman.asked) >= 4)
        await asyncio.sleep(0.3)
        assert len(postman.asked) <= 8
        assert await office.states() == {"pending": 30}


async def test_a_token_that_is_refused_marks_nothing(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """No message is lost, the others are not tried, and the log says once what to do."""
    office.hands = 1
    office.hire()
    await all_waiting(office.database, (7, 8, 9))
    office.postman.answers.update({chat: [Receipt("refused", refusal="token")] for chat in (7, 8, 9)})
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        await office.until_states(pending=3)
        await asyncio.sleep(0.2)
    assert len(postman.asked) == 1
    assert caplog.text.count("TELEGRAM_BOT_TOKEN") == 1


async def test_a_subscription_that_ends_meanwhile_is_not_sent(office: Office) -> None:
    """Deleted while its message waits for its turn: nothing is asked for."""
    made = await waiting(office.database, 7, ("1", "2"))
    office.postman.turn.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.waiting)
        async with office.database.session() as session:
            assert await subscriptions.delete(session, made.id, 7)
        postman.turn.set()
        await office.until(lambda: not postman.waiting)
        await asyncio.sleep(0.1)
    assert postman.asked == []


async def test_a_message_over_which_ours_breaks_holds_up_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake in one hand is logged, and the others go on."""
    for chat in (7, 8):
        await waiting(office.database, chat)
    send = office.postman.send

    async def broken(delivery, before):  # type: ignore[no-untyped-def]  # as the method it stands for
        if delivery.chat == 7:
            raise ZeroDivisionError
        return await send(delivery, before)

    monkeypatch.setattr(office.postman, "send", broken)
    async with office.working() as postman:
        await office.until_states(sent=1, pending=1)
    assert [chat for chat, *_ in postman.sent] == [8]
    assert "delivery.crashed" in caplog.text


async def test_what_waits_for_its_turn_is_handed_back_at_the_end(office: Office) -> None:
    """A stop does not wait for turns; a new start sends it at once, without waiting for a lease."""
    await waiting(office.database, 7)
    office.postman.turn.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.waiting)
    postman.turn.set()
    office.hire()
    async with office.working():
        await office.until_states(sent=1)
    assert len(postman.asked) == 1


async def test_a_request_under_way_comes_to_its_end(office: Office) -> None:
    """A stop waits for the answer, and what was sent counts as sent."""
    await waiting(office.database, 7, ("1", "2"))
    office.postman.line.clear()
    async with office.working() as postman:
        await office.until(lambda: postman.asked)
        asyncio.get_running_loop().call_later(0.3, postman.line.set)
    assert await office.states() == {"sent": 1, "pending": 1}


async def test_an_answer_that_does_not_come_leaves_it_unsure(office: Office) -> None:
    """A stop gives up after its time: it stays 'sending', and is uncertain when its lease has run out."""
    await waiting(office.database, 7, ("1", "2"))
    office.postman.line.clear()
    running = asyncio.create_task(office.courier.run())
    await office.until(lambda: office.postman.asked)
    await office.courier.close(0.2)
    await running
    assert await office.states() == {"sending": 1, "pending": 1}
    office.postman.line.set()
    for minutes, wanted in ((2, {"sending": 1, "pending": 1}), (3, {"uncertain": 1, "sent": 1})):
        office.hire()
        office.turn(minutes=minutes - 1)
        async with office.working() as postman:
            await asyncio.sleep(0.1)
            await office.until_states(**wanted)
    assert [delivery.part for delivery in postman.asked] == [1, 2]


async def test_nothing_due_asks_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing to send the database is asked once, and not again before a minute is over."""
    claims = []
    claim = outbox.claim

    async def counted(*args, **options):  # type: ignore[no-untyped-def]  # as the function it stands for
        claims.append(1)
        return await claim(*args, **options)

    monkeypatch.setattr(outbox, "claim", counted)
    assert (await office.courier._round(), len(claims)) == (IDLE, 1)


async def test_what_is_due_later_is_sent_without_a_wake(office: Office) -> None:
    """The courier knows when the next is due and looks then."""
    await waiting(office.database, 7)
    office.moment = NOW.replace(hour=7, minute=59, second=58)
    async with office.working():
        loop = asyncio.get_running_loop()
        loop.call_later(1.5, lambda: setattr(office, "moment", NOW))
        await office.until_states(seconds=4, sent=1)
