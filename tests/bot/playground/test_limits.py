"""The flood limits: what passes, what is refused, and that obeying `retry_after` is enough."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import RetryAfter

from bot.playground import Playground
from bot.playground.limits import Flood
from tests.bot.playground.conftest import application


def refused(flood: Flood, chats: list[int], *, group: bool = False, edit: bool = False, now: float = 0.0) -> list[int]:
    """The seconds that each of these messages, sent at the same moment, has to wait."""
    return [flood.charge(chat, group=group, edit=edit, now=now) for chat in chats]


def test_a_chat_takes_five_at_once_and_then_one_a_second() -> None:
    """A burst of five passes, the sixth waits as told; other chats do not, and knocking early prolongs the wait."""
    flood = Flood()
    assert refused(flood, [7] * 6) == [0, 0, 0, 0, 0, 1]
    assert refused(flood, [8] * 6) == [0, 0, 0, 0, 0, 1]
    assert refused(flood, [7], now=1.0) == [0]
    assert refused(flood, [8], now=0.9) == [1]
    assert refused(flood, [8], now=1.8) == [1]
    assert refused(flood, [8], now=2.8) == [0]


def test_a_group_takes_twenty_a_minute_edits_included() -> None:
    """Twenty messages and edits in any minute; then the group is shut until the first of them is a minute old."""
    flood = Flood()
    spent = [flood.charge(-1, group=True, edit=bool(second % 2), now=float(second)) for second in range(21)]
    assert spent == [0] * 20 + [40]
    assert flood.charge(-1, group=True, edit=False, now=59.0) == 1
    assert flood.charge(-1, group=True, edit=False, now=60.0) == 0


def test_all_chats_together_take_thirty_a_second() -> None:
    """The thirty-first chat in a second waits, and an edit does not count there."""
    flood = Flood()
    assert refused(flood, list(range(1, 32))) == [0] * 30 + [1]
    assert refused(flood, [1], edit=True) == [0]
    assert refused(flood, [32], now=1.0) == [0]


@given(st.lists(st.tuples(st.integers(-3, 3), st.floats(0, 2)), min_size=1, max_size=60))
def test_who_waits_as_told_is_never_refused_twice(sends: list[tuple[int, float]]) -> None:
    """A sender that does nothing until `retry_after` has passed gets through the second time."""
    flood, now = Flood(), 0.0
    for chat, pause in sends:
        now += pause
        if wait := flood.charge(chat, group=chat < 0, edit=False, now=now):
            now += wait
            assert flood.charge(chat, group=chat < 0, edit=False, now=now) == 0


@pytest.fixture
async def limited() -> AsyncIterator[tuple[Playground, Bot]]:
    """A playground with flood limits, and a bot that only sends."""
    async with Playground.start(limits=True, idle=0.05) as tg, application(tg) as app:
        yield tg, app.bot


# The library announces another type for `retry_after`; the number is what matters here.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_a_hasty_bot_is_told_how_long_to_wait(limited: tuple[Playground, Bot]) -> None:
    """Over the wire: 429 with retry_after, and the refused message is not in the chat."""
    tg, bot = limited
    tg.group(-1, "Newsroom")
    for number in range(5):
        await bot.send_message(-1, f"{number}")
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(-1, "one too many")
    assert refusal.value.retry_after == 1
    assert len(tg.messages(-1)) == 5
    assert [request.description for request in tg.refused] == ["Too Many Requests: retry after 1"]
