"""What becomes of an answer that Telegram does not take: it is given once, where it can be, or given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
from telegram import Bot, Chat, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.commands import add, counting, delivering
from bot.commands.delivering import deliver
from bot.context import Context
from bot.requests import Ask
from bot.services.arrivals import REST, Arrivals
from bot.services.limits import Limits, Place
from bot.services.outcomes import write
from bot.services.sent import Sent
from bot.services.taking import Taker
from bot.views import texts
from bot.views.rich import Rich
from sources.sandbox import SandboxDown
from storage.database import Database
from storage.session import StorageBusyError
from storage.types import Batch
from summarizer.errors import StorageError

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
GROUP, SUPERGROUP = -5, -1005
PICTURE = Sent("text", fault="image")


@dataclass
class Phone:
    """Telegram: fails as it is told, then takes everything; what was tried to be sent is noted."""

    failures: list[TelegramError | None] = field(default_factory=list)
    tried: list[tuple[int, int | None, str]] = field(default_factory=list)
    first_name = username = "bot"

    async def send_message(self, chat_id: int, text: str, message_thread_id: int | None = None, **_: object) -> Message:
        self.tried.append((chat_id, message_thread_id, text))
        if error := self.failures.pop(0) if self.failures else None:
            raise error
        return Message(len(self.tried), NOW, Chat(chat_id, Chat.SUPERGROUP))

    async def edit_message_text(self, **_: object) -> bool:
        return True


@dataclass
class Post:
    """Arrivals over a real store, and the Telegram that answers go to."""

    arrivals: Arrivals
    context: Context
    phone: Phone

    async def deliver(self, *sent: Sent, thread: int | None = None) -> Batch:
        noted = await self.arrivals.note(Place(GROUP, 1, thread), 1, sent or (PICTURE, PICTURE))
        assert noted.batch
        await asyncio.wait_for(deliver(self.context, cast(Bot, self.phone), noted.batch), 20)
        return await self.arrivals.current(noted.batch)

    @property
    def chats(self) -> list[int]:
        return [chat for chat, _, _ in self.phone.tried]


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    nothing = cast(Taker, None)
    taker = Taker(database, nothing, nothing, nothing, nothing)  # type: ignore[arg-type]  # a fault needs none of them
    arrivals = Arrivals(database, taker, Limits((), pending=99), lambda: NOW)
    gathering = SimpleNamespace(arrivals=arrivals, counted=set(), start=asyncio.ensure_future)
    settings = SimpleNamespace(max_file_megabytes=1, webhook_url=None)
    intake = SimpleNamespace(understanding=SimpleNamespace(hands=1))
    about = {"settings": settings, "intake": intake, "now": lambda: NOW}
    made = SimpleNamespace(gathering=gathering, database=database, **about)
    yield Post(arrivals, cast(Context, made), Phone())
    await database.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited between two attempts, without waiting."""
    found: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        found.append(seconds)
        await real(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return found


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


async def test_an_answer_follows_its_group(post: Post, pauses: list[float]) -> None:
    """The group became a supergroup, and nothing of that has reached us: all that it has moves along."""
    post.phone.failures = [ChatMigrated(SUPERGROUP)]
    batch = await post.deliver()
    assert post.chats == [GROUP, SUPERGROUP]
    assert (batch.chat, batch.reported) == (SUPERGROUP, NOW)
    assert pauses == [0]


async def test_what_another_took_over_is_not_answered(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """A process that stood still for so long that it passed for dead; its batch is answered once, by the other."""
    noted = await post.arrivals.note(Place(GROUP, 1), 1, (PICTURE,))
    assert noted.batch
    other = replace(post.arrivals, owner="another")
    assert len(await other.take_over(alone=True)) == 1
    await deliver(post.context, cast(Bot, post.phone), noted.batch)
    assert post.phone.tried == []
    assert (await post.arrivals.current(noted.batch)).reported is None
    assert [record.message for record in caplog.records] == [f"arrivals.taken_over batch={noted.batch.id}"]


async def test_what_is_taken_over_while_it_is_worked_off_is_not_answered(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look before the answer is the one that counts."""
    real = Arrivals.work

    async def work(self: Arrivals, *rest: object) -> None:
        await real(self, *rest)  # type: ignore[arg-type]  # passed on
        await replace(post.arrivals, owner="another").take_over(alone=True)

    monkeypatch.setattr(Arrivals, "work", work)
    batch = await post.deliver()
    assert (post.phone.tried, batch.reported) == ([], None)


async def test_what_the_dead_left_is_answered_once(post: Post) -> None:
    """At a start at once by whoever polls, since all others are dead; otherwise when its lease has run out."""
    dead = replace(post.arrivals, owner="dead")
    for message in (1, 2):
        await dead.note(Place(GROUP, 1), message, (PICTURE,))
    bot = cast(Bot, post.phone)
    await delivering.take_over(post.context, bot)
    assert post.phone.tried == []
    await asyncio.gather(delivering.resume(post.context, bot), delivering.resume(post.context, bot))
    async with asyncio.timeout(20):
        while len(post.phone.tried) < 2:  # noqa: ASYNC110 - as seen from outside
            await asyncio.sleep(0.01)
    late = replace(post.arrivals, owner="late", now=lambda: NOW + timedelta(hours=1))
    assert await late.take_over() == ()
    assert len(post.phone.tried) == 2


async def test_a_busy_storage_at_the_end_is_waited_for(
    post: Post, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is answered is gone, and that could not be noted at once: it is a little later."""
    real, busy = Arrivals.give_up, [StorageBusyError("locked")]

    async def give_up(arrivals: Arrivals, batch: Batch) -> None:
        if busy:
            raise busy.pop()
        await real(arrivals, batch)

    monkeypatch.setattr(Arrivals, "give_up", give_up)
    post.phone.failures = [Forbidden("bot was blocked by the user")] * 2
    assert (await post.deliver()).reported == NOW
    assert pauses == [delivering.AGAIN]


async def test_a_batch_that_cannot_be_ended_is_nobodys(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours: this process has it no more, and after a while it is tried again."""

    async def broken(*_: object) -> None:
        raise StorageError("no such thing")

    monkeypatch.setattr(Arrivals, "reported", broken)
    batch = await post.deliver()
    assert batch.reported is None
    assert await post.arrivals.take_over() == ()
    assert await replace(post.arrivals, now=lambda: NOW + REST).take_over() == (batch,)


async def test_what_is_under_way_is_not_taken_over(post: Post) -> None:
    """From when it is kept until it is delivered."""
    noted = await post.arrivals.note(Place(GROUP, 1), 1, (PICTURE,))
    assert noted.batch
    assert await post.arrivals.take_over() == ()
    post.arrivals.left(noted.batch)
    assert await post.arrivals.take_over() == (noted.batch,)


async def test_a_pause_that_telegram_asks_for_is_kept(post: Post, pauses: list[float]) -> None:
    """Hours as well as seconds; then the answer goes out, once."""
    post.phone.failures = [RetryAfter(timedelta(hours=3))]
    batch = await post.deliver()
    assert pauses == [10_800]
    assert (len(post.chats), batch.reported) == (2, NOW)


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (caused(TimedOut(), httpx.ReadTimeout("")), 1),
        (caused(NetworkError("cut"), httpx.ReadError("")), 1),
        (caused(NetworkError("down"), httpx.ConnectError("")), 2),
    ],
)
async def test_what_may_have_gone_out_is_not_sent_again(
    post: Post, pauses: list[float], error: TelegramError, attempts: int
) -> None:
    """What surely did not go out is."""
    post.phone.failures = [error]
    batch = await post.deliver()
    assert len(post.chats) == attempts == len(pauses) + 1
    assert batch.reported == NOW


@pytest.mark.usefixtures("pauses")
async def test_a_report_goes_on_where_it_failed(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads its beginning twice."""
    monkeypatch.setattr(delivering, "parts", tuple)
    post.phone.failures = [None, caused(NetworkError("down"), httpx.ConnectError(""))]
    await post.deliver()
    told = [text for _, _, text in post.phone.tried]
    assert told[1] == told[2]
    assert sum(text.startswith("All 2 are done") for text in told) == 1


@pytest.mark.usefixtures("pauses")
async def test_an_answer_to_a_topic_that_is_gone_goes_to_its_group(post: Post) -> None:
    """Who deletes a topic is still to know what became of the links."""
    post.phone.failures = [BadRequest("Message thread not found")]
    await post.deliver(thread=3)
    assert [thread for _, thread, _ in post.phone.tried] == [3, None]
    assert post.phone.tried[1][2].startswith("All 2 are done")


@pytest.mark.parametrize("error", [Forbidden("bot was blocked by the user"), BadRequest("Chat not found")])
async def test_where_nobody_is_nothing_is_told(post: Post, pauses: list[float], error: TelegramError) -> None:
    """One attempt, and the batch is closed."""
    post.phone.failures = [error]
    batch = await post.deliver()
    assert (len(post.chats), pauses, batch.reported) == (1, [], NOW)


@pytest.mark.usefixtures("pauses")
async def test_an_answer_that_telegram_does_not_take_is_a_mistake_of_ours(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    """An error in the log and one plain sentence; before the batch is closed, not after."""
    post.phone.failures = [BadRequest("Message is too long")]
    batch = await post.deliver()
    assert post.phone.tried[1][2].startswith("Something went wrong on my side")
    assert batch.reported == NOW
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_an_answer_is_given_up_after_a_day(post: Post, pauses: list[float]) -> None:
    """A Telegram that asks for longer is not waited for."""
    post.phone.failures = [RetryAfter(timedelta(days=2))] * 2
    batch = await post.deliver()
    assert (pauses, batch.reported) == ([], NOW)


async def test_what_waits_for_the_sandbox_waits_on(
    post: Post, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sandbox that is down is no fault of the file: it is read later, and counts as no try."""
    real, down = Taker._read, [SandboxDown(), SandboxDown()]

    async def read(self: Taker, *rest: object) -> object:
        if down:
            raise down.pop()
        return await real(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Taker, "_read", read)
    batch = await post.deliver()
    assert pauses == [delivering.AGAIN]
    assert [item.lead.tries for item in await post.arrivals.items(batch)] == [1, 1]
    assert post.phone.tried[0][2].startswith("All 2 are done")


async def test_an_add_that_telegram_gives_no_admin_for_is_answered() -> None:
    """Whether somebody is an admin cannot be told just now: that is said, and nobody waits in silence."""
    said: list[str] = []

    class Unsure:
        async def may_change(self) -> bool:
            raise NetworkError("down")

        async def answer(self, rich: Rich) -> None:
            said.append(rich.text)

    await add.run(cast(Ask, Unsure()))
    assert said == [texts.UNSURE_ADMIN]


async def test_one_count_is_shown_in_a_chat(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many deliveries are under way; it is brought to its end and never cut off in the middle of a send."""
    monkeypatch.setattr(counting, "SOON", 0.01)
    noted = [await post.arrivals.note(Place(GROUP, 1), number, [PICTURE, PICTURE]) for number in (1, 2)]
    bot = cast(Bot, post.phone)
    asks = [Ask(post.context, delivering.standing_for(each.batch, bot)) for each in noted if each.batch]
    assert noted[0].batch
    assert noted[1].batch
    for each in (noted[0].batch, noted[1].batch):
        await post.arrivals.taker.finish((await post.arrivals.items(each))[0], write("crashed"))
    async with counting.counting(asks[0], noted[0].batch) as one, counting.counting(asks[1], noted[1].batch) as two:
        await one(1, 2)
        await two(1, 2)
        async with asyncio.timeout(20):
            while not post.phone.tried:  # noqa: ASYNC110 - as seen from outside
                await asyncio.sleep(0.01)
    assert [text for _, _, text in post.phone.tried] == ["Reading 1 of 2 ..."]
    assert post.context.gathering.counted == set()
