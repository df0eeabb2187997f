"""Messages in a row: one delivery, when it is quiet or has lasted long enough, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import pytest

from bot.gathering import Gathering, Parcel
from bot.services.arrivals import Arrivals, Noted
from bot.services.limits import Place, Refusal
from bot.services.sent import Sent
from storage.types import Batch

NOW = datetime(2026, 3, 5, tzinfo=UTC)
ANN = Place(7, 7)


@dataclass
class Kept:
    """Keeps in memory what the database would; the first of its writes are slow."""

    pieces: list[tuple[int, Sent]] = field(default_factory=list)
    batches: int = 0
    refusal: Refusal | None = None

    def stop(self) -> None:
        """Nothing is under way here."""

    async def note(self, place: Place, message: int, sent: Sequence[Sent], batch: Batch | None = None) -> Noted:
        await asyncio.sleep(0.02 / (1 + len(self.pieces)))
        if self.refusal:
            return Noted(None, self.refusal)
        self.batches += batch is None
        self.pieces += [(message, each) for each in sent]
        return Noted(batch or Batch(self.batches, place.chat, place.person, None, message, NOW))


@pytest.fixture
async def kept() -> Kept:
    return Kept()


@pytest.fixture
async def gathering(kept: Kept) -> AsyncIterator[Gathering]:
    it = Gathering(cast(Arrivals, kept), quiet=0.15, most=0.4)
    yield it
    await it.close()


@dataclass
class Worked:
    """What was handed over."""

    batches: list[int] = field(default_factory=list)

    async def work(self, batch: Batch) -> None:
        self.batches.append(batch.id)


def text(number: int, words: str = "words") -> Parcel:
    return Parcel(number, (Sent("text", text=words),), words)


async def test_messages_in_a_row_are_handed_over_once_and_in_order(gathering: Gathering, kept: Kept) -> None:
    """Also where keeping the first takes longer than keeping the others."""
    worked = Worked()
    await asyncio.gather(*(gathering.add(ANN, text(number), worked.work) for number in range(1, 6)))
    assert worked.batches == []
    await asyncio.sleep(0.3)
    assert worked.batches == [1]
    assert [message for message, _ in kept.pieces] == [1, 2, 3, 4, 5]


async def test_a_delivery_without_end_is_handed_over_in_the_middle(gathering: Gathering, kept: Kept) -> None:
    """What comes later is the next one."""
    worked = Worked()
    for number in range(1, 9):
        await gathering.add(ANN, text(number), worked.work)
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.3)
    assert worked.batches == list(range(1, kept.batches + 1))
    assert kept.batches >= 2


async def test_a_half_that_overtakes_the_other_is_kept_after_it(gathering: Gathering, kept: Kept) -> None:
    """Both are under way at once, and the first is held up; another person's message waits for nobody."""
    worked = Worked()
    with gathering.coming(ANN, 1):
        second = asyncio.create_task(gathering.add(ANN, text(2, "the end"), worked.work))
        await gathering.add(Place(8, 8), text(3), worked.work)
        assert [message for message, _ in kept.pieces] == [3]
        await gathering.add(ANN, text(1, "long " * 810), worked.work)
    await second
    assert [(message, each.part) for message, each in kept.pieces[1:]] == [(1, False), (2, True)]


async def test_people_and_chats_are_apart(gathering: Gathering) -> None:
    """Bob's message ends up in no delivery of Ann's; a command in a group waits for nothing."""
    worked = Worked()
    await gathering.add(ANN, text(1), worked.work)
    await gathering.add(Place(8, 8), text(1), worked.work)
    await gathering.add(Place(-1, 7), text(1), worked.work, alone=True)
    await asyncio.sleep(0.05)
    assert worked.batches == [3]
    await asyncio.sleep(0.25)
    assert worked.batches == [3, 1, 2]


async def test_a_long_message_is_gone_on_with(gathering: Gathering, kept: Kept) -> None:
    """A tail that would be a link or talk by itself is part of the text; after a short message it is not."""
    worked = Worked()
    tail = Parcel(2, (Sent("link", url="https://example.org"),), "https://example.org")
    await gathering.add(ANN, text(1, "long " * 810), worked.work)
    await gathering.add(ANN, tail, worked.work)
    await gathering.add(ANN, Parcel(3, (Sent("text", fault="short"),), "the end"), worked.work)
    assert [(each.part, each.text) for _, each in kept.pieces[1:]] == [
        (True, "https://example.org"),
        (False, None),
    ]


@pytest.mark.parametrize(
    ("units", "forwarded", "joined"),
    [(2_048, None, True), (2_047, None, False), (3_999, "forwarded from A", False), (4_000, "forwarded from A", True)],
)
async def test_how_long_a_message_is_that_is_gone_on_with(
    gathering: Gathering, kept: Kept, units: int, forwarded: str | None, *, joined: bool
) -> None:
    """Apps cut a paste in the second half of what fits; the posts of a channel are apart."""
    worked = Worked()
    for number in (1, 2):
        words = "a" * units
        await gathering.add(ANN, Parcel(number, (Sent("text", text=words, forwarded=forwarded),), words), worked.work)
    assert [each.part for _, each in kept.pieces] == [False, joined]


async def test_a_limit_is_told_once_a_delivery(gathering: Gathering, kept: Kept) -> None:
    """Thirty forwards too many are one refusal, and nothing to work off."""
    kept.refusal, worked = Refusal(1, 3, "chat"), Worked()
    told = [await gathering.add(ANN, text(number), worked.work) for number in range(1, 4)]
    assert told == [kept.refusal, None, None]
    await asyncio.sleep(0.3)
    assert worked.batches == []
