"""Reading without keeping, on a real store: nothing is left behind, and nobody holds up the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.services.analyst import Analyst, Recipe
from bot.services.glance import MOST_CHARACTERS, Glances
from bot.services.intake import Intake
from sources import default_readers
from sources.base import EmptySource, LinkAlone, Ref, TooLarge
from storage import documents
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.errors import SourceError
from summarizer.types import Analysis, Document

TEXT = "“It is safe now,” Mayor Ann Lee said on Monday. At least 120 people crossed the bridge, the police said."


class SlowAnalyst(Analyst):
    """Understands in this process, once it is told to go on; says how many texts were waiting at most."""

    def __init__(self) -> None:
        super().__init__(Recipe("none"))
        self.go, self.two = asyncio.Event(), asyncio.Event()
        self.waiting = self.most = self.read = 0

    async def analyse(self, document: Document) -> Analysis:
        self.waiting += 1
        self.read += 1
        self.most = max(self.most, self.waiting)
        if self.waiting > 1:
            self.two.set()
        await self.go.wait()
        self.waiting -= 1
        return analyse(document, None)


@pytest.fixture
async def analyst() -> SlowAnalyst:
    return SlowAnalyst()


@pytest.fixture
async def intake(tmp_path: Path, analyst: SlowAnalyst) -> AsyncIterator[Intake]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield Intake(database, default_readers(), analyst, lambda: datetime(2026, 1, 2, tzinfo=UTC))
    await database.close()


async def test_a_text_is_understood_and_nothing_is_stored(intake: Intake, analyst: SlowAnalyst) -> None:
    """Its statement is found; no chat, not even everybody, has the document afterwards."""
    analyst.go.set()
    seen = await Glances().look(intake, Ref(text=TEXT), -5)
    assert seen.analysis.statements[0].text.startswith("It is safe now")
    assert not seen.stored
    async with intake.database.session(readonly=True) as session:
        assert await documents.get(session, seen.analysis.document.key) is None


async def test_what_the_chat_has_is_not_read_again(intake: Intake, analyst: SlowAnalyst) -> None:
    """Its stored analysis is told; another chat has the text read for itself."""
    analyst.go.set()
    taken = await intake.take_in(Ref(text=TEXT), -5)
    seen = await Glances().look(intake, Ref(text=TEXT), -5)
    assert (seen.analysis, seen.stored, analyst.read) == (taken.analysis, True, 1)
    assert not (await Glances().look(intake, Ref(text=TEXT), -6)).stored


async def test_one_text_of_a_chat_at_a_time(intake: Intake, analyst: SlowAnalyst) -> None:
    """A member who answers ten texts waits in turn; another chat does not wait for them."""
    glances = Glances()

    async def look(number: int, chat: int) -> None:
        async with glances.turn(chat):
            await glances.look(intake, Ref(text=f"{TEXT} {number}"), chat)

    looks = [asyncio.create_task(look(number, chat)) for number, chat in enumerate([-5] * 10 + [-6])]
    await analyst.two.wait()
    analyst.go.set()
    assert len(await asyncio.gather(*looks)) == 11
    assert analyst.most == 2


async def test_one_person_reads_two_things_at_once_in_all_chats() -> None:
    """A few more wait for that, what is more is refused, said once; others go on, and there is room again later."""
    glances, go, rooms = Glances(), asyncio.Event(), []

    async def read(chat: int, person: int) -> None:
        async with glances.reading(chat, person) as room:
            rooms.append((person, room))
            await go.wait()

    reads = [asyncio.create_task(read(-number, 7)) for number in range(8)]
    reads.append(asyncio.create_task(read(-1, 8)))
    await asyncio.sleep(0)
    assert rooms == [(7, "room"), (7, "room"), (7, "full"), (7, "still full"), (8, "room")]
    go.set()
    await asyncio.gather(*reads)
    assert rooms[5:] == [(7, "room")] * 4
    await read(-1, 7)
    assert rooms[-1] == (7, "room")


async def test_a_chat_reads_four_things_at_once() -> None:
    """Whoever asks, and a chat that speaks as itself is one that asks."""
    glances, go, rooms = Glances(), asyncio.Event(), []

    async def read(person: int | None) -> None:
        async with glances.reading(-1, person) as room:
            rooms.append(room)
            await go.wait()

    reads = [asyncio.create_task(read(person)) for person in (None, *range(1, 20))]
    await asyncio.sleep(0)
    assert rooms == ["room"] * 4 + ["full"] + ["still full"] * 3
    go.set()
    await asyncio.gather(*reads)


@pytest.mark.parametrize(
    ("text", "error"),
    [(" \n ", EmptySource), ("https://example.org/a", LinkAlone), ("Long. " * MOST_CHARACTERS, TooLarge)],
)
async def test_what_cannot_be_read_is_an_error(intake: Intake, text: str, error: type[SourceError]) -> None:
    """The same ones as for a source, and a text that is too long for a look."""
    with pytest.raises(error):
        await Glances().look(intake, Ref(text=text), -5)
