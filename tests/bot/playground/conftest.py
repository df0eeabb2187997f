"""A playground, and a real python-telegram-bot application that polls it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler
from telegram.request import HTTPXRequest

from bot.playground import Playground

Context = ContextTypes.DEFAULT_TYPE
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


@pytest.fixture
async def tg() -> AsyncIterator[Playground]:
    """A playground that calls the bot quiet soon: these bots compute nothing."""
    async with Playground.start(idle=0.05) as playground:
        yield playground


def application(tg: Playground) -> Application:  # type: ignore[type-arg]  # six parameters of no interest here
    """python-telegram-bot over HTTP, without reading the machine's certificates twice for every test."""
    builder = ApplicationBuilder().token(tg.token).base_url(f"{tg.url}/bot").base_file_url(f"{tg.url}/file/bot")
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    return builder.request(requests[0]).get_updates_request(requests[1]).build()


@asynccontextmanager
async def running(tg: Playground, handler: Handler) -> AsyncIterator[Bot]:
    """The application polling, with one handler for every update."""
    app = application(tg)
    app.add_handler(TypeHandler(Update, handler))
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield app.bot
        await app.updater.stop()
        await app.stop()


@pytest.fixture
async def bot(tg: Playground) -> AsyncIterator[Bot]:
    """A bot that only sends."""
    app = application(tg)
    async with app:
        yield app.bot
