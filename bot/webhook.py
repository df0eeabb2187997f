"""Updates that Telegram brings to us, behind a proxy: several instances may take them, none polls.

    POST -> the right token? a readable body? -> seen before: as it went then
                                              -> handled in its order -> 200, or 503: Telegram brings it again

It is opened before the bot starts and closed after it has stopped: what is handled at the end gets its 200 or 503 as it
ended. Until the bot runs, and from its end on, Telegram is told to come again.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Update
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.dispatch import RETRY_SECONDS, UPDATES, Bot
from bot.limiter import ERRAND, Errand
from bot.logs import hide_token
from bot.settings import Settings
from summarizer.errors import SettingsError

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 100
"""Updates that Telegram brings at once, at most: as many chats may be answered side by side, over all instances."""
LARGEST = 1 << 20
"""Bytes of an update; a long text with all its formatting has some 100,000."""
PATIENCE = 10.0
"""Seconds that Telegram waits for one answer: it brings nothing else of that chat meanwhile."""
REMEMBERED = 10_000
"""Updates that are known again."""
COME_AGAIN = {"Retry-After": "1"}
LAST_WORDS = 1.0
"""Seconds in which answers to Telegram leave us at the end."""


@asynccontextmanager
async def receiving(bot: Bot, settings: Settings, stop: asyncio.Event) -> AsyncIterator[None]:
    """Tells Telegram our address and takes updates while the block runs; from `stop` on it is told to come again.

    Raises SettingsError for a port that is taken and an address that Telegram refuses.
    """
    if not (settings.webhook_url and settings.webhook_token):
        raise ValueError("there is no address for updates, or no token")
    secret = settings.webhook_token.get_secret_value()
    address = address_of(settings, bot.bot.token)
    hide_token(secret)
    door = Door(bot, secret, stop)
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(urlsplit(address).path, door.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_WORDS)
    await runner.setup()
    telling: asyncio.Task[None] | None = None
    try:
        await _listen(runner, settings)
        if not await announced(bot, address, secret):
            telling = asyncio.create_task(_announce(bot, address, secret))
        log.info("webhook.open listen=%s port=%d", settings.webhook_listen, runner.addresses[0][1])
        yield
    finally:
        if telling:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        await door.close()
        await runner.cleanup()


def address_of(settings: Settings, token: str) -> str:
    """Where Telegram finds us. Without a path of its own it gets one that nobody guesses, the same at all instances."""
    url = settings.webhook_url or ""
    if urlsplit(url).path.strip("/"):
        return url
    return f"{url.rstrip('/')}/{hashlib.sha256(f'webhook {token}'.encode()).hexdigest()[:40]}"


async def announced(bot: Bot, address: str, secret: str) -> bool:
    """Whether Telegram knows the address now; not, where it cannot be reached. Raises SettingsError: it refuses it."""
    try:
        await bot.bot.set_webhook(
            address,
            secret_token=secret,
            allowed_updates=UPDATES,
            max_connections=CONNECTIONS,
            drop_pending_updates=False,
        )
    except BadRequest as error:
        raise SettingsError(f"WEBHOOK_URL: Telegram refuses this address: {error.message}") from error
    except TelegramError as error:  # of several instances that start at once one may be told to wait
        log.log(
            logging.INFO if isinstance(error, RetryAfter) else logging.WARNING, "telegram.unreachable error=%s", error
        )
        return False
    return True


async def _announce(bot: Bot, address: str, secret: str) -> None:
    """Goes on telling it; what Telegram knows from before brings updates meanwhile."""
    try:
        told = False
        while not told:
            await asyncio.sleep(RETRY_SECONDS)
            told = await announced(bot, address, secret)
    except SettingsError as error:  # nobody awaits this task
        log.error("webhook.refused detail=%s", error.detail)  # noqa: TRY400 - a setting is wrong, no line of ours


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    host, port = settings.webhook_listen, settings.webhook_port
    try:
        await web.TCPSite(runner, host, port, reuse_address=True).start()
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror or error}"
        raise SettingsError(f"WEBHOOK_PORT: port {port} of {host} {why}. Set another, or stop what uses it") from error


class Door:
    """Takes updates one by one. What comes twice is handled once, as far as this process remembers."""

    def __init__(self, bot: Bot, secret: str, stop: asyncio.Event, *, patience: float = PATIENCE) -> None:
        self._bot = bot
        self._secret = secret.encode()
        self._stop = stop
        self._patience = patience
        self._errands: dict[int, tuple[asyncio.Task[None], Errand]] = {}
        self._done: dict[int, None] = {}
        self._answering = 0

    async def take(self, request: web.Request) -> web.Response:
        """Answers one request."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(errors="replace"), self._secret):
            return web.Response(status=403)
        if self._stop.is_set() or not self._bot.running:
            return _come_again()
        if request.content_type != "application/json":
            return web.Response(status=415)
        number, raw = _read(await request.read())  # of too large a body aiohttp makes a 413
        if number is None:
            return web.Response(status=400)
        if number in self._done:
            return web.Response()
        self._answering += 1
        try:
            return await self._answered(number, raw)
        finally:
            self._answering -= 1

    async def close(self) -> None:
        """Returns when what was taken is answered; all of it has come to its end, or is at it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                while self._answering:  # noqa: ASYNC110 - the last steps of the process
                    await asyncio.sleep(0.01)

    async def _answered(self, number: int, raw: dict[str, Any]) -> web.Response:
        if number not in self._errands and not self._begin(number, raw):
            return web.Response()
        task, errand = self._errands[number]
        await asyncio.wait({task}, timeout=self._patience)
        if not task.done() and (errand.kept or errand.sent):
            return web.Response()  # what is left to do outlives this process, or is answered already
        if not task.done() and errand.begun:
            return _come_again()  # its task goes on; the same number finds it there, or done
        if not task.done():
            task.cancel()  # so many are before it that it is better off elsewhere, or later
            await asyncio.wait({task})
        return _come_again() if errand.open or (task.cancelled() and not errand.sent) else web.Response()

    def _begin(self, number: int, raw: dict[str, Any]) -> bool:
        """Has it handled, unless nobody here can read it: Telegram would bring it for a day, to no avail."""
        try:
            update = Update.de_json(raw, self._bot.bot)
        except Exception as error:  # noqa: BLE001 - whatever the library makes of what it does not know
            log.error("webhook.unread error=%s", type(error).__name__)  # noqa: TRY400 - a stack would show a text
            return False
        errand = Errand()
        task = self._bot.create_task(self._handle(update, errand), name=f"update:{number}")
        self._errands[number] = task, errand
        task.add_done_callback(lambda _: self._ended(number))
        return True

    async def _handle(self, update: Update, errand: Errand) -> None:
        """As the library does with updates it polled for; they are begun in the order in which they came."""
        ERRAND.set(errand)
        work = self._begun(self._bot.process_update(update), errand)
        try:
            await self._bot.update_processor.process_update(update, work)
        finally:
            work.close()  # if its turn never came

    async def _begun(self, work: Coroutine[Any, Any, None], errand: Errand) -> None:
        errand.begun = True
        await work

    def _ended(self, number: int) -> None:
        """One that was not answered is forgotten, so that it is handled when it comes again."""
        task, errand = self._errands.pop(number)
        if errand.open or (task.cancelled() and not errand.sent):
            return
        self._done[number] = None
        while len(self._done) > REMEMBERED:
            del self._done[next(iter(self._done))]


def _read(body: bytes) -> tuple[int | None, dict[str, Any]]:
    """The number of an update and its object; None where it is none."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None, {}
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return (number, raw) if isinstance(number, int) else (None, {})


def _come_again() -> web.Response:
    return web.Response(status=503, headers=COME_AGAIN)
