"""Invites: links that let a number of chats in until a day."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlmodel import col

from storage.rows import InviteRow
from storage.session import Session
from storage.types import Invite

_BYTES = 18  # 144 bits of chance in 24 characters: a deep link has room for 64


async def create(session: Session, *, person: int, uses: int, now: datetime, until: datetime) -> Invite:
    """A new invite of this person's; its token cannot be guessed, and fits a deep link."""
    invite = Invite(secrets.token_urlsafe(_BYTES), person, uses, 0, now, until)
    session.add(InviteRow(token=invite.token, person=person, uses=uses, made=now, until=until))
    await session.flush()
    return invite


async def use(session: Session, token: str, now: datetime) -> bool:
    """Use an invite once; False for one that is used up, over or unknown. One statement: two at once use it twice."""
    left = col(InviteRow.used) < col(InviteRow.uses), col(InviteRow.until) > now
    used = update(InviteRow).where(col(InviteRow.token) == token, *left).values(used=InviteRow.used + 1)
    return (await session.exec(used.execution_options(synchronize_session=False))).rowcount == 1


async def prune(session: Session, before: datetime) -> int:
    """Forget invites that were over, or made and are used up, before then; who came in by them stays. How many."""
    used_up = (col(InviteRow.used) >= col(InviteRow.uses)) & (col(InviteRow.made) < before)
    return (await session.exec(delete(InviteRow).where(or_(col(InviteRow.until) < before, used_up)))).rowcount
