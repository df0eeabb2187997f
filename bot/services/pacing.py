"""Which of the waiting requests may go out next, and when: the limits of each chat and of the bot, in fair order.

    asked -> in its chat's line (answers before digests, else as they came) -> the chat's meters open -> its turn among
          the chats (answers before digests, else the chat whose turn is longest ago) -> granted -> answered

Pure: no clock and no waiting of its own. `now` is in seconds on any clock that does not go back. Each step costs the
logarithm of what waits, and a chat that is silent for long enough is forgotten.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Literal

from bot.services.meters import Drip, Flow, Meter, Window

ChatKey = int | str
"""A chat's number, or a channel's or group's public @name."""
Lane = Literal["message", "edit", "paid"]
"""What Telegram counts apart over all chats; edits it was seen to count in their chat only."""
TO_SEND = 8
"""Digests that have their turn and still wait for a disk: more would take the turns of answers, and leave at once."""
REFUSALS = 3
SECONDS = 5.0
"""So many private chats refused within so many seconds are the whole bot refused: the answers do not say which it is.
Groups and channels say nothing of it: they are refused for their own minute."""
PAUSE = 60.0
"""Seconds that the whole bot rests at most before one request finds out: the waits may have been the chats' own."""


@dataclass(slots=True, eq=False)
class Request:
    """A message or an edit on its way; `until` is how long it waits, at most, for its chat to be open.

    `number` is its place in its chat's line, which it keeps when it is asked for again.
    """

    chat: ChatKey
    lane: Lane
    digest: bool
    until: float
    number: int = 0
    gone: bool = False


@dataclass(slots=True, eq=False)
class _Chat:
    """A chat's meters and line; `where` is the queue it stands in, or the moment until which it sleeps."""

    key: ChatKey
    private: bool
    meters: tuple[Meter, ...]
    line: list[tuple[bool, int, Request]] = field(default_factory=list)
    shut: float = -math.inf
    under_way: int = 0
    where: tuple[Lane, bool] | float | None = None
    stamp: int = 0
    fading: bool = False

    def head(self) -> Request | None:
        """The next of its line."""
        while self.line and self.line[0][2].gone:
            heappop(self.line)
        return self.line[0][2] if self.line else None

    def opens(self, now: float) -> float:
        return max(self.shut, *(meter.opens(now) for meter in self.meters))

    def rests(self) -> float:
        """When nothing of it has to be remembered any more."""
        return max(self.shut, *(meter.rests() for meter in self.meters))


class Pacer:
    """Requests in, turns out. At most `at_once` are under way, of digests `spare` fewer: an answer finds a free one."""

    def __init__(self, flows: Mapping[Lane, Flow], *, at_once: int, spare: int) -> None:
        self._flows = flows
        self._room = {False: at_once, True: at_once - spare}
        self._under_way = 0
        self._to_send: set[Request] = set()
        self._chats: dict[ChatKey, _Chat] = {}
        self._ready: defaultdict[tuple[Lane, bool], deque[tuple[int, _Chat]]] = defaultdict(deque)
        self._asleep: list[tuple[float, int, _Chat]] = []
        self._fading: list[tuple[float, int, _Chat]] = []
        self._refused: deque[tuple[float, ChatKey, float]] = deque()
        self._paused = -math.inf
        self._unsure = False
        self._scout: Request | None = None
        self._numbers = count(1)

    def ahead(self, request: Request) -> int:
        """How many of its chat wait that go before it."""
        chat, place = self._chats.get(request.chat), (request.digest, request.number or math.inf)
        return sum(each[:2] < place and not each[2].gone for each in chat.line) if chat else 0

    def wait(self, request: Request, now: float) -> float:
        """How many seconds at least its chat and those before it there keep it from its turn."""
        chat, ahead = self._chats.get(request.chat), self.ahead(request)
        moments = [meter.after(ahead, now) for meter in chat.meters] if chat else []
        return max([self.shut(request.chat, now), *(moment - now for moment in moments)])

    def ask(self, request: Request, now: float) -> None:
        """It waits from now on."""
        chat = self._chat(request.chat)
        request.number = request.number or next(self._numbers)
        heappush(chat.line, (request.digest, request.number, request))
        self._place(chat, now)

    def drop(self, request: Request, now: float) -> None:
        """It waits no more."""
        request.gone = True
        self._place(self._chats[request.chat], now)

    def grant(self, now: float) -> tuple[Request, ...]:
        """The requests whose turn it is, in order; each is then `unsent`, or `sent` and later `answered`."""
        self._forget(now)
        if now < self._paused:
            return ()
        self._wake(now)
        granted: list[Request] = []
        for lane, flow in self._flows.items():
            while flow.opens(now) <= now and (queue := self._queue(lane)):
                granted.append(self._start(queue.popleft()[1], now))
        return tuple(granted)

    def opens(self, now: float) -> float:
        """When to ask for turns again; infinite where something has to be asked or answered first."""
        if now < self._paused:
            return self._paused
        while self._asleep and self._asleep[0][1] != self._asleep[0][2].stamp:
            heappop(self._asleep)
        moments = [flow.opens(now) for lane, flow in self._flows.items() if self._queue(lane)]
        moments += [self._asleep[0][0]] if self._asleep else []
        return min(moments, default=math.inf)

    def sent(self, request: Request, now: float) -> None:
        """It leaves now."""
        self._to_send.remove(request)
        self._flows[request.lane].sent(request, now)

    def answered(self, request: Request, now: float) -> None:
        """Telegram took it or refused it, or it broke off: it may have arrived."""
        chat = self._end(request)
        for meter in chat.meters:
            meter.answered(now)
        self._flows[request.lane].answered(request, now)
        if request is self._scout:
            self._scout, self._unsure = None, False
        self._place(chat, now)

    def unsent(self, request: Request, now: float) -> None:
        """It was not sent after all: its turn is free again."""
        self._to_send.remove(request)
        chat = self._end(request)
        for meter in chat.meters:
            meter.unsent()
        self._flows[request.lane].unsent(request)
        if request is self._scout:
            self._scout = None
        self._place(chat, now)

    def refused(self, key: ChatKey, wait: float, now: float) -> tuple[Request, ...]:
        """Telegram wants nothing in this chat for `wait` seconds; returns the requests that will not wait so long.

        Where too many chats are refused at once, nothing at all goes out for the shortest of the waits, a minute at
        most; then one request finds out whether all is well again, before the others follow.
        """
        chat = self._chat(key)
        chat.shut = max(chat.shut, now + wait)
        paused = self._paused
        self._note(chat, wait, now)
        shut = self._chats.values() if self._paused > paused else (chat,)
        return tuple(request for each in tuple(shut) for request in self._let_go(each, now))

    def shut(self, key: ChatKey | None, now: float) -> float:
        """For how many seconds more Telegram wants nothing in this chat; None asks for all chats. 0 if it is open."""
        chat = None if key is None else self._chats.get(key)
        return max(0.0, self._paused - now, chat.shut - now if chat else 0.0)

    def _chat(self, key: ChatKey) -> _Chat:
        if key not in self._chats:
            private = not isinstance(key, str) and key > 0
            self._chats[key] = _Chat(key, private, (Drip(),) if private else (Drip(), Window()))
        return self._chats[key]

    def _place(self, chat: _Chat, now: float) -> None:
        """Puts it where it belongs now; one that stands there already keeps its place."""
        head = chat.head()
        if head is None:
            chat.where, chat.stamp = None, 0
            self._fade(chat)
            return
        opens = chat.opens(now)
        where = (head.lane, head.digest) if opens <= now else opens
        if where == chat.where:
            return
        chat.where, chat.stamp = where, next(self._numbers)
        if isinstance(where, tuple):
            self._ready[where].append((chat.stamp, chat))
        elif where < math.inf:
            heappush(self._asleep, (where, chat.stamp, chat))

    def _wake(self, now: float) -> None:
        while self._asleep and self._asleep[0][0] <= now:
            _, stamp, chat = heappop(self._asleep)
            if stamp == chat.stamp:
                chat.where = None
                self._place(chat, now)

    def _queue(self, lane: Lane) -> deque[tuple[int, _Chat]] | None:
        """The queue from which the next turn is taken, if there is one."""
        for digest in (False, True):
            queue = self._ready[lane, digest]
            while queue and queue[0][0] != queue[0][1].stamp:
                queue.popleft()
            if queue and self._has_room(digest=digest):
                return queue
        return None

    def _has_room(self, *, digest: bool) -> bool:
        if self._scout:
            return False
        return self._under_way < self._room[digest] and not (digest and len(self._to_send) >= TO_SEND)

    def _start(self, chat: _Chat, now: float) -> Request:
        request = heappop(chat.line)[2]
        chat.under_way += 1
        self._under_way += 1
        self._to_send.add(request)
        self._scout = request if self._unsure else None
        for meter in chat.meters:
            meter.start()
        self._flows[request.lane].start(request, now)
        chat.where = None
        self._place(chat, now)
        return request

    def _end(self, request: Request) -> _Chat:
        chat = self._chats[request.chat]
        chat.under_way -= 1
        self._under_way -= 1
        return chat

    def _note(self, chat: _Chat, wait: float, now: float) -> None:
        """Whether all is refused; that a group or a channel is says nothing of it."""
        again = self._scout is not None and self._scout.chat == chat.key
        if again:
            self._scout = None
        if not chat.private:
            return
        self._refused.append((now, chat.key, wait))
        while self._refused[0][0] < now - SECONDS:
            self._refused.popleft()
        if again or len({key for _, key, _ in self._refused}) >= REFUSALS:
            self._paused = max(self._paused, now + min(PAUSE, *(wait for _, _, wait in self._refused)))
            self._unsure = True

    def _let_go(self, chat: _Chat, now: float) -> Iterable[Request]:
        until = max(chat.shut, self._paused)
        leaving = [request for _, _, request in chat.line if not request.gone and request.until < until]
        for request in leaving:
            request.gone = True
        self._place(chat, now)
        return leaving

    def _fade(self, chat: _Chat) -> None:
        if not chat.under_way and not chat.fading:
            chat.fading = True
            heappush(self._fading, (chat.rests(), next(self._numbers), chat))

    def _forget(self, now: float) -> None:
        """Drops the chats of which nothing has to be remembered; a few steps a call."""
        while self._fading and self._fading[0][0] <= now:
            chat = heappop(self._fading)[2]
            chat.fading = False
            if chat.under_way or chat.head():
                continue
            if chat.rests() <= now:
                del self._chats[chat.key]
            else:
                self._fade(chat)
