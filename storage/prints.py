"""Fingerprints of documents, and an index of their most telling terms: the few that one is worth comparing with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert
from sqlmodel import col, select

from storage import nearness
from storage.packing import pack_vectors, unpack_vectors
from storage.rows import DocumentRow, MemberRow, PrintRow, TermRow
from storage.session import Session
from summarizer.stories.grouping import Print

COMPARED = 40
"""Documents of each scope that one is compared with: those that share most of its telling terms."""


async def keep(session: Session, number: int, made: Print) -> None:
    """Store a document's fingerprint in place of the one that it had."""
    await session.exec(delete(PrintRow).where(col(PrintRow.document_id) == number))
    await session.exec(insert(PrintRow).values(document_id=number, **_pack(made)))
    await nearness.keep(session, number, made.model, made.vector)
    rows = [{"document_id": number, "term": term} for term in made.telling]
    if rows:
        await session.exec(insert(TermRow), params=rows)


async def alike(session: Session, made: Print, where: ColumnElement[bool]) -> dict[int, tuple[int, ...]]:
    """By scope the members that share most of the telling terms, best first, in the scopes that `where` allows.

    Each scope has places of its own: what one holds crowds out nothing of another.
    """
    # Terms first, then whose documents they are: the other way round SQLite walks a scope (50 ms against 0.4).
    held = (
        select(TermRow.document_id, func.count().label("terms"))
        .where(col(TermRow.term).in_(made.telling))
        .group_by(col(TermRow.document_id))
        .subquery()
    )
    shared = (
        select(MemberRow.scope, MemberRow.document_id, held.c.terms)
        .join(held, held.c.document_id == MemberRow.document_id)
        .where(where)
        .subquery()
    )
    order = shared.c.terms.desc(), shared.c.document_id.desc()
    place = func.row_number().over(partition_by=shared.c.scope, order_by=order).label("place")
    ranked = select(shared.c.scope, shared.c.document_id, place).subquery()
    query = select(ranked.c.scope, ranked.c.document_id).where(ranked.c.place <= COMPARED).order_by(ranked.c.place)
    found: dict[int, list[int]] = defaultdict(list)
    for scope, number in await session.exec(query):
        found[scope].append(number)
    return {scope: tuple(numbers) for scope, numbers in found.items()}


async def load(session: Session, numbers: Collection[int]) -> dict[int, Print]:
    """The fingerprints of documents, by row id."""
    query = select(PrintRow, DocumentRow.published).join(DocumentRow).where(col(PrintRow.document_id).in_(numbers))
    return {row.document_id: _unpack(row, published) for row, published in await session.exec(query)}


def _pack(made: Print) -> dict[str, object]:
    weights = json.dumps(dict(made.weights), ensure_ascii=False, separators=(",", ":"))
    vector = None if made.vector is None else pack_vectors(made.vector)
    return {"model": made.model, "weights": weights, "vector": vector}


def _unpack(row: PrintRow, published: datetime | None) -> Print:
    vector = None if row.vector is None else unpack_vectors(row.vector, 1)[:, 0]
    return Print(row.model, json.loads(row.weights), vector, published)
