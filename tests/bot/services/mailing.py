"""Digests that wait in a real outbox, and a sender that does with them what a test wants."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count

from bot.services.courier import Before, Courier, Notice, on_duty
from bot.views.letters import pack
from bot.views.rich import Rich
from storage import digests, memories, outbox, subscriptions
from storage.database import Database
from storage.session import Session
from storage.types import Delivery, DeliveryState, Due, Receipt, Rule, Subscription, Taste, Written

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAILY = Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "UTC")
SENT = Receipt("sent", message=1)
UNREACHED = Receipt("later", word="ConnectError")
UNSURE = Receipt("uncertain", word="ReadTimeout")


def flooded(seconds: int) -> Receipt:
    return Receipt("later", wait=timedelta(seconds=seconds), word="RetryAfter")


async def waiting(
    database: Database,
    chat: int,
    parts: Iterable[str | Rich] = ("one",),
    *,
    thread: int | None = None,
    person: int | None = None,
    silent: bool = False,
    rule: Rule = DAILY,
    now: datetime = NOW,
) -> Subscription:
    """A subscription of the chat with a digest of these messages that is to go out now."""
    async with database.session() as session:
        made = await subscriptions.create(
            session, chat=chat, thread=thread, person=person, rule=rule, taste=Taste(), silent=silent, due=now, now=now
        )
        await _write(session, made, parts, now)
    return made


async def all_waiting(
    database: Database, chats: Iterable[int], parts: Iterable[str] = ("one",), now: datetime = NOW
) -> list[Subscription]:
    """The same of many chats, in one transaction: a disk takes its time over each."""
    about = {"thread": None, "person": None, "rule": DAILY, "taste": Taste(), "silent": False, "due": now, "now": now}
    async with database.session() as session:
        made = [await subscriptions.create(session, chat=chat, **about) for chat in chats]  # type: ignore[arg-type]  # one dict of several types
        for each in made:
            await _write(session, each, parts, now)
    return made


async def _write(session: Session, made: Subscription, parts: Iterable[str | Rich], now: datetime) -> None:
    letter = await digests.add_letter(
        session,
        await digests.add_edition(session, (), now),
        [pack(part if isinstance(part, Rich) else Rich(part)) for part in parts],
    )
    memory = (await memories.lock(session, [made.chat])).get(made.chat) or None
    await digests.write(session, [Written(Due(made, memory, own=False), letter, now + timedelta(days=1), now)], now)


@dataclass
class Postman:
    """Sends all that it is given, but where a test has other answers for a chat.

    While `turn` is held nothing is granted a turn, while `line` is held no answer comes.
    """

    answers: defaultdict[int, list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Delivery] = field(default_factory=list)
    sent: list[tuple[int, int, int]] = field(default_factory=list)
    noticed: list[tuple[int, Notice]] = field(default_factory=list)
    turn: asyncio.Event = field(default_factory=asyncio.Event)
    line: asyncio.Event = field(default_factory=asyncio.Event)
    pause: timedelta | None = None
    waiting: int = 0
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.turn.set()
        self.line.set()

    def paused(self) -> timedelta | None:
        return self.pause

    async def send(self, delivery: Delivery, before: Before) -> Receipt:
        self.waiting += 1
        try:
            await self.turn.wait()
            await before()
        finally:
            self.waiting -= 1
        self.asked.append(delivery)
        answers = self.answers[delivery.chat]
        receipt = answers.pop(0) if answers else Receipt("sent", message=next(self.numbers))
        if receipt.outcome == "sent":  # what was taken stays taken, whenever the answer comes
            self.sent.append((delivery.chat, delivery.subscription, delivery.part))
        await self.line.wait()
        return receipt

    async def notice(self, person: int, notice: Notice) -> bool:
        self.noticed.append((person, notice))
        return True


@dataclass
class Office:
    """A courier at work over a database, with a clock that the test turns."""

    database: Database
    moment: datetime = NOW
    postman: Postman = field(default_factory=Postman)
    repeat: bool = False
    hands: int = 40
    courier: Courier = field(init=False)

    def __post_init__(self) -> None:
        self.courier = self.hire()

    def hire(self) -> Courier:
        """A new one, as after a start."""
        self.courier = Courier(self.database, self.postman, self.now, repeat=self.repeat, hands=self.hands)
        return self.courier

    def now(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        """Puts the clock on, or back."""
        self.moment += timedelta(**by)
        self.courier.wake()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Postman]:
        async with on_duty(self.courier):
            yield self.postman

    async def states(self) -> dict[DeliveryState, int]:
        async with self.database.session(readonly=True) as session:
            return await outbox.counts(session)

    async def until(self, done: Callable[[], object], seconds: float = 10) -> None:
        """Waits until that holds."""
        async with asyncio.timeout(seconds):
            while not done():  # noqa: ASYNC110 - what a test waits for tells nobody
                await asyncio.sleep(0.01)

    async def until_states(self, seconds: float = 10, **wanted: int) -> None:
        """Waits until so many messages are in these states, and none in any other."""
        found: dict[DeliveryState, int] = {}
        try:
            async with asyncio.timeout(seconds):
                while (found := await self.states()) != wanted:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"{found} and not {wanted}") from None
