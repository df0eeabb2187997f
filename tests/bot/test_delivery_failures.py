"""Every failure of docs/delivery.md, over real HTTP: python-telegram-bot, our limiter, our courier, a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from telegram.ext import ApplicationBuilder, ExtBot
from telegram.request import HTTPXRequest

from bot.limiter import Limiter
from bot.playground import Message, Playground
from bot.posting import Posting
from bot.services.courier import Courier, on_duty
from bot.views.rich import Rich, bold, chrome
from storage import chats, outbox, subscriptions
from storage.database import Database
from storage.types import Chat, Pause, Subscription
from tests.bot.services.mailing import NOW, Office, waiting

READ_TIMEOUT = 0.3
ALL: tuple[Pause, ...] = ("blocked", "removed", "gone", "rights")


@dataclass
class Post(Office):
    """A courier that posts to a Telegram on loopback."""

    telegram: Playground = None  # type: ignore[assignment]  # given by name, after fields that have defaults

    def hire(self) -> Courier:
        """A new one, as after a start; `working` makes it the running bot's."""
        return Courier(self.database, self.postman, self.now, repeat=self.repeat)

    @asynccontextmanager
    async def posting(self) -> AsyncIterator[Posting]:
        """The courier at work."""
        limiter = Limiter(1000)
        builder = ApplicationBuilder().token(self.telegram.token).base_url(f"{self.telegram.url}/bot")
        request = HTTPXRequest(read_timeout=READ_TIMEOUT, connection_pool_size=64, httpx_kwargs={"verify": False})
        app = builder.request(request).rate_limiter(limiter).build()
        async with app:
            assert isinstance(app.bot, ExtBot)
            posting = Posting(app.bot, limiter, self.now)
            self.courier = Courier(self.database, posting, self.now, repeat=self.repeat)
            async with on_duty(self.courier):
                yield posting

    def texts(self, chat: int) -> list[str]:
        return [message.text for message in self.telegram.messages(chat)]

    async def resume(self, chat: int) -> None:
        """What the bot does when it hears from a chat again."""
        async with self.database.session() as session:
            await subscriptions.resume_chat(session, chat, ALL, lambda _: self.moment, self.moment)
        self.courier.wake()

    async def of(self, chat: int) -> Subscription:
        async with self.database.session(readonly=True) as session:
            (found,) = await subscriptions.of_chat(session, chat)
        return found


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}", busy_timeout=1)
    async with Playground.start(idle=0.05) as telegram:
        for number, name in ((7, "Ann"), (8, "Ben")):
            telegram.user(number, name).user.started = True
        yield Post(database, telegram=telegram)
    await database.close()


async def digest(post: Post, chat: int = 7, parts: Iterable[str | Rich] = ("1", "2", "3"), **about: int) -> Subscription:
    """A digest of three parts that waits."""
    return await waiting(post.database, chat, parts, **about)  # type: ignore[arg-type]  # thread and person are numbers


async def test_a_digest_arrives_as_it_is(post: Post) -> None:
    """Marks become entities, the last part has buttons, silence is kept, and Telegram finds nothing to warn of."""
    await waiting(post.database, 7, (bold("Bridge") + " opens", Rich("2")), silent=True)
    async with post.posting():
        await post.until_states(sent=2)
    first, last = post.telegram.messages(7)
    assert (first.text, [entity["type"] for entity in first.raw["entities"]]) == ("Bridge opens", ["bold"])
    assert (first.buttons == (), last.buttons != ()) == (True, True)
    assert {request.parameters["disable_notification"].lower() for request in post.telegram.requests[1:]} == {"true"}
    assert post.telegram.warnings == ()


@pytest.mark.parametrize("seconds", [3, 43_837])
async def test_a_flood_wait_is_kept_however_long(post: Post, seconds: int) -> None:
    """Part two is refused: it comes when the time has passed, over a restart as well, and part three after it."""
    await digest(post)
    await digest(post, 8, ("other",))
    post.telegram.fault("flood", method="sendMessage", chat=7, skip=1, retry_after=seconds)
    async with post.posting():
        await post.until_states(sent=2, pending=2)
    assert (post.texts(7), post.texts(8)) == (["1"], ["other"])
    post.turn(seconds=seconds)
    async with post.posting():
        await post.until_states(sent=4)
    assert post.texts(7) == ["1", "2", "3"]


@pytest.mark.parametrize("kind", ["error", "error_after", "drop_before", "drop_after", "garbage", "garbage_before", "slow"])
async def test_a_message_that_may_have_arrived_is_not_repeated(post: Post, kind: str) -> None:
    """Whatever breaks over part two: it is uncertain, parts one and three are there, nothing is there twice."""
    await digest(post)
    await digest(post, 8, ("other",))
    post.telegram.fault(kind, method="sendMessage", chat=7, skip=1, seconds=1.0)  # type: ignore[arg-type]  # parametrised
    async with post.posting():
        await post.until_states(sent=3, uncertain=1)
    arrived = ["2"] if kind in {"error_after", "drop_after", "garbage", "slow"} else []
    assert post.texts(7) == ["1", *arrived, "3"]
    assert post.texts(8) == ["other"]


@pytest.mark.parametrize("kind", ["error", "drop_after"])
async def test_under_the_other_rule_it_is_repeated_once_and_says_so(post: Post, kind: str) -> None:
    """The second copy carries a line; the parts stay in order."""
    post.repeat = True
    await digest(post, parts=("1", "2"))
    post.telegram.fault(kind, method="sendMessage", skip=0)  # type: ignore[arg-type]  # parametrised
    async with post.posting():
        await post.until(lambda: post.telegram.requests)
        await asyncio.sleep(0.3)
        post.turn(seconds=5)
        await post.until_states(sent=2)
    *before, again, last = post.texts(7)
    assert before == (["1"] if kind == "drop_after" else [])
    assert (again, last) == ("(sent again: it may have arrived before)\n1", "2")


async def test_telegram_that_is_away_gets_it_when_it_is_back(post: Post) -> None:
    """Nothing reached it, so nothing is unsure: all parts arrive, once."""
    await digest(post)
    away = replace_url(post, "http://127.0.0.1:9")
    async with away.posting():
        await asyncio.sleep(0.5)
        assert await post.states() == {"pending": 3}
    post.turn(seconds=5)
    async with post.posting():
        await post.until_states(sent=3)
    assert post.texts(7) == ["1", "2", "3"]


def replace_url(post: Post, url: str) -> Post:
    """The same with a Telegram at an address where nobody listens."""

    class Away:
        token = post.telegram.token

    Away.url = url  # type: ignore[attr-defined]  # all that is asked of it
    return replace(post, telegram=Away())  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    "said", ["Bad Request: can't parse entities: Unsupported start tag", "Bad Request: ENTITY_BOUNDS_INVALID"]
)
async def test_entities_that_telegram_refuses_cost_no_word(post: Post, said: str) -> None:
    """The same words arrive at once as plain text."""
    await digest(post, parts=(bold("Bridge") + " opens", "2"))
    post.telegram.fault("refuse", method="sendMessage", status=400, description=said)
    async with post.posting():
        await post.until_states(sent=2)
    first, _ = post.telegram.messages(7)
    assert (first.text, first.raw.get("entities")) == ("Bridge opens", None)


async def test_a_person_who_blocks_and_comes_back(post: Post) -> None:
    """Paused and kept; what was left of the digest arrives when they are back, and the others' at once."""
    await digest(post)
    await digest(post, 8, ("other",))
    ann = post.telegram.user(7, "Ann").user
    post.telegram.fault("refuse", method="sendMessage", chat=7, skip=1, status=403, description="Forbidden: bot was blocked by the user")
    async with post.posting():
        await post.until_states(sent=2, pending=2)
        ann.blocked = True
        assert (await post.of(7)).paused == "blocked"
        ann.blocked = False
        await post.resume(7)
        await post.until_states(sent=4)
    assert (post.texts(7), post.texts(8)) == (["1", "2", "3"], ["other"])
    assert (await post.of(7)).paused is None
