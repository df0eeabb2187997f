"""The meters: a burst and then a message a second, twenty a minute, an even flow; counted from the answers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.meters import BURST, CELL, GROUP_MESSAGES, GROUP_SECONDS, LATE, SECOND, Drip, Flow, Window

TOOK = st.floats(0, 10)


def grants(meter: Drip | Window, took: list[float]) -> list[float]:
    """When messages go out one after the other's answer, each as soon as it may."""
    return grants_from(meter, took, 0.0)


def grants_from(meter: Drip | Window, took: list[float], now: float) -> list[float]:
    """The same from then on."""
    moments = []
    for each in took:
        now = max(now, meter.opens(now))
        moments.append(now)
        meter.start()
        now += each
        meter.answered(now)
    return moments


def test_a_silent_chat_takes_a_burst_and_then_one_a_second() -> None:
    """Three at once; the fourth a second after, and so on."""
    assert grants(Drip(), [0.0] * 6) == pytest.approx([0, 0, 0, CELL, 2 * CELL, 3 * CELL])


@given(st.lists(TOOK, min_size=1, max_size=60))
def test_no_stretch_has_more_than_a_burst_and_one_a_second(took: list[float]) -> None:
    """Wherever between its sending and its answer each message arrives, here at the latest."""
    arrived = [sent + each for sent, each in zip(grants(Drip(), took), took, strict=True)]
    for first, moment in enumerate(arrived):
        for last in range(first, len(arrived)):
            assert last - first + 1 <= BURST + (arrived[last] - moment) / CELL + 1e-6


@pytest.mark.parametrize("kind", [Drip, Window])
@given(before=st.lists(TOOK, max_size=40), others=st.lists(TOOK, max_size=45))
def test_behind_others_nothing_comes_earlier_than_is_said(
    kind: type[Drip] | type[Window], before: list[float], others: list[float]
) -> None:
    """However long those before it take; and where each is answered at once, it is said to the second."""
    slow, quick = kind(), kind()
    now = max((moment + took for moment, took in zip(grants(slow, before), before, strict=True)), default=0.0)
    grants(quick, before)
    said = max(slow.after(len(others), now), now)
    assert grants_from(slow, [*others, 0.0], now)[-1] >= said - 1e-6
    if len(others) < GROUP_MESSAGES:
        assert grants_from(quick, [*(0.0 for _ in others), 0.0], now)[-1] == pytest.approx(said)


def test_what_is_not_answered_is_not_forgotten() -> None:
    """Three under way fill a chat for as long as nothing is known of them; one that was not sent makes room."""
    drip = Drip()
    for _ in range(BURST):
        drip.start()
    assert drip.opens(1_000.0) == math.inf
    drip.unsent()
    assert drip.opens(1_000.0) <= 1_000.0


def test_a_group_has_twenty_in_any_minute() -> None:
    """The twenty-first waits until the first has been answered a minute ago; then the place of each is free again."""
    moments = grants(Window(), [1.0] * 22)
    assert moments[GROUP_MESSAGES - 1] == GROUP_MESSAGES - 1
    assert moments[GROUP_MESSAGES:] == [1 + GROUP_SECONDS, 2 + GROUP_SECONDS]


def test_twenty_under_way_fill_a_group() -> None:
    """Their minute begins with their answers; a message that was not sent leaves its place."""
    window = Window()
    for _ in range(GROUP_MESSAGES):
        window.start()
    assert window.opens(500.0) == math.inf
    window.answered(500.0)
    assert window.opens(500.0) == 500.0 + GROUP_SECONDS
    window.unsent()
    assert window.opens(500.0) <= 500.0


def spend(flow: Flow, number: int, took: float) -> list[float]:
    """When so many messages go out that wait from the start, each answered after so long."""
    now, moments = 0.0, list[float]()
    answered = 0
    while len(moments) < number:
        following = moments[answered] + took if answered < len(moments) else math.inf
        if following <= now:
            flow.answered(answered, now)
            answered += 1
        elif flow.opens(now) <= now:
            flow.start(len(moments), now)
            flow.sent(len(moments), now)
            moments.append(now)
        else:
            now = min(following, flow.opens(now))
    return moments


@pytest.mark.parametrize("took", [0.0, 0.1, 0.4, 0.9])
def test_the_whole_bot_sends_evenly(took: float) -> None:
    """The rate that is set, however long the way is, once the flow has learnt how long; never thirty in a second."""
    moments = spend(Flow(25, 30), 1_000, took)
    assert moments[-1] - moments[300] == pytest.approx(699 / 25, abs=0.2)
    for first, last in zip(moments, moments[28:], strict=False):
        assert last - first >= 1


def test_a_rate_above_what_telegram_takes_is_kept_below() -> None:
    """Whatever is set, thirty arrive in a second."""
    moments = spend(Flow(500, 30), 300, 0.0)
    assert all(last - first >= SECOND - 1e-9 for first, last in zip(moments, moments[30:], strict=False))


def test_slow_answers_slow_the_bot_and_do_not_stop_it() -> None:
    """Thirty without an answer may arrive together yet; after two seconds they have, whatever Telegram says."""
    moments = spend(Flow(25, 30), 31, math.inf)
    assert moments[30] == pytest.approx(LATE + SECOND)


def test_a_message_that_was_not_sent_leaves_its_place() -> None:
    """A hundred that nobody wanted any more cost the next one nothing."""
    flow = Flow(1, 30)
    for key in range(100):
        assert flow.opens(0.0) <= 0
        flow.start(key, 0.0)
        flow.unsent(key)
