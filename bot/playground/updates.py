"""The queue of updates: handed out again and again until a later offset confirms them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.playground.wire import ApiError, Json

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "guest_message",
        "my_chat_member",
        "chat_member",
    }
)
UNASKED = frozenset({"chat_member"})
"""Kinds that Telegram sends only to a bot that names them in `allowed_updates`."""
MOST = 100
LONGEST_POLL = 50
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
UNHOOKED = "Conflict: terminated by setWebhook request"


@dataclass(slots=True, eq=False)
class Hook:
    """An address to which updates are brought, so many at once; `error` is what went wrong last, `error_at` when."""

    url: str
    secret: str
    connections: int
    error: str = ""
    error_at: int = 0
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    turns: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.turns = asyncio.Semaphore(self.connections)

    def failed(self, why: str) -> None:
        """Keeps what went wrong, for getWebhookInfo."""
        self.error, self.error_at = why, int(time.time())


class Updates:
    """What the bot has not confirmed yet, and the one poll that may wait for more, or the address it is brought to."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.pending: dict[int, Json] = {}
        self._next = 100_000_001
        self._allowed = KINDS - UNASKED
        self._changed = changed
        self.hook: Hook | None = None
        self.changed_hook: Callable[[], None] | None = None
        """Called when something waits, and when the address is another."""
        self._waiting: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self.pending)

    @property
    def polled(self) -> bool:
        """Whether a getUpdates request waits at this moment."""
        return self._waiting is not None and not self._waiting.done()

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds that the bot wants."""
        return self._allowed

    def hang(self, hook: Hook | None) -> None:
        """Has updates brought to that address from now on, or to none; a poll that waits is refused."""
        if self.hook:
            self.hook.gone.set()
        self.hook = hook
        if hook and self.polled and self._waiting is not None:
            self._waiting.set_exception(ApiError(409, UNHOOKED))
        self._look()

    def forget(self, number: int) -> None:
        """Takes out one that was brought and taken."""
        if self.pending.pop(number, None):
            self._changed()

    def _look(self) -> None:
        if self.changed_hook:
            self.changed_hook()

    def allow(self, kinds: Iterable[str]) -> None:
        """Which kinds the bot wants from now on; an empty list means all but a few, as with Telegram."""
        self._allowed = frozenset(kinds) or KINDS - UNASKED

    def push(self, kind: str, content: Json) -> bool:
        """Queues an update, unless the bot did not ask for this kind."""
        if kind not in self._allowed:
            return False
        self.pending[self._next] = {"update_id": self._next, kind: content}
        self._next += 1
        self._changed()
        self._wake()
        self._look()
        return True

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Confirms what lies before the offset and returns what lies from it on, waiting for it if need be.

        A second poll ends the first with status 409, and none is answered while updates are brought.
        """
        if self.hook:
            raise ApiError(409, HOOKED)
        self._confirm(offset)
        if self.polled and self._waiting is not None:
            self._waiting.set_exception(ApiError(409, CONFLICT))
        if not self.pending and seconds:
            await self._wait(min(seconds, LONGEST_POLL))
        return list(self.pending.values())[: min(limit, MOST)]

    async def _wait(self, seconds: int) -> None:
        self._waiting = waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return

    def close(self) -> None:
        """Ends a waiting poll, with nothing to report."""
        self._wake()

    def _wake(self) -> None:
        if self.polled and self._waiting is not None:
            self._waiting.set_result(None)

    def _confirm(self, offset: int) -> None:
        numbers = sorted(self.pending)
        confirmed = numbers[:offset] if offset < 0 else [n for n in numbers if n < offset]
        for number in confirmed:
            del self.pending[number]
            self._changed()
