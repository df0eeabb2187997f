"""What follows from a receipt: nothing is given up that Telegram does not have, nothing repeated that it may have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.courier.decide import (
    AT_ONCE,
    PAUSES,
    SILENCED,
    SILENCED_FOR,
    UNFIT_TRIES,
    UNNAMED,
    UNNAMED_FOR,
    decide,
    soon,
)
from storage.types import Delivery, Receipt, Refusal
from tests.bot.services.mailing import NOW, SENT, UNREACHED, UNSURE, flooded

DELIVERY = Delivery(1, 2, -7, None, NOW, 1, 3, "{}", silent=False, state="pending", due=NOW)
REFUSALS: tuple[Refusal, ...] = ("blocked", "removed", "gone", "rights", "topic", "moved", "unfit", "token")
receipts = st.one_of(
    st.just(SENT),
    st.just(UNREACHED),
    st.just(UNSURE),
    st.integers(0, 10**6).map(flooded),
    st.sampled_from(REFUSALS).map(lambda why: Receipt("refused", refusal=why, moved=-1007)),
)
deliveries = st.builds(
    lambda tries, thread, repeated: replace(DELIVERY, tries=tries, thread=thread, repeated=repeated),
    st.integers(0, 50),
    st.none() | st.integers(2, 9),
    st.booleans(),
)


@given(deliveries, receipts)
def test_only_what_may_have_arrived_is_uncertain(delivery: Delivery, receipt: Receipt) -> None:
    """And only what did is sent; whatever Telegram surely does not have waits, but for a message that is unfit."""
    state = decide(delivery, receipt, NOW, repeat=False).settled.state
    assert (state == "uncertain") == (receipt.outcome == "uncertain")
    assert (state == "sent") == (receipt.outcome == "sent")
    assert state != "dead" or (receipt.refusal == "unfit" and delivery.tries + 1 >= UNFIT_TRIES)


@given(deliveries, receipts, st.booleans())
def test_what_waits_has_a_moment_for_it(delivery: Delivery, receipt: Receipt, repeat: bool) -> None:  # noqa: FBT001
    """It is never in the past, and longer than ten minutes only where Telegram asks for it or the bot is silenced."""
    settled = decide(delivery, receipt, NOW, repeat=repeat).settled
    assert (settled.due is not None) == (settled.state == "pending")
    if settled.due:
        silenced = receipt.refusal == "rights" or (receipt.refusal == "topic" and delivery.thread is None)
        assert NOW <= settled.due <= NOW + (receipt.wait or (SILENCED if silenced else PAUSES)[-1])


@given(deliveries, st.booleans())
def test_what_may_have_arrived_goes_out_twice_at_most(delivery: Delivery, repeat: bool) -> None:  # noqa: FBT001
    """And that only where the rule says so, marked as a repetition."""
    settled = decide(delivery, UNSURE, NOW, repeat=repeat).settled
    assert (settled.state == "pending") == (repeat and not delivery.repeated)
    assert settled.state == "uncertain" or settled.repeated


@pytest.mark.parametrize("why", ["blocked", "removed", "gone"])
def test_a_chat_that_cannot_be_written_to_rests(why: Refusal) -> None:
    """For the reason that Telegram gave; nobody is told."""
    decision = decide(DELIVERY, Receipt("refused", refusal=why), NOW, repeat=False)
    assert (decision.pause, decision.settled.state, decision.trouble) == (why, "pending", None)


def test_a_chat_that_silences_the_bot_rests_after_two_days() -> None:
    """Tried again after an hour, six hours, a day; only one that is two days late rests, and somebody is told."""
    refused, at, paused = Receipt("refused", refusal="rights"), NOW, []
    for tries in range(5):
        decision = decide(replace(DELIVERY, tries=tries), refused, at, repeat=False)
        paused.append((decision.pause, decision.trouble))
        assert decision.settled.due
        at = decision.settled.due
    assert paused == [(None, None)] * 4 + [("rights", "rights")]
    assert at >= NOW + SILENCED_FOR
    late = decide(DELIVERY, refused, NOW + timedelta(days=9), repeat=False)
    assert late.pause is None


def test_a_refusal_without_a_reason_that_we_know_is_tried_for_a_day() -> None:
    """It is not the message's fault: most pass. Then it is given up, and what comes after it goes out."""
    refused, at = Receipt("refused", word="BALANCE_TOO_LOW"), NOW
    for tries in range(len(UNNAMED)):
        settled = decide(replace(DELIVERY, tries=tries), refused, at, repeat=False).settled
        assert settled.due
        at = settled.due
    assert NOW + UNNAMED_FOR <= at <= NOW + timedelta(days=1)
    assert decide(replace(DELIVERY, tries=len(UNNAMED)), refused, at, repeat=False).settled.state == "dead"


def test_what_is_taken_ends_a_trouble() -> None:
    """Of a missing right anywhere, of a topic only there; a later part says it only where it was refused before."""
    told = [
        decide(replace(DELIVERY, thread=thread, part=part, tries=tries), SENT, NOW, repeat=False).eased
        for thread, part, tries in ((None, 1, 0), (5, 1, 0), (5, 2, 0), (None, 2, 1))
    ]
    assert told == [("rights",), ("rights", "topic"), (), ("rights",)]


def test_a_topic_is_left_only_where_there_was_one() -> None:
    """Without one it was the general topic that is closed, and nowhere is left to go."""
    refused = Receipt("refused", refusal="topic")
    inside = decide(replace(DELIVERY, thread=5), refused, NOW, repeat=False)
    assert (inside.unthread, inside.pause, inside.settled.due) == (True, None, NOW)
    outside = decide(replace(DELIVERY, tries=9), refused, NOW + SILENCED_FOR, repeat=False)
    assert (outside.unthread, outside.pause) == (False, "rights")


def test_a_group_that_says_it_moved_again_and_again_is_not_asked_without_end() -> None:
    """At once for some times, then with pauses."""
    moved = Receipt("refused", refusal="moved", moved=-1007)
    tried = [replace(DELIVERY, tries=tries) for tries in range(AT_ONCE + 1)]
    dues = [decide(each, moved, NOW, repeat=False).settled.due for each in tried]
    assert dues == [NOW] * AT_ONCE + [NOW + PAUSES[-1]]


def test_pauses_grow_to_ten_minutes() -> None:
    """Five seconds, fifteen, a minute ..."""
    assert [soon(tries).total_seconds() for tries in range(7)] == [5, 15, 60, 180, 600, 600, 600]
    assert decide(DELIVERY, flooded(43_837), NOW, repeat=False).settled.due == NOW + timedelta(seconds=43_837)
