"""Permits: the chats that were let in to a bot which is not open to everybody."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlmodel import col, select

from storage.inserting import insert_new
from storage.rows import PermitRow
from storage.session import Session
from storage.types import Permit

_FRESH = {"populate_existing": True}  # what a statement changed without the session knowing is read anew


async def grant(session: Session, permit: Permit) -> bool:
    """Let a chat in; False where it has a permit, which stays as it is."""
    values = {"person": permit.person, "invite": permit.invite, "since": permit.since}
    return await insert_new(session, PermitRow, chat=permit.chat, **values)


async def renew(session: Session, permit: Permit) -> None:
    """Let a chat in anew, whose permit holds no longer."""
    await session.exec(delete(PermitRow).where(col(PermitRow.chat) == permit.chat))
    await grant(session, permit)


async def get(session: Session, chat: int) -> Permit | None:
    """The permit of a chat, None where it has none."""
    row = await session.get(PermitRow, chat, populate_existing=True)
    return None if row is None else _permit(row)


async def every(session: Session) -> dict[int, Permit]:
    """All permits by their chats."""
    rows = await session.exec(select(PermitRow).execution_options(**_FRESH))
    return {row.chat: _permit(row) for row in rows}


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """Move a group's permit to the supergroup that it became, unless that has one."""
    kept = select(PermitRow.chat).where(PermitRow.chat == new_chat)
    moved = update(PermitRow).where(col(PermitRow.chat) == old_chat, ~kept.exists()).values(chat=new_chat)
    await session.exec(moved.execution_options(synchronize_session=False))
    await session.exec(delete(PermitRow).where(col(PermitRow.chat) == old_chat))


def _permit(row: PermitRow) -> Permit:
    return Permit(row.chat, row.person, row.invite, row.since)
