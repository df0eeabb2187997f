"""Search: pieces by their words, by their meaning or by their age, and what stands in them; of what a chat sees alone.

words   -> the `RANKED` newest pieces with them -> these, ranked
meaning -> the documents whose fingerprints lie nearest -> their sentences

Each way gives a list of its own, best first; joining them is not the store's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import sqlalchemy as sql
from sqlalchemy import BigInteger, ColumnElement, String, cast, func, literal, or_
from sqlmodel import col, select

from storage import documents, nearness, packing, walking
from storage.matching import fold
from storage.packing import unpack_vectors
from storage.rows import AnalysisRow, DocumentRow, EntryRow, FigureRow, PieceRow, PrintRow, SourceRow, StatementRow
from storage.search_pieces import unpacked
from storage.search_text import INDEX, NAMES, has_phrases, holds, lacks
from storage.session import Session
from storage.types.search import Origin, Passage, Piece, Terms, Within
from storage.visibility import seen, shown
from summarizer.types import Figure, Span, Statement, Vectors

RANKED = 500
"""Pieces that are ranked: of more that have the words the newest, by when they were understood."""
COMPARED = 4_000
"""Documents, the newest ones, whose fingerprints are compared with a meaning; older ones have their words."""
NEAREST = 24
"""Documents, the nearest ones, whose sentences are compared."""
ALIKE = 0.32
"""Cosine from which a sentence is about what was asked; what no sentence is about reaches 0.22, see docs/search.md."""

POSITIONS = 1 << 20
"""More than any document has statements, or figures."""

_FIELDS = (
    PieceRow.id,
    PieceRow.document_id,
    PieceRow.start,
    PieceRow.end,
    PieceRow.statements,
    PieceRow.figures,
)


async def by_words(
    session: Session, chat: int | None, terms: Terms, within: Within, *, every: bool, limit: int
) -> tuple[Piece, ...]:
    """Pieces with every word and phrase, or with any word and every phrase, best first; none where there are no words.

    None of what `terms.without` has stands in them.
    """
    dialect = session.get_bind().dialect.name
    sought = holds(terms, dialect, every=every, names=[n for n in within.speakers or () if fold(n)])
    if sought is None:
        return ()
    condition, rank = sought
    query = _found(chat, terms, within, dialect, listed=True).where(condition)
    number: Any = col(PieceRow.id)
    if dialect == "sqlite":
        query = query.join(INDEX, INDEX.c.rowid == number)
        number = INDEX.c.rowid  # by its order the index gives the newest first, and stops
    query = query.add_columns(col(DocumentRow.added), rank.label("rank"))
    late = query.order_by(number.desc()).limit(RANKED).subquery().c
    order = late["rank"], late["added"].desc(), late["id"]
    found = await session.exec(sql.select(*late).order_by(*order).limit(limit))  # type: ignore[call-overload]  # plain columns
    return _pieces(found)


async def newest(session: Session, chat: int | None, terms: Terms, within: Within, *, limit: int) -> tuple[Piece, ...]:
    """Pieces of the newest documents, in the order of the text; what documents state of themselves is left out."""
    dialect, order = session.get_bind().dialect.name, (*documents.newest_first(), col(PieceRow.id))
    begin = await walking.since(session, within.speakers, limit) if within.speakers else None
    query = _found(chat, terms, within, dialect, begin=begin).where(col(PieceRow.end) > 0)
    found = _pieces(await session.exec(query.order_by(*order).limit(limit)))
    if begin is None or len(found) == limit:
        return found
    query = _found(chat, terms, within, dialect).where(col(PieceRow.end) > 0)
    return _pieces(await session.exec(query.order_by(*order).limit(limit)))


async def by_meaning(
    session: Session,
    chat: int | None,
    meaning: Vectors,
    model: str,
    terms: Terms,
    within: Within,
    *,
    limit: int,
) -> tuple[Piece, ...]:
    """Sentences whose vectors lie near to `meaning`, a unit vector of that model, nearest first.

    Looked for in the documents whose fingerprints lie nearest, `NEAREST` of the `COMPARED` newest, or of all, see
    `nearness`.
    """
    near = await _nearest(session, chat, meaning, model, within)
    scores = await _sentences(session, near, meaning)
    if not scores:
        return ()
    query = _found(chat, terms, within, session.get_bind().dialect.name).add_columns(col(PieceRow.sentence))
    rows = (await session.exec(query.where(col(PieceRow.document_id).in_(near)))).all()
    scored = [(scores[place], row) for row in rows if (place := (row.document_id, row.sentence)) in scores]
    scored.sort(key=lambda each: (-each[0], each[1].id))
    return _pieces(tuple(row)[: len(_FIELDS)] for _, row in scored[:limit])


async def count(session: Session, chat: int | None, within: Within) -> int:
    """How many pieces there are within these bounds: tells which of them leaves nothing."""
    found = _found(chat, Terms(), within, session.get_bind().dialect.name).limit(1).subquery()
    return (await session.exec(select(func.count()).select_from(found))).one()


async def load(session: Session, pieces: Sequence[Piece]) -> tuple[Passage, ...]:
    """The pieces with their documents, statements and figures, in the order given."""
    found = await documents.by_number(session, {piece.document for piece in pieces})
    statements: dict[tuple[int, int], Statement] = {}
    figures: dict[tuple[int, int], Figure] = {}
    places = [(p.document, position) for p in pieces for position in unpacked(p.statements)]
    for said in await _at(session, StatementRow, places):
        statements[said.document_id, said.position] = packing.unpack_statement(said, found[said.document_id])
    places = [(p.document, position) for p in pieces for position in unpacked(p.figures)]
    for counted in await _at(session, FigureRow, places):
        figures[counted.document_id, counted.position] = packing.unpack_figure(counted, found[counted.document_id])
    return tuple(
        Passage(
            found[piece.document],
            Span(piece.start, piece.end) if piece.end else None,
            tuple(statements[piece.document, position] for position in unpacked(piece.statements)),
            tuple(figures[piece.document, position] for position in unpacked(piece.figures)),
        )
        for piece in pieces
    )


async def _at(session: Session, row: Any, places: Sequence[tuple[int, int]]) -> Sequence[Any]:
    if not places:
        return ()
    # By their documents first: SQLite would read the whole table for pairs of values.
    numbers = sorted({number for number, _ in places})
    place = cast(row.document_id, BigInteger) * POSITIONS + row.position
    wanted = sorted({number * POSITIONS + position for number, position in places})
    return (await session.exec(select(row).where(col(row.document_id).in_(numbers), place.in_(wanted)))).all()


def _found(
    chat: int | None, terms: Terms, within: Within, dialect: str, *, listed: bool = False, begin: int | None = None
) -> Any:
    """`listed`: the index leaves out by itself what it can; `begin`: what speakers said from that document on."""
    query = select(*_FIELDS).join(DocumentRow, col(DocumentRow.id) == PieceRow.document_id)  # type: ignore[call-overload]  # more columns than its overloads
    without = () if listed and dialect == "sqlite" else lacks(terms, dialect)
    query = query.where(*has_phrases(terms), *without, *_of_documents(chat, within))
    query = query.where(*_of_pieces(within, begin, listed=listed))
    return query.where(seen(PieceRow.document_id, chat))


def _of_documents(chat: int | None, within: Within) -> tuple[ColumnElement[bool], ...]:
    conditions = [_from(origin) for origin in within.origins]
    if within.since is not None:
        came = select(func.min(SourceRow.added)).where(SourceRow.document_id == DocumentRow.id, shown(SourceRow, chat))
        stated = func.coalesce(DocumentRow.published, came.correlate(DocumentRow).scalar_subquery())
        conditions.append(stated >= within.since)
    if within.keys is not None:
        conditions.append(col(DocumentRow.key).in_(within.keys))
    return tuple(conditions)


def _from(origin: Origin) -> ColumnElement[bool]:
    feeds = select(EntryRow.document_id).where(col(EntryRow.feed_id).in_(origin.feeds))
    return or_(
        col(DocumentRow.publisher).in_(origin.publishers),
        col(DocumentRow.id).in_(origin.documents),
        col(DocumentRow.id).in_(feeds.where(col(EntryRow.document_id).is_not(None))),
    )


def _of_pieces(within: Within, begin: int | None, *, listed: bool) -> tuple[ColumnElement[bool], ...]:
    said, counted = col(PieceRow.statements), col(PieceRow.figures)
    sorts = {"statements": (said != "",), "figures": (counted != "",), "sources": (said == "", counted == "")}
    conditions = sorts[within.sort] if within.sort else ()
    if within.speakers is None:
        return conditions
    conditions = (*conditions, said != "")
    place = literal("%,").concat(cast(StatementRow.position, String)).concat(",%")
    by = select(StatementRow.document_id).where(
        StatementRow.document_id == PieceRow.document_id,
        col(StatementRow.speaker_name).in_(within.speakers),
        said.like(place),
    )
    spoken = *conditions, by.correlate(PieceRow).exists()
    if listed and len(within.speakers) <= NAMES:
        return spoken  # of what the index gives for their names little is left to ask
    # First the few documents in which they speak at all: which statement stands where is dear to ask.
    theirs = select(StatementRow.document_id).where(col(StatementRow.speaker_name).in_(within.speakers))
    if begin is not None:
        theirs = theirs.where(StatementRow.document_id >= begin)
    return (col(PieceRow.document_id).in_(theirs), *spoken)


async def _nearest(session: Session, chat: int | None, meaning: Vectors, model: str, within: Within) -> list[int]:
    """Documents whose fingerprints lie nearest: of all where there is an index of them, else of the newest."""
    documented = select(DocumentRow.id).where(seen(DocumentRow.id, chat), *_of_documents(chat, within))
    if (found := await nearness.nearest(session, documented, meaning, model, NEAREST)) is not None:
        return found
    query = select(PrintRow.document_id, PrintRow.vector).join(DocumentRow)
    query = query.where(seen(DocumentRow.id, chat), PrintRow.model == model)
    query = query.where(col(PrintRow.vector).is_not(None), *_of_documents(chat, within))
    rows = (await session.exec(query.order_by(*documents.newest_first()).limit(COMPARED))).all()
    rows = [row for row in rows if row[1] is not None and len(row[1]) == 4 * len(meaning)]
    if not rows:
        return []
    vectors = unpack_vectors(b"".join(vector for _, vector in rows if vector), len(meaning))
    best = np.argsort(-(vectors @ meaning), kind="stable")[:NEAREST]
    return [rows[place][0] for place in best]


async def _sentences(session: Session, near: Sequence[int], meaning: Vectors) -> dict[tuple[int, int], float]:
    """How near each sentence of these documents lies, where it lies near enough."""
    query = select(AnalysisRow.document_id, AnalysisRow.vectors).where(col(AnalysisRow.document_id).in_(near))
    scores: dict[tuple[int, int], float] = {}
    for number, packed in await session.exec(query.where(AnalysisRow.dimensions == len(meaning))):
        alike = unpack_vectors(packed or b"", len(meaning)) @ meaning
        scores |= {(number, int(place)): float(alike[place]) for place in np.flatnonzero(alike >= ALIKE)}
    return scores


def _pieces(rows: Any) -> tuple[Piece, ...]:
    return tuple(Piece(*row[: len(_FIELDS)]) for row in rows)
