"""Updates that the playground brings: with the token, in order, until they are taken, and never beside polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.playground import Playground
from bot.playground.webhook import HEADER
from tests.bot.playground.conftest import running
from tests.bot.playground.test_polling import post

SECRET = "a-secret_of-16-or-more"  # noqa: S105 - a test's
Answer = Callable[[web.Request, dict[str, Any]], web.StreamResponse]


@asynccontextmanager
async def listener(answer: Answer) -> AsyncIterator[str]:
    """An address that answers every update as told."""

    async def take(request: web.Request) -> web.StreamResponse:
        return answer(request, await request.json())

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_updates_are_brought_with_the_token(tg: Playground, bot: Bot) -> None:
    """What waits already comes first; what was taken is confirmed."""
    heard: list[tuple[str, str | None]] = []

    def answer(request: web.Request, update: dict[str, Any]) -> web.Response:
        heard.append((update["message"]["text"], request.headers.get(HEADER)))
        return web.Response()

    ann = tg.user(7, "Ann")
    post(tg, 7, "before")
    async with listener(answer) as url:
        await bot.set_webhook(url, secret_token=SECRET, allowed_updates=["message"])
        await ann.say("after")
        await tg.wait_for(lambda: len(heard) == 2)
    assert heard == [("before", SECRET), ("after", SECRET)]
    assert len(tg.world.updates) == 0


async def test_what_is_not_taken_comes_again_in_order(tg: Playground, bot: Bot) -> None:
    """An update that is refused holds up its own chat alone; the pause is as the answer asks."""
    heard: list[str] = []
    refused: list[str] = []

    def answer(_: web.Request, update: dict[str, Any]) -> web.Response:
        text = update["message"]["text"]
        if text == "one" and len(refused) < 2:
            refused.append(text)
            return web.Response(status=503, headers={"Retry-After": "1"} if len(refused) == 2 else {})
        heard.append(text)
        return web.Response()

    for number, name in ((7, "Ann"), (8, "Bob")):
        tg.user(number, name)
    async with listener(answer) as url:
        post(tg, 7, "one")
        post(tg, 7, "two")
        post(tg, 8, "other")
        await bot.set_webhook(url)
        await tg.wait_for(lambda: len(heard) == 3)
        info = await bot.get_webhook_info()
    assert heard == ["other", "one", "two"]
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_an_address_where_nobody_listens_loses_nothing(tg: Playground, bot: Bot) -> None:
    """Updates wait, and another address gets them."""
    heard: list[str] = []

    def answer(_: web.Request, update: dict[str, Any]) -> web.Response:
        heard.append(update["message"]["text"])
        return web.Response()

    async with listener(answer) as gone:
        pass
    tg.user(7, "Ann")
    await bot.set_webhook(gone)
    post(tg, 7, "one")
    await tg.wait_for(lambda: tg.world.updates.hook and tg.world.updates.hook.error)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    async with listener(answer) as url:
        await bot.set_webhook(url)
        await tg.wait_for(lambda: heard == ["one"])


async def test_nobody_polls_while_a_webhook_is_set(tg: Playground, bot: Bot) -> None:
    """A poll that waits is ended, a new one refused; without the webhook it goes on."""
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await tg.polling()
    await bot.set_webhook("https://bot.example.org/hook")
    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()
    assert (await bot.get_webhook_info()).url == ""


async def test_the_library_deletes_the_webhook_before_it_polls(tg: Playground, bot: Bot) -> None:
    """So that going back to polling takes no further step."""
    heard: list[str] = []

    async def listen(update: Any, _: Any) -> None:
        heard.append(update.message.text)

    await bot.set_webhook("https://bot.example.org/hook")
    async with running(tg, listen):
        tg.user(7, "Ann")
        post(tg, 7, "hello")
        await tg.wait_for(lambda: heard == ["hello"])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://bot.example.org/hook", "(?i)an https url must be provided"),
        ("https://bot.example.org:8081/hook", "only on ports 80, 88, 443 or 8443"),
        ("https:///hook", "(?i)invalid webhook url"),
    ],
)
async def test_addresses_out_of_reach_are_refused(tg: Playground, bot: Bot, url: str, words: str) -> None:
    """As Telegram refuses them."""
    with pytest.raises(BadRequest, match=words):
        await bot.set_webhook(url)
    assert tg.world.updates.hook is None
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("https://bot.example.org", secret_token="no spaces")  # noqa: S106 - a test's
