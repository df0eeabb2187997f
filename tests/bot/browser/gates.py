"""A gate on the way between page and server: what goes through it waits until a test lets it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from re import Pattern
from typing import Any

from playwright.async_api import Page, Request, Route


@dataclass(slots=True)
class Gate:
    """`came` once the first request waits; `open` lets all go on, to the server or to the answer that was given."""

    came: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    passed: int = 0

    async def hold(self, route: Route, answer: dict[str, Any] | None) -> None:
        self.came.set()
        await self.open.wait()
        self.passed += 1
        await (route.fulfill(**answer) if answer else route.continue_())


@asynccontextmanager
async def gated(
    page: Page, url: str | Pattern[str] | Callable[[str], bool], answer: dict[str, Any] | None = None
) -> AsyncIterator[Gate]:
    """Holds the requests to an address up; at the end the page has heard of what came of them."""
    gate = Gate()
    done: asyncio.Queue[Request] = asyncio.Queue()

    async def hold(route: Route) -> None:
        await gate.hold(route, answer)
        done.put_nowait(route.request)

    await page.route(url, hold)
    yield gate
    gate.open.set()
    await asyncio.wait_for(done.get(), 15)
    await page.wait_for_timeout(150)  # until what waited for it has gone on
    await page.unroute(url, hold)


def refusal(sentence: str, status: int = 403) -> dict[str, Any]:
    """An answer of the server's that says no."""
    return {"status": status, "json": {"error": sentence}}
