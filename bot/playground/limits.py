"""How fast a bot may send: one message a second in a chat, twenty a minute in a group, thirty a second over all."""

from __future__ import annotations

import math
from collections import defaultdict, deque

CHAT_BURST = 5
GROUP_MESSAGES = 20
GROUP_SECONDS = 60.0
ALL_MESSAGES = 30
ALL_SECONDS = 1.0
PAID_MESSAGES = 1000


class Window:
    """So many messages in any stretch of so many seconds."""

    def __init__(self, messages: int, seconds: float) -> None:
        self._messages = messages
        self._seconds = seconds
        self._sent: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more message fits; 0 when it fits now."""
        while self._sent and self._sent[0] <= now - self._seconds:
            self._sent.popleft()
        return 0.0 if len(self._sent) < self._messages else self._sent[0] + self._seconds - now

    def add(self, now: float) -> None:
        self._sent.append(now)


class Drip:
    """One message a second, and a burst after silence (the generic cell rate algorithm, ITU-T I.371)."""

    def __init__(self, burst: int) -> None:
        self._slack = burst - 1.0
        self._due = -math.inf

    def wait(self, now: float) -> float:
        """Seconds until one more message fits; 0 when it fits now."""
        return max(0.0, self._due - self._slack - now)

    def add(self, now: float) -> None:
        self._due = max(self._due, now) + 1.0


class Flood:
    """The limits of one bot. A refused chat, or a refused bot, stays shut until the time it was told has passed."""

    def __init__(self) -> None:
        self._chats: defaultdict[int, Drip] = defaultdict(lambda: Drip(CHAT_BURST))
        self._groups: defaultdict[int, Window] = defaultdict(lambda: Window(GROUP_MESSAGES, GROUP_SECONDS))
        self._all = Window(ALL_MESSAGES, ALL_SECONDS)
        self._paid = Window(PAID_MESSAGES, ALL_SECONDS)
        self._shut: dict[int | str, float] = {}

    def charge(self, chat: int, *, group: bool, edit: bool, now: float, paid: bool = False) -> int:
        """Counts a message, or says for how many whole seconds it is refused. Edits count in their chat only.

        What is `paid` for counts against its own limit over all chats, a thousand a second. `now` is in seconds on
        any clock that does not go back.
        """
        chat_meters: list[Drip | Window] = [self._chats[chat], *([self._groups[chat]] if group else [])]
        bot_meters: list[Drip | Window] = [] if edit else [self._paid if paid else self._all]
        waits = [self._closed(chat, chat_meters, now)]
        if not edit:
            waits.append(self._closed("paid" if paid else "all", bot_meters, now))
        if max(waits) > 0:
            return math.ceil(max(waits))
        for meter in (*chat_meters, *bot_meters):
            meter.add(now)
        return 0

    def _closed(self, key: int | str, meters: list[Drip | Window], now: float) -> float:
        if wait := max(meter.wait(now) for meter in meters):
            self._shut[key] = max(self._shut.get(key, 0.0), now + math.ceil(wait))
        return self._shut.get(key, 0.0) - now
