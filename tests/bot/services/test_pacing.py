"""Turns: never faster than a Telegram that counts by the letter, answers first, fair between chats, none forgotten."""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.meters import LATE
from bot.services.pacing import PAUSE, REFUSALS, SECONDS, TO_SEND, Pacer, Request
from tests.bot.services.traffic import Sending, Traffic, pacer

DELAY = st.floats(0, LATE / 2)
SENDING = st.builds(
    Sending,
    at=st.sampled_from([0.0, 0.5, 1.0, 5.0, 20.0]) | st.floats(0, 20),
    chat=st.sampled_from([1, 1, 2, 3, -1]),
    digest=st.booleans(),
    lane=st.sampled_from(["message", "message", "edit"]),
    there=DELAY,
    back=DELAY,
    before=st.sampled_from([0.0, 0.0, 0.01, 3.0]),
    vetoed=st.sampled_from([False, False, False, True]),
)
STREAM = st.lists(SENDING, min_size=1, max_size=60)


def start(queue: Pacer, now: float) -> tuple[Request, ...]:
    """The turns of this moment, all under way."""
    turns = queue.grant(now)
    for request in turns:
        queue.sent(request, now)
    return turns


def order(traffic: Traffic) -> list[int]:
    """The chats in the order of their turns."""
    return [sending.chat for _, sending in traffic.granted]


@settings(max_examples=150, deadline=None)
@given(STREAM)
def test_telegram_refuses_nothing_and_nothing_is_lost(stream: list[Sending]) -> None:
    """Chats and groups, messages and edits, at any time and with any delay on the way, as it counts them itself."""
    traffic = Traffic().run(stream)
    assert traffic.refused == []
    assert Counter(id(sending) for _, sending in traffic.granted) == Counter(map(id, stream))


@settings(max_examples=15, deadline=None, derandomize=True)  # of a hundred draws one is quick, nearly always
@given(st.integers(0, 10**9), st.floats(0, 1), st.floats(0, 0.5))
def test_a_crowd_is_never_too_fast_for_the_whole_bot(seed: int, there: float, before: float) -> None:
    """Three hundred chats at once, on ways that take now a moment and now a second."""
    draw = random.Random(seed).random  # noqa: S311 - delays
    crowd = [
        Sending(0.0, chat, digest=draw() < 0.5, there=draw() * there, back=draw(), before=draw() * before)
        for chat in range(1, 301)
    ]
    assert Traffic().run(crowd).refused == []


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 15), st.floats(0, LATE - 0.1)), max_size=5))
def test_a_network_that_stands_still_delivers_nothing_too_fast(held: list[tuple[float, float]]) -> None:
    """All that was sent meanwhile arrives in one moment, to three hundred chats as to one."""
    crowd = [Sending(0.0, chat, there=0.05, back=0.05) for chat in (*range(1, 301), *[500] * 15)]
    stretches = tuple((begin, begin + took) for begin, took in held)
    assert Traffic(held=stretches).run(crowd).refused == []


@pytest.mark.parametrize(("number", "chat", "end"), [(300, None, 12.0), (10, 7, 7.3), (25, -7, 66.0)])
def test_what_is_allowed_is_used(number: int, chat: int | None, end: float) -> None:
    """Three hundred chats take twelve seconds, ten messages in one chat seven, twenty-five in a group a minute."""
    traffic = Traffic().run([Sending(0.0, chat or each, there=0.05, back=0.05) for each in range(1, number + 1)])
    assert traffic.refused == []
    assert traffic.granted[-1][0] <= end


def test_a_day_of_one_chat_is_never_refused() -> None:
    """Ten thousand messages in a row, each delayed as it comes: the meters do not drift."""
    sendings = [Sending(0.0, 7, there=each * 7919 % 1900 / 1000) for each in range(10_000)]
    assert Traffic().run(sendings).refused == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 5), st.booleans()), min_size=1, max_size=80))
def test_answers_go_before_digests(asked: list[tuple[float, bool]]) -> None:
    """Whenever a digest of one chat gets its turn, no answer waits in another."""
    stream = [Sending(at, chat, digest=digest) for chat, (at, digest) in enumerate(asked, 1)]
    granted = Traffic().run(stream).granted
    at = {sending.chat: moment for moment, sending in granted}
    for moment, digest in granted:
        if digest.digest:
            assert not [each for each in stream if not each.digest and each.at < moment < at[each.chat]]


@settings(max_examples=60, deadline=None)
@given(STREAM)
def test_a_chat_keeps_its_order(stream: list[Sending]) -> None:
    """Answers as they were asked for, digests as they were; an answer may pass a digest that waits."""
    stream = sorted(stream, key=lambda sending: sending.at)
    place = {id(sending): number for number, sending in enumerate(stream)}
    granted = sorted(Traffic().run(stream).granted, key=lambda turn: (turn[1].chat, turn[1].digest))
    for _, turns in groupby(granted, key=lambda turn: (turn[1].chat, turn[1].digest)):
        places = [place[id(sending)] for _, sending in turns]
        assert places == sorted(places)


@pytest.mark.parametrize("digest", [False, True])
def test_chats_take_turns(digest: bool) -> None:  # noqa: FBT001 - a parameter
    """However much each has waiting: nobody has two turns more than another."""
    stream = [Sending(0.0, chat, digest=digest) for _ in range(5) for chat in range(1, 41)]
    turns: Counter[int] = Counter(dict.fromkeys(range(1, 41), 0))
    for chat in order(Traffic().run(stream)):
        turns[chat] += 1
        assert max(turns.values()) - min(turns.values()) <= 1


def test_five_hundred_edits_of_one_chat_hold_up_no_other() -> None:
    """The other chat's edit and message go out at once."""
    crowd = [Sending(0.0, 1, lane="edit") for _ in range(500)]
    others = [Sending(0.5, 2, lane="edit"), Sending(0.5, 3)]
    granted = {id(sending): moment for moment, sending in Traffic().run(crowd + others).granted}
    assert [granted[id(each)] for each in others] == [0.5, 0.5]


def test_ten_thousand_digests_do_not_keep_an_answer() -> None:
    """It has the next turn, in a chat of its own and in one whose digest waits."""
    crowd = [Sending(0.0, chat, digest=True, there=0.05, back=0.05) for chat in range(1, 10_001)]
    answers = [Sending(5.0, 20_000), Sending(5.0, 9_999)]
    began = time.process_time()
    granted = {id(sending): moment for moment, sending in Traffic().run(crowd + answers).granted}
    assert time.process_time() - began < 20, "a step has to cost the logarithm of what waits"
    assert all(granted[id(each)] - 5 < 0.1 for each in answers)


def test_digests_that_wait_for_a_disk_leave_turns_to_answers() -> None:
    """A disk that stands still for a minute holds a few digests, and no answer."""
    crowd = [Sending(0.0, chat, digest=True, before=60.0) for chat in range(1, 101)]
    answers = [Sending(at / 10, 1_000 + at) for at in range(20, 120)]
    granted = Traffic().run(crowd + answers).granted
    assert max(moment - sending.at for moment, sending in granted if not sending.digest) < 0.1
    assert sum(sending.digest for moment, sending in granted if moment < 60) == TO_SEND


def test_slow_digests_leave_a_connection_to_answers() -> None:
    """Of those under way at once some are kept for answers."""
    queue = pacer(at_once=5, spare=2)
    digests = [Request(chat, "paid", digest=True, until=0.0) for chat in range(1, 10)]
    for request in digests:
        queue.ask(request, 0.0)
    moments = [moment / 10 for moment in range(50)]
    turns = [request for moment in moments for request in start(queue, moment)]
    assert len(turns) == 3
    queue.ask(Request(100, "message", digest=False, until=0.0), 5.0)
    assert len(queue.grant(5.0)) == 1
    queue.answered(turns[0], 6.0)
    assert len(start(queue, 6.0)) == 0
    queue.answered(turns[1], 6.0)
    assert len(start(queue, 6.0)) == 1


def test_vetoed_turns_are_given_to_others() -> None:
    """A thousand digests that nobody wants any more cost those that are wanted next to nothing."""
    crowd = [Sending(0.0, chat, digest=True, before=0.01, vetoed=chat % 2 == 0) for chat in range(1, 501)]
    assert Traffic().run(crowd).granted[-1][0] < 11


def test_a_refused_chat_is_shut_and_lets_go_who_does_not_wait() -> None:
    """An answer whose patience is longer stays; in other chats nothing changes; then it goes on by itself."""
    queue = pacer()
    for _ in range(3):
        queue.ask(Request(7, "message", digest=False, until=math.inf), 0.0)
    first, *_ = start(queue, 0.0)
    patient, digest = Request(7, "message", digest=False, until=60.0), Request(7, "message", digest=True, until=0.0)
    queue.ask(patient, 0.5)
    queue.ask(digest, 0.5)
    assert queue.refused(7, 30.0, 1.0) == (digest,)
    assert (queue.shut(7, 11.0), queue.shut(8, 11.0), queue.shut(None, 11.0)) == (20.0, 0.0, 0.0)
    queue.answered(first, 1.0)
    assert queue.opens(1.0) == 31.0
    assert start(queue, 30.9) == ()
    assert start(queue, 31.0) == (patient,)


def test_three_chats_refused_at_once_are_the_whole_bot() -> None:
    """Nothing goes out, not even elsewhere, for the shortest of the waits."""
    queue = pacer()
    other = Request(9, "edit", digest=True, until=0.0)
    for chat in range(1, REFUSALS):
        assert queue.refused(chat, 40.0, 0.1) == ()
    assert queue.shut(9, 0.1) == 0
    queue.ask(other, 0.2)
    assert queue.refused(REFUSALS, 30.0, 1.0) == (other,)
    assert (queue.shut(9, 1.0), queue.shut(1, 1.0)) == (30.0, 39.1)
    last = Request(9, "message", digest=False, until=60.0)
    queue.ask(last, 2.0)
    assert (start(queue, 30.0), queue.opens(30.0)) == ((), 31.0)
    assert start(queue, 31.0) == (last,)


def test_chats_refused_now_and_then_are_chats() -> None:
    """More than five seconds apart they say nothing of the bot, and one chat three times neither."""
    queue = pacer()
    for number in range(REFUSALS):
        queue.refused(number, 40.0, number * (SECONDS + 0.1))
        queue.refused(7, 40.0, number * (SECONDS + 0.1))
    assert queue.shut(None, 11.0) == 0


def test_groups_refused_at_once_are_groups() -> None:
    """They and channels have a minute of their own: private chats go on."""
    queue = pacer()
    for chat in (-1, -2, -3, "@news"):
        queue.refused(chat, 600.0, 1.0)
    assert (queue.shut(None, 1.0), queue.shut(7, 1.0), queue.shut(-1, 1.0)) == (0, 0, 600.0)


def paused() -> tuple[Pacer, list[Request]]:
    """All is refused at 0 for ten minutes, and three answers wait."""
    queue = pacer()
    for chat in range(1, REFUSALS + 1):
        queue.refused(chat, 600.0, 0.0)
    answers = [Request(chat, "message", digest=False, until=math.inf) for chat in (7, 8, 9)]
    for request in answers:
        queue.ask(request, 0.0)
    return queue, answers


def test_a_long_pause_is_found_out_about() -> None:
    """After a minute one answer goes out alone; it is taken, and the others follow."""
    queue, answers = paused()
    assert (queue.shut(None, 0.0), start(queue, PAUSE - 0.1)) == (PAUSE, ())
    assert (start(queue, PAUSE), start(queue, PAUSE + 1)) == ((answers[0],), ())
    queue.answered(answers[0], PAUSE + 1)
    assert [*start(queue, PAUSE + 1), *start(queue, PAUSE + 2)] == answers[1:]


def test_a_pause_that_is_not_over_begins_again() -> None:
    """Who finds out is refused: another minute. One that is not sent and a group that is refused find out nothing."""
    queue, answers = paused()
    for number, request in enumerate(answers[:2], 1):
        assert start(queue, number * PAUSE) == (request,)
        assert queue.refused(request.chat, 600.0, number * PAUSE) == ()
        queue.answered(request, number * PAUSE)
        assert queue.shut(None, number * PAUSE) == PAUSE
    for chat in (-5, 10, 11):
        queue.ask(Request(chat, "message", digest=False, until=math.inf), 130.0)
    (vetoed,) = queue.grant(3 * PAUSE)
    queue.unsent(vetoed, 3 * PAUSE)
    (group,) = start(queue, 3 * PAUSE)
    queue.refused(group.chat, 30.0, 3 * PAUSE)
    queue.answered(group, 3 * PAUSE)
    assert (group.chat, queue.shut(None, 3 * PAUSE), len(start(queue, 3 * PAUSE + 1))) == (-5, 0, 1)


def test_silent_chats_are_forgotten() -> None:
    """When their minute and their pause are over; what is asked and dropped leaves nothing either."""
    traffic = Traffic().run([Sending(0.0, chat, there=0.1) for chat in (*range(1, 200), -1)])
    dropped = Request(5_000, "message", digest=False, until=0.0)
    traffic.pacer.ask(dropped, 9.0)
    traffic.pacer.drop(dropped, 9.0)
    traffic.pacer.refused(6_000, 43_837.0, 9.0)
    traffic.pacer.grant(100.0)
    assert set(traffic.pacer._chats) == {6_000}
    traffic.pacer.grant(50_000.0)
    assert not traffic.pacer._chats
    assert not traffic.pacer._fading


def test_a_dropped_request_leaves_no_hole() -> None:
    """The one behind it has its place, whether the chat's turn had come or not."""
    queue = pacer()
    requests = [Request(7, "message", digest=False, until=0.0) for _ in range(6)]
    for request in requests:
        queue.ask(request, 0.0)
    queue.drop(requests[0], 0.0)
    assert queue.grant(0.0) == tuple(requests[1:4])
    queue.drop(requests[4], 0.0)
    for request in requests[1:4]:
        queue.sent(request, 0.0)
        queue.answered(request, 0.0)
    assert queue.grant(queue.opens(0.0)) == (requests[5],)
