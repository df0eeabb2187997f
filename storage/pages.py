"""Pages that were fetched and may change: when to look at them again, and which document they last gave."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from storage import documents
from storage.claiming import claim
from storage.inserting import insert, insert_new
from storage.rows import DocumentRow, PageRow, SourceRow, SupersessionRow, VersionRow
from storage.session import Session
from storage.storable import hashed
from storage.types import PageState
from storage.visibility import holds


async def get(session: Session, url: str) -> PageState | None:
    """The page of a normalised address."""
    return await _first(session, col(PageRow.hash) == hashed(url))


async def of_document(session: Session, key: str) -> PageState | None:
    """The page that a document is of, the one looked at last where several gave the same; None when none did."""
    return await _first(session, col(DocumentRow.key) == key)


async def save(session: Session, page: PageState) -> None:
    """Keep a page as it is now, in place of what was kept of it; its document is one of its versions from now on.

    Raises StorageError for an unknown document.
    """
    number = await documents.hold(session, page.document_key)
    names = ("asked", "checked", "due", "etag", "last_modified", "failures")
    values: dict[str, object] = {name: getattr(page, name) for name in names}
    values |= {"document_id": number, "interval": round(page.interval.total_seconds())}
    new = insert(session, PageRow, hash=hashed(page.url), url=page.url, **values)
    await session.exec(new.on_conflict_do_update(index_elements=["hash"], set_=values))
    await insert_new(session, VersionRow, hash=hashed(page.url), document_id=number)


async def behind(session: Session, url: str, newest: str) -> tuple[str, ...]:
    """Keys of what was fetched of a page, by whichever chat, that the document `newest` has not replaced for everybody.

    Those fetched first come first; `newest` itself, known or not, is left out.
    """
    number = select(DocumentRow.id).where(DocumentRow.key == newest).scalar_subquery()
    replaced = select(SupersessionRow.old_id).where(SupersessionRow.document_id == number, *holds(None))
    query = select(DocumentRow.key).join(VersionRow).where(VersionRow.hash == hashed(url), DocumentRow.key != newest)
    return tuple(await session.exec(query.where(col(DocumentRow.id).not_in(replaced)).order_by(col(DocumentRow.id))))


async def claim_due(session: Session, now: datetime, *, until: datetime, limit: int) -> tuple[PageState, ...]:
    """Pages that are due and of which somebody has a version, leased `until` then; no two callers get the same one."""
    same = col(VersionRow.document_id) == col(SourceRow.document_id)
    held = (
        select(SourceRow.id).join(VersionRow, same).where(VersionRow.hash == PageRow.hash).correlate(PageRow).exists()
    )
    rows = await claim(session, PageRow, held, now, until=until, limit=limit)
    found = await documents.by_number(session, [row.document_id for row in rows])
    return tuple(_page(row, found[row.document_id].key) for row in rows)


async def _first(session: Session, where: ColumnElement[bool]) -> PageState | None:
    query = select(PageRow, DocumentRow.key).join(DocumentRow).where(where)
    query = query.order_by(col(PageRow.checked).desc(), col(PageRow.hash)).limit(1)
    found = (await session.exec(query.execution_options(populate_existing=True))).one_or_none()
    return None if found is None else _page(*found)


def _page(row: PageRow, key: str) -> PageState:
    values = {each.name: getattr(row, each.name) for each in fields(PageState) if each.name != "document_key"}
    return PageState(**values | {"document_key": key, "interval": timedelta(seconds=row.interval)})
