"""Jobs: documents that are to be understood, by whichever process is free; each by one at a time, in fair turns.

put, with the document -> claim, leased -> renew ... -> hold, with the analysis -> finish | put_back, later | give_up
                                        -> its process died: claimed again when the lease has run out

Whoever claims sees to it that each job is finished, put back or given up, whatever happens, also where its task is
cancelled right after the claim: the leases of a process are renewed as long as it lives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Delete,
    Update,
    case,
    delete,
    func,
    literal,
    or_,
    tuple_,
    union_all,
    update,
)
from sqlalchemy import select as choose
from sqlmodel import col, select

from storage import inserting
from storage.bulk import chunks, table
from storage.rows import AnalysisRow, DocumentRow, JobRow
from storage.session import Session
from storage.types import Job, JobKind, Line

Change = TypeVar("Change", Update, Delete)

_MOMENT = table(JobRow).c.created.type
_TURN = col(JobRow.turn), col(JobRow.id)
_GOING = col(JobRow.due).is_not(None)
"""Condition on jobs: not given up."""


async def put(session: Session, kind: JobKind, key: str, tenant: int, now: datetime, *, again: bool = False) -> None:
    """Have a document understood, in the caller's transaction; nothing changes where it is asked for already.

    Its turn comes by start-time fair queuing (Goyal, Vin & Cheng 1996): behind what its tenant has waiting, and of
    different tenants in turns, so that a chat with 500 links does not hold up one with a single link. `again`: also
    what was given up, as by a program with another recipe. A document that is not known gets no job.
    """
    await _alone(session, kind, tenant)
    document = choose(literal(kind), col(DocumentRow.id), literal(tenant), _turn(kind, tenant, now))
    document = document.add_columns(literal(now, _MOMENT), literal(now, _MOMENT), literal(0))
    names = ["kind", "document_id", "tenant", "turn", "created", "due", "tries"]
    added = inserting.insert(session, JobRow).from_select(names, document.where(col(DocumentRow.key) == key))
    unique = [JobRow.kind, JobRow.document_id]
    if not again:
        await session.exec(added.on_conflict_do_nothing(index_elements=unique))
        return
    fresh = {name: added.excluded[name] for name in names[2:]} | {"failure": None}
    given_up = col(JobRow.due).is_(None)
    await session.exec(added.on_conflict_do_update(index_elements=unique, set_=fresh, where=given_up))


async def claim(
    session: Session, kind: JobKind, now: datetime, *, owner: str, until: datetime, limit: int, key: str | None = None
) -> tuple[Job, ...]:
    """Jobs that are due and that nobody has, fairest turn first, or that of one document; no two get the same."""
    chosen = choose(col(JobRow.id)).where(_claimable(kind, now))
    if key is not None:
        chosen = chosen.where(col(JobRow.document_id) == _document(key))
    # As a CTE: of a plain subquery PostgreSQL may run the lock and the limit again for every row.
    claimed = chosen.order_by(*_TURN).limit(limit).with_for_update(skip_locked=True).cte("claimed")
    taken = update(JobRow).where(col(JobRow.id).in_(choose(claimed.c.id)))
    taken = taken.values(owner=owner, leased=until, tries=JobRow.tries + 1)
    known = choose(col(DocumentRow.key)).where(col(DocumentRow.id) == JobRow.document_id).scalar_subquery()
    told = col(JobRow.turn), col(JobRow.id), known, col(JobRow.tenant), col(JobRow.tries)
    rows = sorted((await session.exec(_plain(taken.returning(*told)))).all())
    return tuple(Job(id_, kind, key, tenant, tries, owner) for _, id_, key, tenant, tries in rows)


async def renew(session: Session, owner: str, *, until: datetime) -> None:
    """Keep all that a process has for longer: what it asks for again and again while it lives."""
    await session.exec(_plain(update(JobRow).where(col(JobRow.owner) == owner).values(leased=until)))


async def free(session: Session, owner: str) -> None:
    """Nobody has any more what a process had: it is dead, or ends."""
    await session.exec(_plain(update(JobRow).where(col(JobRow.owner) == owner).values(owner=None, leased=None)))


async def hold(session: Session, job: Job, *, until: datetime) -> bool:
    """Whether it is still this claim's, then until then; in the transaction that keeps its result, else nothing is."""
    held = update(JobRow).where(_held(job)).values(leased=until)
    return (await session.exec(_plain(held))).rowcount == 1


async def is_kept(session: Session, job: Job, recipe: str) -> bool:
    """Whether an analysis by that recipe was kept since the job was put: who had it was cut off behind that."""
    query = select(AnalysisRow.document_id).join(JobRow, col(JobRow.document_id) == AnalysisRow.document_id)
    since = col(AnalysisRow.analysed) > JobRow.created
    query = query.where(JobRow.id == job.id, AnalysisRow.recipe == recipe, since)
    return (await session.exec(query)).first() is not None


async def move(session: Session, old: int, new: int) -> None:
    """What a chat waits for is another's, or with 0 everybody's; each keeps its turn."""
    await session.exec(_plain(update(JobRow).where(col(JobRow.tenant) == old).values(tenant=new)))


async def finish(session: Session, job: Job) -> bool:
    """It is done, with all that follows from its result. False: it is another's by now."""
    return (await session.exec(_plain(delete(JobRow).where(_held(job))))).rowcount == 1


async def put_back(
    session: Session, job: Job, *, due: datetime, failure: str | None = None, counted: bool = True
) -> None:
    """Nobody has it any more, and it is due then; where it is another's by now nothing happens.

    Not `counted`: it was no try, since nothing is known against the document.
    """
    freed = update(JobRow).where(_held(job)).values(owner=None, leased=None, due=due, failure=failure)
    await session.exec(_plain(freed if counted else freed.values(tries=JobRow.tries - 1)))


async def hurry(session: Session, kind: JobKind, key: str, now: datetime) -> None:
    """A job that failed and was put off is due now: somebody asks for it. Nothing where it was given up."""
    waits = *_of(kind, (key,)), col(JobRow.failure).is_not(None), _GOING, col(JobRow.owner).is_(None)
    await session.exec(_plain(update(JobRow).where(*waits).values(due=now, failure=None)))


async def give_up(session: Session, job: Job, failure: str) -> None:
    """It is not tried again until it is put `again`; `failure` says why, in a line. Nothing where it is another's."""
    left = update(JobRow).where(_held(job)).values(owner=None, leased=None, due=None, failure=failure)
    await session.exec(_plain(left))


async def failure(session: Session, kind: JobKind, key: str) -> str | None:
    """Why a document's job was given up; None where it was not."""
    query = select(JobRow.failure).where(*_of(kind, (key,)), col(JobRow.due).is_(None))
    return (await session.exec(query)).one_or_none()


async def standing(session: Session, kind: JobKind, key: str) -> tuple[bool, str | None]:
    """Whether a document has a job, and why that failed last, be it put off or given up; None where nothing did."""
    found = (await session.exec(select(JobRow.id, JobRow.failure).where(*_of(kind, (key,))))).one_or_none()
    return (False, None) if found is None else (True, found[1])


async def line(session: Session, kind: JobKind, now: datetime) -> Line:
    """How much waits, for how long, and how much is under way."""
    waits = case((_free(now), col(JobRow.created)))
    query = select(func.count(waits), func.count(), func.min(waits)).where(col(JobRow.kind) == kind, _GOING)
    waiting, going, oldest = (await session.exec(query)).one()
    return Line(waiting, going - waiting, oldest)


async def ahead(session: Session, kind: JobKind, keys: Collection[str]) -> int:
    """How many jobs come before the last of these documents, those under way included; 0 where none of them waits."""
    last: tuple[int, int | None] | None = None
    for some in chunks(tuple(keys)):
        query = select(JobRow.turn, JobRow.id).where(*_of(kind, some), _GOING, col(JobRow.owner).is_(None))
        found = (await session.exec(query.order_by(*(each.desc() for each in _TURN)).limit(1))).one_or_none()
        last = max(filter(None, (last, found)), default=None)
    if last is None:
        return 0
    before = or_(tuple_(*_TURN) < tuple_(*last), col(JobRow.owner).is_not(None))
    count = select(func.count()).select_from(JobRow).where(col(JobRow.kind) == kind, _GOING, before)
    return (await session.exec(count)).one()


async def due(session: Session, kind: JobKind, now: datetime, *, limit: int) -> Sequence[str]:
    """The keys of documents that may be claimed now, fairest turn first: what a sweep wakes workers for."""
    query = select(DocumentRow.key).join(JobRow, col(JobRow.document_id) == DocumentRow.id)
    query = query.where(_claimable(kind, now)).order_by(*_TURN).limit(limit)
    return (await session.exec(query)).all()


async def _alone(session: Session, kind: JobKind, tenant: int) -> None:
    """Lets one transaction at a time find a tenant's next turn: until its end, others do not see what it put."""
    if session.get_bind().dialect.name != "postgresql":
        return  # SQLite has one writer
    number = int.from_bytes(hashlib.sha256(f"job {kind} {tenant}".encode()).digest()[:8], signed=True)
    await session.exec(select(func.pg_advisory_xact_lock(number)))


def _turn(kind: JobKind, tenant: int, now: datetime) -> Any:
    """A tenant's next turn: one behind its last, but not before the first that is waiting for a hand or in one.

    What is put off to later is no measure of who is being served, nor what was: its turn is of long ago.
    """
    served = col(JobRow.kind) == kind, col(JobRow.due) <= now, col(JobRow.failure).is_(None)
    first = choose(func.min(col(JobRow.turn)).label("turn")).where(*served)
    last = choose(func.max(col(JobRow.turn)) + 1).where(col(JobRow.kind) == kind, col(JobRow.tenant) == tenant, _GOING)
    both = union_all(first, last).subquery()
    return choose(func.coalesce(func.max(both.c.turn), 1)).scalar_subquery()


def _document(key: str) -> Any:
    return choose(col(DocumentRow.id)).where(col(DocumentRow.key) == key).scalar_subquery()


def _of(kind: JobKind, keys: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Conditions on jobs: of these documents."""
    numbers = choose(col(DocumentRow.id)).where(col(DocumentRow.key).in_(keys))
    return col(JobRow.kind) == kind, col(JobRow.document_id).in_(numbers)


def _claimable(kind: JobKind, now: datetime) -> ColumnElement[bool]:
    """Condition on jobs: due, and nobody has it."""
    return (col(JobRow.kind) == kind) & (col(JobRow.due) <= now) & _free(now)


def _free(now: datetime) -> ColumnElement[bool]:
    return or_(col(JobRow.leased).is_(None), col(JobRow.leased) <= now)


def _held(job: Job) -> ColumnElement[bool]:
    """Condition on jobs: it is still this claim's."""
    return (col(JobRow.id) == job.id) & (col(JobRow.owner) == job.owner) & (col(JobRow.tries) == job.tries)


def _plain(statement: Change) -> Change:
    """The same statement, which looks at no objects of the session: there are none that it could make stale."""
    return statement.execution_options(synchronize_session=False)
