"""What is to be understood is done by one at a time, in fair turns, and nothing of it is lost."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import pytest

from storage import documents, jobs, orphans
from storage.database import Database
from storage.inserting import insert_new
from storage.rows import DocumentRow
from storage.session import Session
from storage.types import Job, JobKind, Line
from tests.storage.factory import NOW, later, report

KIND: JobKind = "understand"
ANN, BEN, EVE = 7, 8, 9


async def ask(session: Session, number: int, tenant: int = ANN, now: datetime = NOW) -> str:
    """Keep a document and have it understood; its key."""
    document = report(number=str(number))
    await insert_new(session, DocumentRow, **documents._columns(document), added=now)  # `add` takes 16 ms: it indexes
    await jobs.put(session, KIND, document.key, tenant, now)
    return document.key


async def asked(db: Database, tenants: Sequence[int]) -> list[str]:
    """As many documents as tenants, one each in their order; their keys."""
    async with db.session() as session:
        return [await ask(session, number, tenant) for number, tenant in enumerate(tenants)]


async def claim(
    session: Session, *, minute: int = 0, owner: str = "a", limit: int = 1, key: str | None = None
) -> tuple[Job, ...]:
    """Claimed at that minute, and leased for one more."""
    until = later(minute + 1)
    return await jobs.claim(session, KIND, later(minute), owner=owner, until=until, limit=limit, key=key)


async def test_what_is_asked_for_is_done_once(session: Session) -> None:
    """However often it is asked for; when it is done it may be asked for anew."""
    key = await ask(session, 1)
    await jobs.put(session, KIND, key, BEN, later(1))
    (job,) = await claim(session, limit=9)
    assert (job.key, job.tenant, job.tries, job.owner) == (key, ANN, 1, "a")
    assert await claim(session, limit=9) == ()
    assert await jobs.finish(session, job)
    assert not await jobs.finish(session, job)
    assert await jobs.line(session, KIND, NOW) == Line(0, 0, None)
    await jobs.put(session, KIND, key, BEN, NOW)
    assert [each.tenant for each in await claim(session)] == [BEN]


async def test_a_document_that_is_not_known_gets_no_job(session: Session) -> None:
    """It was thrown away meanwhile, say."""
    await jobs.put(session, KIND, "v1-0", ANN, NOW)
    assert await jobs.due(session, KIND, NOW, limit=9) == []


async def test_one_link_does_not_wait_behind_five_hundred(db: Database) -> None:
    """A chat that comes later has its turn as soon as a hand is free."""
    async with db.session() as session:
        many = [await ask(session, number) for number in range(500)]
        first = await claim(session, limit=2)
        one = await ask(session, 500, BEN)
        keys = [job.key for job in await claim(session, limit=3)]
    assert [job.key for job in first] == many[:2]
    assert keys == [one, *many[2:4]]


async def test_tenants_take_turns(db: Database) -> None:
    """Whatever the order in which they came, each is served as often as the others as long as it has something."""
    await asked(db, [ANN] * 6 + [BEN] * 3 + [EVE])
    served = []
    async with db.session() as session:
        while found := await claim(session):
            served.append(found[0].tenant)
            assert await jobs.finish(session, found[0])
    assert Counter(served) == {ANN: 6, BEN: 3, EVE: 1}
    assert served == [ANN, BEN, EVE, ANN, BEN, ANN, BEN, ANN, ANN, ANN]


async def test_whoever_was_away_has_no_turns_saved_up(session: Session) -> None:
    """A chat that comes when others were served for long begins where they are, before what they have waiting."""
    mine = [await ask(session, number) for number in range(20)]
    for job in await claim(session, limit=15):
        await jobs.finish(session, job)
    theirs = [await ask(session, 100 + number, BEN) for number in range(3)]
    order = [job.key for job in await claim(session, limit=8)]
    assert [key for key in order if key in theirs] == theirs
    assert [key for key in order if key in mine] == mine[15:]
    assert [key in mine for key in order] == [True, False] * 3 + [True] * 2


async def test_what_is_put_off_does_not_hold_the_turns_back(session: Session) -> None:
    """Else whoever sends one thing after the other would always come before what others have waiting."""
    await ask(session, 0)
    (off,) = await claim(session)
    await jobs.put_back(session, off, due=later(60))
    mine = [await ask(session, number) for number in range(1, 8)]
    for job in await claim(session, limit=3):
        await jobs.finish(session, job)
    theirs = await ask(session, 100, BEN)
    assert [job.key for job in await claim(session, limit=3)] == [mine[3], theirs, mine[4]]


async def test_a_retry_does_not_take_the_turns_back(session: Session) -> None:
    """What failed and is due again has the turn of long ago: nobody who comes now is behind it by that."""
    await ask(session, 0, EVE)
    (failed,) = await claim(session)
    for number in range(1, 6):
        await ask(session, number)
    done = await claim(session, limit=4)
    await jobs.put_back(session, failed, due=NOW, failure="told to fail")
    for job in done:
        assert await jobs.finish(session, job)
    one = await ask(session, 9, BEN)
    waiting = [job.key for job in await claim(session, limit=9)]
    assert waiting == [failed.key, report(number="5").key, one]


async def test_a_job_is_held_by_its_claim_alone(session: Session) -> None:
    """For longer then; whoever came too late keeps nothing."""
    await ask(session, 0)
    (late,) = await claim(session)
    (job,) = await claim(session, minute=1, owner="b")
    assert not await jobs.hold(session, late, until=later(9))
    assert await jobs.hold(session, job, until=later(9))
    assert await claim(session, minute=8) == ()


async def test_many_writers_at_once_get_turns_of_their_own(db: Database) -> None:
    """Transactions that do not see each other's jobs give no tenant more than its share."""

    async def one(number: int) -> None:
        async with db.session() as session:
            await ask(session, number, ANN)

    await asyncio.gather(*map(one, range(12)))
    async with db.session() as session:
        await ask(session, 100, BEN)
        assert [job.tenant for job in await claim(session, limit=3)] == [ANN, BEN, ANN]


async def test_a_lease_that_ran_out_is_another_s(session: Session) -> None:
    """Who was taken for dead may neither finish nor change anything; its late result is not kept."""
    await ask(session, 1)
    (stale,) = await claim(session, owner="a")
    assert await claim(session, owner="b") == ()
    (job,) = await claim(session, minute=1, owner="b")
    assert (job.id, job.tries) == (stale.id, 2)
    await jobs.put_back(session, stale, due=later(99))
    await jobs.give_up(session, stale, "late")
    assert not await jobs.finish(session, stale)
    await jobs.renew(session, "a", until=later(99))
    assert await jobs.failure(session, KIND, job.key) is None
    assert await jobs.finish(session, job)


async def test_a_process_s_second_claim_is_not_its_first(session: Session) -> None:
    """A hand of it that was late finds its job gone, also where another hand of the same process has it."""
    await ask(session, 1)
    (stale,) = await claim(session)
    (job,) = await claim(session, minute=1)
    assert not await jobs.finish(session, stale)
    assert await jobs.finish(session, job)


async def test_what_is_renewed_stays(session: Session) -> None:
    """All that a process has, and nothing of others; until it is freed."""
    for number in range(3):
        await ask(session, number)
    await claim(session, owner="a", limit=2)
    await claim(session, owner="b")
    await jobs.renew(session, "a", until=later(5))
    assert [job.tries for job in await claim(session, minute=4, owner="c", limit=9)] == [2]
    await jobs.free(session, "a")
    assert [job.owner for job in await claim(session, minute=4, owner="d", limit=9)] == ["d", "d"]


async def test_what_failed_is_due_again_later(session: Session) -> None:
    """Nobody gets it before; tries are counted, but for one that says nothing against the document."""
    await ask(session, 1)
    (job,) = await claim(session)
    await jobs.put_back(session, job, due=later(5), failure="no room")
    assert await claim(session, minute=4) == ()
    assert await jobs.standing(session, KIND, job.key) == (True, "no room")
    (job,) = await claim(session, minute=5)
    assert job.tries == 2
    await jobs.put_back(session, job, due=later(5), counted=False)
    assert [each.tries for each in await claim(session, minute=5)] == [2]


async def test_what_is_asked_for_anew_is_not_put_off_further(session: Session) -> None:
    """A person waits for it; what somebody has or what was given up is left alone."""
    key, other = await ask(session, 1), await ask(session, 2)
    job, gone = await claim(session, limit=2)
    await jobs.put_back(session, job, due=later(60), failure="no room")
    await jobs.give_up(session, gone, "broken")
    for each in (key, other):
        await jobs.hurry(session, KIND, each, later(1))
    assert [each.key for each in await claim(session, minute=1, limit=9)] == [key]


async def test_what_was_given_up_stays_given_up(session: Session) -> None:
    """Its row says why; asked for `again`, as with another recipe, it is tried as if for the first time."""
    key = await ask(session, 1)
    (job,) = await claim(session)
    await jobs.give_up(session, job, "broken")
    await jobs.put(session, KIND, key, BEN, later(1))
    assert await jobs.failure(session, KIND, key) == "broken"
    assert await claim(session, minute=99, limit=9) == ()
    assert await jobs.line(session, KIND, NOW) == Line(0, 0, None)
    await jobs.put(session, KIND, key, BEN, later(1), again=True)
    assert await jobs.failure(session, KIND, key) is None
    (job,) = await claim(session, minute=1)
    assert (job.tenant, job.tries) == (BEN, 1)


async def test_again_changes_nothing_that_is_going(session: Session) -> None:
    """What is under way is not begun twice."""
    key = await ask(session, 1)
    (job,) = await claim(session)
    await jobs.put(session, KIND, key, BEN, NOW, again=True)
    assert await claim(session, limit=9) == ()
    assert await jobs.finish(session, job)


async def test_a_claim_by_key_takes_that_one_alone(session: Session) -> None:
    """What a wake-up names; where that is done already, or another has it, there is nothing."""
    keys = [await ask(session, number) for number in range(3)]
    (job,) = await claim(session, limit=9, key=keys[2])
    assert job.key == keys[2]
    assert await claim(session, key=keys[2]) == ()
    await jobs.finish(session, job)
    assert await claim(session, key=keys[2]) == ()
    assert await jobs.due(session, KIND, NOW, limit=9) == keys[:2]


async def test_the_line_says_how_much_waits_and_since_when(session: Session) -> None:
    """What is under way is counted apart, and waits again where its process died."""
    for number in range(3):
        await ask(session, number, now=later(number))
    assert await jobs.line(session, KIND, later(2)) == Line(3, 0, NOW)
    await claim(session, minute=2)
    assert await jobs.line(session, KIND, later(2)) == Line(2, 1, later(1))
    assert await jobs.line(session, KIND, later(3)) == Line(3, 0, NOW)


async def test_ahead_counts_what_comes_before(session: Session) -> None:
    """Of several documents before the last, that of others and what is under way; nothing for what does not wait."""
    mine = [await ask(session, number) for number in range(4)]
    theirs = await ask(session, 9, BEN)
    (job,) = await claim(session)
    assert await jobs.ahead(session, KIND, mine) == 4
    assert await jobs.ahead(session, KIND, (theirs,)) == 1
    assert await jobs.ahead(session, KIND, (job.key,)) == 0
    assert await jobs.ahead(session, KIND, ("v1-0",)) == 0
    assert await jobs.ahead(session, KIND, ()) == 0


async def test_a_document_that_goes_takes_its_job_along(session: Session) -> None:
    """Whoever is at it finds it gone, and keeps nothing."""
    key = await ask(session, 1)
    (job,) = await claim(session)
    await orphans.drop(session, [await documents.number_of(session, key)])
    assert await jobs.standing(session, KIND, key) == (False, None)
    assert not await jobs.finish(session, job)


async def test_no_two_have_the_same(db: Database) -> None:
    """Eight that claim at once, each several times, share what there is; every one gets others."""
    keys = await asked(db, [ANN, BEN, EVE] * 10)

    async def one(owner: str) -> list[str]:
        found: list[str] = []
        while True:
            async with db.session() as session:
                claimed = await claim(session, owner=owner, limit=2)
            if not claimed:
                return found
            found += [job.key for job in claimed]

    found = await asyncio.gather(*(one(str(number)) for number in range(8)))
    assert sorted(key for each in found for key in each) == sorted(keys)


class World:
    """Processes that claim, renew, finish, put back, give up, stop for a while and die, as chance has it; and a clock.

    It knows from the claims alone who may have what: nobody else's word is taken for it.
    """

    def __init__(self, db: Database, seed: int) -> None:
        self.db, self.chance = db, random.Random(seed)  # noqa: S311 - a test's dice
        self.minute = 0
        self.held: dict[str, tuple[Job, int]] = {}
        """By document: who has it, and until which minute."""
        self.claims: list[Job] = []
        self.asked: set[str] = set()
        self.done: set[str] = set()
        self.given_up: set[str] = set()
        often = self.claim, self.end
        self.steps = self.ask, *often, *often, self.renew, self.die, self.wait

    async def step(self) -> None:
        await self.chance.choice(self.steps)()

    async def ask(self) -> None:
        async with self.db.session() as session:
            tenant, number = self.chance.choice((ANN, ANN, ANN, BEN, EVE)), self.chance.randrange(40)
            if report(number=str(number)).key not in self.done:  # an analysis stands there
                self.asked.add(await ask(session, number, tenant, later(self.minute)))

    async def claim(self) -> None:
        owner, limit = self.chance.choice("abc"), self.chance.randint(1, 4)
        until = self.minute + self.chance.randint(1, 4)
        async with self.db.session() as session:
            now, when = later(self.minute), later(until)
            claimed = await jobs.claim(session, KIND, now, owner=owner, until=when, limit=limit)
        for job in claimed:
            assert self.held.get(job.key, (job, 0))[1] <= self.minute, "it was somebody's"
            assert job.key not in self.done | self.given_up
            self.held[job.key] = job, until
        self.claims += claimed

    async def end(self) -> None:
        """Somebody who claimed once, perhaps long ago, says what became of it."""
        if not self.claims:
            return
        job, what = self.chance.choice(self.claims), self.chance.randrange(5)
        ours = self.held.get(job.key, (None, 0))[0] == job
        async with self.db.session() as session:
            if what == 0:
                await jobs.put_back(session, job, due=later(self.minute + self.chance.randint(0, 3)))
            elif what == 1:
                await jobs.give_up(session, job, "broken")
                self.given_up |= {job.key} if ours else set()
            else:
                assert await jobs.finish(session, job) == ours
                self.done |= {job.key} if ours else set()
        if ours:
            del self.held[job.key]

    async def renew(self) -> None:
        owner, until = self.chance.choice("abc"), self.minute + 3
        async with self.db.session() as session:
            await jobs.renew(session, owner, until=later(until))
        self.held = {key: (job, until if job.owner == owner else end) for key, (job, end) in self.held.items()}

    async def die(self) -> None:
        if self.chance.random() < 0.3:
            owner = self.chance.choice("abc")
            async with self.db.session() as session:
                await jobs.free(session, owner)
            self.held = {key: held for key, held in self.held.items() if held[0].owner != owner}

    async def wait(self) -> None:
        self.minute += self.chance.randint(0, 2)

    async def rest(self) -> None:
        """All that is left, by somebody who lives."""
        self.minute += 10
        async with self.db.session() as session:
            while claimed := await claim(session, minute=self.minute, owner="z", limit=7):
                for job in claimed:
                    assert await jobs.finish(session, job)
                    self.done.add(job.key)


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_is_lost_and_nothing_is_twice_whatever_happens(db: Database, seed: int) -> None:
    """In any order of claims, leases that run out, ends good and bad, late words of the dead, and asking anew."""
    world = World(db, seed)
    for _ in range(150):
        await world.step()
    await world.rest()
    assert world.done | world.given_up == world.asked
    assert not world.done & world.given_up
    async with db.session(readonly=True) as session:
        assert await jobs.line(session, KIND, later(world.minute)) == Line(0, 0, None)
        told = {key: await jobs.failure(session, KIND, key) for key in sorted(world.asked)}
    assert {key for key, failure in told.items() if failure} == world.given_up
