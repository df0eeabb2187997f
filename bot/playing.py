"""Trying the bot without an account: the real bot against the small Telegram of this machine, and its page.

settings -> Telegram on loopback, peopled -> what earlier runs kept -> the page's address -> `run_bot`, until stopped

Chats live as long as the process. What the bot keeps of them (sources, digests, choices) lives in the playground's
database and goes on at the next start.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any

from bot.app import run_bot
from bot.playground import Playground, PortTakenError
from bot.playground.web.cast import settle
from bot.playstore import reserved
from bot.settings import Settings
from storage import chats, documents
from storage.database import Database
from summarizer.errors import SettingsError, StorageError

OPERATOR = "1001"
"""Ann, who made the group and the channel."""
A_SECOND, ROUND = 10, 2**30
"""A run numbers its messages from the time on, so many for each second: it never sends as many. After three years the
numbers begin again, so that they stay what Telegram gives out: above 0, and below 2**31."""
WITHOUT_BOT = (
    "For Telegram itself: get a token from @BotFather there, put TELEGRAM_BOT_TOKEN=<token> into .env, start again."
)
WITH_BOT = "For Telegram itself, with the token that is set: verbatim run"
READY = "The bot answers. Ctrl+C stops it."
FIRST_READING = (
    "The bot is reading its first sources, once, for about 20 seconds. What you send meanwhile is answered then."
)
STARTING = "The bot is starting. What you send meanwhile is answered then."
RESUMED = (
    "The chats begin anew at each start; sources, digests and settings of earlier ones are kept."
    " To begin with nothing: make run ARGS=--fresh"
)
LONGEST_START = 86_400.0
"""Seconds that are waited for the first answer."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the playground's database keeps of earlier runs: whether it has sources, and who talked to the bot."""

    filled: bool
    people: frozenset[int]


async def play(settings: Settings, stop: asyncio.Event, *, fresh: bool = False) -> None:
    """Runs the bot in the playground until `stop` is set; `fresh` throws away what earlier runs kept.

    Raises SettingsError for a port that is taken, or a database that is used by another or cannot be used.
    """
    async with AsyncExitStack() as stack:
        playground = await opened(stack, settings.playground_port)
        settle(playground)
        stack.enter_context(reserved(settings, fresh=fresh))
        try:
            memory = await _remembered(settings.playground_database_url, _people(playground))
        except StorageError as error:
            raise SettingsError(f"PLAYGROUND_DATABASE_URL: {error.detail}") from error
        go_on(playground, memory)
        print(f"Playground: {playground.page_url}", flush=True)
        await _run(playground, wired(settings, playground), stop, memory)


async def opened(stack: AsyncExitStack, port: int, *, page: bool = True, **how: Any) -> Playground:
    """The small Telegram with its page, open as long as the stack. Raises SettingsError for a port that is taken."""
    try:
        return await stack.enter_async_context(Playground.start(port=port, page=page, **how))
    except PortTakenError as error:
        why = f"port {port} is taken, perhaps by a playground that runs already"
        raise SettingsError(f"PLAYGROUND_PORT: {why}. Stop that, or set another, or 0 for any free one") from error


def wired(settings: Settings, playground: Playground) -> Settings:
    """The settings of the bot that runs there: its Telegram, its database, open to its people, and run by Ann.

    Whom the real bot knows by number is nobody there.
    """
    return settings.model_copy(
        update={
            "telegram_api_url": playground.url,
            "database_url": settings.playground_database_url,
            "operators": OPERATOR,
            "access": "open",
        }
    )


def go_on(playground: Playground, memory: Memory) -> None:
    """Ties a new run to the earlier ones.

    The bot knows messages by their numbers and takes none twice: numbers go on from the time, never from 1. Whoever
    talked to it may be written to, or a digest that is due would meet a chat that nobody has opened.
    """
    playground.world.number_from(int(time.time()) * A_SECOND % ROUND)
    for person in memory.people:
        playground.world.users[person].started = True


def _people(playground: Playground) -> list[int]:
    return [chat.id for chat in playground.world.chats.values() if chat.user]


async def _remembered(url: str, people: list[int]) -> Memory:
    database = await Database.open(url)
    try:
        async with database.session(readonly=True) as session:
            known = frozenset([person for person in people if await chats.get(session, person)])
            return Memory(await documents.count(session, None) > 0, known)
    finally:
        await database.close()


async def _run(playground: Playground, settings: Settings, stop: asyncio.Event, memory: Memory) -> None:
    """Runs the bot and says how far it is; one that is told to stop while it still starts is not waited for."""
    _say(playground, STARTING if memory.filled else FIRST_READING)
    bot = asyncio.create_task(run_bot(settings, playground.token, stop))
    ready = asyncio.create_task(playground.polling(LONGEST_START))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({bot, ready, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done() and not ready.exception():
            _say(playground, READY, on_page=RESUMED if memory.people else "")
            print(WITH_BOT if settings.token else WITHOUT_BOT, flush=True)
        elif stopped.done():
            bot.cancel()
        with suppress(asyncio.CancelledError):
            await bot
    finally:
        for task in (bot, ready, stopped):
            task.cancel()


def _say(playground: Playground, text: str, *, on_page: str | None = None) -> None:
    """In the terminal and above the chats, where it may read differently."""
    print(text, flush=True)
    playground.narrate(text if on_page is None else on_page)
