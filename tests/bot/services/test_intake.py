"""Taking sources in, on a real database: stored before understood, understood once, seen by whom it was brought."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import seeds
from bot.services.analyst import Analyst, Recipe
from bot.services.intake import CATCH_UP_BATCH, Intake
from sources import default_readers
from sources.base import EmptySource, Reading, Ref
from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.session import Session, StorageBusyError
from summarizer.analyse import analyse
from summarizer.errors import AnalysisError
from summarizer.statements.tagged import Attributed
from summarizer.types import Analysis, Document
from tests.fakes import HashingEmbedder

TEXT = "“It is safe now,” Mayor Ann Lee said on Monday. At least 120 people crossed the bridge, the police said."


class CountingAnalyst(Analyst):
    """Understands in this process, counts what it was given, and fails while it is told to."""

    def __init__(self) -> None:
        super().__init__(Recipe("none"))
        self.given: list[str] = []
        self.failing = False

    async def analyse(self, document: Document) -> Analysis:
        self.given.append(document.key)
        if self.failing:
            raise AnalysisError("told to fail")
        return analyse(document, None)


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[Intake]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield Intake(database, default_readers(), CountingAnalyst(), lambda: datetime(2026, 1, 2, tzinfo=UTC))
    await database.close()


def counting(intake: Intake) -> CountingAnalyst:
    assert isinstance(intake.analyst, CountingAnalyst)
    return intake.analyst


async def seen_by(intake: Intake, chat: int | None) -> list[str]:
    async with intake.database.session(readonly=True) as session:
        return [source.kind for source, _ in await sources.visible(session, chat, limit=20)]


async def test_what_is_taken_in_is_stored_and_understood(intake: Intake) -> None:
    """The analysis that comes back is the stored one, and the raw text is kept."""
    taken = await intake.take_in(Ref(text=TEXT), 7)
    async with intake.database.session(readonly=True) as session:
        (stored,) = await analyses.load(session, (taken.document.key,))
        assert await documents.raw(session, taken.document.key) == TEXT
    assert stored == taken.analysis
    assert not taken.known


async def test_a_text_whose_analysis_fails_is_stored_and_understood_later(intake: Intake) -> None:
    """Nothing that was read is lost: the next start goes on with it."""
    counting(intake).failing = True
    with pytest.raises(AnalysisError):
        await intake.take_in(Ref(text=TEXT), 7)
    assert await seen_by(intake, 7) == ["text"]
    counting(intake).failing = False
    assert await intake.catch_up() == 1
    assert await intake.catch_up() == 0


async def test_catching_up_goes_on_after_a_failure(intake: Intake, caplog: pytest.LogCaptureFixture) -> None:
    """One text that cannot be understood is logged, by its key, and holds up no other."""
    counting(intake).failing = True
    await intake.plant(seeds.load)
    assert await intake.catch_up() == 0
    assert len(counting(intake).given) == 4
    assert [record.getMessage().partition(" ")[0] for record in caplog.records] == ["analysis.failed"] * 4


async def test_a_known_text_is_understood_once(intake: Intake) -> None:
    """Brought again by the same chat it is known; brought by another chat it is new there, and not read anew."""
    first = await intake.take_in(Ref(text=TEXT), 7)
    again = await intake.take_in(Ref(data=TEXT.encode(), name="copy.txt"), 7)
    other = await intake.take_in(Ref(text=TEXT), 8)
    assert (first.known, again.known, other.known) == (False, True, False)
    assert counting(intake).given == [first.document.key]
    assert again.analysis == first.analysis


async def test_a_public_source_is_seen_by_all_and_a_chats_own_by_it_alone(intake: Intake) -> None:
    """Who brought a text decides who sees it."""
    await intake.take_in(Ref(text=TEXT), 7)
    await intake.take_in(Ref(text=TEXT.replace("Monday", "Tuesday")), None)
    assert len(await seen_by(intake, 7)) == 2
    assert len(await seen_by(intake, 8)) == 1
    assert len(await seen_by(intake, None)) == 1


async def test_a_public_text_is_known_to_every_chat(intake: Intake) -> None:
    """What a chat sees already is not added to it."""
    await intake.take_in(Ref(text=TEXT), None)
    assert (await intake.take_in(Ref(text=TEXT), 7)).known
    assert await seen_by(intake, 7) == ["text"]


async def test_what_cannot_be_read_leaves_no_trace(intake: Intake) -> None:
    """An empty source is an error before anything is stored."""
    with pytest.raises(EmptySource):
        await intake.take_in(Ref(text=" \n"), 7)
    assert await seen_by(intake, 7) == []


async def test_seeds_are_planted_into_an_empty_store_only(intake: Intake) -> None:
    """What an operator keeps, or removed, is not filled up again."""
    assert await intake.plant(seeds.load)
    assert await seen_by(intake, None) == ["seed"] * 4
    assert not await intake.plant(lambda: pytest.fail("the seeds were read again"))


async def test_seeds_are_planted_all_or_none(intake: Intake) -> None:
    """A crash between two of them leaves the store empty, so that the next start plants them all."""

    def crashing() -> list[Reading]:
        first, *_ = seeds.load()
        return [first, None]  # type: ignore[list-item] # what no loader gives: it breaks the second one

    with pytest.raises(AttributeError):
        await intake.plant(crashing)
    assert await seen_by(intake, None) == []
    assert await intake.plant(seeds.load)


async def test_an_analysis_of_an_older_recipe_is_made_anew(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update that reads texts better, what is stored is read again."""
    await intake.take_in(Ref(text=TEXT), 7)
    monkeypatch.setattr("bot.services.intake.RECIPE", "later")
    await intake.take_in(Ref(text=TEXT), 7)
    assert len(counting(intake).given) == 2


class Told:
    """A tagger that finds nothing."""

    name = "told-1"

    def attribute(self, _: str) -> tuple[Attributed, ...]:
        return ()


class ModelAnalyst(CountingAnalyst):
    """Wants a model, and has it from the moment it is told so."""

    def __init__(self) -> None:
        super().__init__()
        self.there = False
        self.tagger: Told | None = None

    @property
    def wants_model(self) -> bool:
        return True

    async def analyse(self, document: Document) -> Analysis:
        self.given.append(document.key)
        return analyse(document, HashingEmbedder() if self.there else None, self.tagger)


async def test_what_was_understood_without_the_model_is_understood_again_with_it(intake: Intake) -> None:
    """A model that was missing at the first start makes up for it later; while it is missing nothing is redone."""
    analyst = ModelAnalyst()
    late = replace(intake, analyst=analyst)
    await late.plant(seeds.load)
    assert await late.catch_up() == 4
    assert await late.catch_up() == 1  # one try shows that it is still missing
    analyst.there = True
    assert await late.catch_up() == 4
    assert await late.catch_up() == 1  # and of the tagger
    analyst.tagger = Told()
    assert await late.catch_up() == 4
    assert await late.catch_up() == 0


async def told(intake: Intake, chat: int | None) -> list[tuple[int, int]]:
    """The number and the size of every story that a chat sees."""
    async with intake.database.session(readonly=True) as session:
        return [(s.number, len(s.documents)) for s in await stories.visible(session, chat, limit=9)]


async def test_what_is_understood_is_of_a_story(intake: Intake) -> None:
    """The first sources are one story, and what a chat takes in is one of its own."""
    await intake.plant(seeds.load)
    await intake.catch_up()
    await intake.take_in(Ref(text=TEXT), 7)
    assert await told(intake, 8) == [(1, 4)]
    assert await told(intake, 7) == [(2, 1), (1, 4)]


async def test_a_text_that_another_chat_brought_first_is_of_a_story_in_both(intake: Intake) -> None:
    """It is understood once and placed wherever it is brought."""
    for chat in (7, 8):
        await intake.take_in(Ref(text=TEXT), chat)
    assert len(counting(intake).given) == 1
    assert await told(intake, 7) == await told(intake, 8) == [(2, 1)]


async def test_what_was_understood_before_there_were_stories_gets_one(intake: Intake) -> None:
    """An update needs nothing but a start, and understands nothing anew for it."""
    await intake.plant(seeds.load)
    for reading in seeds.load():
        async with intake.database.session() as session:
            await analyses.save(session, analyse(reading.document, None), intake.now())
    assert await told(intake, 7) == []
    assert await intake.catch_up() == 0
    assert await told(intake, 7) == [(1, 4)]


def altered(intake: Intake, key: str) -> None:
    """Somebody changed the stored text by hand."""
    with sqlite3.connect(intake.database._engine.url.database or "") as connection:
        assert connection.execute("UPDATE document SET text = text || 'x' WHERE key = ?", (key,)).rowcount == 1
    connection.close()


@pytest.mark.parametrize("understood", [False, True])
async def test_a_document_that_cannot_be_read_holds_up_no_other(
    intake: Intake, caplog: pytest.LogCaptureFixture, *, understood: bool
) -> None:
    """Neither in understanding the others nor in finding their stories; it is logged by its key."""
    keys = [reading.document.key for reading in seeds.load()]
    await intake.plant(seeds.load)
    for reading in seeds.load() if understood else ():
        async with intake.database.session() as session:
            await analyses.save(session, analyse(reading.document, None), intake.now())
    altered(intake, keys[0])
    assert await intake.catch_up() == (0 if understood else 3)
    async with intake.database.session(readonly=True) as session:
        assert [key for key in keys if await stories.is_waiting(session, key)] == keys[:1]
        assert all([await analyses.load(session, (key,)) for key in keys[1:]])
    assert [f"document={keys[0]}" in record.getMessage() for record in caplog.records] == [True]


async def test_many_documents_that_cannot_be_read_hold_up_no_other(intake: Intake) -> None:
    """Also where there are more of them than are looked at together."""
    for number in range(CATCH_UP_BATCH + 1):
        document = Document.make(f"{TEXT} Report {number}.")
        await intake.store(Reading(document, document.text, "text", ""), 7)
        altered(intake, document.key)
    await intake.store(Reading(Document.make(TEXT), TEXT, "text", ""), 7)
    assert await intake.catch_up() == 1


async def test_what_is_busy_is_no_fault_of_the_document(intake: Intake) -> None:
    """Somebody else writes for longer than one waits: that is said, and the next call goes on."""
    await intake.plant(seeds.load)
    impatient = await Database.open(str(intake.database._engine.url), busy_timeout=0.05)
    late = replace(intake, database=impatient)
    async with intake.database.session():
        with pytest.raises(StorageBusyError):
            await late.catch_up()
    assert await late.catch_up() == 4
    await impatient.close()


async def test_each_text_gets_its_story_in_a_transaction_of_its_own(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one transaction holds of several documents another one may hold in another order: both would wait."""
    await intake.plant(seeds.load)
    transactions: list[object] = []
    place = stories.place

    async def noted(session: Session, analysis: Analysis) -> None:
        transactions.append(session.sync_session.get_transaction())
        await place(session, analysis)

    for reading in seeds.load():
        async with intake.database.session() as session:
            await analyses.save(session, analyse(reading.document, None), intake.now())
    monkeypatch.setattr("storage.stories.place", noted)
    await intake.catch_up()
    assert len(set(transactions)) == len(transactions) == 4


async def test_what_an_earlier_recipe_understood_is_outdated(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is understood again; what was never understood is not."""
    await intake.plant(seeds.load)
    assert await intake.outdated() == 0
    await intake.catch_up()
    monkeypatch.setattr("bot.services.intake.RECIPE", "later")
    assert await intake.outdated() == 4
