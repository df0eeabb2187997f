"""Fingerprints as vectors of pgvector, with an index: on PostgreSQL, where the server has it, all are compared.

no extension, or no right to make it -> nothing here: the newest documents are compared, as on SQLite
every start -> the table and index, if they may be had -> the fingerprints that it lacks
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Connection, column, table, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from storage.packing import pack_vectors, unpack_vectors
from storage.rows import DocumentRow
from storage.search_index import VECTORS as TABLE
from storage.session import Session
from summarizer.types import Vectors

log = logging.getLogger(__name__)

DIMENSIONS: Final = 384
"""Of the model that is shipped; fingerprints of another size are compared without the index."""
LOOKED_AT: Final = 200
"""Documents that the index looks at: some of the nearest may be hidden from who asks."""
AT_ONCE: Final = 500
_VECTORS: Final = table(TABLE, column("document_id"), column("model"), column("near"))
_MAY: Final = text(
    "SELECT coalesce(bool_or(rolsuper OR (trusted AND has_database_privilege(current_database(), 'CREATE'))), false)"
    " FROM pg_available_extension_versions, pg_roles WHERE name = 'vector' AND rolname = current_user"
)
_MAKE: Final = (
    "CREATE EXTENSION IF NOT EXISTS vector",
    (
        "CREATE TABLE print_vector (document_id integer PRIMARY KEY REFERENCES print (document_id) ON DELETE CASCADE,"
        f" model varchar NOT NULL, near vector({DIMENSIONS}) NOT NULL)"
    ),
)
_INDEX: Final = "CREATE INDEX ix_print_vector_near ON print_vector USING hnsw (near vector_cosine_ops)"
_ADD: Final = text(
    "INSERT INTO print_vector (document_id, model, near)"
    " VALUES (:document_id, :model, CAST(CAST(:near AS text) AS vector)) ON CONFLICT DO NOTHING"
)
_MISSING: Final = text(
    "SELECT document_id, model, vector FROM print WHERE length(vector) = :bytes AND document_id > :after"
    " AND NOT EXISTS (SELECT 1 FROM print_vector WHERE print_vector.document_id = print.document_id)"
    " ORDER BY document_id LIMIT :most"
)


def prepare(connection: Connection) -> None:
    """Make the table where it may be made, and fill in what it lacks; within the transaction of a start.

    What the server has against it (an extension in a schema that is not searched, or too old, or not allowed here)
    leaves nothing of it, and no start fails for it: the index is a help, and never needed.
    """
    if connection.dialect.name != "postgresql":
        return
    try:
        with connection.begin_nested():
            _prepare(connection)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        log.warning("storage.no_pgvector detail=%s", " ".join(str(error.orig).splitlines()[:1]))


def _prepare(connection: Connection) -> None:
    new = not connection.dialect.has_table(connection, TABLE)
    if new:
        installed = connection.execute(text("SELECT 1 FROM pg_extension WHERE extname = 'vector'")).first()
        if not installed and not connection.execute(_MAY).scalar():
            log.info("storage.no_pgvector detail=meanings are compared with the newest documents only")
            return
        for step in _MAKE[1 if installed else 0 :]:
            connection.execute(text(step))
    after = 0
    while rows := connection.execute(_MISSING, {"bytes": 4 * DIMENSIONS, "after": after, "most": AT_ONCE}).all():
        connection.execute(_ADD, [_row(number, model, packed) for number, model, packed in rows])
        after = rows[-1][0]
    if new:
        connection.execute(text(_INDEX))  # last: built of what is there it takes a fraction of the time


async def keep(session: Session, number: int, model: str, vector: Vectors | None) -> None:
    """Put a fingerprint into the index, if there is one."""
    if vector is not None and len(vector) == DIMENSIONS and await _is_there(session):
        await session.exec(_ADD, params=_row(number, model, pack_vectors(vector)))  # type: ignore[call-overload]  # plain SQL


async def nearest(session: Session, query: Any, meaning: Vectors, model: str, limit: int) -> list[int] | None:
    """The documents of a query over them whose fingerprints lie nearest; None without the index, or too few in it."""
    if len(meaning) != DIMENSIONS or not await _is_there(session):
        return None
    await session.exec(text(f"SET LOCAL hnsw.ef_search = {LOOKED_AT}"))  # type: ignore[call-overload]  # plain SQL
    far = text("print_vector.near <=> CAST(CAST(:near AS text) AS vector)").bindparams(near=_written(meaning))
    query = query.join(_VECTORS, _VECTORS.c.document_id == col(DocumentRow.id)).where(_VECTORS.c.model == model)
    found = list((await session.exec(query.order_by(far).limit(limit))).all())
    return found if len(found) == limit else None


async def _is_there(session: Session) -> bool:
    if session.get_bind().dialect.name != "postgresql":
        return False
    found = await session.exec(text(f"SELECT to_regclass('{TABLE}') IS NOT NULL"))  # type: ignore[call-overload]  # plain SQL
    return bool(found.scalar())


def _row(number: int, model: str, packed: bytes) -> dict[str, Any]:
    return {"document_id": number, "model": model, "near": _written(unpack_vectors(packed, DIMENSIONS)[0])}


def _written(vector: Iterable[Any]) -> str:
    return "[" + ",".join(f"{number:.7g}" for number in vector) + "]"
