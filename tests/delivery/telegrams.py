"""The Telegram that a bench runs against: our stand-in in this process, or a simulator of somebody else's beside it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol, get_args

import httpx

from bot.playground import FaultKind, Playground

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - the example of Telegram's own documentation
FAULTS = ("error", "error_after", "drop_before", "drop_after", "slow_before", "slow_after", "garbage", "flood")
SLOW_SECONDS = 1.0
FLOOD_SECONDS = 1
POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that was taken in: where, what it says, and when, in Unix time."""

    chat: int
    text: str
    at: float


class Telegram(Protocol):
    """What a bench needs of it: people, trouble, and what the bot did."""

    url: str

    async def people(self, numbers: Sequence[int]) -> None:
        """Makes people who have talked to the bot."""

    async def trouble(self, share: float, seed: int) -> None:
        """That share of all messages meets a fault, each kind as often as the others."""

    async def taken(self) -> tuple[Taken, ...]:
        """Every message that was taken in, in that order, whatever became of the answer."""

    async def refused(self) -> int:
        """How many requests came too fast; those that a fault refused are not counted."""

    async def troubled(self) -> int:
        """How many messages met a fault after which nobody knows whether they were taken in."""

    async def polled(self, seconds: float) -> None:
        """Waits until the bot asks for updates; TimeoutError when it does not."""

    async def ask(self, number: int, text: str) -> float:
        """A person writes to the bot; when, in Unix time."""

    async def answer(self, number: int, after: float, seconds: float) -> float:
        """When the bot's next message in a person's chat came; TimeoutError when none does."""


def shares(kinds: Sequence[str], share: float) -> tuple[tuple[str, float], ...]:
    """The chance of each kind, asked one after the other, so that together they hit that share, each as often.

    The second is asked only where the first did not strike, and so on: q / (1 - i q) for a share of q each.
    """
    each = share / len(kinds)
    return tuple((kind, each / (1 - place * each)) for place, kind in enumerate(kinds))


class Own:
    """Our stand-in, with its limits on, in this process."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground
        self.url = playground.url
        self._floods = 0

    async def people(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            self.playground.user(number, f"Person {number}").user.started = True

    async def trouble(self, share: float, seed: int) -> None:
        ours = {"slow_after": "slow"}
        kinds = (*(ours.get(kind, kind) for kind in FAULTS), "garbage_before")
        for place, (kind, chance) in enumerate(shares(kinds, share)):
            known: FaultKind = next(each for each in get_args(FaultKind) if each == kind)
            self.playground.fault(
                known, method="sendMessage", times=-1, probability=chance, seed=seed + place, seconds=SLOW_SECONDS,
                retry_after=FLOOD_SECONDS,
            )  # fmt: skip

    async def taken(self) -> tuple[Taken, ...]:
        events = self.playground.world.events
        return tuple(Taken(e.chat, e.message.get("text", ""), e.at) for e in events if e.kind == "message")

    async def refused(self) -> int:
        hit = sum(fault.hit for fault in self.playground.faults if fault.kind == "flood")
        return sum(request.status == 429 for request in self.playground.refused) - hit

    async def troubled(self) -> int:
        return sum(fault.hit for fault in self.playground.faults if fault.kind != "flood")

    async def polled(self, seconds: float) -> None:
        await self.playground.polling(seconds)

    async def ask(self, number: int, text: str) -> float:
        moment = self.playground.world.clock()
        await self.playground.user(number, f"Person {number}").say(text, more=True)
        return moment

    async def answer(self, number: int, after: float, seconds: float) -> float:
        found: list[float] = []

        def answered() -> bool:
            recent = reversed(self.playground.world.events)
            found.extend(e.at for e in recent if e.chat == number and e.kind == "message" and e.at >= after)
            return bool(found)

        await self.playground.wait_for(answered, seconds)
        return min(found)


class Simulated:
    """A simulator that is told what to do under `/sim/`, in a process of its own."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self.url = url
        self._http = http

    async def _call(self, command: str, **given: Any) -> dict[str, Any]:
        answer = await self._http.post(f"{self.url}/sim/{command}", json=given)
        answer.raise_for_status()
        return dict(answer.json())

    async def people(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            await self._call("user", id=number, first_name=f"Person {number}", started=True)

    async def trouble(self, share: float, seed: int) -> None:  # noqa: ARG002 - its die is its own
        for kind, chance in shares(FAULTS, share):
            await self._call(
                "fault", kind=kind, method="sendMessage", times=-1, probability=chance, seconds=SLOW_SECONDS,
                retry_after=FLOOD_SECONDS,
            )  # fmt: skip

    async def taken(self) -> tuple[Taken, ...]:
        events = (await self._call("events", kind="message"))["events"]
        return tuple(Taken(e["chat_id"], e["message"].get("text", ""), e["t"]) for e in events)

    async def refused(self) -> int:
        counters = await self._call("counters")
        return int(counters.get("status:429", 0)) - int(counters.get("fault:flood", 0))

    async def troubled(self) -> int:
        counters = await self._call("counters")
        return sum(int(counters.get(f"fault:{kind}", 0)) for kind in FAULTS if kind != "flood")

    async def polled(self, seconds: float) -> None:
        if not (await self._call("wait", polling=True, timeout=seconds))["done"]:
            raise TimeoutError(f"no poll of the bot after {seconds} s")

    async def ask(self, number: int, text: str) -> float:
        moment = time.time()
        await self._call("send", user=number, text=text)
        return moment

    async def answer(self, number: int, after: float, seconds: float) -> float:
        async with asyncio.timeout(seconds):
            while True:
                events = (await self._call("events", kind="message", chat=number))["events"]
                if found := [event["t"] for event in events if event["t"] >= after]:
                    return float(min(found))
                await asyncio.sleep(POLL_SECONDS)


@asynccontextmanager
async def telegram(server: str, python: str) -> AsyncIterator[Telegram]:
    """`playground`, or the file of a simulator and the Python that runs it."""
    if server == "playground":
        async with Playground.start(limits=True, token=TOKEN) as playground:
            yield Own(playground)
        return
    command = (python, os.fspath(server), "--port", "0", "--token", TOKEN)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        if process.stdout is None:
            raise ValueError("a simulator without a voice")
        port = int((await process.stdout.readline()).split()[1])
        async with httpx.AsyncClient(timeout=120) as http:
            yield Simulated(f"http://127.0.0.1:{port}", http)
    finally:
        process.kill()
        await process.wait()
