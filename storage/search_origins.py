"""Whom `from:` may name: publishers, hosts, feeds and sources of what a chat sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from sqlalchemy import func
from sqlmodel import col, select

from storage.documents import newest_first, walked
from storage.matching import fold
from storage.rows import DocumentRow, FeedRow, FollowRow, SourceRow
from storage.session import Session
from storage.types.search import Origin
from storage.visibility import shown, visible_ids

MOST = 500
"""Publishers and feeds of one name."""
LOOKED_AT = 5_000
"""Documents, the newest ones, whose addresses and names as sources are compared."""


async def origin(session: Session, chat: int | None, name: str) -> Origin:
    """What goes by the name among what the chat sees: every word of the name begins a word of theirs.

    A host goes by its labels too ("state" and "state.gov" are www.state.gov), a source by what the chat called it.
    """
    wanted = fold(name).split()
    if not wanted:
        return Origin()
    published = [each for each in await publishers(session, chat) if _goes_by(each, wanted)]
    return Origin(tuple(published[:MOST]), await _feeds(session, chat, wanted), await _others(session, chat, wanted))


def any_of(origins: Sequence[Origin]) -> Origin:
    """What any of them is."""
    return Origin(
        tuple(name for each in origins for name in each.publishers),
        tuple(number for each in origins for number in each.feeds),
        tuple(number for each in origins for number in each.documents),
    )


async def publishers(session: Session, chat: int | None) -> tuple[str, ...]:
    """The publishers of what a chat sees, those of most documents first."""
    query = select(DocumentRow.publisher, func.count()).where(walked().in_(visible_ids(chat)))
    query = query.where(col(DocumentRow.publisher).is_not(None)).group_by(col(DocumentRow.publisher))
    found = sorted(await session.exec(query), key=lambda row: (-row[1], row[0] or ""))
    return tuple(name for name, _ in found if name is not None)


async def _feeds(session: Session, chat: int | None, wanted: list[str]) -> tuple[int, ...]:
    query = select(FeedRow.id, FeedRow.title, FeedRow.url).join(FollowRow)
    own = col(FollowRow.chat).is_(None) if chat is None else col(FollowRow.chat).is_(None) | (FollowRow.chat == chat)
    found = {number: (title or "", _host(url)) for number, title, url in await session.exec(query.where(own))}
    goes = (number for number, names in found.items() if any(_goes_by(name, wanted) for name in names))
    return tuple(number for number in goes if number is not None)[:MOST]


async def _others(session: Session, chat: int | None, wanted: list[str]) -> tuple[int, ...]:
    """Documents by their hosts and by what their sources are called."""
    query = select(DocumentRow.id, DocumentRow.url, SourceRow.name).join(SourceRow)
    query = (
        query.where(shown(SourceRow, chat), walked().in_(visible_ids(chat))).order_by(*newest_first()).limit(LOOKED_AT)
    )
    found = (await session.exec(query)).all()
    goes = (number for number, url, name in found if _goes_by(_host(url), wanted) or _goes_by(name, wanted))
    return tuple(number for number in dict.fromkeys(goes) if number is not None)


def _goes_by(name: str, wanted: Iterable[str]) -> bool:
    words = fold(name)
    return all(f" {word}" in words for word in wanted)


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # a page may state anything as its address
        return ""
