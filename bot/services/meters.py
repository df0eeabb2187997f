"""How much Telegram takes, in a chat and of a whole bot: meters that never say yes before Telegram's own would.

Telegram counts a message when it arrives: at some moment between our sending it and our reading the answer. So a
message under way counts in full here, and begins to be forgotten only when it is answered. By that, a server that
keeps to the numbers below never refuses one, however long requests take, and in whichever order they arrive.

What Telegram says (Bots FAQ, "My bot is hitting limits"): one message a second in a chat, short bursts allowed; 20 a
minute in a group; about 30 a second in all, up to 1,000 as paid broadcast. Edits count in a group's 20 (its developer,
tdlib/td#2592 and #3034). The exact numbers are nowhere promised, so all of ours are a little below.
"""

from __future__ import annotations

import math
from collections import deque
from typing import Protocol

BURST = 3
"""Messages at once in a chat that was silent; servers were seen to take five."""
CELL = 1.01
"""Seconds for one message in a chat: a hundredth more than what is said, since two clocks never run alike."""
GROUP_MESSAGES = 20
GROUP_SECONDS = 60.5
"""Any stretch of this length has at most so many messages and edits in a group or channel."""
SECOND = 1.02
"""The stretch in which all messages of the bot are counted."""
SLACK = 0.08
"""Seconds by which a message of the whole bot may come before its even place, so that a late waking is made up for."""
ANSWERS = 100
"""Among so many there is one that nothing held up."""
LATE = 2.0
"""Seconds after which a message is taken for arrived, and its answer for slow: thirty of them must not stop the bot."""


class Meter(Protocol):
    """Counts the messages of a chat. `now` is in seconds on any clock that does not go back."""

    def opens(self, now: float) -> float:
        """When one more may be sent, if nothing happens meanwhile; infinite where an answer has to come first."""

    def after(self, others: int, now: float) -> float:
        """Before then none is sent that comes behind so many others, however soon all of them are answered."""

    def start(self) -> None:
        """One more is under way."""

    def answered(self, now: float) -> None:
        """One of those under way was answered, or broke off."""

    def unsent(self) -> None:
        """One of those under way was not sent after all."""

    def rests(self) -> float:
        """When everything that was answered is forgotten."""


class Drip:
    """A chat: one message a second, and a burst after silence.

    The generic cell rate algorithm (ITU-T I.371, annex A) over the answers: `due` is when the bucket will be empty, and
    what is in it and what is under way are together never more than the burst. For every stretch of time this bounds
    what can arrive in it by the burst and a message a second, since a message that is held up only moves towards its
    answer, where it is counted.
    """

    __slots__ = ("_due", "_under_way")

    def __init__(self) -> None:
        self._due = -math.inf
        self._under_way = 0

    def opens(self, now: float) -> float:  # noqa: ARG002 - as the protocol has it
        left = BURST - 1 - self._under_way
        return self._due - left * CELL if left >= 0 else math.inf

    def after(self, others: int, now: float) -> float:
        return max(self._due, now) + (others + self._under_way + 1 - BURST) * CELL

    def start(self) -> None:
        self._under_way += 1

    def answered(self, now: float) -> None:
        self._under_way -= 1
        self._due = max(self._due, now) + CELL

    def unsent(self) -> None:
        self._under_way -= 1

    def rests(self) -> float:
        return self._due


class Window:
    """A group or a channel: so many messages and edits in any stretch of a minute, counted from their answers."""

    __slots__ = ("_forgotten", "_under_way")

    def __init__(self) -> None:
        self._forgotten: deque[float] = deque()
        self._under_way = 0

    def opens(self, now: float) -> float:
        return self._free(0, now, math.inf)

    def after(self, others: int, now: float) -> float:
        return self._free(others, now, now + GROUP_SECONDS)

    def _free(self, others: int, now: float, unanswered: float) -> float:
        """When there is a place behind so many others; `unanswered` where it is that of one still to be answered."""
        while self._forgotten and self._forgotten[0] <= now:
            self._forgotten.popleft()
        over = len(self._forgotten) + self._under_way + others + 1 - GROUP_MESSAGES
        if over <= 0:
            return -math.inf
        return self._forgotten[over - 1] if over <= len(self._forgotten) else unanswered

    def start(self) -> None:
        self._under_way += 1

    def answered(self, now: float) -> None:
        self._under_way -= 1
        self._forgotten.append(now + GROUP_SECONDS)

    def unsent(self) -> None:
        self._under_way -= 1

    def rests(self) -> float:
        return self._forgotten[-1] if self._forgotten else -math.inf


class _Way:
    """How long the quickest request took of the last hundred or two."""

    __slots__ = ("_before", "_left", "_quickest")

    def __init__(self) -> None:
        self._before, self._quickest, self._left = 0.0, math.inf, ANSWERS

    def quickest(self, took: float) -> float:
        """With one more that took so long. 0 until there were enough to tell."""
        self._quickest = min(self._quickest, took)
        quickest = min(self._before, self._quickest)
        self._left -= 1
        if not self._left:
            self._before, self._quickest, self._left = self._quickest, math.inf, ANSWERS
        return quickest


class Flow:
    """The whole bot: evenly at `rate` a second, and never more than `most` in a second as Telegram may count it.

    Evenly by the generic cell rate algorithm over the sendings. The second is counted as a group's minute is, but for
    two things: what is under way for long counts as arrived, and of the time that a request takes only what it takes
    longer than the quickest of late is held against it, since a way that is always the same crowds nothing together.
    """

    __slots__ = ("_cell", "_due", "_forgotten", "_most", "_to_send", "_under_way", "_way")

    def __init__(self, rate: float, most: int) -> None:
        self._cell = 1 / rate
        self._most = most
        self._due = -math.inf
        self._way = _Way()
        self._forgotten: deque[float] = deque()
        self._to_send: set[object] = set()
        self._under_way: dict[object, float] = {}

    def opens(self, now: float) -> float:
        """When one more may be sent, or at least when to ask again."""
        self._forget(now)
        return max(self._due - SLACK, self._room())

    def start(self, key: object, now: float) -> None:
        """One more is to be sent; `key` names it."""
        self._due = max(self._due, now) + self._cell
        self._to_send.add(key)

    def sent(self, key: object, now: float) -> None:
        """One that was to be sent is under way."""
        self._to_send.remove(key)
        self._under_way[key] = now

    def answered(self, key: object, now: float) -> None:
        """One of those under way was answered, or broke off."""
        sent = self._under_way.pop(key, None)
        if sent is None:
            return
        self._count(now - self._way.quickest(now - sent))

    def unsent(self, key: object) -> None:
        """One that was to be sent was not sent after all; another may go in its place at once."""
        self._to_send.remove(key)
        self._due -= self._cell

    def _room(self) -> float:
        over = len(self._forgotten) + len(self._under_way) + len(self._to_send) + 1 - self._most
        if over <= 0:
            return -math.inf
        if over <= len(self._forgotten):
            return self._forgotten[over - 1]
        return next(iter(self._under_way.values()), math.inf) + LATE

    def _forget(self, now: float) -> None:
        while self._under_way:
            key, sent = next(iter(self._under_way.items()))
            if sent + LATE > now:
                break
            del self._under_way[key]
            self._count(sent + LATE)
        while self._forgotten and self._forgotten[0] <= now:
            self._forgotten.popleft()

    def _count(self, arrived: float) -> None:
        """It has arrived by then; kept in order, though the quickest way changes."""
        last = self._forgotten[-1] if self._forgotten else -math.inf
        self._forgotten.append(max(last, arrived + SECOND))
