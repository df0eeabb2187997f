"""What is kept of what people send: packed and unpacked alike, joined and sorted out, counted against limits."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.services import failures
from bot.services.arrivals import TRIES, Arrivals
from bot.services.limits import DAY, HOUR, Limit, Limits, Place, Refusal
from bot.services.sent import Item, Sent, items_of
from bot.services.taking import Taker
from sources import base
from sources.base import NOWHERE, Origin
from storage import arrivals
from storage.database import Database
from storage.rows import BatchRow
from storage.session import StorageBusyError
from storage.types import Arrival, ArrivalKind
from summarizer.errors import SourceError

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
ANN = Place(7, 7)
words = st.none() | st.text(max_size=30)
origins = st.just(NOWHERE) | st.builds(
    Origin, words, words, words, words, st.none() | st.datetimes(timezones=st.just(UTC))
)
pieces = st.builds(
    Sent,
    st.sampled_from(get_args(ArrivalKind)),
    text=words.filter(lambda text: text != ""),
    origin=origins,
    size=st.none() | st.integers(1, 1 << 40),
    part=st.booleans(),
)


@given(pieces)
def test_what_is_packed_comes_out_equal(sent: Sent) -> None:
    """Whatever a person sent: any text, any origin."""
    assert Sent.unpack(sent.kind, sent.pack()) == sent


@pytest.mark.parametrize(
    "error",
    [
        base.EmptySource("nothing"),
        base.TooLarge(5, 6, "lines"),
        base.UnsupportedSource("image", "a.png"),
        base.NoArticle("paywall", "https://example.org"),
        base.IsFeed("https://example.org", ("https://example.org/feed",)),
        base.FetchFailed("busy", "https://example.org", status=429, retry_after=timedelta(seconds=90)),
        base.Unparsable("a.pdf"),
        base.Retold("v1-0"),
    ],
)
def test_a_reason_survives_a_restart(error: SourceError) -> None:
    """The same class with the same attributes."""
    back = failures.unpack(failures.pack(error))
    assert type(back) is type(error)
    assert {name: getattr(back, name) for name in failures.ATTRIBUTES[type(error)]} == {
        name: getattr(error, name) for name in failures.ATTRIBUTES[type(error)]
    }


def batch(*sent: Sent) -> tuple[Arrival, ...]:
    """Pieces as they are kept, a message each."""
    return tuple(
        Arrival(number, 1, 0, number, each.kind, each.pack(), "waiting", 0) for number, each in enumerate(sent, start=1)
    )


def texts(*sent: Sent) -> list[str | None]:
    return [item.sent.text or item.sent.fault for item in items_of(batch(*sent))]


def test_cut_texts_are_joined_where_they_were_cut() -> None:
    """Between sentences a paragraph begins, within one it goes on; what follows a link is none of its parts."""
    head, tail = Sent("text", text="A long one."), Sent("text", text="Its end.", part=True)
    assert texts(head, tail, Sent("text", text="Another.")) == ["A long one.\n\nIts end.", "Another."]
    assert texts(Sent("text", text="A long"), Sent("text", text="sentence.", part=True)) == ["A long sentence."]
    assert [len(item.pieces) for item in items_of(batch(head, tail))] == [2]


def test_what_stands_beside_something_to_read_is_left_out() -> None:
    """Talk beside a text, pictures beside the text of their album; alone each of them is answered, once."""
    text, short = Sent("text", text="A text."), Sent("text", fault="short")
    picture = Sent("text", fault="image", album="1")
    assert texts(short, text, short) == ["A text."]
    assert texts(short, short) == ["short"]
    assert texts(Sent("text", text="News.", album="1"), picture, picture) == ["News."]
    assert texts(picture, picture) == ["image"]
    assert texts(text, Sent("text", fault="image"), Sent("text", fault="image")) == ["A text.", "image", "image"]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield opened
    await opened.close()


def links(message: int, count: int) -> list[arrivals.Item]:
    return [(message, position, "link", Sent("link", url="x").pack()) for position in range(count)]


async def send(database: Database, place: Place, count: int, message: int, now: datetime) -> None:
    items = links(message, count)
    async with database.session() as session:
        made = await arrivals.note(
            session, chat=place.chat, person=place.person, thread=None, message=message, items=items, now=now
        )
        assert made
        for piece in await arrivals.of_batch(session, made):
            await arrivals.finish(session, piece, "done")
        await arrivals.report(session, made, now)


async def room(
    database: Database, limits: Limits, place: Place, count: int, now: datetime = NOW
) -> tuple[int, Refusal | None]:
    async with database.session() as session:
        return await limits.room(session, place, count, now)


async def test_a_limit_has_room_again_when_what_was_sent_is_old_enough(database: Database) -> None:
    """The answer says after how long, and after so long there is room."""
    limits, ann = Limits((Limit("person", 3, HOUR),), pending=9), Place(7, 7)
    await send(database, ann, 2, 1, NOW - timedelta(minutes=50))
    assert await room(database, limits, ann, 1) == (1, None)
    assert await room(database, limits, ann, 4) == (1, Refusal(3, 3, "person", HOUR, HOUR))
    await send(database, ann, 1, 2, NOW - timedelta(minutes=5))
    allowed, refusal = await room(database, limits, ann, 1)
    assert allowed == 0
    assert refusal
    assert refusal.wait
    assert timedelta(minutes=10) <= refusal.wait <= timedelta(minutes=12)
    assert (await room(database, limits, ann, 1, NOW + refusal.wait)) == (1, None)


async def test_a_person_is_limited_in_all_chats_and_a_chat_over_all_persons(database: Database) -> None:
    """Another person has room where one has none, until the chat has none; a chat that speaks for itself is a chat."""
    limits = Limits((Limit("person", 2, DAY), Limit("chat", 3, DAY)), pending=9)
    await send(database, Place(-1, 7), 2, 1, NOW)
    assert (await room(database, limits, Place(-2, 7), 1))[0] == 0
    assert (await room(database, limits, Place(-1, 8), 1))[0] == 1
    assert (await room(database, limits, Place(-1), 2))[0] == 1


async def test_no_more_than_so_many_wait_in_a_chat(database: Database) -> None:
    """Whoever sends a thousand links is told to wait until they are read; other chats are not."""
    limits = Limits((), pending=2)
    async with database.session() as session:
        await arrivals.note(session, chat=7, person=7, thread=None, message=1, items=links(1, 2), now=NOW)
    assert await room(database, limits, Place(7, 7), 1) == (0, Refusal(1, 2, "chat"))
    assert await room(database, limits, Place(8, 8), 1) == (1, None)


class Breaking:
    """Takes nothing in: fails as it is told."""

    def __init__(self, error: Exception) -> None:
        self.error, self.finished = error, []  # type: ignore[var-annotated]

    async def take(self, *_: object) -> None:
        raise self.error

    async def finish(self, _: Item, outcome: str, key: str | None = None) -> None:
        assert key is None
        self.finished.append(outcome)


async def worked(database: Database, taker: Breaking) -> Arrivals:
    """Two links that were kept, and the attempt to take them in."""
    it = Arrivals(database, cast(Taker, taker), Limits((), pending=9), lambda: NOW)
    noted = await it.note(ANN, 1, [Sent("link", url="a"), Sent("link", url="b")])
    assert noted.batch

    async def ignored(*_: object) -> bytes:
        return b""

    await it.work(noted.batch, ignored, ignored)  # type: ignore[arg-type] # it tells nobody
    return it


async def test_a_mistake_over_one_thing_is_logged_and_stops_no_other(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """Both end as a mistake of ours; nothing of what was sent is in the log."""
    taker = Breaking(ValueError("a secret"))
    await worked(database, taker)
    assert [json.loads(each)["word"] for each in taker.finished] == ["crashed", "crashed"]
    assert [record.getMessage() for record in caplog.records] == ["arrival.crashed batch=1"] * 2


async def test_a_busy_storage_leaves_everything_for_another_try(database: Database) -> None:
    """As itself, so that whoever works the batch off tries again; what waits still waits."""
    taker = Breaking(StorageBusyError("locked"))
    with pytest.raises(StorageBusyError):
        await worked(database, taker)
    async with database.session(readonly=True) as session:
        (row,) = await session.exec(select(BatchRow).where(col(BatchRow.reported).is_(None)))
        open_batch = await arrivals.get(session, row.id or 0)
        assert open_batch
        assert {piece.state for piece in await arrivals.of_batch(session, open_batch)} == {"waiting"}
    assert taker.finished == []


async def test_what_the_process_died_over_again_and_again_is_left_alone(database: Database) -> None:
    """After three tries it is a mistake of ours, and the batch can be reported."""
    taker = Breaking(StorageBusyError("locked"))
    with pytest.raises(StorageBusyError):
        it = await worked(database, taker)
    it = Arrivals(database, cast(Taker, taker), Limits((), pending=9), lambda: NOW)
    (open_batch,) = await it.take_over(alone=True)
    async with database.session() as session:
        for piece in await arrivals.of_batch(session, open_batch):
            for _ in range(TRIES):
                await arrivals.tried(session, piece)

    async def ignored(*_: object) -> bytes:
        return b""

    await it.work(open_batch, ignored, ignored)  # type: ignore[arg-type] # as above
    assert [json.loads(each)["word"] for each in taker.finished] == ["crashed", "crashed"]


async def test_what_was_reported_long_ago_is_forgotten(database: Database) -> None:
    """What people sent stays no longer than the limits of a day need it."""
    ann, taker = Place(7, 7), cast(Taker, Breaking(ValueError()))
    await send(database, ann, 1, 1, NOW - timedelta(days=3))
    it = Arrivals(database, taker, Limits((), pending=9), lambda: NOW)
    noted = await it.note(ann, 2, [Sent("link", url="b")])
    assert noted.batch
    await it.reported(noted.batch)
    async with database.session(readonly=True) as session:
        assert await arrivals.count_since(session, chat=7, since=NOW - timedelta(days=9)) == 1
