"""Feeds: asked once for all who follow them, and followed by chats that know nothing of each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, fields
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from storage.claiming import claim
from storage.inserting import insert, insert_new
from storage.merging import merge
from storage.rows import FeedRow, FollowRow
from storage.session import Session
from storage.storable import hashed, storable
from storage.types import FeedState, Following
from summarizer.errors import StorageError

FIRST_INTERVAL = timedelta(hours=1)
"""Between two looks at a feed of which nothing is known yet."""

_NEW = {"failures": 0, "refusals": 0, "taken": 0}
_FRESH = {"populate_existing": True}  # what a statement changed without the session knowing is read anew


async def follow(
    session: Session,
    url: str,
    *,
    chat: int | None,
    person: int | None,
    title: str | None = None,
    site: str | None = None,
    now: datetime,
) -> Following:
    """Note that a chat (None: everybody) follows the feed of an address; the first note stays.

    A new feed is due at once, and so is one that was given up: whoever follows it says that it is there. `title` and
    `site` are what the feed says of itself, kept where nothing is known yet: everybody who follows it reads them, so
    a person's own words for it do not belong there.
    """
    about = {"url": url, "title": storable(title), "site": storable(site), "added": now, "due": now}
    new = insert(session, FeedRow, hash=hashed(url), interval=_seconds(FIRST_INTERVAL), **_NEW, **about)
    known = {name: func.coalesce(getattr(FeedRow, name), getattr(new.excluded, name)) for name in ("title", "site")}
    # An update, also where it changes nothing, locks the feed: nobody can drop it as unfollowed meanwhile.
    taken = new.on_conflict_do_update(index_elements=["hash"], set_=known).returning(FeedRow.id, FeedRow.due)
    number, due = (await session.exec(taken)).one()
    await insert_new(session, FollowRow, feed_id=number, chat=chat, person=person, added=now)
    if due is None:
        await revive(session, number, now)
    return await _one(session, col(FollowRow.feed_id) == number, col(FollowRow.chat) == chat)


async def unfollow(session: Session, following: int, chat: int | None) -> bool:
    """End a following of this chat (None: a public one); False when it is not there or not this chat's.

    With its last follower the feed goes, and what is known of its entries; the documents that it brought stay, and so
    do their sources: what a chat has read it keeps until it removes it.
    """
    mine = col(FollowRow.id) == following, col(FollowRow.chat) == chat
    feed = (await session.exec(select(FollowRow.feed_id).where(*mine))).one_or_none()
    if feed is None:
        return False
    # Before looking whether others follow: a statement sees only what was committed when it began.
    await session.exec(select(FeedRow.id).where(FeedRow.id == feed).with_for_update())
    done = (await session.exec(delete(FollowRow).where(*mine))).rowcount == 1
    await session.exec(delete(FeedRow).where(col(FeedRow.id) == feed, ~_has_followers()))
    return done


async def replace(
    session: Session,
    following: int,
    chat: int | None,
    url: str,
    *,
    title: str | None = None,
    site: str | None = None,
    now: datetime,
) -> Following | None:
    """Follow the feed of another address in the place of this one; None when that is not there or not this chat's.

    Where the chat follows the other feed already, that following is the one that is left.
    """
    old = await get_following(session, following, chat)
    if old is None:
        return None
    new = await follow(session, url, chat=chat, person=old.person, title=title, site=site, now=now)
    if new.id != old.id:
        await unfollow(session, old.id, chat)
    return new


async def followed(session: Session, chat: int | None, *, limit: int, offset: int = 0) -> tuple[Following, ...]:
    """What a chat follows and what is followed for everybody, newest first.

    Of a feed that both follow, the chat's own following is listed: the one that it may end.
    """
    order = col(FollowRow.added).desc(), col(FollowRow.id).desc()
    query = _joined().where(_listed(chat)).order_by(*order).limit(limit).offset(offset)
    return await _all(session, query)


async def count_followed(session: Session, chat: int | None) -> int:
    """How many feeds a chat follows itself (None: how many are followed for everybody)."""
    query = select(func.count()).select_from(FollowRow).where(FollowRow.chat == chat)
    return (await session.exec(query)).one()


async def find_followed(session: Session, chat: int | None, url: str) -> Following | None:
    """Of what `followed` lists, the feed of an address."""
    found = await _all(session, _joined().where(_listed(chat), col(FeedRow.hash) == hashed(url)))
    return next(iter(found), None)


async def get_following(session: Session, following: int, chat: int | None) -> Following | None:
    """A chat's own following (None: a public one) by its id; None for another's, as for none."""
    found = await _all(session, _joined().where(col(FollowRow.id) == following, col(FollowRow.chat) == chat))
    return next(iter(found), None)


async def claim_due(session: Session, now: datetime, *, until: datetime, limit: int) -> tuple[FeedState, ...]:
    """Feeds that are due and followed, leased `until` then; no two callers get the same one before that."""
    rows = await claim(session, FeedRow, _has_followers(), now, until=until, limit=limit)
    return tuple(map(_state, rows))


async def get(session: Session, feed: int) -> FeedState | None:
    """The feed of an id, whoever follows it; None when nobody does any more."""
    query = select(FeedRow).where(FeedRow.id == feed).execution_options(**_FRESH)
    row = (await session.exec(query)).one_or_none()
    return None if row is None else _state(row)


async def save(session: Session, state: FeedState, *, since: FeedState | None = None) -> bool:
    """Keep what a look at a feed came to, but for its address (see `move`); False when it is there no more.

    `since` is the feed as the look began: nothing is kept where it was claimed anew, revived or settled meanwhile.
    A feed that was read may end anew: whoever was told of its end is then told once more.
    """
    kept = {name: value for name, value in asdict(state).items() if name not in {"id", "url", "added"}}
    plain = {"title": storable(state.title), "site": storable(state.site), "interval": _seconds(state.interval)}
    saved = update(FeedRow).where(col(FeedRow.id) == state.id).values(**kept | plain)
    if since is not None:
        saved = saved.where(col(FeedRow.due).is_not_distinct_from(since.due))
    if (await session.exec(saved)).rowcount != 1:
        return False
    if state.failures == 0 and state.succeeded is not None and state.succeeded == state.asked:
        await session.exec(update(FollowRow).where(col(FollowRow.feed_id) == state.id).values(told=None))
    return True


async def move(session: Session, feed: int, url: str) -> FeedState:
    """Give a feed the address that it moved to for good (301, 308; RFC 9110, 15.4.2 and 15.4.9).

    Where a feed is known there already, the two become that one: it gets the followers, each chat once, and stays as
    it was otherwise. Raises StorageError when there is no feed of that id.
    """
    added = (await session.exec(select(FeedRow.added).where(FeedRow.id == feed))).one_or_none()
    if added is None:
        raise StorageError(f"no feed {feed}")
    # Whoever moves another feed there at once waits for this row, gone or not, and then finds what is there by then.
    if await insert_new(session, FeedRow, url=url, hash=hashed(url), added=added, interval=0, **_NEW):
        await session.exec(delete(FeedRow).where(col(FeedRow.hash) == hashed(url)))
    both = or_(col(FeedRow.id) == feed, col(FeedRow.hash) == hashed(url))
    query = select(FeedRow).where(both).order_by(col(FeedRow.id)).with_for_update()
    rows = (await session.exec(query.execution_options(**_FRESH))).all()
    here = next((row for row in rows if row.id == feed), None)
    there = next((row for row in rows if row.url == url), None)
    if here is None:
        raise StorageError(f"no feed {feed}")
    if there is None:
        here.url, here.hash = url, hashed(url)
        await session.flush()
    elif there is not here:
        await merge(session, here, there)
    return _state(there or here)


async def followers(session: Session, feed: int) -> tuple[Following, ...]:
    """Everybody who follows a feed; for telling each of them, never to be shown to one of them."""
    return await _all(session, _joined().where(col(FollowRow.feed_id) == feed).order_by(col(FollowRow.id)))


async def failing(
    session: Session, failures: int, refusals: int, words: Collection[str], *, limit: int
) -> tuple[FeedState, ...]:
    """Feeds that are still asked and failed or refused so often, or for such a reason; the oldest trouble first."""
    often = or_(col(FeedRow.failures) >= failures, col(FeedRow.refusals) >= refusals)
    ends = or_(often, col(FeedRow.failure).in_(words))
    query = select(FeedRow).where(col(FeedRow.due).is_not(None), ends).execution_options(**_FRESH)
    rows = await session.exec(query.order_by(col(FeedRow.failing_since), col(FeedRow.id)).limit(limit))
    return tuple(map(_state, rows))


async def untold(session: Session, feed: int) -> tuple[Following, ...]:
    """Followers of a feed who were not told yet that it ended."""
    query = _joined().where(col(FollowRow.feed_id) == feed, col(FollowRow.told).is_(None))
    return await _all(session, query.order_by(col(FollowRow.id)))


async def mark_told(session: Session, followings: Collection[int], now: datetime) -> None:
    """Note that these followers were told that their feed ended."""
    await session.exec(update(FollowRow).where(col(FollowRow.id).in_(followings)).values(told=now))


async def revive(session: Session, feed: int, now: datetime) -> None:
    """Ask a feed again from now on. Who was told of its end is not told again before it was read: see `save`."""
    anew = {"due": now, "failures": 0, "failing_since": None, "failure": None, "refusals": 0}
    await session.exec(update(FeedRow).where(col(FeedRow.id) == feed).values(**anew))


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """Move what a group follows to the supergroup that it became; what both follow stays the supergroup's."""
    theirs = select(FollowRow.feed_id).where(FollowRow.chat == new_chat)
    mine = col(FollowRow.chat) == old_chat
    await session.exec(delete(FollowRow).where(mine, col(FollowRow.feed_id).in_(theirs)))
    await session.exec(update(FollowRow).where(mine).values(chat=new_chat))


def _has_followers() -> ColumnElement[bool]:
    """Condition on feeds: at least one chat, or everybody, follows it."""
    return select(FollowRow.id).where(FollowRow.feed_id == FeedRow.id).correlate(FeedRow).exists()


def _listed(chat: int | None) -> ColumnElement[bool]:
    """Condition on followings: the chat's own, or public and not followed by the chat itself."""
    public = col(FollowRow.chat).is_(None)
    if chat is None:
        return public
    own = aliased(FollowRow)
    doubled = col(FollowRow.feed_id).in_(select(own.feed_id).where(own.chat == chat))
    return or_(col(FollowRow.chat) == chat, public & ~doubled)


def _joined() -> Select[FollowRow, FeedRow]:
    return select(FollowRow, FeedRow).join(FeedRow)


async def _all(session: Session, query: Select[FollowRow, FeedRow]) -> tuple[Following, ...]:
    rows = (await session.exec(query.execution_options(**_FRESH))).all()
    return tuple(_following(follow, feed) for follow, feed in rows)


async def _one(session: Session, *where: ColumnElement[bool]) -> Following:
    (found,) = await _all(session, _joined().where(*where))
    return found


def _following(row: FollowRow, feed: FeedRow) -> Following:
    assert row.id is not None  # noqa: S101  (a row that was read has its id; for the type checker)
    return Following(row.id, _state(feed), row.chat, row.person, row.added, row.told)


def _state(row: FeedRow) -> FeedState:
    values = {field.name: getattr(row, field.name) for field in fields(FeedState)}
    return FeedState(**values | {"interval": timedelta(seconds=row.interval)})


def _seconds(interval: timedelta) -> int:
    return round(interval.total_seconds())
