"""Every failure of docs/delivery.md, over real HTTP: python-telegram-bot, our limiter, our courier, a real database."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from telegram.error import Conflict
from telegram.ext import ApplicationBuilder, ExtBot
from telegram.request import HTTPXRequest

from bot.dispatch import PollingAlarm
from bot.limiter import Limiter
from bot.playground import Playground
from bot.playground.faults import Fault, FaultKind
from bot.posting import Posting
from bot.services.courier import Courier, on_duty
from bot.views.rich import Rich, bold
from storage import chats, subscriptions
from storage.database import Database
from storage.types import Chat, Pause, Subscription
from tests.bot.services.mailing import NOW, Office, all_waiting, waiting

READ_TIMEOUT = 0.6
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

    async def over(self, fault: Fault) -> None:
        """Waits until a fault has struck and what follows from it is written."""
        await self.until(lambda: fault.hit)
        async with asyncio.timeout(10):
            while "sending" in await self.states():  # noqa: ASYNC110 - rows tell nobody
                await asyncio.sleep(0.02)

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


async def digest(
    post: Post, chat: int = 7, parts: Iterable[str | Rich] = ("1", "2", "3"), **about: int
) -> Subscription:
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
    flood = post.telegram.fault("flood", method="sendMessage", chat=7, skip=1, retry_after=seconds)
    async with post.posting():
        await post.over(flood)
        await post.until_states(sent=2, pending=2)
    assert (post.texts(7), post.texts(8)) == (["1"], ["other"])
    post.turn(seconds=seconds)
    async with post.posting():
        await post.until_states(sent=4)
    assert post.texts(7) == ["1", "2", "3"]


BROKEN = ("error", "error_after", "drop_before", "drop_after", "garbage", "garbage_before", "slow")


@pytest.mark.parametrize("kind", BROKEN)
async def test_a_message_that_may_have_arrived_is_not_repeated(post: Post, kind: FaultKind) -> None:
    """Whatever breaks over part two: it is uncertain, parts one and three are there, nothing is there twice."""
    await digest(post)
    await digest(post, 8, ("other",))
    post.telegram.fault(kind, method="sendMessage", chat=7, skip=1, seconds=1.5)
    async with post.posting():
        await post.until_states(sent=3, uncertain=1)
    arrived = ["2"] if kind in {"error_after", "drop_after", "garbage", "slow"} else []
    assert post.texts(7) == ["1", *arrived, "3"]
    assert post.texts(8) == ["other"]


async def test_a_reply_without_a_message_is_none(post: Post) -> None:
    """Status 200, and nothing in it that says what was sent: uncertain, and the digest goes on."""
    await digest(post)
    post.telegram.fault("refuse", method="sendMessage", skip=1, status=200, description="fine")
    async with post.posting():
        await post.until_states(sent=2, uncertain=1)
    assert post.texts(7) == ["1", "3"]


@pytest.mark.parametrize("kind", ["error", "drop_after"])
async def test_under_the_other_rule_it_is_repeated_once_and_says_so(post: Post, kind: FaultKind) -> None:
    """The second copy carries a line; the parts stay in order."""
    post.repeat = True
    await digest(post, parts=("1", "2"))
    fault = post.telegram.fault(kind, method="sendMessage")
    async with post.posting():
        await post.over(fault)
        post.turn(seconds=5)
        await post.until_states(sent=2)
    *before, again, last = post.texts(7)
    assert before == (["1"] if kind == "drop_after" else [])
    assert (again, last) == ("(sent again: it may have arrived before)\n1", "2")


async def test_telegram_that_is_away_gets_it_when_it_is_back(post: Post) -> None:
    """Nothing reached it, so nothing is unsure: all parts arrive, once."""
    await digest(post)
    async with post.posting() as posting:
        there, posting.bot._base_url = posting.bot._base_url, "http://127.0.0.1:9/bot"
        post.courier.wake()
        await asyncio.sleep(0.5)
        assert await post.states() == {"pending": 3}
        posting.bot._base_url = there
        post.turn(seconds=5)
        await post.until_states(sent=3)
    assert post.texts(7) == ["1", "2", "3"]


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
    said = "Forbidden: bot was blocked by the user"
    blocked = post.telegram.fault("refuse", method="sendMessage", chat=7, skip=1, status=403, description=said)
    async with post.posting():
        await post.over(blocked)
        await post.until_states(sent=2, pending=2)
        assert (await post.of(7)).paused == "blocked"
        await post.resume(7)
        await post.until_states(sent=4)
    assert (post.texts(7), post.texts(8)) == (["1", "2", "3"], ["other"])
    assert (await post.of(7)).paused is None


@pytest.mark.parametrize(
    ("change", "why"),
    [("blocked", "blocked"), ("deactivated", "gone"), ("started", "blocked")],
)
async def test_a_person_who_cannot_be_written_to(post: Post, change: str, why: Pause) -> None:
    """Who blocked the bot, left Telegram, or never pressed Start: the digest rests, nothing is deleted."""
    setattr(post.telegram.user(7, "Ann").user, change, change != "started")
    await digest(post)
    async with post.posting():
        await post.until(lambda: post.telegram.refused)
        await post.until_states(pending=3)
        await asyncio.sleep(0.1)
    found = await post.of(7)
    assert (found.paused, found.due, len(post.telegram.refused)) == (why, None, 1)


@pytest.mark.parametrize(("status", "why"), [("kicked", "removed"), ("left", "removed"), ("deleted", "gone")])
async def test_a_group_that_the_bot_is_no_longer_in(post: Post, status: str, why: Pause) -> None:
    """Thrown out, gone by itself, or the group is deleted: paused and kept; added again, it goes on."""
    group = post.telegram.group(-5, "Newsroom", kind="group", bot="member" if status == "deleted" else status)
    group.deleted = status == "deleted"
    await digest(post, -5)
    async with post.posting():
        await post.until(lambda: post.telegram.refused)
        await post.until_states(pending=3)
    assert (await post.of(-5)).paused == why


async def test_a_chat_that_is_not_found(post: Post) -> None:
    """Its digest rests as for a chat that is gone; other chats have theirs."""
    await digest(post, 99)
    await digest(post, 8, ("other",))
    async with post.posting():
        await post.until_states(sent=1, pending=3)
        await post.until(lambda: post.telegram.refused)
    assert ((await post.of(99)).paused, post.texts(8)) == ("gone", ["other"])


async def test_a_group_that_becomes_a_supergroup(post: Post) -> None:
    """The service message never came: the refusal says where it went, and all it has goes along."""
    group = post.telegram.group(-5, "Newsroom", kind="group")
    made = await digest(post, -5)
    new = post.telegram.migrate(group, -1005)
    async with post.posting():
        await post.until_states(sent=3)
    assert (post.texts(-5), post.texts(new.id)) == ([], ["1", "2", "3"])
    moved = await post.of(-1005)
    assert (moved.id, moved.rule, moved.due) == (made.id, made.rule, moved.due)


@pytest.mark.parametrize("how", ["closed", "deleted"])
async def test_a_topic_that_is_closed_or_gone(post: Post, how: str) -> None:
    """All parts arrive outside of it at once; who set it up is told once, in private."""
    forum = post.telegram.group(-1005, "Newsroom", topics={5: "Briefings"})
    if how == "closed":
        forum.topics[5].closed = True
    else:
        post.telegram.delete_topic(forum, 5)
    await note_chat(post, -1005)
    await digest(post, -1005, thread=5, person=7)
    async with post.posting():
        await post.until_states(sent=3)
        await post.until(lambda: post.texts(7))
    assert [(each.text, each.raw.get("message_thread_id")) for each in post.telegram.messages(forum)] == [
        ("This digest’s topic is closed or gone, so it comes here.\n1", None), ("2", None), ("3", None),
    ]  # fmt: skip
    (told,) = post.texts(7)
    assert told.startswith("The topic that gets the digest in “Newsroom” is closed or gone.")


async def test_a_right_that_is_taken_away(post: Post) -> None:
    """It is tried for two days; then the digest rests and who set it up is told."""
    group = post.telegram.group(-1005, "Newsroom")
    await note_chat(post, -1005)
    await digest(post, -1005, person=7)
    group.bot, group.rights = "restricted", {"can_send_messages": False}
    async with post.posting():
        for tries in range(1, 3):
            await post.until(lambda tries=tries: len(post.telegram.refused) == tries)  # type: ignore[misc]  # bound here
            await post.until_states(pending=3)
            assert (await post.of(-1005)).paused is None
            post.turn(hours=25)
        await post.until(lambda: post.texts(7))
        assert (await post.of(-1005)).paused == "rights"
        assert post.texts(7)[0].startswith("I am not allowed to write in “Newsroom”")
    assert post.texts(-1005) == []


async def note_chat(post: Post, chat: int) -> None:
    async with post.database.session() as session:
        await chats.touch(session, Chat(chat, "supergroup", "Newsroom"), NOW)


async def test_who_cannot_be_told_keeps_nothing_back(post: Post) -> None:
    """The person who is to be told of the topic has blocked the bot: the digest arrives all the same."""
    post.telegram.group(-1005, "Newsroom", topics={5: "Briefings"}).topics[5].closed = True
    post.telegram.user(7, "Ann").user.blocked = True
    await digest(post, -1005, thread=5, person=7)
    async with post.posting():
        await post.until_states(sent=3)
        await post.until(lambda: len(post.telegram.refused) == 2)
    first, *others = post.texts(-1005)
    assert (post.texts(7), first.rpartition("\n")[2], others) == ([], "1", ["2", "3"])


async def test_a_proxy_that_refuses_pauses_nobody(post: Post) -> None:
    """A page of HTML with 403 is not Telegram's word: the message goes out some seconds later."""
    await digest(post)
    page = post.telegram.fault("error", method="sendMessage", status=403)
    async with post.posting():
        await post.over(page)
        assert (await post.of(7)).paused is None
        post.turn(seconds=5)
        await post.until_states(sent=3)
    assert post.texts(7) == ["1", "2", "3"]


async def test_a_token_that_was_revoked(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is lost or marked, and the log says what to do."""
    await digest(post)
    async with post.posting():
        await post.until_states(sent=3)
        post.telegram.revoke()
        await digest(post, 8)
        post.courier.wake()
        await post.until(lambda: "TELEGRAM_BOT_TOKEN" in caplog.text)
        await post.until_states(sent=3, pending=3)
    assert post.telegram.token not in caplog.text


async def test_a_message_that_telegram_never_takes(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """It is given up after three tries with marks and three without; the parts around it arrive."""
    await digest(post)
    refused = post.telegram.fault(
        "refuse", method="sendMessage", skip=1, times=6, status=400, description="Bad Request: message text is odd"
    )
    async with post.posting():
        for tries in (2, 4):
            await post.until(lambda tries=tries: refused.hit == tries)  # type: ignore[misc]  # bound where it is made
            await post.until_states(sent=1, pending=2)
            post.turn(minutes=1)
        await post.until_states(sent=2, dead=1)
    assert post.texts(7) == ["1", "3"]
    assert "delivery.dead" in caplog.text


async def test_a_letter_that_cannot_be_read(post: Post, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever stands in the row: it is given up after three tries, without a request, and other chats have theirs."""
    await digest(post, parts=("1",))
    with closing(sqlite3.connect(tmp_path / "verbatim.db")) as other, other:
        other.execute("UPDATE letter_part SET content = 'no letter'")
    await digest(post, 8, ("other",))
    async with post.posting():
        for tries in (1, 2):
            await post.until(lambda tries=tries: caplog.text.count("unreadable letter") == tries)  # type: ignore[misc]
            await post.until_states(sent=1, pending=1)
            post.turn(minutes=1)
        await post.until_states(sent=1, dead=1)
    assert (post.texts(7), post.texts(8)) == ([], ["other"])


async def test_a_stop_in_mid_digest(post: Post) -> None:
    """Within ten seconds; what was under way is settled, the rest goes out after the next start, nothing twice."""
    for chat in range(100, 120):
        post.telegram.user(chat, "Reader").user.started = True
    await all_waiting(post.database, range(100, 120), ("1", "2", "3"))
    post.telegram.fault("slow", method="sendMessage", times=-1, seconds=0.05)
    loop = asyncio.get_running_loop()
    async with post.posting():
        await post.until(lambda: len(post.telegram.accepted()) > 20)
        stopped = loop.time()
    assert loop.time() - stopped < 10
    assert "sending" not in await post.states()
    async with post.posting():
        await post.until_states(sent=60, seconds=20)
    assert set(post.telegram.accepted().values()) == {1}


async def test_two_bots_with_one_token(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """Each says what is wrong and what to do, and says it once a minute, however often it is refused."""
    now = [0.0]
    alarms = [PollingAlarm(lambda: now[0]) for _ in range(2)]
    async with polling(post, alarms[0]), polling(post, alarms[1]):
        await post.until(lambda: [each.status for each in post.telegram.requests].count(409) > 2)
        said = [record.levelname for record in caplog.records if "telegram.conflict" in record.getMessage()]
    assert set(said) == {"ERROR"}
    assert len(said) <= 2
    assert "stop one of the two" in caplog.text
    now[0] = 60
    alarms[0](Conflict("terminated by other getUpdates request"))
    alarms[0](Conflict("terminated by other getUpdates request"))
    assert sum("telegram.conflict" in line for line in caplog.messages) == len(said) + 1


@asynccontextmanager
async def polling(post: Post, alarm: PollingAlarm) -> AsyncIterator[None]:
    requests = [HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2)]
    builder = ApplicationBuilder().token(post.telegram.token).base_url(f"{post.telegram.url}/bot")
    app = builder.request(requests[0]).get_updates_request(requests[1]).build()
    async with app:
        assert app.updater
        await app.updater.start_polling(timeout=1, error_callback=alarm)
        yield
        await app.updater.stop()
