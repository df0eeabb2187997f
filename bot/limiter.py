"""Requests to Telegram wait here for their turn, so that none is refused for coming too fast.

    request -> opens its chat soon? -> its turn (bot/services/pacing.py) -> `before` -> Telegram -> answered
                                    -> no: given up                                              -> refused: it is shut

Where other processes of the bot send as well, each message also takes its place in the rate that they share
(bot/services/rate.py), between its turn and `before`.

Messages and edits only: questions, answers to buttons and signs of typing go out at once, since Telegram counts them
against no chat. In place of the library's own limiter, which knows no limit of a private chat, lets digests go before
answers, and halts all chats for the pause of one, or of none (python-telegram-bot#5338).
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.sender import seconds
from bot.services.meters import Flow
from bot.services.pacing import ChatKey, Lane, Pacer, Request
from bot.services.pulse import Pulse
from bot.services.rate import Rate
from bot.settings import Settings

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds that an answer waits for its turn, in all; where it would be longer it is given up."""
DIGEST_PATIENCE = 2.0
"""Seconds that a digest waits for its chat: whoever sends it has others to send meanwhile."""
LINE = 20
"""Answers of one chat that wait; more are given up, since each keeps one of the bot's hands from other chats."""
TRIES = 3
"""So often an answer is sent that Telegram refuses for coming too fast."""
ALL, PAID = 30, 1000
"""Messages that Telegram takes in a second over all chats; as paid broadcast."""
UNPAID = 25
"""Messages a second for answers where digests are paid for."""
AT_ONCE, SPARE = 48, 16
"""Messages and edits under way at once; so many of them are for answers only. As many connections again are left for
what waits for no turn."""

Answer = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Turn:
    """How a request waits, as `rate_limit_args`; without one it is an answer that somebody waits for.

    A digest is behind all answers, and is refused with RetryAfter at once where its chat is not open soon. `before` is
    awaited after the turn is granted and right before the request: what it raises comes out, and nothing is sent.
    """

    digest: bool = True
    before: Callable[[], Awaitable[None]] | None = None


@dataclass(slots=True)
class Errand:
    """What came of one update: whether it was begun, what it brought is kept, something was sent for it, and whether
    something was not, since the bot is ending."""

    begun: bool = False
    kept: bool = False
    sent: bool = False
    open: bool = False


ERRAND: ContextVar[Errand | None] = ContextVar("errand", default=None)
"""The errand for which requests go out here, where somebody wants to know."""


class BotEndingError(TelegramError):
    """The bot is ending, and this request was not sent. Of the library's tree, in which whoever sends looks for it."""

    def __init__(self) -> None:
        super().__init__("the bot is ending; nothing was sent")


class Limiter(BaseRateLimiter[Turn]):
    """Paces the requests of one bot, in one event loop; its clock is the loop's, which never goes back.

    `rate` is messages a second over all chats, `paid` those that are sent as paid broadcast, which are counted apart.
    `connections` is how many the bot needs so that a granted turn never waits for one. `shared` is the rate of all
    processes of the bot, None where this is the only one. What went out and was refused is counted in `pulse`.
    """

    def __init__(
        self,
        rate: float,
        *,
        paid: float = UNPAID,
        patience: float = PATIENCE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        shared: Rate | None = None,
    ) -> None:
        at_once = max(AT_ONCE, int(paid) // 4)  # of a thousand a second, each may take a quarter of one
        flows: dict[Lane, Flow] = {"message": Flow(rate, ALL), "edit": Flow(rate, ALL), "paid": Flow(paid, PAID)}
        self._pacer = Pacer(flows, at_once=at_once, spare=SPARE)
        self.connections = at_once + SPARE
        self._patience = patience
        self._now = now
        self._waiting: dict[Request, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self._shared = shared
        self.pulse = Pulse()
        self._elsewhere = -math.inf
        self._telling: set[asyncio.Task[None]] = set()

    @classmethod
    def of(cls, settings: Settings, sharing: Callable[[float, float], Rate] | None = None) -> Limiter:
        """With the rates of these settings: a paid broadcast leaves answers the rate that is free.

        `sharing` makes of both rates the one of all processes, where there may be several.
        """
        paid = settings.messages_per_second
        rate = min(paid, UNPAID if settings.paid_broadcast else ALL)
        return cls(rate, paid=paid, shared=sharing(rate, paid) if sharing else None)

    async def initialize(self) -> None:
        """Takes requests, again after a shutdown."""
        self._closed = False

    async def shutdown(self) -> None:
        """Lets all that wait go with `BotEndingError`: they were not sent. What is under way is answered still."""
        self._closed = True
        if self._timer:
            self._timer.cancel()
            self._timer = None
        for request in tuple(self._waiting):
            self._pacer.drop(request, _time())
            self._let_go(request, BotEndingError())

    def shut(self, chat: ChatKey | None = None) -> datetime | None:
        """Until when Telegram wants nothing in this chat, or, without one, in any; None if it is open."""
        wait = self._pacer.shut(None if chat is None else key_of(chat), _time())
        wait = max(wait, self._elsewhere - _time())
        return self._now() + timedelta(seconds=wait) if wait > 0 else None

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Turn | None,
    ) -> Answer:
        """Sends it when its turn has come.

        Raises RetryAfter where its chat is shut or full for longer than it waits, where too many answers wait in it
        already, or it was refused too often; BotEndingError; and what `before` and the request itself raise.
        """
        lane = lane_of(endpoint, data)
        if lane is None:
            return await callback(*args, **kwargs)
        turn = rate_limit_args or Turn(digest=False)
        until = _time() + (DIGEST_PATIENCE if turn.digest else self._patience)
        request = Request(key_of(data["chat_id"]), lane, turn.digest, until)
        errand = ERRAND.get() or Errand()

        def send() -> Awaitable[Answer]:
            errand.sent = True
            return callback(*args, **kwargs)

        try:
            for _ in range(0 if turn.digest else TRIES - 1):
                try:
                    return await self._send(request, turn, send)
                except RetryAfter as error:
                    if _time() + seconds(error.retry_after) > until:
                        raise
            return await self._send(request, turn, send)
        except BotEndingError:
            errand.open = True
            raise

    async def _send(self, request: Request, turn: Turn, send: Callable[[], Awaitable[Answer]]) -> Answer:
        await self._turn(request)
        try:
            if self._shared:
                await self._place(self._shared, request)
            if turn.before:
                await turn.before()
        except BaseException:  # also where it is cancelled: nothing was sent
            self._unsent(request)
            raise
        self._pacer.sent(request, _time())
        self._pump()
        try:
            answer = await send()
        except RetryAfter as error:
            self._refused(request.chat, seconds(error.retry_after))
            raise
        except InvalidToken:
            self.pulse.refused = True
            raise
        finally:
            self._pacer.answered(request, _time())
            self._pump()
        self.pulse.refused = False
        self.pulse.count("sent", request.lane)
        return answer

    async def _place(self, shared: Rate, request: Request) -> None:
        """Waits for its place among the messages of all processes; edits are counted in their chat alone."""
        if request.lane == "edit":
            return
        if request.digest:
            wait, patience = await shared.digest(DIGEST_PATIENCE, paid=request.lane == "paid"), 0.0
        else:
            patience = request.until - _time()
            wait = await shared.answer(patience)
        if wait > DIGEST_PATIENCE:  # another process was told to wait, or there are more answers than may go out
            self._elsewhere = _time() + wait
        if wait > patience:
            raise RetryAfter(math.ceil(wait))
        await asyncio.sleep(wait)

    async def _turn(self, request: Request) -> None:
        now = _time()
        if self._closed:
            raise BotEndingError
        wait = self._pacer.wait(request, now)
        if now + wait > request.until or self._crowded(request):
            raise RetryAfter(max(1, math.ceil(wait)))
        turn = self._waiting[request] = asyncio.get_running_loop().create_future()
        self._pacer.ask(request, now)
        self._pump()
        late = None if request.digest else asyncio.get_running_loop().call_at(request.until, self._late, request)
        try:
            await turn
        except asyncio.CancelledError:
            if request in self._waiting:
                self._drop(request)
            elif not turn.cancelled() and turn.exception() is None:  # cancelled in the moment in which it was granted
                self._unsent(request)
            raise
        finally:
            if late:
                late.cancel()

    def _crowded(self, request: Request) -> bool:
        """Whether too many wait before it; one that was there before has its place."""
        return not (request.digest or request.number) and self._pacer.ahead(request) >= LINE

    def _late(self, request: Request) -> None:
        if request in self._waiting:
            wait = self._pacer.wait(request, _time())
            self._pacer.drop(request, _time())
            self._let_go(request, RetryAfter(max(1, math.ceil(wait))))
            self._pump()

    def _pump(self) -> None:
        """Gives out the turns that are free, and comes back when the next one is."""
        if self._closed:
            return
        while granted := self._pacer.grant(_time()):
            for request in granted:
                turn = self._waiting.pop(request)
                if turn.cancelled():  # and its task has not heard of it yet
                    self._pacer.unsent(request, _time())
                else:
                    turn.set_result(None)
        moment = self._pacer.opens(_time())
        if self._timer and (self._timer.when() != moment or self._timer.cancelled()):
            self._timer.cancel()
            self._timer = None
        if self._timer is None and moment < math.inf:
            self._timer = asyncio.get_running_loop().call_at(moment, self._woken)

    def _woken(self) -> None:
        self._timer = None
        self._pump()

    def _drop(self, request: Request) -> None:
        del self._waiting[request]
        self._pacer.drop(request, _time())
        self._pump()

    def _unsent(self, request: Request) -> None:
        self._pacer.unsent(request, _time())
        self._pump()

    def _refused(self, chat: ChatKey, wait: float) -> None:
        leaving = self._pacer.refused(chat, wait, _time())
        everything = self._pacer.shut(None, _time())
        if everything and self._shared:
            telling = asyncio.create_task(self._shared.rest(everything))
            self._telling.add(telling)  # or nobody would hold it
            telling.add_done_callback(self._telling.discard)
        self.pulse.count("refused", "all" if everything else "chat")
        log.warning("telegram.flood wait=%d pause=%d let_go=%d", wait, everything, len(leaving))
        for request in leaving:
            left = self._pacer.shut(request.chat, _time())
            self._let_go(request, RetryAfter(math.ceil(left)))

    def _let_go(self, request: Request, error: TelegramError) -> None:
        turn = self._waiting.pop(request)
        if not turn.cancelled():
            turn.set_exception(error)


def lane_of(endpoint: str, data: dict[str, Any]) -> Lane | None:
    """As what Telegram counts a request; None for one that it counts against no chat."""
    if data.get("chat_id") is None or endpoint == "sendChatAction":
        return None
    if endpoint.startswith("edit"):
        return "edit"
    if endpoint.startswith(("send", "copy", "forward")):
        return "paid" if data.get("allow_paid_broadcast") else "message"
    return None


def key_of(chat: ChatKey) -> ChatKey:
    """A chat by its number, or by its public name, which Telegram reads in any case."""
    try:
        return int(chat)
    except ValueError:
        return str(chat).lower()


def _time() -> float:
    return asyncio.get_running_loop().time()
