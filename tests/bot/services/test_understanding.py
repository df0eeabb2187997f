"""Having documents understood on real databases: by one's own hands or another process's, once, and not for ever."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.services import copies
from bot.services.analyst import Analyst, Recipe
from bot.services.analysts import Analysts
from bot.services.heart import LEASE
from bot.services.keeping import keep
from bot.services.understanding import KIND, MOST_CLAIMS, PAUSES, SOON, Understanding
from sources.base import Reading
from storage import analyses, forgetting, jobs, orphans
from storage.database import Database
from storage.session import StorageBusyError
from summarizer.analyse import RECIPE, analyse
from summarizer.errors import AnalysisError, StorageError
from summarizer.types import Analysis, Document

TEXT = "“It is safe now,” Mayor Ann Lee said on Monday. At least 120 people crossed the bridge, the police said."
DOCUMENT = Document.make(TEXT)


class Here(Analyst):
    """Understands in this process; `before` is awaited first, and what it raises comes of it."""

    def __init__(self, before: Callable[[], Awaitable[None]] | None = None) -> None:
        super().__init__(Recipe("none"))
        self.before, self.given = before, list[str]()

    async def analyse(self, document: Document) -> Analysis:
        self.given.append(document.key)
        if self.before:
            await self.before()
        return analyse(document, None)


async def fails() -> None:
    raise AnalysisError("told to fail")


@dataclass
class Bells:
    """A messenger that only notes."""

    rung: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    rang: asyncio.Event = field(default_factory=asyncio.Event)

    async def wake(self, kind: str, refs: Sequence[str]) -> None:
        self.rung.append((kind, tuple(refs)))
        self.rang.set()


@dataclass
class House:
    """One database, the clock, and as many processes on it as a test makes."""

    database: Database
    moment: datetime = datetime(2026, 1, 2, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def process(self, analyst: Analyst, *, hands: int = 1, patience: float = 120) -> Understanding:
        return Understanding(self.database, analyst, self.now, hands=hands, patience=patience)

    async def bring(self, *documents: Document, chat: int = 7) -> None:
        async with self.database.session() as session:
            for document in documents:
                await keep(session, Reading(document, document.text, "text", ""), chat, self.moment)

    async def standing(self, document: Document = DOCUMENT) -> tuple[bool, str | None]:
        async with self.database.session(readonly=True) as session:
            return await jobs.standing(session, KIND, document.key)

    async def given_up(self) -> str | None:
        async with self.database.session(readonly=True) as session:
            return await jobs.failure(session, KIND, DOCUMENT.key)

    async def understood(self, document: Document = DOCUMENT) -> bool:
        async with self.database.session(readonly=True) as session:
            return bool(await analyses.load(session, (document.key,)))


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    database = await Database.open(address)
    yield House(database)
    await database.close()


async def outcome(process: Understanding, document: Document = DOCUMENT) -> object:
    (told,) = await process.have((document.key,))
    return told


async def test_a_kept_document_has_a_job_until_it_is_understood(house: House) -> None:
    """Both change with what they belong to; a text that is understood already is no work for whoever else brings it."""
    await house.bring(DOCUMENT)
    assert await house.standing() == (True, None)
    process = house.process(Here())
    assert isinstance(await outcome(process), Analysis)
    assert await house.standing() == (False, None)
    await house.bring(DOCUMENT, chat=8)
    assert await house.standing() == (False, None)
    await process.settled()


async def test_a_hand_ends_when_nothing_is_left(house: House) -> None:
    """It does all that waits, also what nobody waits for, and leaves no task behind."""
    documents = [Document.make(f"{TEXT} Report {number}.") for number in range(5)]
    await house.bring(*documents)
    process = house.process(Here())
    await process.sweep()
    await process.settled()
    assert [await house.understood(document) for document in documents] == [True] * 5


async def test_two_processes_share_what_is_to_be_done(house: House) -> None:
    """Each document is understood by one of them."""
    documents = [Document.make(f"{TEXT} Report {number}.") for number in range(8)]
    await house.bring(*documents)
    first, second = Here(), Here()
    processes = [house.process(analyst) for analyst in (first, second)]
    await asyncio.gather(*(process.sweep() for process in processes))
    await asyncio.gather(*(process.settled() for process in processes))
    assert sorted(first.given + second.given) == sorted(document.key for document in documents)


async def test_what_another_process_understood_is_found(house: House) -> None:
    """A process without hands wakes others, and sees by the database what came of it."""
    await house.bring(DOCUMENT)
    bells, other = Bells(), house.process(Here())
    process = Understanding(house.database, Here(), house.now, hands=0, messenger=bells)
    waiting = asyncio.create_task(outcome(process))
    await bells.rang.wait()
    assert bells.rung == [(KIND, (DOCUMENT.key,))]
    assert await other.once()
    assert isinstance(await waiting, Analysis)
    assert not await other.once()


async def test_a_failure_in_another_process_is_told_at_its_first_try(house: House) -> None:
    """Nobody waits for the tries that come later."""
    await house.bring(DOCUMENT)
    process, other = house.process(Here(), hands=0), house.process(Here(fails))
    waiting = asyncio.create_task(outcome(process))
    assert await other.once()
    told = await waiting
    assert isinstance(told, AnalysisError)
    assert told.detail == "told to fail"


async def test_nobody_waits_for_ever(house: House) -> None:
    """Where no process understands anything, that is said after a while, and the job stays."""
    await house.bring(DOCUMENT)
    told = await outcome(house.process(Here(), hands=0, patience=0))
    assert isinstance(told, AnalysisError)
    assert "still waiting for its turn" in told.detail
    assert await house.standing() == (True, None)


async def test_what_fails_is_tried_again_later_and_then_given_up(house: House) -> None:
    """After a pause each time; the reason stands in its row, and no sweep begins it any more."""
    await house.bring(DOCUMENT)
    analyst = Here(fails)
    process = house.process(analyst)
    for tries, pause in enumerate((*PAUSES, timedelta(days=1)), start=1):
        assert await process.once()
        assert not await process.once()
        assert len(analyst.given) == tries
        house.moment += pause
    assert await house.given_up() == f"{RECIPE}: told to fail"
    assert not await process.once()


async def test_whoever_asks_for_what_failed_is_not_kept_waiting(house: House) -> None:
    """It is tried at once, however long its pause would be."""
    await house.bring(DOCUMENT)
    analyst = Here(fails)
    process = house.process(analyst)
    assert isinstance(await outcome(process), AnalysisError)
    analyst.before = None
    assert isinstance(await outcome(process), Analysis)
    await process.settled()


async def test_another_recipe_tries_what_an_earlier_one_gave_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same recipe would fail again, and says so at once."""
    await house.bring(DOCUMENT)
    analyst = Here(fails)
    process = house.process(analyst)
    for pause in (*PAUSES, timedelta()):
        await process.once()
        house.moment += pause
    analyst.before = None
    assert isinstance(await outcome(process), AnalysisError)
    monkeypatch.setattr("bot.services.understanding.RECIPE", "later")
    assert isinstance(await outcome(process), Analysis)
    await process.settled()


async def test_a_late_result_is_not_kept(house: House) -> None:
    """A process that was thought dead comes back: another has the job by now, and keeps what it makes of it."""
    await house.bring(DOCUMENT)
    second = house.process(Here())

    async def taken_over() -> None:
        house.moment += LEASE
        assert await second.once()

    first = Here(taken_over)
    process = house.process(first)
    assert await process.once()
    assert len(first.given) == 1
    assert await house.understood()
    assert await house.standing() == (False, None)


async def test_what_was_removed_meanwhile_is_not_kept(house: House) -> None:
    """Whoever waits for it is told; nothing of it comes back."""
    await house.bring(DOCUMENT)

    async def removed() -> None:
        async with house.database.session() as session:
            _, documents = await forgetting.forget(session, 7)
            assert await orphans.drop(session, documents) == 1

    told = await outcome(house.process(Here(removed)))
    assert isinstance(told, Exception)
    assert not await house.understood()
    assert await house.standing() == (False, None)


async def test_an_end_gives_back_what_is_under_way(house: House) -> None:
    """At once and as no try of it: another process has it next, and whoever waited here is cut off."""
    await house.bring(DOCUMENT)
    begun, never = asyncio.Event(), asyncio.Event()

    async def hangs() -> None:
        begun.set()
        await never.wait()

    process = house.process(Here(hangs))
    waiting = asyncio.create_task(outcome(process))
    await begun.wait()
    await process.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    async with house.database.session() as session:
        (job,) = await jobs.claim(session, KIND, house.now(), owner="other", until=house.now() + LEASE, limit=1)
    assert (job.key, job.tries) == (DOCUMENT.key, 1)


async def test_an_end_lets_what_is_nearly_done_be_done(house: House) -> None:
    """Nothing new is begun meanwhile."""
    documents = [Document.make(f"{TEXT} Report {number}.") for number in range(3)]
    await house.bring(*documents)
    begun, go = asyncio.Event(), asyncio.Event()

    async def waits() -> None:
        begun.set()
        await go.wait()

    analyst = Here(waits)
    process = house.process(analyst)
    await process.sweep()
    await begun.wait()
    closing = asyncio.create_task(process.close(60))
    await asyncio.sleep(0)
    go.set()
    await closing
    assert [await house.understood(document) for document in documents].count(True) == len(analyst.given) == 1


async def test_an_analyst_that_is_closed_counts_against_no_document(house: House) -> None:
    """Whoever waits is told that it was stopped; the job is due as before."""
    await house.bring(DOCUMENT)
    analyst = Here()
    analyst.close()
    process = house.process(analyst)
    told = await outcome(process)
    assert isinstance(told, AnalysisError)
    assert "stopped" in told.detail
    assert await house.standing() == (True, None)


async def test_a_document_that_ends_processes_is_given_up(house: House) -> None:
    """It was claimed again and again by processes that died over it."""
    await house.bring(DOCUMENT)
    for number in range(MOST_CLAIMS):
        async with house.database.session() as session:
            until = house.now() + LEASE
            assert await jobs.claim(session, KIND, house.now(), owner=str(number), until=until, limit=1)
        house.moment += LEASE
    analyst = Here()
    assert await house.process(analyst).once()
    assert analyst.given == []
    assert "never ended" in (await house.given_up() or "")


class Killed(BaseException):
    """The end of a process, which nothing of it hears of."""


class Refusing:
    """Storage steps that fail as they are told, as often, and then do what they do."""

    def __init__(self, step: Callable[..., Awaitable[object]], *errors: BaseException) -> None:
        self.step, self.errors, self.calls = step, list(errors), 0

    async def __call__(self, *args: object, **about: object) -> object:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return await self.step(*args, **about)


@pytest.mark.parametrize("error", [StorageError("no such thing"), StorageBusyError("locked")])
async def test_a_job_that_could_not_be_put_off_is_not_its_owners_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch, error: StorageError
) -> None:
    """It is given back before the next one is claimed, though the process lives and its lease is renewed."""
    await house.bring(DOCUMENT)
    analyst = Here(fails)
    process = house.process(analyst)
    monkeypatch.setattr(jobs, "put_back", Refusing(jobs.put_back, error))
    with pytest.raises(type(error)):
        await process.once()
    analyst.before = None
    async with house.database.session() as session:
        await jobs.renew(session, process.owner, until=house.now() + timedelta(days=1))
    await process.once()
    house.moment += SOON
    assert await process.once()
    assert await house.understood()
    assert await house.standing() == (False, None)


async def test_what_was_cut_off_before_its_copies_gets_them(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that died behind the analysis: the next one finds it kept, and does only what is left."""
    await house.bring(DOCUMENT)
    second = Here()
    house.moment += timedelta(seconds=1)
    dying = house.process(Here())
    # Nothing of a process that is killed gives its job back.
    note = Refusing(copies.note, Killed())
    monkeypatch.setattr(copies, "note", note)
    job = await dying._claim()
    assert job
    with contextlib.suppress(Killed):
        analysis = await dying._kept(job)
        assert analysis
        await dying._finished(job, analysis.document)
    assert await house.standing() == (True, None)
    house.moment += LEASE
    assert await house.process(second).once()
    assert second.given == []
    assert await house.standing() == (False, None)
    assert note.calls == 2


async def test_a_busy_database_behind_the_analysis_keeps_nobody_waiting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waits is told the analysis, which stands; its copies come later."""
    await house.bring(DOCUMENT)
    house.moment += timedelta(seconds=1)
    analyst = Here()
    process = house.process(analyst)
    monkeypatch.setattr(copies, "note", Refusing(copies.note, StorageBusyError("locked")))
    assert isinstance(await outcome(process), Analysis)
    await process.settled()
    assert await house.standing() == (True, None)
    house.moment += SOON
    assert await process.once()
    assert len(analyst.given) == 1
    assert await house.standing() == (False, None)


async def test_several_analysis_processes_work_side_by_side(house: House) -> None:
    """Two documents, two processes; closing ends both."""
    documents = [Document.make(f"{TEXT} Report {number}.") for number in range(2)]
    await house.bring(*documents)
    pool = Analysts(Recipe("none"), 2)
    process = house.process(pool, hands=2)
    try:
        told = await process.have([document.key for document in documents])
        assert [type(each) for each in told] == [Analysis, Analysis]
        assert [each.state for each in pool._each] == ["running", "running"]
    finally:
        pool.close()
        await process.close()
    assert pool.state == "closed"
