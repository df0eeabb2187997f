"""Whose stories are counted together: the public ones, and each chat's own; under one lock."""

from __future__ import annotations

from sqlmodel import select

from storage.inserting import insert_new
from storage.rows import ScopeRow, StoryRow
from storage.session import Session

PUBLIC = 0
"""The scope of what is public; no chat has this id."""


async def lock(session: Session) -> None:
    """Until the transaction ends, nobody else groups documents in any scope.

    A public document may draw in stories of every chat, and what a chat brings is compared with what is public: were
    each scope locked alone, the two could miss each other, or wait for each other.
    """
    await insert_new(session, ScopeRow, scope=PUBLIC, stories=0)
    await session.exec(select(ScopeRow.scope).where(ScopeRow.scope == PUBLIC).with_for_update(key_share=True))


async def counted(session: Session, scope: int) -> ScopeRow:
    """The counter of a scope, made if there is none; under the lock."""
    await insert_new(session, ScopeRow, scope=scope, stories=0)
    query = select(ScopeRow).where(ScopeRow.scope == scope)
    return (await session.exec(query.execution_options(populate_existing=True))).one()


async def new_story(session: Session, scope: int) -> StoryRow:
    """A new, empty story under the scope's next number, with its row id; under the lock."""
    counter = await counted(session, scope)
    counter.stories += 1
    row = StoryRow(scope=scope, number=_number(scope, counter.stories))
    session.add(row)
    await session.flush()
    return row


def _number(scope: int, count: int) -> int:
    """Public stories have odd numbers, a chat's own even ones: neither count can take the other's."""
    return 2 * count - (scope == PUBLIC)
