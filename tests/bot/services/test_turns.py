"""A duty that goes from one to another: what fails meanwhile is said, and ends nobody's waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import pytest

from bot.services.pulse import Pulse
from bot.services.turns import Turn, taking_turns
from storage.leadership import Leadership
from summarizer.errors import StorageError

BROKEN = ConnectionResetError(104, "Connection reset by peer")


@dataclass
class Duty:
    """A duty that gives the next of its answers when it is asked for, and is kept until it is told to be lost."""

    answers: list[Exception | bool]
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    held: bool = True

    async def take(self) -> bool:
        """The next answer; the last one for good."""
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def keep(self) -> None:
        """Until it is lost."""
        await self.lost.wait()
        self.lost.clear()

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


@dataclass
class Work:
    """What is done while it is our turn, which may fail at its begin or at its end."""

    begin: list[Exception] = field(default_factory=list)
    end: list[Exception] = field(default_factory=list)
    done: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Says when it has begun."""
        if self.begin:
            raise self.begin.pop()
        self.done.put_nowait("begun")
        try:
            yield
        finally:
            if self.end:
                raise self.end.pop()


def turn(duty: Duty, begin: list[Exception] | None = None) -> Turn:
    """A turn of the courier's, which waits for nothing."""
    left = begin or []

    async def begins() -> None:
        if left:
            raise left.pop()

    return Turn(cast(Leadership, duty), "send", Pulse(), begins, each=0)


async def begun(work: Work) -> None:
    """Until the work has begun."""
    async with asyncio.timeout(60):
        await work.done.get()


@pytest.mark.parametrize("answers", [[False, BROKEN, True], [StorageError("away"), BROKEN, True]])
async def test_whoever_stands_by_outlives_any_error(
    answers: list[Exception | bool], caplog: pytest.LogCaptureFixture
) -> None:
    """A connection that breaks in mid-question ends no waiting, and is said."""
    work = Work()
    async with taking_turns(turn(Duty(answers)), work.working):
        await begun(work)
    assert "duty.failed duty=send" in caplog.text
    assert "ConnectionResetError" in caplog.text


async def test_a_first_step_that_fails_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    """What is to be done first is done before the work, however often it takes."""
    work = Work()
    async with taking_turns(turn(Duty([False, True]), [ValueError("a mistake"), BROKEN]), work.working):
        await begun(work)
    assert caplog.text.count("duty.failed duty=send") == 2


async def test_work_that_fails_is_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    """At its begin, and at its end when the duty is lost."""
    duty, work = Duty([True]), Work([ValueError("no begin")], [ValueError("no end")])
    async with taking_turns(turn(duty), work.working):
        await begun(work)
        duty.lost.set()
        await begun(work)
    assert caplog.text.count("duty.failed duty=send") == 2


async def test_work_that_fails_at_the_very_end_is_an_error_of_whoever_ends_it() -> None:
    """It is not begun again then."""
    work, stack = Work(end=[ValueError("no end")]), AsyncExitStack()
    await stack.enter_async_context(taking_turns(turn(Duty([True])), work.working))
    await begun(work)
    with pytest.raises(ValueError, match="no end"):
        await stack.aclose()
