"""The tick with a clock that the test turns: what is due is done once, and no failure leaves its own task."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.jobs import HANDS, PAGE_HANDS, Jobs, Post, ticking
from bot.services.digests import service
from bot.services.feeds import Feeds, Rules
from bot.services.pages import Pages
from bot.services.polling import LEASE, Look
from bot.teller import Told, outcome
from sources.base import Ref
from sources.sandbox import Sandbox
from storage import digests, feeds
from storage.session import Session, StorageBusyError
from storage.types import FeedState, Following, PageState, Taste
from summarizer.errors import StorageError
from tests.bot.press import Press, printing, words
from tests.bot.services.digesting import at, posting
from tests.bot.services.following import Desk, at_desk
from tests.databases import new_sqlite


@dataclass
class Crier:
    """Tells as it is told to, and writes down whom."""

    answers: list[Told] = field(default_factory=list)
    told: list[int | None] = field(default_factory=list)

    async def __call__(self, following: Following) -> Told:
        self.told.append(following.chat)
        return self.answers.pop(0) if self.answers else "told"


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    async with printing() as site:
        site.feeds |= {f"/{n}": [] for n in range(7)}
        yield site


@pytest.fixture
async def desk(tmp_path: Path, sandbox: Sandbox) -> AsyncIterator[Desk]:
    async with at_desk(f"sqlite:///{tmp_path / 'verbatim.db'}", sandbox, Rules()) as it:
        yield it


def jobs(desk: Desk, crier: Crier | None = None) -> Jobs:
    return Jobs(desk.database, desk.feeds, desk.pages, crier or Crier(), desk.clock)


async def ticks(jobs: Jobs, times: int = 1) -> None:
    for _ in range(times):
        await jobs.tick()
        await jobs.settled()


async def state(desk: Desk, feed: int) -> FeedState:
    async with desk.database.session(readonly=True) as session:
        found = await feeds.get(session, feed)
    assert found
    return found


async def test_what_is_due_is_asked_and_nothing_else(desk: Desk, press: Press) -> None:
    """Before its time nobody asks a feed; then it is asked once."""
    await desk.feeds.follow(f"{press.url}/0", chat=7, person=1)
    work = jobs(desk)
    await ticks(work, 2)
    assert press.counted("/0") == 1
    desk.clock.turn(hours=2)
    await ticks(work, 3)
    assert press.counted("/0") == 2


async def due(desk: Desk, *urls: str) -> None:
    """Feeds that are followed and due, in this order; nobody has looked at them."""
    async with desk.database.session() as session:
        for url in urls:
            desk.clock.turn(seconds=1)
            await feeds.follow(session, url, chat=7, person=1, now=desk.clock())


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The feeds that are being looked at, for ever: their sites do not answer."""
    asked: list[int] = []

    async def hangs(feed: int) -> Look | None:
        asked.append(feed)
        await asyncio.Event().wait()
        return None

    monkeypatch.setattr(Feeds, "poll", staticmethod(hangs))
    return asked


async def test_no_more_at_once_than_there_are_hands(desk: Desk, held: list[int]) -> None:
    """Seven sites are due: as many are asked as may be side by side, and none is asked twice."""
    await due(desk, *(f"https://{n}.example/feed" for n in range(7)))
    work = jobs(desk)
    for _ in range(3):
        await work.tick()
        await asyncio.sleep(0)
    assert len(set(held)) == len(held) == HANDS
    await work.close()


async def test_ticks_side_by_side_fill_the_same_hands_once(desk: Desk, held: list[int]) -> None:
    """A bell and the clock at one moment: together they ask no more sites than there are hands."""
    await due(desk, *(f"https://{n}.example/feed" for n in range(3 * HANDS)))
    work = jobs(desk)
    await asyncio.gather(*(work.tick() for _ in range(3)))
    await asyncio.sleep(0)
    assert len(held) == HANDS
    await work.close()


async def test_a_site_that_does_not_answer_holds_one_hand(desk: Desk, held: list[int]) -> None:
    """Of its feeds one is looked at; those of others go on, and its next has its turn a minute later."""
    await due(desk, *(f"https://slow.example/{n}" for n in range(6)), "https://other.example/feed")
    work = jobs(desk)
    for _ in range(3):
        await work.tick()
        await asyncio.sleep(0)
    assert [(await state(desk, feed)).url for feed in held] == ["https://slow.example/0", "https://other.example/feed"]
    await work.close()
    desk.clock.turn(minutes=2)
    await work.tick()
    await asyncio.sleep(0)
    assert (await state(desk, held[-1])).url == "https://slow.example/1"
    await work.close()


async def test_pages_have_hands_of_their_own(
    desk: Desk, press: Press, held: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all hands are held by feeds a page is looked at all the same, and no more of them than may be."""
    checked: list[str] = []

    async def hangs(page: PageState) -> None:
        checked.append(page.asked)
        await asyncio.Event().wait()

    for n in range(PAGE_HANDS + 1):
        press.article(f"/news/{n}", f"Bridge {n} reopens", words(f"Wye {n}"))
        await desk.pages.intake.take_in(Ref(url=f"{press.url}/news/{n}"), 7)
    monkeypatch.setattr(Pages, "check", staticmethod(hangs))
    desk.clock.turn(hours=2)
    await due(desk, *(f"https://{n}.example/feed" for n in range(7)))
    work = jobs(desk)
    for _ in range(3):
        await work.tick()
        await asyncio.sleep(0)
    assert (len(held), len(checked)) == (HANDS, PAGE_HANDS)
    await work.close()


async def test_a_look_that_takes_too_long_is_ended(
    desk: Desk, held: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its hand is free for the next one, the log names its host, and it is due again after its lease."""
    monkeypatch.setattr("bot.jobs.DEADLINE", timedelta(seconds=0.05))
    await due(desk, "https://ana@slow.example/feed?key=1")
    await ticks(jobs(desk))
    assert [record.getMessage() for record in caplog.records] == [f"feed.late feed={held[0]} host=slow.example"]
    assert (await state(desk, held[0])).due == desk.clock() + LEASE


async def test_a_feed_that_crashes_touches_no_other_and_is_due_again(
    desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake of ours over one feed: the other one is read, the log has it, its lease ends."""
    bad = (await desk.feeds.follow(f"{press.url}/0", chat=7, person=1)).following.feed.id
    good = (await desk.feeds.follow(f"{press.url}/1", chat=7, person=1)).following.feed.id
    poll = desk.feeds.poll

    async def stumbles(feed: int) -> Look | None:
        if feed == bad:
            raise ZeroDivisionError
        return await poll(feed)

    monkeypatch.setattr(type(desk.feeds), "poll", staticmethod(stumbles))
    desk.clock.turn(hours=2)
    await ticks(jobs(desk))
    assert (await state(desk, bad)).due == desk.clock() + LEASE
    desk.clock.turn(minutes=2)  # both are of one site
    await ticks(jobs(desk))
    assert (await state(desk, good)).succeeded == desk.clock()
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [f"job.crashed feed={bad}"]


async def test_a_page_is_looked_at_again_by_the_tick(desk: Desk, press: Press) -> None:
    """A correction arrives without anybody asking for it."""
    path = "/news/bridge-of-wye-reopens"
    press.article(path, "Bridge of Wye reopens", words("Wye"))
    await desk.pages.intake.take_in(Ref(url=f"{press.url}{path}"), 7)
    press.article(path, "Bridge of Wye reopens", words("Wye", people=180))
    desk.clock.turn(hours=2)
    await ticks(jobs(desk))
    assert "180 people" in (await desk.texts(7))[0]


async def test_each_follower_is_told_until_it_went_out_and_then_never_again(desk: Desk, press: Press) -> None:
    """Two chats: one cannot be told now. Public followers are nobody to tell."""
    for chat in (7, 8, None):
        await desk.feeds.follow(f"{press.url}/0", chat=chat, person=1)
    press.answers["/0"] = (410, {})
    crier = Crier(["told", "not now"])
    desk.clock.turn(hours=2)
    await ticks(jobs(desk, crier), 2)
    assert crier.told == [7, 8]
    desk.clock.turn(minutes=6)
    await ticks(jobs(desk, crier), 2)
    assert crier.told == [7, 8, 8]
    desk.clock.turn(days=9)
    await ticks(jobs(desk, crier), 2)
    assert crier.told == [7, 8, 8]
    assert press.counted("/0") == 3 + 1  # a look for each who follows, and the last one


async def test_a_crash_while_telling_loses_nobody(desk: Desk, press: Press) -> None:
    """The process ends after the first was told: the next one tells the second, and him alone."""
    for chat in (7, 8):
        await desk.feeds.follow(f"{press.url}/0", chat=chat, person=1)
    press.answers["/0"] = (410, {})
    desk.clock.turn(hours=2)

    class Ends(Crier):
        async def __call__(self, following: Following) -> Told:
            if self.told:
                raise asyncio.CancelledError
            return await super().__call__(following)

    await ticks(jobs(desk, Ends()))
    crier = Crier()
    desk.clock.turn(minutes=16)
    await ticks(jobs(desk, crier))
    assert crier.told == [8]


async def test_a_feed_that_is_revived_and_ends_again_is_told_again(desk: Desk, press: Press) -> None:
    """Once an end."""
    followed = await desk.feeds.follow(f"{press.url}/0", chat=7, person=1)
    press.answers["/0"] = (410, {})
    crier = Crier()
    desk.clock.turn(hours=2)
    await ticks(jobs(desk, crier))
    del press.answers["/0"]
    await desk.feeds.retry(followed.following.id, 7)
    press.answers["/0"] = (410, {})
    desk.clock.turn(days=2)
    await ticks(jobs(desk, crier), 2)
    assert crier.told == [7, 7]


async def test_the_end_cuts_short_what_is_under_way(desk: Desk, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """No task is left behind, and what was begun is due after its lease."""
    feed = (await desk.feeds.follow(f"{press.url}/0", chat=7, person=1)).following.feed.id
    begun = asyncio.Event()

    async def never(_: int) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(type(desk.feeds), "poll", staticmethod(never))
    desk.clock.turn(hours=2)
    work = jobs(desk)
    async with ticking(work, seconds=0.05):
        await asyncio.wait_for(begun.wait(), 10)
    assert not work._looks.places
    assert (await state(desk, feed)).due == desk.clock() + LEASE


async def test_an_end_in_the_middle_of_a_tick_is_no_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Who stops the bot just then reads nothing of it in the log."""
    begun = asyncio.Event()

    async def never(*_: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Jobs, "tick", never)
    async with ticking(jobs(desk), seconds=0.05):
        await asyncio.wait_for(begun.wait(), 10)
    await asyncio.sleep(0.05)
    assert caplog.records == []


@pytest.mark.parametrize(
    ("error", "cause", "told"),
    [
        (Forbidden("blocked"), None, "nobody"),
        (BadRequest("Chat not found"), None, "nobody"),
        (RetryAfter(43_837), None, "not now"),
        (NetworkError("Bad Gateway"), None, "not now"),
        (NetworkError("httpx.ConnectError"), httpx.ConnectError("refused"), "not now"),
        (TimedOut(), httpx.ConnectTimeout("slow"), "not now"),
        (TimedOut(), httpx.PoolTimeout("full"), "not now"),
        (TimedOut(), httpx.ReadTimeout("slow"), "told"),
        (NetworkError("httpx.ReadError"), httpx.ReadError("cut"), "told"),
    ],
)
def test_what_may_have_gone_out_is_not_sent_again(error: TelegramError, cause: Exception | None, told: str) -> None:
    """And what surely did not is."""
    error.__cause__ = cause
    assert outcome(error) == told


@dataclass
class House:
    """What is asked of digests, the courier and arrivals, in order; `fails` names what cannot be done."""

    asked: list[str] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)
    written: int = 0
    go: asyncio.Event = field(default_factory=asyncio.Event)

    def _do(self, what: str) -> None:
        self.asked.append(what)
        if what in self.fails:
            raise self.fails[what]

    async def compose_due(self, _: datetime) -> int:
        self._do("compose")
        await self.go.wait()
        return self.written

    async def realign(self, _: datetime) -> int:
        self._do("realign")
        return 0

    async def prune(self, *_: datetime) -> int:
        self._do("prune")
        return 0

    async def expire(self, _: datetime) -> int:
        self._do("expire")
        return 0

    def wake(self) -> None:
        self._do("wake")


def with_post(desk: Desk, house: House) -> Jobs:
    post = Post(house, house, house, house)  # type: ignore[arg-type]  # it stands for all four
    return Jobs(desk.database, None, None, Crier(), desk.clock, post)


async def test_the_house_is_put_in_order_at_the_start_and_now_and_then(desk: Desk) -> None:
    """Digests at every tick; due times each hour, also where the clock was put back; what is long past each day."""
    house = House()
    house.go.set()
    work = with_post(desk, house)
    for hours in (0, 0, 1, -3, 27):
        desk.clock.turn(hours=hours)
        await ticks(work)
    everything, hourly, plain = ["realign", "prune", "prune", "expire", "compose"], ["realign", "compose"], ["compose"]
    assert house.asked == [*everything, *plain, *hourly, *hourly, *everything]


async def test_what_was_composed_is_sent_at_once(desk: Desk) -> None:
    """The courier is woken where anything was written, also before composing broke off, and only then."""
    house = House(written=3)
    house.go.set()
    await ticks(with_post(desk, house))
    assert house.asked[-2:] == ["compose", "wake"]
    broken = House(fails={"compose": StorageBusyError("locked")})
    await ticks(with_post(desk, broken))
    assert broken.asked[-2:] == ["compose", "wake"]


async def test_a_house_in_disorder_keeps_no_digest_back(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """What cannot be forgotten today is logged, and what is due is composed."""
    house = House(fails={"prune": StorageError("disk full")})
    house.go.set()
    await ticks(with_post(desk, house))
    assert house.asked == ["realign", "prune", "compose"]
    assert "job.failed digests" in caplog.text


async def test_what_could_not_be_put_in_order_is_tried_at_the_next_tick(desk: Desk) -> None:
    """A database that is locked at the start costs no hour and no day; what succeeded is not done again."""
    house = House(fails={"realign": StorageBusyError("locked")})
    house.go.set()
    work = with_post(desk, house)
    await ticks(work)
    house.fails = {"prune": StorageBusyError("locked")}
    await ticks(work)
    house.fails = {}
    await ticks(work, 2)
    first, second = ["realign", "compose"], ["realign", "prune", "compose"]
    third = ["prune", "prune", "expire", "compose"]
    assert house.asked == [*first, *second, *third, "compose"]


async def test_what_is_long_past_is_forgotten_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it goes, in transactions of so many at most: while one goes on nobody else can write."""
    gone: list[int] = []

    async def some(session: Session, before: datetime, *, most: int) -> int:
        gone.append(await digests.prune(session, before, most=most))
        return gone[-1]

    async with posting(new_sqlite(tmp_path / "verbatim.db")) as post:
        for chat in range(5):
            await post.subscribe(chat + 1, taste=Taste(empty=True))
        await post.morning(0)
        monkeypatch.setattr(service, "PRUNED", 2)
        monkeypatch.setattr(service, "digests", SimpleNamespace(prune=some))
        assert await post.digests.prune(at(99)) == 5
    assert gone == [2, 2, 1]


@pytest.mark.parametrize(("composes", "tidies"), [(True, False), (False, True), (False, False)])
async def test_what_another_process_does_is_left_to_it(desk: Desk, *, composes: bool, tidies: bool) -> None:
    """Who has not the duty of composing composes nothing, and who does not send puts nothing in order."""
    house = House(written=1)
    house.go.set()
    post = Post(house, house, house, house, lambda: composes, lambda: tidies)  # type: ignore[arg-type]  # as above
    await ticks(Jobs(desk.database, None, None, Crier(), desk.clock, post))
    done = ["realign", "prune", "prune", "expire"] if tidies else []
    assert house.asked == [*done, *(["compose", "wake"] if composes else [])]


async def test_who_sends_tells_of_feeds_that_others_found_to_have_ended(desk: Desk, press: Press) -> None:
    """A worker asked the feed and tells nobody; the sender tells its followers, once, and then it is asked no more."""
    feed = (await desk.feeds.follow(f"{press.url}/0", chat=7, person=1)).following.feed.id
    press.answers["/0"] = (410, {})
    desk.clock.turn(hours=2)
    look = await desk.feeds.poll(feed)
    assert look
    assert look.ended
    stands_by, crier = Crier(), Crier()
    made = desk.database, None, None
    await ticks(Jobs(*made, stands_by, desk.clock, sends=lambda: False, ended=desk.feeds))
    work = Jobs(*made, crier, desk.clock, ended=desk.feeds)
    await ticks(work, 2)
    desk.clock.turn(minutes=2)
    await ticks(work)
    assert (stands_by.told, crier.told) == ([], [7])
    assert (await state(desk, feed)).due is None


async def test_a_feed_that_fails_for_a_while_has_not_ended(desk: Desk, press: Press) -> None:
    """Nobody is told, and it is asked again."""
    feed = (await desk.feeds.follow(f"{press.url}/0", chat=7, person=1)).following.feed.id
    press.answers["/0"] = (500, {})
    for _ in range(9):
        desk.clock.turn(hours=1)
        await desk.feeds.poll(feed)
    crier = Crier()
    await ticks(Jobs(desk.database, None, None, crier, desk.clock, ended=desk.feeds))
    assert crier.told == []
    assert (await state(desk, feed)).due is not None


async def test_each_tick_looks_for_texts_that_wait(desk: Desk) -> None:
    """So a lost wake-up is made up for; a look that takes its time is not begun twice."""
    looked, go = list[int](), asyncio.Event()

    class Waiting:
        async def sweep(self) -> None:
            looked.append(1)
            await go.wait()

    made = desk.database, None, None, Crier(), desk.clock
    work = Jobs(*made, understanding=Waiting())  # type: ignore[arg-type]  # it stands for it
    for _ in range(3):
        await work.tick()
        await asyncio.sleep(0)
    assert looked == [1]
    go.set()
    await work.settled()
    await ticks(work)
    assert looked == [1, 1]


async def test_composing_has_one_hand(desk: Desk) -> None:
    """While it takes its time further ticks start no second one; the end cuts it short."""
    house = House()
    work = with_post(desk, house)
    for _ in range(3):
        await work.tick()
        await asyncio.sleep(0)
    assert house.asked.count("compose") == 1
    await work.close()
    assert not work._composing.places


async def test_what_the_dead_were_answering_is_looked_for_at_each_tick(desk: Desk) -> None:
    """By one look at a time, whose failure stays its own: the next tick looks again."""
    looks: list[int] = []

    async def answering() -> None:
        looks.append(len(looks))
        raise StorageBusyError("locked")

    work = Jobs(desk.database, None, None, Crier(), desk.clock, answering=answering)
    for _ in range(2):
        await work.tick()
        await work.settled()
    assert looks == [0, 1]
