"""The bot behind a webhook: answered once, whoever of several instances takes it, and brought again at an end."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app import services
from bot.context import Context
from bot.dispatch import UPDATES, build
from bot.ending import end
from bot.playground import Playground
from bot.services.arrivals import Arrivals, Noted
from bot.services.limits import Place
from bot.services.sent import Sent
from bot.settings import Settings, read_settings
from bot.webhook import HEADER, LARGEST, Door, address_of, receiving
from storage.types import Batch
from summarizer.errors import SettingsError
from tests.bot.conftest import QUIET, settings

SECRET = "a-secret_of-16-or-more"  # noqa: S105 - a test's
REFUSED = "Bad Request: bad webhook: Failed to resolve host: Name or service not known"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def no_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here asks about news."""
    monkeypatch.setattr("seeds.load", tuple)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        port: int = it.getsockname()[1]
    return port


def hooked(folder: Path, telegram: Playground, **changed: object) -> Settings:
    """Settings of a bot that Telegram brings its updates to, with nothing between them."""
    port = free_port()
    values = {
        "telegram_api_url": telegram.url,
        "webhook_url": f"http://127.0.0.1:{port}",
        "webhook_port": port,
        "webhook_token": SECRET,
    }
    return settings(folder, **values | changed)


class Instance:
    """A running bot; `stop` lets it end in order."""

    def __init__(self, context: Context, stop: asyncio.Event) -> None:
        self.context = context
        self.stop = stop


@asynccontextmanager
async def instance(given: Settings, token: str) -> AsyncIterator[Instance]:
    """Runs the bot as `verbatim run` does, without what it does by itself."""
    stop = asyncio.Event()
    async with services(given) as context:
        context.gathering._quiet = QUIET
        bot = build(context, token)
        assert bot.post_init
        async with bot:
            await bot.post_init(bot)
            async with receiving(bot, given, stop):
                await bot.start()
                try:
                    yield Instance(context, stop)
                finally:
                    stop.set()
                    await end(context, bot)


@asynccontextmanager
async def proxy(ports: Sequence[int], port: int) -> AsyncIterator[None]:
    """What stands before several instances: each request goes to the next of them, or 502 where none is."""
    turn = 0
    async with aiohttp.ClientSession() as client:

        async def pass_on(request: web.Request) -> web.Response:
            nonlocal turn
            turn += 1
            url = f"http://127.0.0.1:{ports[turn % len(ports)]}{request.path}"
            headers = {name: request.headers[name] for name in (HEADER, "Content-Type") if name in request.headers}
            try:
                async with client.post(url, data=await request.read(), headers=headers) as answer:
                    wait = {"Retry-After": answer.headers["Retry-After"]} if "Retry-After" in answer.headers else {}
                    return web.Response(status=answer.status, headers=wait)
            except aiohttp.ClientError:
                return web.Response(status=502)

        app = web.Application()
        app.router.add_post("/{path:.*}", pass_on)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield
        finally:
            await runner.cleanup()


def texts(telegram: Playground, chat: int) -> list[str]:
    """What the bot said in a chat."""
    return [message.text or "" for message in telegram.messages(chat)]


async def test_an_update_that_is_brought_is_answered(tmp_path: Path) -> None:
    """Telegram is told of the address, the token and the kinds of updates; nobody polls; going back needs no step."""
    async with Playground.start() as telegram:
        given, ann = hooked(tmp_path, telegram), telegram.user(7, "Ann")
        async with instance(given, telegram.token):
            (told,) = [request for request in telegram.requests if request.method == "setWebhook"]
            assert told.parameters["url"] == address_of(given, telegram.token)
            assert told.parameters["secret_token"] == SECRET
            assert json.loads(told.parameters["allowed_updates"]) == list(UPDATES)
            await ann.say("/help")
            assert len(texts(telegram, 7)) == 1
            assert len(telegram.world.updates) == 0
        assert telegram.refused == ()


async def test_who_does_not_know_the_token_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing happens, and neither texts nor tokens stand in the log."""
    caplog.set_level(logging.DEBUG)
    async with Playground.start() as telegram, aiohttp.ClientSession() as client:
        given, ann = hooked(tmp_path, telegram), telegram.user(7, "Ann")
        async with instance(given, telegram.token):
            url = address_of(given, telegram.token)
            body = json.dumps({"update_id": 5, "message": raw_message(7, "/help private words")})
            for headers in ({}, {HEADER: "another-token-of-theirs"}, {HEADER: "ключ"}):
                async with client.post(url, data=body, headers={**JSON, **headers}) as answer:
                    assert answer.status == 403
            async with client.get(url, headers={HEADER: SECRET}) as answer:
                assert answer.status == 405
            async with client.post(f"{given.webhook_url}/", data=body, headers={HEADER: SECRET, **JSON}) as answer:
                assert answer.status == 404
            await ann.say("/help")
        assert len(texts(telegram, 7)) == 1
    assert "private words" not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'{"update_id": "x"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"update_id": 9}', "text/plain", 415),
        (b" " * (LARGEST + 1), "application/json", 413),
        (b'{"update_id": 9, "message": {"text": 1}}', "application/json", 200),
    ],
    ids=["broken", "array", "no number", "deep", "text", "large", "unknown"],
)
async def test_bodies_that_are_no_updates(tmp_path: Path, body: bytes, kind: str, status: int) -> None:
    """They are refused, but for an update that no version here can read: it would come again for a day."""
    async with Playground.start() as telegram, aiohttp.ClientSession() as client:
        given, ann = hooked(tmp_path, telegram), telegram.user(7, "Ann")
        async with instance(given, telegram.token):
            headers = {HEADER: SECRET, "Content-Type": kind}
            async with client.post(address_of(given, telegram.token), data=body, headers=headers) as answer:
                assert answer.status == status
            await ann.say("/help")
            assert len(texts(telegram, 7)) == 1


def raw_message(person: int, text: str) -> dict[str, object]:
    """A message as Telegram writes it, of which the playground knows nothing."""
    chat = {"id": person, "type": "private", "first_name": "Ann"}
    sender = {"id": person, "is_bot": False, "first_name": "Ann"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return {"message_id": 900, "date": 1, "chat": chat, "from": sender, "text": text, "entities": entities}


async def test_an_update_that_comes_twice_is_handled_once(tmp_path: Path) -> None:
    """Also while it is still under way: both get their 200 when it is answered."""
    async with Playground.start() as telegram, aiohttp.ClientSession() as client:
        given = hooked(tmp_path, telegram)
        telegram.user(7, "Ann").user.started = True
        telegram.fault("slow_before", method="sendMessage", seconds=0.5)
        async with instance(given, telegram.token):
            update = {"update_id": 5, "message": raw_message(7, "/help")}

            async def bring() -> int:
                url = address_of(given, telegram.token)
                async with client.post(url, json=update, headers={HEADER: SECRET}) as answer:
                    return answer.status

            assert set(await asyncio.gather(bring(), bring())) == {200}
            assert await bring() == 200
            assert len(texts(telegram, 7)) == 1


async def test_what_is_not_kept_yet_is_brought_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on meanwhile, and what is brought again joins it: kept once, and only then 200."""
    real, begun, go = Arrivals.note, list[int](), asyncio.Event()

    async def note(arrivals: Arrivals, place: Place, message: int, sent: Sequence[Sent], *rest: Batch | None) -> Noted:
        begun.append(message)
        await go.wait()
        return await real(arrivals, place, message, sent, *rest)

    monkeypatch.setattr(Arrivals, "note", note)
    monkeypatch.setattr("bot.webhook.Door", partial(Door, patience=0.2))
    async with Playground.start() as telegram, aiohttp.ClientSession() as client:
        given = hooked(tmp_path, telegram)
        telegram.user(7, "Ann").user.started = True
        async with instance(given, telegram.token):
            update = {
                "update_id": 5,
                "message": raw_message(7, "The ferry sailed again on Tuesday after a storm, the harbour said. " * 5),
            }

            update["message"] |= {"entities": []}  # type: ignore[operator]  # a dict of its own

            async def bring() -> int:
                async with client.post(address_of(given, telegram.token), json=update, headers={HEADER: SECRET}) as got:
                    return got.status

            assert [await bring(), await bring()] == [503, 503]
            go.set()
            async with asyncio.timeout(30):
                while await bring() == 503:
                    pass
            assert len(begun) == 1
            await telegram.wait_for(lambda: texts(telegram, 7), 30)


async def test_what_is_not_answered_at_the_end_comes_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram had the first instance wait with its answer: the second one gives it, once."""
    monkeypatch.setattr("bot.ending.LAST_ANSWERS", 0.2)
    async with Playground.start() as telegram:
        given, ann = hooked(tmp_path, telegram), telegram.user(7, "Ann")
        async with instance(given, telegram.token) as first:
            fault = telegram.fault("flood", method="sendMessage", seconds=30)
            await ann.say("/help", more=True)
            await telegram.wait_for(lambda: fault.hit)
            first.stop.set()
            await ann.say("/help", more=True)
        assert texts(telegram, 7) == []
        assert len(telegram.world.updates) == 2
        async with instance(given, telegram.token):
            await telegram.wait_for(lambda: len(texts(telegram, 7)) == 2 and not len(telegram.world.updates))


async def test_two_instances_share_the_updates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is answered once; when one of them ends, the other one gets all."""
    monkeypatch.setattr("bot.playground.webhook.PAUSE", 0.1)
    port = free_port()
    async with Playground.start() as telegram, AsyncExitStack() as stack:
        given = [hooked(tmp_path, telegram, webhook_url=f"http://127.0.0.1:{port}") for _ in range(2)]
        people = [telegram.user(100 + number, f"Person {number}") for number in range(10)]
        await stack.enter_async_context(proxy([each.webhook_port for each in given], port))
        await stack.enter_async_context(instance(given[0], telegram.token))
        async with instance(given[1], telegram.token):
            await asyncio.gather(*(person.say("/help", more=True) for person in people))
            await telegram.wait_for(lambda: not len(telegram.world.updates))
        await asyncio.gather(*(person.say("/help", more=True) for person in people))
        await telegram.wait_for(lambda: not len(telegram.world.updates), 60)
        assert {len(texts(telegram, person.id)) for person in people} == {2}


async def test_an_address_that_telegram_refuses(tmp_path: Path) -> None:
    """Its reason stands beside the setting."""
    async with Playground.start() as telegram:
        telegram.fault("refuse", method="setWebhook", description=REFUSED)
        with pytest.raises(SettingsError, match=r"WEBHOOK_URL: Telegram refuses .*[Ff]ailed to resolve host"):
            async with instance(hooked(tmp_path, telegram), telegram.token):
                pytest.fail("it runs")


async def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """It is named, with what to do."""
    async with Playground.start() as telegram:
        given = hooked(tmp_path, telegram)
        async with instance(given, telegram.token):
            with pytest.raises(SettingsError, match=r"WEBHOOK_PORT: port \d+ of 127\.0\.0\.1 is taken\. Set another"):
                async with instance(given, telegram.token):
                    pytest.fail("it runs")


async def test_a_telegram_that_is_away_is_told_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The port is open meanwhile, and the bot runs."""
    monkeypatch.setattr("bot.webhook.RETRY_SECONDS", 0.1)
    async with Playground.start() as telegram:
        ann = telegram.user(7, "Ann")
        telegram.fault("error", method="setWebhook", times=2)
        async with instance(hooked(tmp_path, telegram), telegram.token):
            await ann.say("/help", more=True)
            await telegram.wait_for(lambda: len(texts(telegram, 7)) == 1)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"WEBHOOK_URL": "https://bot.example.org"}, "WEBHOOK_TOKEN: .*openssl rand -hex 32"),
        ({"WEBHOOK_URL": "https://bot.example.org", "WEBHOOK_TOKEN": "short"}, "WEBHOOK_TOKEN: .*16 to 256"),
        ({"WEBHOOK_URL": "http://bot.example.org", "WEBHOOK_TOKEN": SECRET}, "WEBHOOK_URL: .*https address"),
        ({"WEBHOOK_URL": "https://bot.example.org:8081", "WEBHOOK_TOKEN": SECRET}, "WEBHOOK_URL: .*443, 80, 88, 8443"),
        ({"WEBHOOK_URL": "https://bot.example.org/?a", "WEBHOOK_TOKEN": SECRET}, "WEBHOOK_URL: .*host and path"),
    ],
)
def test_settings_that_cannot_work(
    values: dict[str, str], words: str, quiet_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is named with what to do, and no token is shown."""
    assert quiet_environment.exists()
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=words) as caught:
        read_settings()
    assert "short" not in str(caught.value)


def test_instances_agree_on_the_address() -> None:
    """It comes from the bot's token, without showing it; a path that is set is kept."""
    first = Settings(_env_file=None, webhook_url="https://bot.example.org/", webhook_token=SECRET)
    address = address_of(first, "123:abc")
    assert address == address_of(first, "123:abc") != address_of(first, "123:abd")
    assert address.startswith("https://bot.example.org/")
    own = first.model_copy(update={"webhook_url": "https://bot.example.org/telegram"})
    assert address_of(own, "123:abc") == "https://bot.example.org/telegram"
