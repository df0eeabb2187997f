"""The limiter between the library and Telegram: turns, pauses that are kept, and ends that leave nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, InvalidToken, RetryAfter
from telegram.ext import ApplicationBuilder, ExtBot
from telegram.request import HTTPXRequest

from bot.limiter import LINE, PATIENCE, BotEndingError, Limiter, Turn, key_of, lane_of
from bot.playground import Playground
from bot.playground.limits import Flood
from bot.services.meters import BURST, GROUP_MESSAGES, GROUP_SECONDS
from tests.bot import conftest
from tests.bot.hurried import Simulated, hurried, simulated

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
HOURS = 43_837


@dataclass
class Phone:
    """Sends through a limiter; Telegram takes `took` seconds and refuses as told, by pauses in seconds."""

    limiter: Limiter = field(default_factory=lambda: Limiter(25, now=lambda: NOW))
    refusals: dict[int | str, list[float]] = field(default_factory=dict)
    took: float = 0.0
    sent: list[tuple[str, float]] = field(default_factory=list)
    asked: int = 0

    async def send(
        self, chat: int | str, words: str = "", turn: Turn | None = None, endpoint: str = "sendMessage"
    ) -> object:
        async def request() -> bool:
            self.asked += 1
            await asyncio.sleep(self.took)
            if pauses := self.refusals.get(chat):
                raise RetryAfter(int(pauses.pop(0)))
            self.sent.append((words, asyncio.get_running_loop().time()))
            return True

        return await self.limiter.process_request(request, (), {}, endpoint, {"chat_id": chat}, turn)

    @property
    def words(self) -> list[str]:
        return [words for words, _ in self.sent]


def telling(work: Callable[[Phone], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """A test in simulated time, with a phone."""

    def test() -> None:
        async def run() -> None:
            await work(Phone())

        simulated(run())

    test.__name__, test.__doc__ = work.__name__, work.__doc__
    return test


def task(work: Awaitable[object]) -> asyncio.Task[object]:
    return asyncio.ensure_future(cast(Coroutine[Any, Any, object], work))


@telling
async def test_an_answer_passes_digests_that_wait(phone: Phone) -> None:
    """In its own chat and before all others; what is equal goes as it came."""
    digests = [phone.send(chat, f"digest {chat}", Turn()) for chat in range(1, 51)]
    waiting = [task(each) for each in [*digests, phone.send(50, "again", Turn())]]
    await asyncio.sleep(0.5)
    assert phone.words[-1] == f"digest {len(phone.words)}"
    before = len(phone.words)
    await asyncio.gather(phone.send(50, "answer"), phone.send(49, "another"))
    assert phone.words[before:] == ["answer", "another"]
    await asyncio.gather(*waiting)
    assert phone.words[-1] == "again"
    assert len(phone.sent) == 53


@telling
async def test_questions_and_signs_of_typing_wait_for_nothing(phone: Phone) -> None:
    """Not for a full line, nor for a chat that is shut."""
    waiting = [task(phone.send(7, str(number))) for number in range(20)]
    phone.refusals[7] = [50]
    await asyncio.sleep(0.1)
    for endpoint in ("sendChatAction", "getChat", "deleteMessage"):
        await phone.send(7, endpoint, endpoint=endpoint)
    assert phone.words[-3:] == ["sendChatAction", "getChat", "deleteMessage"]
    assert asyncio.get_running_loop().time() == pytest.approx(0.1)
    for each in waiting:
        each.cancel()


@telling
async def test_a_short_pause_is_kept_and_the_answer_keeps_its_place(phone: Phone) -> None:
    """It goes out once, before what was asked for after it, when the pause is over; others meanwhile."""
    phone.refusals[7] = [20]
    first = task(phone.send(7, "first"))
    await asyncio.sleep(1)
    second = task(phone.send(7, "second"))
    await phone.send(8, "other")
    await asyncio.gather(first, second)
    assert phone.words == ["other", "first", "second"]
    assert [moment for _, moment in phone.sent] == pytest.approx([1, 20, 20])


@telling
async def test_a_long_pause_is_kept_however_long(phone: Phone) -> None:
    """What is asked for in it fails at once and says how long it is; then the chat is open."""
    phone.refusals[7] = [HOURS]
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await phone.send(7, "lost")
        assert refused.value._retry_after == timedelta(seconds=HOURS)
    assert phone.asked == 1
    assert phone.limiter.shut(7) == NOW + timedelta(seconds=HOURS)
    assert (phone.limiter.shut(8), phone.limiter.shut()) == (None, None)
    await asyncio.sleep(HOURS - 59)
    await asyncio.gather(phone.send(8, "other"), phone.send(7, "late"))
    assert phone.words == ["other", "late"]
    assert phone.limiter.shut(7) is None


@telling
async def test_a_digest_does_not_wait_for_a_shut_chat(phone: Phone) -> None:
    """Refused itself, waiting behind the refused one, or asked for after it: whoever sends puts it off."""
    phone.refusals[7] = [10]
    phone.took = 0.1
    line = [task(phone.send(7, str(number), Turn())) for number in range(6)]
    left = [cast(RetryAfter, each) for each in await asyncio.gather(*line, return_exceptions=True)]
    assert [type(each) for each in left[3:]] == [RetryAfter] * 3
    assert phone.words == ["1", "2"]
    with pytest.raises(RetryAfter):
        await phone.send(7, "later", Turn())
    await phone.send(7, "answer")
    assert phone.sent[-1][1] == pytest.approx(10.2)


@telling
async def test_an_answer_is_patient_for_a_minute_in_all(phone: Phone) -> None:
    """A chat that is shut again and again gives it up, after three times at most."""
    phone.refusals = {7: [40, 40], 8: [1, 1, 1]}
    for chat, end in ((7, 40), (8, 42)):
        with pytest.raises(RetryAfter):
            await phone.send(chat)
        assert asyncio.get_running_loop().time() == pytest.approx(end)
    assert phone.asked == 5


@telling
async def test_three_chats_refused_at_once_stop_everything_for_a_while(phone: Phone) -> None:
    """Answers wait, digests are refused, and all goes on after the shortest pause."""
    phone.refusals = {1: [30], 2: [25], 3: [HOURS]}
    phone.took = 0.2
    first = [task(phone.send(chat, str(chat), Turn())) for chat in (1, 2, 3)]
    await asyncio.wait(first)
    assert phone.limiter.shut() == phone.limiter.shut(99)
    with pytest.raises(RetryAfter):
        await phone.send(99, "digest", Turn())
    await phone.send(99, "answer")
    assert phone.words == ["answer"]
    assert phone.sent[0][1] == pytest.approx(25.4)
    assert [type(each.exception()) for each in first] == [RetryAfter] * 3


@telling
async def test_before_runs_in_the_turn_and_can_veto_it(phone: Phone) -> None:
    """It is awaited once the turn is there; what it raises comes out, nothing is sent, and the turn is free."""
    noted: list[float] = []

    async def note() -> None:
        noted.append(asyncio.get_running_loop().time())

    async def veto() -> None:
        raise ValueError("not now")

    no = Turn(digest=False, before=veto)
    vetoed = await asyncio.gather(*(phone.send(7, "no", no) for _ in range(LINE)), return_exceptions=True)
    assert {type(each) for each in vetoed} == {ValueError}
    await asyncio.gather(*(phone.send(7, "yes", Turn(before=note)) for _ in range(4)))
    assert noted == pytest.approx([0, 0, 0, 1.01], abs=0.05)
    assert phone.words == ["yes"] * 4


@telling
async def test_a_digest_stopped_while_it_is_marked_is_not_sent(phone: Phone) -> None:
    """Cancelled in `before`: its turn is free, and its chat has its whole burst."""

    async def mark() -> None:
        await asyncio.sleep(5)

    digest = task(phone.send(7, "digest", Turn(before=mark)))
    await asyncio.sleep(1)
    digest.cancel()
    await asyncio.gather(*(phone.send(7, "answer") for _ in range(3)))
    assert [moment for _, moment in phone.sent] == pytest.approx([1, 1, 1], abs=0.05)


@telling
async def test_who_stops_waiting_leaves_no_hole(phone: Phone) -> None:
    """The turns of those who left, also in the moment of being granted, go to those behind them."""
    phone.took = 0.1
    line = [task(phone.send(7, str(number))) for number in range(10)]
    await asyncio.sleep(0.5)
    for each in line[3:8]:
        each.cancel()
    await asyncio.gather(*line, return_exceptions=True)
    assert sorted(phone.words[:3]) + phone.words[3:] == ["0", "1", "2", "8", "9"]
    assert phone.sent[-1][1] < 2.5


@pytest.mark.parametrize("heard", [False, True])
def test_a_turn_granted_to_somebody_who_leaves_is_given_back(heard: bool) -> None:  # noqa: FBT001 - a parameter
    """Cancelled just before it is granted, or just after, and not sent in either case: three others go at once."""

    async def run() -> None:
        phone, loop = Phone(), cast(Simulated, asyncio.get_running_loop())
        line = [task(phone.send(7, "first")) for _ in range(4)]
        await asyncio.sleep(0.1)
        loop.skipping.now = 10.0
        for step in (phone.limiter._pump, line[3].cancel) if heard else (line[3].cancel, phone.limiter._pump):
            step()
        await asyncio.gather(*(phone.send(7, "more") for _ in range(3)))
        assert phone.words == ["first"] * 3 + ["more"] * 3
        assert loop.time() < 10.1
        assert line[3].cancelled()

    simulated(run())


@telling
async def test_an_end_lets_go_who_waits(phone: Phone) -> None:
    """They are told that nothing was sent; who is under way comes to its end; a new start takes requests again."""
    phone.took = 1.0
    line = [task(phone.send(7, str(number))) for number in range(6)]
    await asyncio.sleep(0.5)
    await phone.limiter.shutdown()
    ends = await asyncio.gather(*line, return_exceptions=True)
    assert [type(end) for end in ends] == [bool] * 3 + [BotEndingError] * 3
    with pytest.raises(BotEndingError):
        await phone.send(7)
    await phone.limiter.initialize()
    await phone.limiter.initialize()
    await phone.send(7, "again")
    assert sorted(phone.words) == ["0", "1", "2", "again"]


@telling
async def test_other_failures_come_out_as_they_are(phone: Phone) -> None:
    """A message that is wrong is not sent again, and holds up nobody."""

    async def wrong() -> bool:
        raise BadRequest("can't parse entities")

    for _ in range(3):
        with pytest.raises(BadRequest):
            await phone.limiter.process_request(wrong, (), {}, "sendMessage", {"chat_id": 8}, None)
    await phone.send(7, "next")
    assert phone.words == ["next"]


@telling
async def test_a_chat_that_asks_without_end_keeps_nobody_waiting(phone: Phone) -> None:
    """Its line is short: what is too much is given up at once, and another chat is answered at once."""
    line = [task(phone.send(7, str(number))) for number in range(330)]
    await phone.send(8, "other")
    assert sum(each.done() and isinstance(each.exception(), RetryAfter) for each in line) >= 330 - BURST - LINE
    assert asyncio.get_running_loop().time() < 0.2
    await asyncio.gather(*line, return_exceptions=True)
    assert LINE < len(phone.sent) <= BURST + LINE + 1
    assert asyncio.get_running_loop().time() < LINE * 1.1


@telling
async def test_a_group_that_asks_too_much_has_a_short_line(phone: Phone) -> None:
    """Forty answers a minute for ten minutes: nobody waits for more than a minute, and the group gets what it may."""
    waits: list[float] = []

    async def asked(at: float) -> None:
        await asyncio.sleep(at)
        try:
            await phone.send(-7)
        except RetryAfter:
            waits.append(asyncio.get_running_loop().time() - at)

    work = asyncio.gather(*(asked(number * 1.5) for number in range(400)))
    await asyncio.sleep(300)
    assert len(phone.limiter._waiting) <= LINE
    await work
    assert len(phone.sent) >= 9 * GROUP_MESSAGES
    assert max(waits) <= PATIENCE


def test_an_answer_waits_for_the_whole_bot_no_longer_than_for_its_chat() -> None:
    """One a second for all, and a hundred chats: after a minute the rest is given up."""

    async def run() -> None:
        phone = Phone(Limiter(1))
        crowd = [phone.send(chat) for chat in range(1, 101)]
        ends = await asyncio.gather(*crowd, return_exceptions=True)
        assert asyncio.get_running_loop().time() == pytest.approx(PATIENCE)
        assert len(phone.sent) == pytest.approx(PATIENCE, abs=1)
        assert {type(end) for end in ends} == {bool, RetryAfter}
        assert phone.limiter._waiting == {}

    simulated(run())


@telling
async def test_a_digest_does_not_wait_for_a_full_minute(phone: Phone) -> None:
    """A group that had its twenty: it hears at once for how long, no chat is shut by that, and then it goes out."""
    for _ in range(GROUP_MESSAGES):
        await phone.send(-7, "answer")
    asked, began = phone.asked, asyncio.get_running_loop().time()
    with pytest.raises(RetryAfter) as refused:
        await phone.send(-7, "digest", Turn())
    assert (phone.asked, asyncio.get_running_loop().time()) == (asked, began)
    assert (phone.limiter.shut(-7), phone.limiter.shut()) == (None, None)
    wait = refused.value._retry_after.total_seconds()
    assert GROUP_SECONDS - began <= wait <= GROUP_SECONDS
    await asyncio.sleep(wait)
    await phone.send(-7, "digest", Turn())
    assert asyncio.get_running_loop().time() == pytest.approx(began + wait)


def test_waiting_is_not_work() -> None:
    """Half a day of a shut chat, with an answer that waits for it, is a handful of steps."""

    async def run() -> int:
        loop = cast(Simulated, asyncio.get_running_loop())
        phone = Phone(Limiter(25, patience=2 * HOURS))
        phone.refusals[7] = [HOURS]
        await phone.send(7, "late")
        assert phone.sent[0][1] == pytest.approx(HOURS)
        return loop.skipping.steps

    assert simulated(run()) < 30


ASKED = st.tuples(
    st.floats(0, 10), st.sampled_from([1, 2, 3, -1]), st.booleans(), st.floats(0, 1), st.sampled_from([0, 0, 0, 1, 5])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ASKED, min_size=1, max_size=40))
def test_nothing_is_refused_or_lost_whoever_leaves(stream: list[tuple[float, int, bool, float, int]]) -> None:
    """At any time, with any delay, and some of them cancelled after a while: the rest arrives, by Telegram's count.

    But for those who are told that they would have to wait for too long.
    """
    server, arrived, refused = Flood(), list[int](), list[int]()

    async def ask(limiter: Limiter, number: int, chat: int, digest: bool, took: float) -> None:  # noqa: FBT001 - drawn
        async def request() -> bool:
            await asyncio.sleep(took)
            now = asyncio.get_running_loop().time()
            (refused if server.charge(chat, group=chat < 0, edit=False, now=now) else arrived).append(number)
            await asyncio.sleep(took / 2)
            return True

        await limiter.process_request(request, (), {}, "sendMessage", {"chat_id": chat}, Turn(digest=digest))

    async def run() -> None:
        limiter, loop, tasks = Limiter(25), asyncio.get_running_loop(), []
        for number, (at, chat, digest, took, leaves) in enumerate(sorted(stream)):
            await asyncio.sleep(max(0.0, at - loop.time()))
            tasks.append(asyncio.ensure_future(ask(limiter, number, chat, digest, took)))
            if leaves:
                loop.call_later(leaves / 5, tasks[-1].cancel)
        await asyncio.wait(tasks)
        assert refused == []
        ended = {number: each.exception() for number, each in enumerate(tasks) if not each.cancelled()}
        assert set(arrived) >= {number for number, error in ended.items() if error is None}
        assert {type(error) for error in ended.values() if error} <= {RetryAfter}
        assert limiter._waiting == {}

    simulated(run())


@pytest.mark.parametrize(
    ("endpoint", "data", "lane"),
    [
        ("sendMessage", {"chat_id": 7}, "message"),
        ("sendMessage", {"chat_id": 7, "allow_paid_broadcast": True}, "paid"),
        ("copyMessage", {"chat_id": 7}, "message"),
        ("editMessageText", {"chat_id": 7}, "edit"),
        ("editMessageText", {"inline_message_id": "x"}, None),
        ("sendChatAction", {"chat_id": 7}, None),
        ("answerCallbackQuery", {"callback_query_id": "1"}, None),
        ("getChat", {"chat_id": 7}, None),
        ("setMyCommands", {}, None),
    ],
)
def test_what_telegram_counts(endpoint: str, data: dict[str, Any], lane: str | None) -> None:
    """Messages and edits in a chat; nothing else waits."""
    assert lane_of(endpoint, data) == lane


def test_a_chat_is_one_chat_however_it_is_written() -> None:
    """By its number, by its number as text, by its name in any case."""
    assert (key_of("-1001"), key_of(7), key_of("@News")) == (-1001, 7, "@news")


@pytest.mark.parametrize(
    ("per_second", "paid", "rate", "broadcast"), [(25, False, 25, 25), (30, False, 30, 30), (500, True, 25, 500)]
)
def test_the_settings_rate(tmp_path: Path, per_second: int, paid: bool, rate: int, broadcast: int) -> None:  # noqa: FBT001 - a parameter
    """It holds for all; a paid broadcast leaves answers what is free."""
    limiter = Limiter.of(conftest.settings(tmp_path, messages_per_second=per_second, paid_broadcast=paid))
    flows = limiter._pacer._flows
    assert (1 / flows["message"]._cell, 1 / flows["paid"]._cell) == pytest.approx((rate, broadcast))
    assert limiter.connections >= 64


@dataclass(frozen=True, slots=True)
class Line:
    """A real bot with the limiter, and a Telegram that counts, both by the loop's clock."""

    telegram: Playground
    bot: ExtBot[Turn]


def over_http(work: Callable[[Line], Coroutine[Any, Any, None]], *, times: float) -> None:
    """Runs it so many times as fast; whatever Telegram refused fails."""

    async def run() -> None:
        async with Playground.start(limits=True) as telegram:
            telegram.world.timer = asyncio.get_running_loop().time
            limiter = Limiter(25)
            builder = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.url}/bot")
            request = HTTPXRequest(
                connection_pool_size=limiter.connections,
                read_timeout=600,
                pool_timeout=60,
                httpx_kwargs={"verify": False},
            )
            app = builder.request(request).rate_limiter(limiter).build()
            async with app:
                await work(Line(telegram, app.bot))
            assert [each.status for each in telegram.requests if each.status != 200] == []

    hurried(run(), times=times)


def test_three_hundred_chats_at_once() -> None:
    """Each gets its message, in twelve seconds, and none is refused."""

    async def work(line: Line) -> None:
        for number in range(1, 301):
            await line.telegram.user(number, "Ann").say("/start", more=True)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*(line.bot.send_message(number, "Good morning") for number in range(1, 301)))
        assert asyncio.get_running_loop().time() - began > 11.5
        assert all(len(line.telegram.messages(number)) == 1 for number in range(1, 301))

    over_http(work, times=1)


def test_messages_and_edits_of_a_group_and_ten_of_one_chat() -> None:
    """Twenty a minute with the edits, one a second: all arrive, none is refused, and turns come in their order.

    Of those that are under way at once Telegram may well read the second first.
    """

    async def work(line: Line) -> None:
        group = line.telegram.group(-1001, "Newsroom", members={7: "creator"})
        await line.telegram.user(7, "Ann").say("/start", more=True)

        async def post(number: int) -> None:
            message = await line.bot.send_message(-1001, str(number))
            if number % 5 == 0:
                await message.edit_text(f"{number}!")

        async def tell(number: int) -> None:
            async def noted() -> None:
                turns.append(number)

            await line.bot.send_message(7, str(number), rate_limit_args=Turn(digest=False, before=noted))

        turns: list[int] = []
        await asyncio.gather(*(post(number) for number in range(18)), *(tell(number) for number in range(10)))
        assert len(line.telegram.messages(group)) == 18
        assert turns == list(range(10))
        assert sorted(message.text for message in line.telegram.messages(7)) == [str(number) for number in range(10)]

    over_http(work, times=20)


@telling
async def test_a_token_that_is_refused_is_noted(phone: Phone) -> None:
    """Whoever only sends hears of it nowhere else; a message that Telegram takes says that it is over."""

    async def refused() -> bool:
        raise InvalidToken("Unauthorized")

    with pytest.raises(InvalidToken):
        await phone.limiter.process_request(refused, (), {}, "sendMessage", {"chat_id": 7}, None)
    assert phone.limiter.pulse.refused
    await phone.send(7)
    assert not phone.limiter.pulse.refused
