"""Forgetting: everything that is a chat's goes, and nothing that is another's; what is left can be counted.

chat -> what was sent in it -> its feeds, lists, stories, sources -> its digests with what they told -> the chat itself
     -> its person's number wherever else it stands; then, a few at a time, texts that nobody has any more: `orphans`
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, ColumnElement, Table, delete, func, literal, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage import digests, jobs, memories, orphans, subscriptions
from storage.bulk import chunks, table
from storage.rows import (
    ArrivalRow,
    BarRow,
    BatchRow,
    BroadcastCopyRow,
    BroadcastRow,
    ChatMemoryRow,
    ChatRow,
    ChatTermRow,
    DeliveryRow,
    DigestRow,
    DocumentRow,
    FeedRow,
    FollowRow,
    InviteRow,
    ListingRow,
    MemberRow,
    MemoryRow,
    PermitRow,
    Row,
    ScopeRow,
    SourceRow,
    StoryRow,
    SubscriptionRow,
    SupersessionRow,
)
from storage.scopes import PUBLIC, lock
from storage.session import Session

CHATS: Final = frozenset({"chat", "home", "scope", "tenant"})
"""Columns that name a chat; `chat.id` does too."""
PERSON: Final = "person"
"""The column that names a person, whose number is that of their private chat."""
WITHIN: Final = (PERSON, "home", "to")
"""What names a person or a chat within the `query` of a listing of digests, which is JSON."""


class Forgotten(NamedTuple):
    """How much went: `documents` are texts that nobody else had."""

    sources: int = 0
    documents: int = 0
    digests: int = 0
    feeds: int = 0
    terms: int = 0


async def forget(session: Session, chat: int) -> tuple[Forgotten, frozenset[int]]:
    """Throw away all that a chat has, as `storage.rows` lists it; doing it twice is harmless.

    But for texts: which ones may be nobody's now, to be given to `orphans.drop`. Nobody sees them meanwhile.
    """
    # Batches first, as a group does that becomes a supergroup: who takes in what was sent holds them, then the rest.
    for sent in (BatchRow, ArrivalRow):
        await session.exec(delete(sent).where(col(sent.chat) == chat))
    # Before the scopes are locked: who keeps an analysis holds its job, then places it in stories.
    await jobs.move(session, chat, PUBLIC)
    feeds = await _unfollow(session, chat)
    brought = await _brought(session, chat)
    await session.exec(delete(ListingRow).where(col(ListingRow.chat) == chat))
    await lock(session)
    for scoped in (SupersessionRow, BarRow, MemberRow, StoryRow, ScopeRow):
        await session.exec(delete(scoped).where(col(scoped.scope) == chat))
    sources = (await session.exec(delete(SourceRow).where(col(SourceRow.chat) == chat))).rowcount
    mailed = await _digests(session, chat)
    terms = (await session.exec(delete(ChatTermRow).where(col(ChatTermRow.chat) == chat))).rowcount
    for row in (PermitRow, BroadcastCopyRow):
        await session.exec(delete(row).where(col(row.chat) == chat))
    await session.exec(delete(ChatRow).where(col(ChatRow.id) == chat))
    await _person(session, chat)
    return Forgotten(sources, 0, mailed, feeds, terms), brought


async def holdings(session: Session, chat: int) -> Forgotten:
    """How much `forget` would throw away; of texts those that no other chat has."""
    other = aliased(SourceRow)
    shared = select(other.id).where(other.document_id == SourceRow.document_id, col(other.chat).is_distinct_from(chat))
    mine = select(func.count()).select_from(SourceRow).where(col(SourceRow.chat) == chat)
    ends = or_(col(SubscriptionRow.chat) == chat, col(SubscriptionRow.home) == chat)
    counts = (
        mine,
        mine.where(~shared.exists()),
        select(func.count()).select_from(SubscriptionRow).where(ends),
        select(func.count()).select_from(FollowRow).where(col(FollowRow.chat) == chat),
        select(func.count()).select_from(ChatTermRow).where(col(ChatTermRow.chat) == chat),
    )
    return Forgotten(*[(await session.exec(query)).one() for query in counts])


async def expire(session: Session, chat: int, before: datetime) -> int:
    """Throw away what a chat brought before that moment; how many sources. Texts are left to `orphans`.

    What it removed before then it cannot bring back any more.
    """
    removed = col(ListingRow.chat) == chat, col(ListingRow.kind) == orphans.REMOVED, col(ListingRow.created) < before
    await session.exec(delete(ListingRow).where(*removed))
    old = delete(SourceRow).where(col(SourceRow.chat) == chat, col(SourceRow.added) < before)
    return (await session.exec(old)).rowcount


async def expiring(session: Session, default: int | None) -> tuple[tuple[int, int], ...]:
    """The chats that brought something, each with the days after which that goes: its own choice, else the default."""
    days = func.coalesce(ChatRow.retention, literal(default))
    query = select(func.coalesce(SourceRow.chat, PUBLIC), days).outerjoin(ChatRow, col(ChatRow.id) == SourceRow.chat)
    query = query.where(col(SourceRow.chat).is_not(None), days > 0).distinct()
    return tuple((chat, keep) for chat, keep in await session.exec(query))


async def remaining(session: Session, chat: int) -> Mapping[str, int]:
    """How many rows of each table still name a chat, also within lists of others; empty when it is forgotten."""
    found: dict[str, int] = {}
    for each in Row.metadata.sorted_tables:
        named = [column == chat for column in naming(each)]
        if not named:
            continue
        count = (await session.exec(select(func.count()).select_from(each).where(or_(*named)))).one()
        if count:
            found[each.name] = count
    within = select(func.count()).select_from(ListingRow).where(_packed(chat))
    if count := (await session.exec(within)).one():
        found["listing"] = found.get("listing", 0) + count
    return found


def naming(of: Table) -> tuple[Column[Any], ...]:
    """The columns of a table that hold a chat's number, or that of its person."""
    key = [of.c.id] if of.name == "chat" else []
    return (*key, *(column for column in of.columns if column.name in CHATS | {PERSON}))


async def _digests(session: Session, chat: int) -> int:
    """Its subscriptions and those that it set up elsewhere, their messages, what the chat was told; how many."""
    mine = or_(col(SubscriptionRow.chat) == chat, col(SubscriptionRow.home) == chat)
    targets: set[int] = {chat, *await session.exec(select(SubscriptionRow.chat).where(mine))}
    await memories.lock(session, targets)
    wrote = set(await session.exec(select(DigestRow.letter_id).join(SubscriptionRow).where(mine)))
    told = await session.exec(select(ChatMemoryRow.memory).where(col(ChatMemoryRow.chat).in_(targets)))
    tips = {memory for memory in told if memory}
    await session.exec(delete(DeliveryRow).where(col(DeliveryRow.chat) == chat))
    routed = select(SubscriptionRow.id).where(col(SubscriptionRow.home) == chat, col(SubscriptionRow.chat) != chat)
    # One by one: what they told that did not arrive, other digests of their chats are to tell.
    ended = [await subscriptions.delete(session, number, chat) for number in await session.exec(routed) if number]
    gone = (await session.exec(delete(SubscriptionRow).where(mine))).rowcount
    others = await session.exec(select(SubscriptionRow.chat).where(col(SubscriptionRow.chat).in_(targets)))
    left = targets.difference(others)
    await session.exec(delete(ChatMemoryRow).where(col(ChatMemoryRow.chat).in_(left)))
    # A channel that gets nothing any more is nobody's: nothing else is ever kept of one.
    channels = col(ChatRow.id).in_(left), col(ChatRow.kind) == "channel"
    await session.exec(delete(ChatRow).where(*channels))
    await digests.drop_unused(session, wrote)
    await _memories(session, tips)
    return gone + len(ended)


async def _memories(session: Session, tips: Collection[int]) -> None:
    """A chain of what was told, from its end back to where another chat's begins."""
    for tip in tips:
        here: int | None = tip
        while here:
            later = aliased(MemoryRow)
            used = or_(
                select(ChatMemoryRow.chat).where(ChatMemoryRow.memory == here).exists(),
                select(DigestRow.id).where(DigestRow.before == here).exists(),
                select(later.id).where(later.parent == here).exists(),
            )
            query = select(MemoryRow.parent, MemoryRow.edition_id).where(MemoryRow.id == here, ~used)
            row = (await session.exec(query)).one_or_none()
            if row is None:
                break
            await session.exec(delete(MemoryRow).where(col(MemoryRow.id) == here))
            here = row[0]
            await digests.drop_editions(session, {row[1]})


async def _unfollow(session: Session, chat: int) -> int:
    """What it follows, and feeds that nobody follows then, with their entries; how many it followed."""
    mine = set(await session.exec(select(FollowRow.feed_id).where(FollowRow.chat == chat)))
    # As in `feeds.unfollow`: who gives a feed's text to its followers has done so before they are looked for.
    held = select(FeedRow.id).where(col(FeedRow.id).in_(mine)).order_by(col(FeedRow.id))
    await session.exec(held.with_for_update())
    gone = (await session.exec(delete(FollowRow).where(col(FollowRow.chat) == chat))).rowcount
    followed = select(FollowRow.id).where(FollowRow.feed_id == FeedRow.id).correlate(FeedRow)
    await session.exec(delete(FeedRow).where(col(FeedRow.id).in_(mine), ~followed.exists()))
    return gone


async def _brought(session: Session, chat: int) -> frozenset[int]:
    """The documents that a chat has, and those that it removed and might have brought back.

    Its sources are locked first: to who has a page's old text its new one may be given at this moment.
    """
    mine = select(SourceRow.id).where(SourceRow.chat == chat).order_by(col(SourceRow.id))
    await session.exec(mine.with_for_update())
    found = set(await session.exec(select(SourceRow.document_id).where(SourceRow.chat == chat)))
    for keys in chunks(tuple(await orphans.removed(session, chat))):
        numbers = await session.exec(select(DocumentRow.id).where(col(DocumentRow.key).in_(keys)))
        found |= {number for number in numbers if number is not None}
    return frozenset(found)


async def _person(session: Session, person: int) -> None:
    """The number of a private chat is its person's: it goes from what they did elsewhere, which stays."""
    for row in (BatchRow, FollowRow, SubscriptionRow, ChatTermRow, PermitRow):
        named = table(row)
        await session.exec(update(named).where(named.c.person == person).values(person=None))
    for theirs in (InviteRow, BroadcastRow):
        await session.exec(delete(theirs).where(col(theirs.person) == person))
    await session.exec(delete(ListingRow).where(_packed(person)))


def _packed(number: int) -> ColumnElement[bool]:
    """Condition on listings: a person or a chat stands in one of digests, by which its chat brings them back."""
    queries = (f'"{name}": {number}{end}' for name in WITHIN for end in ",}")
    return or_(*(col(ListingRow.query).contains(each, autoescape=True) for each in queries))
