"""Trouble on demand: late, garbled, refused and shared by chance, and what of it was taken in all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.playground import Playground
from tests.bot.playground.conftest import Context, running

Call = Callable[[Playground, Bot], Awaitable[None]]
TIMED = pytest.mark.filterwarnings(
    "ignore::telegram.warnings.PTBDeprecationWarning"
)  # `retry_after` will be a timedelta


async def test_what_is_taken_in_late_is_taken_in_without_the_bot(tg: Playground, bot: Bot) -> None:
    """A slow server has the request: a bot that gave up, or was killed, finds its message there later."""
    tg.group(-1, "Newsroom")
    tg.fault("slow_before", method="sendMessage", seconds=0.4)
    with pytest.raises(TimedOut):
        await bot.send_message(-1, "x", read_timeout=0.1)
    assert tg.accepted() == {}
    await tg.wait_for(lambda: tg.accepted() == {(-1, "x"): 1}, 2)


async def test_a_late_message_is_a_request_under_way(tg: Playground, bot: Bot) -> None:
    """Nobody takes a bot for quiet whose message is still to be taken in."""
    tg.group(-1, "Newsroom")
    tg.fault("slow_before", method="sendMessage", seconds=0.3)
    with pytest.raises(TimedOut):
        await bot.send_message(-1, "x", read_timeout=0.1)
    await tg.quiet()
    assert [message.text for message in tg.messages(-1)] == ["x"]


@pytest.mark.parametrize(("kind", "taken"), [("garbage", 1), ("garbage_before", 0)])
async def test_half_an_answer(tg: Playground, bot: Bot, kind: str, taken: int) -> None:
    """An answer of 200 that is no JSON tells a bot nothing: the message may be there or not."""
    tg.group(-1, "Newsroom")
    tg.fault(kind, method="sendMessage")  # type: ignore[arg-type]  # one of FaultKind
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(-1, "x")
    assert tg.accepted().total() == taken


@TIMED
async def test_a_wait_of_half_a_day(tg: Playground, bot: Bot) -> None:
    """A real wait was 43,837 seconds; it is said in the body and in the header."""
    tg.group(-1, "Newsroom")
    tg.fault("flood", chat=-1, retry_after=43_837, times=2)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(-1, "x")
    assert refusal.value.retry_after == 43_837
    async with aiohttp.ClientSession() as http:
        answer = await http.get(f"{tg.url}/bot{tg.token}/sendMessage?chat_id=-1&text=x")
        assert (answer.status, answer.headers["Retry-After"]) == (429, "43837")


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_error_has_its_status(tg: Playground, bot: Bot, status: int) -> None:
    """Gateways answer in HTML, whatever the number."""
    tg.group(-1, "Newsroom")
    tg.fault("error", chat=-1, status=status)
    async with aiohttp.ClientSession() as http:
        answer = await http.get(f"{tg.url}/bot{tg.token}/sendMessage?chat_id=-1&text=x")
        assert (answer.status, answer.content_type) == (status, "text/html")
    await bot.send_message(-1, "y")


async def test_any_refusal_can_be_played(tg: Playground, bot: Bot) -> None:
    """What Telegram's inner servers say comes through as it is."""
    tg.group(-1, "Newsroom")
    tg.fault("refuse", chat=-1)
    with pytest.raises(BadRequest, match=r"(?i)chat_write_forbidden"):
        await bot.send_message(-1, "x")
    tg.fault("refuse", chat=-1, status=403, description="Forbidden: bot can't send messages to bots")
    with pytest.raises(Forbidden, match="can't send messages to bots"):
        await bot.send_message(-1, "x")
    assert tg.accepted() == {}


async def test_chance_is_the_same_for_a_seed(tg: Playground, bot: Bot) -> None:
    """A share of all requests is hit, the same ones every time, until the fault is taken away."""
    tg.group(-1, "Newsroom")

    async def round_of(seed: int) -> list[bool]:
        tg.fault("error", method="sendChatAction", times=-1, probability=0.5, seed=seed)
        tried = [bot.send_chat_action(-1, "typing") for _ in range(20)]
        results = [isinstance(await one, bool) for one in map(_outcome, tried)]
        tg.calm()
        return results

    first, again, other = await round_of(1), await round_of(1), await round_of(2)
    assert first == again != other
    assert 4 < sum(first) < 16


async def _outcome(call: Awaitable[bool]) -> bool | NetworkError:
    try:
        return await call
    except NetworkError as error:
        return error


async def test_a_fault_counts_whom_it_hit(tg: Playground, bot: Bot) -> None:
    """Always means always; the fault knows how often."""
    tg.group(-1, "Newsroom")
    fault = tg.fault("drop_before", method="sendMessage", times=-1)
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.send_message(-1, "x")
    assert (fault.hit, tg.accepted()) == (3, {})


async def test_doubles_show(tg: Playground, bot: Bot) -> None:
    """Each acceptance counts, also one whose answer was lost, and also after the message was deleted."""
    tg.group(-1, "One")
    tg.group(-2, "Two")
    tg.fault("drop_after", chat=-1)
    with pytest.raises(NetworkError):
        await bot.send_message(-1, "part 1")
    again = await bot.send_message(-1, "part 1")
    await bot.send_message(-2, "part 1")
    await bot.delete_message(-1, again.message_id)
    assert tg.accepted() == {(-1, "part 1"): 2, (-2, "part 1"): 1}


async def test_a_revoked_token_opens_nothing(tg: Playground, bot: Bot) -> None:
    """From one request to the next the bot is unknown."""
    await bot.get_me()
    tg.revoke()
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_two_bots_with_one_token_both_see_it(tg: Playground) -> None:
    """Each poll ends the other's: both are told of the conflict, and go on ending each other."""

    async def nothing(_update: object, _context: Context) -> None:
        return

    async with running(tg, nothing), running(tg, nothing):
        await tg.wait_for(lambda: sum(r.status == 409 for r in tg.refused) >= 2, 10)
        ports = {request.method for request in tg.refused}
    assert ports == {"getUpdates"}


@TIMED
async def test_paid_broadcast_has_its_own_limit() -> None:
    """What is paid for does not count against the thirty a second, but each chat's own limit holds."""
    async with Playground.start(limits=True, idle=0.05) as tg, aiohttp.ClientSession() as http:
        for number in range(40):
            tg.group(-1 - number, "Newsroom")

        async def send(chat: int, *, paid: bool) -> int:
            address = f"{tg.url}/bot{tg.token}/sendMessage?chat_id={chat}&text=x"
            return (await http.get(address + ("&allow_paid_broadcast=true" if paid else ""))).status

        paid = await asyncio.gather(*(send(-1 - number, paid=True) for number in range(40)))
        free = await asyncio.gather(*(send(-1 - number, paid=False) for number in range(40)))
        assert (set(paid), sorted(set(free))) == ({200}, [200, 429])
        assert {await send(-1, paid=True) for _ in range(6)} == {200, 429}
        assert tg.warnings == ()
