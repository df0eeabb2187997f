"""Politeness to hosts, and what is kept of it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from sources.web.turns import Turns


async def test_hosts_do_not_wait_for_each_other() -> None:
    """A pause belongs to one host."""
    turns = Turns(1, 60, everywhere=5)
    async with AsyncExitStack() as stack, asyncio.timeout(1):
        for host in ("a", "b", "c"):
            await stack.enter_async_context(turns.take(host))


async def test_nothing_is_kept_of_hosts_whose_pause_is_over() -> None:
    """However many there were."""
    turns = Turns(2, 0.01, everywhere=5)
    for number in range(50):
        async with turns.take(f"host{number}"):
            pass
    await asyncio.sleep(0.02)
    async with turns.take("last"):
        pass
    assert len(turns) <= 1


async def test_whoever_gives_up_waiting_leaves_the_turn_to_the_next() -> None:
    """A fetch that is called off blocks no host."""
    turns = Turns(1, 0, everywhere=1)
    async with turns.take("a"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), turns.take("a"):
                pass
    async with asyncio.timeout(1), turns.take("a"):
        pass


async def test_all_hosts_together_are_bounded() -> None:
    """Each request may hold a whole body in memory."""
    turns = Turns(2, 0, everywhere=2)
    async with turns.take("a"), turns.take("b"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), turns.take("c"):
                pass


async def test_a_second_step_of_one_visit_does_not_pause() -> None:
    """A redirect on the same host is the same visit."""
    turns = Turns(2, 60, everywhere=2)
    async with asyncio.timeout(1):
        async with turns.take("a"):
            pass
        async with turns.take("a", again=True):
            pass
