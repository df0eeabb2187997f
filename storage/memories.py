"""Memories: what each chat was told by digests, as a chain of editions that chats with one past share.

chat -> memory -> its parent -> ... ; each holds one edition
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, bindparam, case, delete, func, literal, update
from sqlmodel import col, select

from storage.bulk import chunks, table
from storage.inserting import insert, insert_new
from storage.rows import ChatMemoryRow, DeliveryRow, DigestRow, EditionRow, LetterRow, MemoryRow, SubscriptionRow
from storage.session import Session

NOTHING = 0
"""The memory of a chat that no digest has told anything."""
MOST = 60
"""Editions that are remembered: a digest a day tells of two months, and documents that old come no more."""


async def begin(session: Session, chat: int) -> None:
    """Give a chat a memory, an empty one where it has none, and lock it."""
    await insert_new(session, ChatMemoryRow, chat=chat, memory=NOTHING)
    await lock(session, (chat,))


async def newest(session: Session, chat: int) -> datetime | None:
    """When what a chat was told last was composed; None where it was told nothing."""
    query = select(EditionRow.made).join(MemoryRow).join(ChatMemoryRow, col(ChatMemoryRow.memory) == MemoryRow.id)
    return (await session.exec(query.where(ChatMemoryRow.chat == chat))).one_or_none()


async def of_chat(session: Session, chat: int) -> int | None:
    """What a chat remembers, looked at without holding anybody up; None where it never had a digest."""
    return (await session.exec(select(ChatMemoryRow.memory).where(ChatMemoryRow.chat == chat))).one_or_none()


async def lock(session: Session, chats: Collection[int]) -> dict[int, int]:
    """What each chat remembers; until the transaction ends nobody else writes digests of these chats."""
    found: dict[int, int] = {}
    for some in chunks(sorted(set(chats))):  # in one order: two who lock the same chats never wait for each other
        query = select(ChatMemoryRow.chat, ChatMemoryRow.memory).where(col(ChatMemoryRow.chat).in_(some))
        rows = await session.exec(query.order_by(col(ChatMemoryRow.chat)).with_for_update())
        found.update((chat, memory) for chat, memory in rows)
    return found


async def grow(session: Session, steps: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """The memories that come of each (memory, edition told after it); the same for everybody who takes that step."""
    ordered, found = sorted(set(steps)), dict[tuple[int, int], int]()
    for some in chunks(ordered):
        rows = [{"parent": parent, "edition_id": edition} for parent, edition in some]
        await session.exec(insert(session, MemoryRow).on_conflict_do_nothing(), params=rows)
        parents = {parent for parent, _ in some}
        query = select(MemoryRow.parent, MemoryRow.edition_id, MemoryRow.id).where(col(MemoryRow.parent).in_(parents))
        editions = col(MemoryRow.edition_id).in_({edition for _, edition in some})
        for parent, edition, number in await session.exec(query.where(editions)):
            found[parent, edition] = number or NOTHING
    return found


async def parents(session: Session, memories: Collection[int | None]) -> dict[int, int]:
    """What was remembered before the last edition of each of these memories."""
    found = dict[int, int]()
    for some in chunks(sorted(memory for memory in set(memories) if memory)):
        query = select(MemoryRow.id, MemoryRow.parent).where(col(MemoryRow.id).in_(some))
        found.update((number, parent) for number, parent in await session.exec(query) if number)
    return found


async def put(session: Session, memories: Mapping[int, int]) -> None:
    """Note what chats remember from now on; the chats are locked."""
    if memories:
        rows = [{"of": chat, "now": memory} for chat, memory in memories.items()]
        kept = table(ChatMemoryRow)
        query = update(kept).where(kept.c.chat == bindparam("of")).values(memory=bindparam("now"))
        await session.exec(query, params=rows)


async def editions(session: Session, memory: int, most: int = MOST) -> Sequence[EditionRow]:
    """The editions of a memory, the one told last first, at most so many."""
    here = select(MemoryRow.parent, MemoryRow.edition_id, literal(1).label("step"))
    chain = here.where(MemoryRow.id == memory).cte("chain", recursive=True)
    before = select(MemoryRow.parent, MemoryRow.edition_id, chain.c.step + 1)
    chain = chain.union_all(before.join(chain, col(MemoryRow.id) == chain.c.parent).where(chain.c.step < most))
    query = select(EditionRow).join(chain, chain.c.edition_id == col(EditionRow.id)).order_by(chain.c.step)
    return (await session.exec(query)).all()


async def take_back(session: Session, chat: int, digests: Collection[int]) -> None:
    """Forget that these digests told a chat anything, so that the next ones do; what others told stays told.

    Later digests of the chat were composed as if these had been read: they are kept, in their order.
    """
    if not digests:
        return
    await lock(session, (chat,))
    await _look_again(session, chat, digests)
    await disown(session, digests)
    query = select(DigestRow.id, DigestRow.before, LetterRow.edition_id)
    query = query.join(LetterRow, col(LetterRow.id) == DigestRow.letter_id)
    query = query.join(SubscriptionRow, col(SubscriptionRow.id) == DigestRow.subscription_id)
    later = SubscriptionRow.chat == chat, col(DigestRow.id) >= min(digests)
    rows = (await session.exec(query.where(*later).order_by(col(DigestRow.id)))).all()
    memory = rows[0][1]
    for digest, _, edition in rows:
        if digest not in digests:
            await session.exec(update(DigestRow).where(col(DigestRow.id) == digest).values(before=memory))
            memory = (await grow(session, [(memory, edition)]))[memory, edition]
    await put(session, {chat: memory})


async def looked_before(session: Session, digests: Collection[int]) -> dict[int, datetime | None]:
    """By subscription, since when all was new to it before these digests, None for the beginning."""
    found = dict[int, datetime | None]()
    for some in chunks(sorted(digests)):
        query = select(DigestRow.subscription_id, DigestRow.looked).where(col(DigestRow.id).in_(some))
        for subscription, looked in await session.exec(query):
            known = found.get(subscription, looked)
            found[subscription] = None if looked is None or known is None else min(looked, known)
    return found


async def _look_again(session: Session, chat: int, digests: Collection[int]) -> None:
    """Have all the chat's subscriptions look as far back as these digests did: what they told, others left out since.

    Where one was its subscription's first, which looked at everything, others look back to their last digest before it.
    """
    row, all_since = table(SubscriptionRow).c, await looked_before(session, digests)
    for subscription, looked in all_since.items():
        other, mine = (row.chat == chat) & row.looked.is_not(None), row.id == subscription
        if looked is None:
            before = _told_before(digests)
            await session.exec(update(table(SubscriptionRow)).where(mine).values(looked=None))
            earlier = update(table(SubscriptionRow)).where(other, ~mine)
            await session.exec(earlier.values(looked=case((before > row.looked, row.looked), else_=before)))
        else:
            earlier = update(table(SubscriptionRow)).where(other, row.looked > looked)
            await session.exec(earlier.values(looked=looked))


def _told_before(digests: Collection[int]) -> ScalarSelect[datetime]:
    """When a subscription's last digest before these was composed, of those that arrived."""
    arrived = select(DeliveryRow.id).where(DeliveryRow.digest_id == DigestRow.id, DeliveryRow.state == "sent")
    query = select(func.max(DigestRow.made)).where(col(DigestRow.id) < min(digests))
    query = query.where(col(DigestRow.subscription_id) == table(SubscriptionRow).c.id)
    return query.where(arrived.correlate(DigestRow).exists()).correlate(table(SubscriptionRow)).scalar_subquery()


async def disown(session: Session, digests: Collection[int]) -> None:
    """What these would have said may not have arrived is to be said again, unless the part that says so was sent."""
    said = select(DeliveryRow.id).where(DeliveryRow.digest_id == DigestRow.id, DeliveryRow.part == 1)
    unsaid = ~said.where(DeliveryRow.state == "sent").correlate(DigestRow).exists()
    query = select(DigestRow.owns).where(col(DigestRow.id).in_(digests), col(DigestRow.owns).is_not(None), unsaid)
    for owns in await session.exec(query):
        owned = [int(each) for each in (owns or "").split(",")]
        row = table(DeliveryRow)
        await session.exec(update(row).where(row.c.id.in_(owned)).values(owned=False))


async def prune(session: Session, before: datetime) -> None:
    """Forget memories that no chat has, also not far back, and none that may get it back; not what was told since."""
    # Only what is on its way may be taken back: from every digest that is kept the way would be gone a hundred times.
    waits = col(DeliveryRow.state).in_(("pending", "sending"))
    begun = select(DigestRow.before).join(DeliveryRow, col(DeliveryRow.digest_id) == DigestRow.id).where(waits)
    tips = select(ChatMemoryRow.memory).union(begun).subquery()
    here = select(MemoryRow.id, MemoryRow.parent, literal(1).label("step"))
    chain = here.where(col(MemoryRow.id).in_(select(tips.c.memory))).cte("chain", recursive=True)
    before_it = select(MemoryRow.id, MemoryRow.parent, chain.c.step + 1).join(
        chain, col(MemoryRow.id) == chain.c.parent
    )
    chain = chain.union(before_it.where(chain.c.step < MOST))
    old = select(EditionRow.id).where(col(EditionRow.made) < before)
    gone = col(MemoryRow.edition_id).in_(old), col(MemoryRow.id).not_in(select(chain.c.id))
    await session.exec(delete(MemoryRow).where(*gone))


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """The supergroup was told what its group was, after what it was told itself."""
    known = await lock(session, (old_chat, new_chat))
    if old_chat not in known:
        return
    await insert_new(session, ChatMemoryRow, chat=new_chat, memory=NOTHING)
    memory = known[old_chat]
    if known.get(new_chat, NOTHING) != NOTHING:
        memory = known[new_chat]
        for edition in reversed(await editions(session, known[old_chat])):
            step = memory, edition.id or NOTHING
            memory = (await grow(session, [step]))[step]
    await put(session, {new_chat: memory, old_chat: NOTHING})
