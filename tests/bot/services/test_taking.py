"""Taking in what was kept, with a store and without a network: where it goes, what counts, what is left out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from telegram import Chat, Document, Message, MessageOriginChannel

from bot.services import failures
from bot.services.analyst import Analyst, Recipe
from bot.services.arrivals import KEPT, TRIES, Arrivals
from bot.services.intake import Intake
from bot.services.limits import HOUR, Limit, Limits, Place, Refusal
from bot.services.outcomes import Outcome
from bot.services.sent import Sent
from bot.services.taking import FILES, Taker
from bot.unpacking import unpack, way_of
from sources.base import Reading, Ref
from storage import arrivals, chats, sources
from storage.database import Database
from storage.types import Batch
from storage.types import Chat as Stored
from summarizer import types
from summarizer.analyse import analyse
from summarizer.errors import SourceError
from tests.bot.asking import ARTICLE

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
GROUP, SUPERGROUP = -5, -1005
NOTHING = cast(Taker, None)


class Pasted:
    """Reads texts, and files of text, as they are."""

    def accepts(self, _: Ref) -> bool:
        return True

    async def read(self, ref: Ref) -> Reading:
        text = ref.text or (ref.data or b"").decode()
        return Reading(types.Document.make(text, title=text[:20]), text, "text")


class Slow(Analyst):
    """Understands here, and counts how often; `before` is awaited first."""

    times = 0
    before: Callable[[], Awaitable[None]] | None = None

    def __init__(self) -> None:
        super().__init__(Recipe("none"))

    async def analyse(self, document: types.Document) -> types.Analysis:
        self.times += 1
        if self.before:
            await self.before()
        return analyse(document, None)


@dataclass
class Shop:
    """Everything between a message and what is stored of it."""

    database: Database
    analyst: Slow
    arrivals: Arrivals

    async def note(self, *sent: Sent, chat: int = GROUP, message: int = 1) -> Batch:
        noted = await self.arrivals.note(Place(chat, 1), message, sent)
        assert noted.batch
        return noted.batch

    async def work(self, batch: Batch, data: bytes = b"") -> tuple[Outcome, ...]:
        async def fetch(_: Sent) -> bytes:
            return data

        async def progress(_: int, __: int) -> None:
            pass

        await self.arrivals.work(batch, fetch, progress)
        return await self.arrivals.outcomes(batch, named=2)

    async def brought(self, chat: int) -> int:
        async with self.database.session(readonly=True) as session:
            return len(await sources.visible(session, chat, limit=99))


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    analyst = Slow()
    intake = Intake(database, (Pasted(),), analyst, lambda: NOW)
    taker = Taker(database, intake, NOTHING, NOTHING, NOTHING)  # type: ignore[arg-type]  # no link, no feed
    limits = Limits((Limit("person", 5, HOUR),), pending=99)
    yield Shop(database, analyst, Arrivals(database, taker, limits, lambda: NOW))
    await database.close()


def texts(count: int) -> tuple[Sent, ...]:
    return tuple(Sent("text", text=f"Text {number}. {ARTICLE}") for number in range(count))


async def test_what_is_read_after_a_group_moved_is_the_supergroups(shop: Shop) -> None:
    """In the middle of a batch: nothing stays behind in the chat that is no more, and all of it is told."""
    async with shop.database.session() as session:
        await chats.touch(session, Stored(GROUP, "group", "Desk"), NOW)

    async def move() -> None:
        shop.analyst.before = None
        async with shop.database.session() as session:
            await chats.migrate(session, GROUP, SUPERGROUP)

    shop.analyst.before = move
    told = await shop.work(await shop.note(*texts(5)))
    assert (await shop.brought(GROUP), await shop.brought(SUPERGROUP)) == (0, 5)
    assert [outcome.word for outcome in told] == ["taken"] * 5


async def test_a_report_loads_only_what_it_names(shop: Shop) -> None:
    """What it counts stands with the outcome."""
    told = await shop.work(await shop.note(*texts(4)))
    assert [outcome.document is not None for outcome in told] == [True, True, False, False]
    assert [outcome.analysis for outcome in told] == [None] * 4
    document = told[0].document
    assert document
    found = analyse(document, None)
    assert {outcome.found for outcome in told} == {(len(found.statements), len(found.figures))}


async def test_an_end_that_takes_no_process_with_it_is_no_try(shop: Shop) -> None:
    """A stop in the middle of understanding, however often: the text is taken in afterwards."""
    batch = await shop.note(*texts(1))

    async def cut() -> None:
        raise asyncio.CancelledError

    shop.analyst.before = cut
    for _ in range(TRIES + 1):
        with pytest.raises(asyncio.CancelledError):
            await shop.work(batch)
    shop.analyst.before = None
    assert [outcome.word for outcome in await shop.work(batch)] == ["taken"]


async def test_what_is_stored_is_told_as_kept_where_it_is_given_up(shop: Shop) -> None:
    """The process died over it again and again: it is no thing that was not taken in."""
    batch = await shop.note(*texts(1))

    async def cut() -> None:
        raise asyncio.CancelledError

    shop.analyst.before = cut
    with pytest.raises(asyncio.CancelledError):
        await shop.work(batch)
    async with shop.database.session() as session:
        (piece,) = await arrivals.of_batch(session, batch)
        for _ in range(TRIES):
            await arrivals.tried(session, piece)
    (told,) = await shop.work(batch)
    assert (told.word, told.document is not None, await shop.brought(GROUP)) == ("kept", True, 1)


async def test_a_file_of_links_has_no_more_room_than_its_sender(shop: Shop) -> None:
    """What is left out of it is told; so are the links of a file that has too many for any."""
    batch = await shop.note(Sent("file", file="a"))
    links = "\n".join(f"https://wye.example/{number}" for number in range(1200)).encode()
    told = await shop.work(batch, links)
    assert len(await shop.arrivals.items(batch)) == 5
    (left,) = [outcome.left for outcome in told if outcome.left]
    assert (left.left_out, left.most, left.who, left.within, left.first) == (
        1196, 5, "person", HOUR, "https://wye.example/4",
    )  # fmt: skip


async def test_a_message_that_comes_twice_is_no_message_too_many(shop: Shop) -> None:
    """At a full limit as well: nobody is told that what was taken in is left out."""
    await shop.note(*texts(5))
    again = await shop.arrivals.note(Place(GROUP, 1), 1, texts(5))
    assert (again.batch, again.refusal) == (None, None)
    other = await shop.arrivals.note(Place(GROUP, 1), 2, texts(1))
    assert isinstance(other.refusal, Refusal)


async def test_one_text_is_understood_once(shop: Shop) -> None:
    """However many chats send it at once."""

    async def wait() -> None:
        await asyncio.sleep(0.05)

    shop.analyst.before = wait
    batches = [await shop.note(*texts(1), chat=chat) for chat in range(1, 4)]
    await asyncio.gather(*map(shop.work, batches))
    assert shop.analyst.times == 1


async def test_a_few_files_are_held_at_once(shop: Shop) -> None:
    """From their download until they are read, over all chats."""
    held = most = 0

    async def fetch(_: Sent) -> bytes:
        nonlocal held, most
        held, most = held + 1, max(most, held + 1)
        await asyncio.sleep(0.02)
        held -= 1
        return ARTICLE.encode()

    async def progress(_: int, __: int) -> None:
        pass

    batches = [await shop.note(Sent("file", file="a"), Sent("file", file="b"), message=n) for n in (1, 2)]
    await asyncio.gather(*(shop.arrivals.work(batch, fetch, progress) for batch in batches))
    assert most == FILES


async def test_what_was_reported_long_ago_is_forgotten_without_another_report(shop: Shop) -> None:
    """As the answer to /privacy says."""
    batch = await shop.note(*texts(1))
    async with shop.database.session() as session:
        await arrivals.report(session, batch, NOW)
    later = Arrivals(shop.database, shop.arrivals.taker, shop.arrivals.limits, lambda: NOW + 2 * KEPT)
    assert await later.prune() == 1


def all_errors(root: type[SourceError]) -> set[type[SourceError]]:
    found = {root}.union(*map(all_errors, root.__subclasses__()))
    return {each for each in found if not each.__module__.startswith("tests")}


def made(kind: Callable[..., SourceError], names: tuple[str, ...]) -> SourceError:
    values: dict[str, object] = {
        "limit": 5,
        "size": 6,
        "feeds": ("https://wye.example/feed",),
        "path": Path("a"),
        "why": "login",
    }
    values |= {"unit": "lines", "status": 429, "retry_after": HOUR, "kind": "image"}
    return kind(**{name: values.get(name, "wye") for name in names})


def test_every_error_of_a_source_can_be_kept() -> None:
    """Also those that no link or file was known to end with: a reason that cannot be kept would be told as another."""
    for error in [made(kind, failures.ATTRIBUTES[kind]) for kind in all_errors(SourceError)]:
        back = failures.unpack(failures.pack(error))
        assert (type(back), vars(back)) == (type(error), vars(error))


def test_the_file_and_the_caption_of_a_forward_are_two_texts() -> None:
    """Neither takes the place of the other; the same file is known again when somebody asks about the forward."""
    origin = MessageOriginChannel(NOW, Chat(-100, "channel", title="Wye"), 5)
    file = Document("a", "b", file_name="a.txt")
    message = Message(1, NOW, Chat(7, "private"), document=file, caption=ARTICLE, forward_origin=origin)

    class Us:
        id = 1

    message.set_bot(Us())  # type: ignore[arg-type]  # who we are is all that is asked
    text, held = unpack(message).sent
    assert (text.forward, held.forward) == ("-100/5", "-100/5/file")
    assert way_of(message)[1].forward == held.forward
    assert json.loads(held.pack())["forward"] == held.forward
