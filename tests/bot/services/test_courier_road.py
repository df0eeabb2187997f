"""Whether Telegram can be reached: some failures in a row, and one message at a time finds out when it is back."""

from __future__ import annotations

import pytest

from bot.services.courier.road import UNREACHED, UNSURE, Road
from storage.types import Receipt
from tests.bot.services import mailing
from tests.bot.services.mailing import SENT, flooded

HANDS = 40


def after(*receipts: Receipt, at: float = 0.0) -> Road:
    """A road on which these came back one after the other, a second each."""
    road = Road()
    for second, receipt in enumerate(receipts):
        road.note(receipt, began=at + second, at=at + second)
    return road


@pytest.mark.parametrize(("receipt", "most"), [(mailing.UNREACHED, UNREACHED), (mailing.UNSURE, UNSURE)])
def test_a_row_of_failures_shuts_it(receipt: Receipt, most: int) -> None:
    """Not before the last of them; then nothing is begun for a while, and after it one message at a time."""
    assert after(*[receipt] * (most - 1)).room(HANDS, 0, 99.0) == HANDS
    road = after(*[receipt] * most)
    shut = most - 1 + road.wait(most - 1)
    assert (road.wait(most - 1), road.room(HANDS, 0, shut - 0.1)) == (5, 0)
    assert (road.room(HANDS, 0, shut), road.room(HANDS, 1, shut)) == (1, 0)


def test_a_failure_now_and_then_shuts_nothing() -> None:
    """On a bad line, where a third gets lost, all hands stay busy."""
    road = after(*[mailing.UNSURE, mailing.UNREACHED, SENT] * 30)
    assert (road.open, road.room(HANDS, 3, 99.0)) == (True, 37)


def test_pauses_grow_until_somebody_gets_through() -> None:
    """Each probe that fails makes the next pause longer, ten minutes at most; one that arrives opens it."""
    road, now, waits = after(*[mailing.UNREACHED] * UNREACHED), UNREACHED - 1.0, []
    for _ in range(7):
        waits.append(road.wait(now))
        now += waits[-1]
        road.note(mailing.UNREACHED, began=now, at=now)
    assert waits == [5, 15, 60, 180, 600, 600, 600]
    road.note(SENT, began=now, at=now)
    assert (road.open, road.wait(now)) == (True, 0)


def test_what_was_under_way_when_it_was_shut_says_nothing_new() -> None:
    """Forty requests break at once: that is one pause, not ten minutes."""
    road = Road()
    for _ in range(HANDS):
        road.note(mailing.UNREACHED, began=0.0, at=1.0)
    assert road.wait(1.0) == 5


def test_an_answer_of_any_kind_opens_it() -> None:
    """Who refuses has been reached, and so has who asks for a pause."""
    for receipt in (flooded(9), Receipt("refused", refusal="blocked")):
        road = after(*[mailing.UNREACHED] * UNREACHED)
        road.note(receipt, began=9.0, at=9.0)
        assert road.open


def test_a_token_that_is_refused_is_tried_each_minute(caplog: pytest.LogCaptureFixture) -> None:
    """With one message, and one line in the log each time."""
    road, refused = Road(), Receipt("refused", refusal="token")
    for at in (0.0, 61.0, 122.0):
        assert road.room(HANDS, 0, at) >= 1
        for _ in range(3):
            road.note(refused, began=at, at=at + 0.5)
        assert road.room(HANDS, 0, at + 59) == 0
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 3
