"""Terms: what each chat follows and mutes, once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import delete, func, update
from sqlmodel import col, select

from storage.bulk import chunks
from storage.inserting import insert
from storage.matching import fold
from storage.rows import ChatTermRow
from storage.session import Session
from storage.storable import storable
from storage.types import Term, TermKind, TermVerb


async def put(
    session: Session,
    *,
    chat: int,
    verb: TermVerb,
    kind: TermKind,
    value: str,
    person: int | None,
    now: datetime,
) -> Term:
    """Follow or mute it from now on; what was muted and is followed is muted no more."""
    folded, about = fold(value), {"verb": verb, "value": storable(value), "person": person, "added": now}
    new = insert(session, ChatTermRow, chat=chat, kind=kind, folded=folded, **about)
    kept = new.on_conflict_do_update(index_elements=["chat", "kind", "folded"], set_=about)
    number = (await session.exec(kept.returning(ChatTermRow.id))).scalar_one()
    return Term(number, chat, verb, kind, storable(value) or "", person, now)


async def of_chat(session: Session, chat: int) -> tuple[Term, ...]:
    """What a chat follows and mutes, oldest first."""
    return (await of_chats(session, (chat,))).get(chat, ())


async def of_chats(session: Session, chats: Collection[int]) -> dict[int, tuple[Term, ...]]:
    """What each of these chats follows and mutes; those without any are left out."""
    found: dict[int, list[Term]] = defaultdict(list)
    for some in chunks(sorted(set(chats))):
        query = select(ChatTermRow).where(col(ChatTermRow.chat).in_(some)).order_by(col(ChatTermRow.id))
        for row in await session.exec(query.execution_options(populate_existing=True)):
            found[row.chat].append(_term(row))
    return {chat: tuple(terms) for chat, terms in found.items()}


async def count(session: Session, chat: int) -> int:
    """How many a chat has."""
    query = select(func.count()).select_from(ChatTermRow).where(col(ChatTermRow.chat) == chat)
    return (await session.exec(query)).one()


async def remove(session: Session, term: int, chat: int) -> Term | None:
    """End a term of this chat, given as it was; None where it is not there or another chat's."""
    query = select(ChatTermRow).where(ChatTermRow.id == term, ChatTermRow.chat == chat)
    row = (await session.exec(query)).one_or_none()
    if row is None:
        return None
    gone = _term(row)
    await session.exec(delete(ChatTermRow).where(col(ChatTermRow.id) == term, col(ChatTermRow.chat) == chat))
    return gone


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """Give a group's terms to the supergroup that it became; what both have stays the supergroup's."""
    theirs = select(ChatTermRow.kind, ChatTermRow.folded).where(ChatTermRow.chat == new_chat)
    known = set(await session.exec(theirs))
    for term in await of_chat(session, old_chat):
        mine = col(ChatTermRow.id) == term.id
        if (term.kind, fold(term.value)) in known:
            await session.exec(delete(ChatTermRow).where(mine))
        else:
            await session.exec(update(ChatTermRow).where(mine).values(chat=new_chat))


def _term(row: ChatTermRow) -> Term:
    assert row.id is not None  # noqa: S101  (a row that was read has its id; for the type checker)
    verb, kind = cast("TermVerb", row.verb), cast("TermKind", row.kind)
    return Term(row.id, row.chat, verb, kind, row.value, row.person, row.added)
