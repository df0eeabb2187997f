"""Speakers: who speaks at all, by name and role; whom a chat may hear of is asked of the statements that it sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, tuple_
from sqlmodel import col, select

from storage import inserting
from storage.bulk import chunks
from storage.matching import fold, has_words
from storage.rows import SpeakerRow, StatementRow
from storage.session import Session
from storage.visibility import seen
from summarizer.types import Speaker, Statement

COUNTED = 20
"""Statements of one speaker that are counted: who has more speaks as much as anybody."""

Known = tuple[str, str]
"""A name and a role, which is empty where there is none."""


async def keep(session: Session, statements: Sequence[Statement]) -> None:
    """Note who speaks in these statements. Until the transaction ends none of them is dropped, see `drop`."""
    rows = rows_of(statements)
    while rows:
        await session.exec(inserting.insert(session, SpeakerRow).on_conflict_do_nothing(), params=rows)
        held = await _held(session, [(row["name"], row["role"]) for row in rows])
        rows = [row for row in rows if (row["name"], row["role"]) not in held]


async def of(session: Session, documents: Collection[int]) -> tuple[Known, ...]:
    """Who speaks in these documents, in one order: what `drop` wants to know when they are gone."""
    query = select(StatementRow.speaker_name, func.coalesce(StatementRow.speaker_role, ""))
    query = query.where(col(StatementRow.document_id).in_(documents), col(StatementRow.speaker_name).is_not(None))
    return tuple(sorted({(name, role) for name, role in await session.exec(query) if name is not None}))


async def drop(session: Session, known: Sequence[Known]) -> None:
    """Forget those of them who speak nowhere any more."""
    for some in chunks(known):
        # First locked, then looked: who notes one at this moment has written the statement before it is looked for.
        await _held(session, some, alone=True)
        said = select(StatementRow.position).where(_says(SpeakerRow)).correlate(SpeakerRow).exists()
        await session.exec(delete(SpeakerRow).where(*_are(some), ~said))


async def named(session: Session, chat: int | None, wanted: str, *, limit: int) -> tuple[Speaker, ...]:
    """Who goes by folded words, each of which begins one of their name's or role's; among whom the chat sees speak.

    In no order; `limit` of them, so that who finds them all knows it.
    """
    if not wanted.strip():
        return ()
    holds = has_words(SpeakerRow.folded, tuple(wanted.split()))
    query = select(SpeakerRow.name, SpeakerRow.role).where(*holds, _heard(chat)).order_by(col(SpeakerRow.id))
    return _speakers(await session.exec(query.limit(limit)))


async def akin(session: Session, surnames: Collection[str], *, limit: int) -> tuple[str, ...]:
    """Names with these surnames, whoever sees them: for looking up statements that the chat sees, never for showing."""
    query = select(SpeakerRow.name).where(col(SpeakerRow.surname).in_(surnames)).distinct()
    return tuple(await session.exec(query.order_by(col(SpeakerRow.name)).limit(limit)))


async def most_heard(session: Session, chat: int | None, among: Sequence[Speaker] | None = None) -> tuple[Speaker, ...]:
    """Who speaks in what a chat sees, those of most statements first, then by name; `COUNTED` of each are counted.

    `among` these; None for all.
    """
    number = (
        select(StatementRow.document_id)
        .where(_says(SpeakerRow), seen(StatementRow.document_id, chat))
        .limit(COUNTED)
        .correlate(SpeakerRow)
        .subquery()
    )
    count = select(func.count()).select_from(number).correlate(SpeakerRow).scalar_subquery()
    query = select(SpeakerRow.name, SpeakerRow.role, count)
    rows: list[tuple[str, str, int]] = []
    if among is None:
        rows += await session.exec(query)
    else:
        for some in chunks([(speaker.name, speaker.role or "") for speaker in among]):
            rows += await session.exec(query.where(*_are(some)))
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return _speakers((name, role) for name, role, count in rows if count)


def rows_of(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """Their speakers' rows, each once and in one order, so that no two transactions wait for each other's."""
    found = {(each.speaker.name, each.speaker.role or "") for each in statements if each.speaker}
    return [
        {"name": name, "role": role, "folded": fold(f"{name} {role}"), "surname": surname(name)}
        for name, role in sorted(found)
    ]


def surname(name: str) -> str:
    """The last word of a name, without case."""
    return (name.casefold().split() or [""])[-1]


async def _held(session: Session, known: Sequence[Known], *, alone: bool = False) -> set[Known]:
    query = select(SpeakerRow.name, SpeakerRow.role).where(*_are(known))
    query = query.order_by(col(SpeakerRow.name), col(SpeakerRow.role))
    locked = query.with_for_update() if alone else query.with_for_update(read=True, key_share=True)
    return set((await session.exec(locked)).all())


def _are(known: Sequence[Known]) -> tuple[ColumnElement[bool], ...]:
    """Conditions on speakers: by their names first, since SQLite would read the whole table for pairs of values."""
    names = {name for name, _ in known}
    return col(SpeakerRow.name).in_(names), tuple_(col(SpeakerRow.name), col(SpeakerRow.role)).in_(known)


def _heard(chat: int | None) -> ColumnElement[bool]:
    """Condition on speakers: the chat sees a statement of theirs."""
    said = select(StatementRow.position).where(_says(SpeakerRow), seen(StatementRow.document_id, chat))
    return said.correlate(SpeakerRow).exists()


def _says(who: type[SpeakerRow]) -> ColumnElement[bool]:
    return (col(StatementRow.speaker_name) == who.name) & (func.coalesce(StatementRow.speaker_role, "") == who.role)


def _speakers(rows: Iterable[Known]) -> tuple[Speaker, ...]:
    return tuple(Speaker(name, role or None) for name, role in rows)
