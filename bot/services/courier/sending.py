"""What the courier needs of whoever sends: two methods, which Telegram's half of it has, and a test's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from bot.services.courier.decide import Trouble
from bot.services.speaking import ENGLISH
from storage.types import Delivery, Receipt

Before = Callable[[], Awaitable[None]]
"""Awaited right before a request is made; whatever it raises, none is made."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told of a digest that they set up: the trouble, and the chat that has it, with its title.

    `language` is theirs, by its code. `routed` where it was set up in the chat that is told, to go to the other one.
    """

    trouble: Trouble
    chat: int
    title: str | None
    language: str = ENGLISH
    routed: bool = False


class Sender(Protocol):
    """Sends messages, each when it is its turn."""

    def paused(self) -> timedelta | None:
        """How long nothing at all is to be sent, None where something may be."""
        ...

    async def send(self, delivery: Delivery, before: Before) -> Receipt:
        """Sends a message of a digest, once, and says what became of it; raises only what `before` raises."""
        ...

    async def notice(self, person: int, notice: Notice) -> bool:
        """Tells a person in private, or a chat, if that can be done now; whether it was."""
        ...
