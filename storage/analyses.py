"""Analyses: what was understood of each document, once, and the statements and figures found in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, func, insert, or_
from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import documents, packing, search_pieces, walking
from storage import speakers as speaking
from storage.matching import has_words, words_of
from storage.rows import AnalysisRow, DocumentRow, FigureRow, StatementRow
from storage.session import Session
from storage.visibility import seen, seen_by_anyone
from summarizer.types import Analysis, Document, Figure, Statement

T = TypeVar("T")


async def save(session: Session, analysis: Analysis, now: datetime) -> bool:
    """Keep what was understood of a stored document, in place of what another recipe or backend had understood.

    It counts as understood since it was for the first time: another recipe makes no news of an old text. False when
    this recipe and backend are stored already. Raises StorageError when the document is not known.
    """
    number = await documents.number_of(session, analysis.document.key, lock=True)
    stored = await session.get(AnalysisRow, number)
    if stored and (stored.recipe, stored.backend) == (analysis.recipe, analysis.backend):
        return False
    first = stored.analysed if stored else now
    gone = await speaking.of(session, (number,)) if stored else ()
    # Statements and figures go with their analysis.
    await session.exec(delete(AnalysisRow).where(col(AnalysisRow.document_id) == number))
    about = {"document_id": number, "analysed": first, **packing.pack_analysis(analysis)}
    await session.exec(insert(AnalysisRow).values(**about))
    statements = [packing.pack_statement(statement) for statement in analysis.statements]
    figures = [packing.pack_figure(figure) for figure in analysis.figures]
    await documents.index_words(session, number, words_of(*(str(row["folded"]) for row in statements + figures)))
    for table, rows in ((StatementRow, statements), (FigureRow, figures)):
        if rows:
            placed = [row | {"document_id": number, "position": position} for position, row in enumerate(rows)]
            await session.exec(insert(table), params=placed)
    await search_pieces.keep(session, number, analysis.document, analysis)
    await speaking.keep(session, analysis.statements)
    await speaking.drop(session, gone)
    return True


async def load(session: Session, keys: Sequence[str]) -> tuple[Analysis, ...]:
    """The stored analyses of these documents, in the order of the keys; a document without one is left out."""
    query = select(AnalysisRow).join(DocumentRow).where(col(DocumentRow.key).in_(keys))
    analyses = {row.document_id: row for row in await session.exec(query)}
    found = await documents.by_number(session, analyses)
    statements = await _statements_of(session, found)
    figures = await _figures_of(session, found)
    loaded = {
        found[number].key: packing.unpack_analysis(row, found[number], statements[number], figures[number])
        for number, row in analyses.items()
    }
    return tuple(loaded[key] for key in keys if key in loaded)


async def is_understood(session: Session, key: str, recipe: str) -> bool:
    """Whether this recipe has analysed a document."""
    query = select(AnalysisRow.document_id).join(DocumentRow).where(DocumentRow.key == key)
    return (await session.exec(query.where(AnalysisRow.recipe == recipe))).first() is not None


async def outlines(session: Session, stored: Collection[Document]) -> tuple[Analysis, ...]:
    """The analyses of these documents, the newest first, without statements, figures and vectors.

    They tell how telling each sentence is. Raises StorageError when a sentence lies outside of its document.
    """
    known = {document.key: document for document in stored}
    without = defer(col(AnalysisRow.vectors), raiseload=True)  # type: ignore[arg-type]  # col() hides that it is one
    query = select(AnalysisRow, DocumentRow.key).join(DocumentRow).where(col(DocumentRow.key).in_(known))
    rows = (await session.exec(query.options(without).order_by(*documents.newest_first()))).all()
    for row, _ in rows:
        session.expunge(row)  # or whoever loads the analysis later on would find it without vectors
        row.vectors = None
    return tuple(packing.unpack_analysis(row, known[key], (), ()) for row, key in rows)


async def pending(session: Session, recipe: str, *, redo: Sequence[str] = (), limit: int) -> tuple[str, ...]:
    """Keys of documents that somebody sees and this recipe has not analysed, oldest first.

    And of those whose backend, which names its models with a "+" between them, has one of `redo`.
    """
    other = [col(AnalysisRow.document_id).is_(None), col(AnalysisRow.recipe) != recipe]
    models = "+" + col(AnalysisRow.backend) + "+"
    other += [models.contains(f"+{name}+", autoescape=True) for name in redo]
    query = select(DocumentRow.key).outerjoin(AnalysisRow).where(or_(*other), seen_by_anyone())
    order = col(DocumentRow.added), col(DocumentRow.id)
    return tuple(await session.exec(query.order_by(*order).limit(limit)))


async def count_outdated(session: Session, recipe: str) -> int:
    """How many documents that somebody sees were analysed, but by another recipe."""
    query = select(func.count()).select_from(AnalysisRow).join(DocumentRow)
    return (await session.exec(query.where(col(AnalysisRow.recipe) != recipe, seen_by_anyone()))).one()


async def statements(
    session: Session,
    chat: int | None,
    *,
    words: tuple[str, ...] = (),
    speakers: tuple[str, ...] | None = None,
    within: tuple[str, ...] | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[Statement, ...]:
    """Statements that a chat sees, newest document first, then in the order of the text.

    Every word must stand in the statement's sentences or its speaker's name or role (see `matching.has_words`);
    `speakers` are names as `speakers()` gives them, None for anybody; `within` are keys of documents, None for all.
    """
    order = *documents.newest_first(), col(StatementRow.position)
    bound = offset + limit if within is None else None
    queries = [
        _spoken(select(StatementRow), way, chat, words, speakers).order_by(*order).limit(limit).offset(offset)
        for way in await walking.ways(session, words, bound if speakers is None else None)
    ]
    if within is not None:
        queries = [query.where(col(DocumentRow.key).in_(within)) for query in queries]
    if speakers and bound is not None and (begin := await walking.since(session, speakers, bound)) is not None:
        queries.insert(0, queries[-1].where(StatementRow.document_id >= begin))
    rows = await _first_full(session, queries, limit)
    found = await documents.by_number(session, {row.document_id for row in rows})
    return tuple(packing.unpack_statement(row, found[row.document_id]) for row in rows)


async def count_statements(
    session: Session, chat: int | None, *, words: tuple[str, ...] = (), speakers: tuple[str, ...] | None = None
) -> int:
    """How many statements `statements` finds."""
    (way,) = await walking.ways(session, words, None)
    query = _spoken(select(func.count()).select_from(StatementRow), way, chat, words, speakers)
    return (await session.exec(query)).one()


async def figures(
    session: Session,
    chat: int | None,
    *,
    words: tuple[str, ...] = (),
    within: tuple[str, ...] | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[Figure, ...]:
    """Figures that a chat sees, newest document first, then in the order of the text.

    Every word must stand in the figure's clause, its place or time, or the name of who says so (see
    `matching.has_words`); `within` are keys of documents, None for all.
    """
    order = *documents.newest_first(), col(FigureRow.position)
    queries = [
        _counted(select(FigureRow), way, chat, words).order_by(*order).limit(limit).offset(offset)
        for way in await walking.ways(session, words, offset + limit if within is None else None)
    ]
    if within is not None:
        queries = [query.where(col(DocumentRow.key).in_(within)) for query in queries]
    rows = await _first_full(session, queries, limit)
    found = await documents.by_number(session, {row.document_id for row in rows})
    return tuple(packing.unpack_figure(row, found[row.document_id]) for row in rows)


async def count_figures(session: Session, chat: int | None, *, words: tuple[str, ...] = ()) -> int:
    """How many figures `figures` finds."""
    (way,) = await walking.ways(session, words, None)
    query = _counted(select(func.count()).select_from(FigureRow), way, chat, words)
    return (await session.exec(query)).one()


async def _first_full(session: Session, queries: Sequence[SelectOfScalar[T]], limit: int) -> Sequence[T]:
    """What the first query finds that finds so many, else what the last one does."""
    rows: Sequence[T] = ()
    for query in queries:
        rows = (await session.exec(query)).all()
        if len(rows) == limit:
            break
    return rows


def _spoken(
    query: SelectOfScalar[T],
    way: walking.Way,
    chat: int | None,
    words: tuple[str, ...],
    speakers: tuple[str, ...] | None,
) -> SelectOfScalar[T]:
    # Of few speakers there are few statements: then the way over their names is shorter than over the documents.
    number = way.number if speakers is None else col(DocumentRow.id)
    query = query.join(DocumentRow, number == StatementRow.document_id)
    if speakers is not None:
        query = query.where(col(StatementRow.speaker_name).in_(speakers))
    return query.where(*way.conditions, seen(DocumentRow.id, chat), *has_words(StatementRow.folded, words))


def _counted(query: SelectOfScalar[T], way: walking.Way, chat: int | None, words: tuple[str, ...]) -> SelectOfScalar[T]:
    query = query.join(DocumentRow, way.number == FigureRow.document_id)
    return query.where(*way.conditions, seen(DocumentRow.id, chat), *has_words(FigureRow.folded, words))


async def _statements_of(session: Session, found: dict[int, Document]) -> dict[int, tuple[Statement, ...]]:
    query = select(StatementRow).where(col(StatementRow.document_id).in_(found)).order_by(col(StatementRow.position))
    rows = (await session.exec(query)).all()
    return {
        number: tuple(packing.unpack_statement(row, document) for row in rows if row.document_id == number)
        for number, document in found.items()
    }


async def _figures_of(session: Session, found: dict[int, Document]) -> dict[int, tuple[Figure, ...]]:
    query = select(FigureRow).where(col(FigureRow.document_id).in_(found)).order_by(col(FigureRow.position))
    rows = (await session.exec(query)).all()
    return {
        number: tuple(packing.unpack_figure(row, document) for row in rows if row.document_id == number)
        for number, document in found.items()
    }
