"""What follows from a receipt: nothing is given up that Telegram does not have, nothing repeated that it may have."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.courier.decide import AT_ONCE, PAUSES, UNFIT_TRIES, decide, soon
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
    """It is never in the past, and only a pause that Telegram asks for is longer than ten minutes."""
    settled = decide(delivery, receipt, NOW, repeat=repeat).settled
    assert (settled.due is not None) == (settled.state == "pending")
    if settled.due:
        assert NOW <= settled.due <= NOW + (receipt.wait or PAUSES[-1])


@given(deliveries, st.booleans())
def test_what_may_have_arrived_goes_out_twice_at_most(delivery: Delivery, repeat: bool) -> None:  # noqa: FBT001
    """And that only where the rule says so, marked as a repetition."""
    settled = decide(delivery, UNSURE, NOW, repeat=repeat).settled
    assert (settled.state == "pending") == (repeat and not delivery.repeated)
    assert settled.state == "uncertain" or settled.repeated


@pytest.mark.parametrize("why", ["blocked", "removed", "gone", "rights"])
def test_a_chat_that_cannot_be_written_to_rests(why: Refusal) -> None:
    """For the reason that Telegram gave; of a missing right somebody is told."""
    decision = decide(DELIVERY, Receipt("refused", refusal=why), NOW, repeat=False)
    assert (decision.pause, decision.settled.state) == (why, "pending")
    assert decision.trouble == ("rights" if why == "rights" else None)


def test_a_topic_is_left_only_where_there_was_one() -> None:
    """Without one it was the general topic that is closed, and nowhere is left to go."""
    refused = Receipt("refused", refusal="topic")
    inside = decide(replace(DELIVERY, thread=5), refused, NOW, repeat=False)
    assert (inside.unthread, inside.pause, inside.settled.due) == (True, None, NOW)
    outside = decide(DELIVERY, refused, NOW, repeat=False)
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
