"""The queue of updates over HTTP: redelivery, confirmation, two pollers, and a shutdown that leaves nothing behind."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import aiohttp
import pytest
from telegram import Bot, Update
from telegram.error import Conflict, NetworkError, RetryAfter

from bot.playground import Playground
from tests.bot.playground.conftest import Context, running


def post(tg: Playground, person: int, text: str) -> None:
    """A message that nobody waits for."""
    chat = tg.world.chats[person]
    chat.user.started = True  # type: ignore[union-attr]  # a private chat has one
    message = tg.world.add_message(chat, tg.world.users[person], {"text": text})
    tg.world.updates.push("message", message)


async def test_updates_come_again_until_they_are_confirmed(tg: Playground, bot: Bot) -> None:
    """The same offset gives the same updates; a later one forgets those before it."""
    tg.user(7, "Ann")
    for text in ("a", "b", "c"):
        post(tg, 7, text)
    first = await bot.get_updates()
    assert await bot.get_updates() == first
    assert [u.message.text for u in await bot.get_updates(offset=first[0].update_id + 1) if u.message] == ["b", "c"]
    assert await bot.get_updates(offset=-1) == first[2:]
    assert await bot.get_updates(offset=first[2].update_id + 1) == ()


async def test_a_waiting_poll_gets_the_next_update_at_once(tg: Playground, bot: Bot) -> None:
    """Long polling: the answer comes with the update, or empty after the time asked for."""
    tg.user(7, "Ann")
    assert await bot.get_updates(timeout=1) == ()
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await tg.polling()
    post(tg, 7, "now")
    (update,) = await asyncio.wait_for(poll, 1)
    assert update.message
    assert update.message.text == "now"


async def test_the_second_poller_ends_the_first(tg: Playground, bot: Bot) -> None:
    """Two pollers of one bot: the first is told of the conflict, the second goes on."""
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await tg.polling()
    assert await bot.get_updates(timeout=0) == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    assert [(r.method, r.status) for r in tg.refused] == [("getUpdates", 409)]


async def test_a_poll_ends_with_its_client(tg: Playground, bot: Bot) -> None:
    """A client that goes away leaves no poll behind that the next one would meet as a conflict."""
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await tg.polling()
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await tg.wait_for(lambda: not tg.world.updates.polled, 1)
    assert await bot.get_updates(timeout=0) == ()
    assert tg.refused == ()


async def test_a_restarted_bot_gets_what_it_did_not_confirm(tg: Playground) -> None:
    """What arrives while the bot is down is delivered when it is up again, in order, once."""
    heard: list[str] = []

    async def listen(update: Update, _context: Context) -> None:
        assert update.message
        heard.append(update.message.text or "")

    ann = tg.user(7, "Ann")
    async with running(tg, listen):
        await ann.say("one")
    post(tg, 7, "two")
    post(tg, 7, "three")
    async with running(tg, listen):
        await tg.quiet()
    assert heard == ["one", "two", "three"]


async def test_only_the_kinds_asked_for_arrive(tg: Playground, bot: Bot) -> None:
    """`allowed_updates` is remembered from one poll to the next."""
    ann = tg.user(7, "Ann")
    await bot.get_updates(allowed_updates=["message"])
    await ann.block()
    post(tg, 7, "hello")
    (update,) = await bot.get_updates()
    assert update.message


async def test_only_the_owner_of_the_token_can_download(tg: Playground) -> None:
    """A file's address holds the token, and no other address works."""
    stored = tg.world.add_file("document", "a.txt", "text/plain", b"words")
    async with aiohttp.ClientSession() as http:
        right = await http.get(f"{tg.url}/file/bot{tg.token}/{stored.path}")
        wrong = await http.get(f"{tg.url}/file/bot1:abc/{stored.path}")
        assert (await right.read(), right.status, wrong.status) == (b"words", 200, 404)


async def test_leaving_ends_everything() -> None:
    """Also in the middle of a poll: it is answered with nothing, the port is closed, and no task lives on."""
    before = asyncio.all_tasks()
    async with aiohttp.ClientSession() as http:
        async with Playground.start() as tg:
            poll = asyncio.create_task(http.get(f"{tg.url}/bot{tg.token}/getUpdates?timeout=50"))
            await tg.polling()
        assert await (await poll).json() == {"ok": True, "result": []}
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(f"{tg.url}/bot{tg.token}/getMe")
    assert asyncio.all_tasks() == before


def test_it_is_the_other_side_of_the_wire() -> None:
    """The playground needs neither python-telegram-bot nor the rest of the product."""
    script = "import sys, bot.playground; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - our words
    names = done.stdout.split()
    own = [name for name in names if name.startswith("bot.")]
    assert own == [name for name in own if name.startswith("bot.playground")]
    assert not {"telegram", "summarizer", "storage", "sources"} & set(names)


TROUBLE: list[tuple[dict[str, Any], int]] = [
    ({"kind": "error"}, 0),
    ({"kind": "error_after"}, 1),
    ({"kind": "drop_before"}, 0),
    ({"kind": "drop_after"}, 1),
    ({"kind": "slow", "seconds": 0.6}, 1),
    ({"kind": "flood", "seconds": 9}, 0),
]


@pytest.mark.parametrize(("trouble", "delivered"), TROUBLE, ids=[str(t["kind"]) for t, _ in TROUBLE])
# The library announces another type for `retry_after`, which nobody reads here.
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_trouble_comes_before_or_after_acceptance(
    tg: Playground, bot: Bot, trouble: dict[str, Any], delivered: int
) -> None:
    """The bot sees an error either way; whether the message is there, only the chat knows."""
    tg.group(-1, "Newsroom")
    tg.fault(**trouble, method="sendMessage", chat=-1)
    expected = RetryAfter if trouble["kind"] == "flood" else NetworkError
    with pytest.raises(expected):
        await bot.send_message(-1, "x", read_timeout=0.3)
    assert len(tg.messages(-1)) == delivered


async def test_trouble_passes(tg: Playground, bot: Bot) -> None:
    """A fault spares other methods and the first `skip` requests, hits `times` of them, and is gone."""
    tg.group(-1, "Newsroom")
    tg.fault("error", method="sendMessage", skip=1, times=2)
    await bot.get_me()
    await bot.send_message(-1, "one")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(-1, "lost")
    await bot.send_message(-1, "two")
    assert [m.text for m in tg.messages(-1)] == ["one", "two"]


async def test_a_poll_can_be_troubled_by_name_only(tg: Playground, bot: Bot) -> None:
    """A fault without a method waits for a request that is not a poll."""
    tg.fault("error")
    tg.fault("error", method="getUpdates")
    with pytest.raises(NetworkError):
        await bot.get_updates(timeout=0)
    assert await bot.get_updates(timeout=0) == ()
    with pytest.raises(NetworkError):
        await bot.get_me()


async def test_requests_may_be_json(tg: Playground) -> None:
    """Parameters come as a form, in the address, or as JSON; what is none of them is refused."""
    tg.group(-1, "Newsroom")
    keyboard = {"inline_keyboard": [[{"text": "B", "callback_data": "d"}]]}
    async with aiohttp.ClientSession(f"{tg.url}/bot{tg.token}/") as http:
        await http.get("sendMessage?chat_id=-1&text=one")
        await http.post("sendMessage", json={"chat_id": -1, "text": "two", "reply_markup": keyboard})
        broken = await http.post("sendMessage", data="{", headers={"Content-Type": "application/json"})
        assert (await broken.json())["description"] == "Bad Request: can't parse the request"
    assert [m.marked(buttons=True) for m in tg.messages(-1)] == ["one", "two\n\n[B]"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("reply_markup", "{", "can't parse reply_markup JSON object"),
        ("reply_markup", "[]", "object expected as reply_markup"),
        ("entities", "{}", "expected an Array of entities"),
        ("entities", "[1]", "can't parse MessageEntity"),
        ("entities", '[{"type": "bold"}]', "can't parse MessageEntity"),
        ("reply_markup", '{"inline_keyboard": [{}]}', 'field "inline_keyboard" must be an Array of Arrays'),
        ("reply_markup", '{"inline_keyboard": [[1]]}', "InlineKeyboardButton must be an Object"),
    ],
)
async def test_parameters_that_are_no_json_are_refused(tg: Playground, name: str, value: str, words: str) -> None:
    """A library would not send these; a hand-written request may."""
    tg.group(-1, "Newsroom")
    async with aiohttp.ClientSession(f"{tg.url}/bot{tg.token}/") as http:
        answer = await (await http.post("sendMessage", json={"chat_id": -1, "text": "x", name: value})).json()
    assert answer["error_code"] == 400
    assert words in answer["description"]
