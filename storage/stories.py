"""Stories: documents about one event, as they arrive; numbers stay, and nobody's documents change others' stories.

    document -> fingerprint -> members that share its telling terms -> grouping.join -> a story, old or new

Once in every scope that brought it: publicly among public documents, in a chat among these and its own. Why it is
so: docs/decisions/0006-stories.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import ColumnElement, Subquery, delete, func, or_, union_all, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage import documents, prints
from storage.inserting import insert, insert_new
from storage.rows import AnalysisRow, BarRow, DocumentRow, MemberRow, SourceRow, StoryRow
from storage.scopes import PUBLIC, counted, lock, new_story
from storage.session import Session
from storage.types import Together
from storage.visibility import seen as visible_to
from summarizer.stories.grouping import Print, fingerprint, headline, join
from summarizer.types import Analysis, Story

LAST, MOST_LAST = 300, 30_000
"""Documents, the last to arrive, among which the newest stories are looked for; ten times as many if that is too few,
and from the second number on all."""
NAMING = 5
"""Documents that may name a story: the newest ones of its own scope."""


async def visible(session: Session, chat: int | None, *, limit: int, first: int | None = None) -> tuple[Story, ...]:
    """The stories of what a chat sees, those with the newest documents first; with only documents that it sees.

    `first`: only with so many of its documents, but with those that it may have its title of; None for all.
    """
    return await _told(session, chat, await _newest(session, chat, limit), first)


async def of(session: Session, chat: int | None, number: int) -> Story | None:
    """The story of a number as a chat sees it; None when it has none, or sees none of its documents any more.

    A chat's own story that turned out to be a part of a public one is found under its old number too.
    """
    row = await _row_of(session, chat, number)
    return None if row is None else next(iter(await _told(session, chat, (row,))), None)


async def together(session: Session, chat: int | None, keys: Collection[str]) -> tuple[Together, ...]:
    """The stories that these documents are of, as keys of all their documents, newest first.

    A document that has no story yet stands alone. What the chat does not see is left out.
    """
    asked = await documents.numbers_of(session, keys)
    of_them = _seen(chat, col(MemberRow.document_id).in_(asked))
    seen = _seen(chat, _parts(set(await session.exec(select(of_them.c.story)))))
    query = select(StoryRow.number, DocumentRow.key).join(seen, seen.c.story == col(StoryRow.id))
    query = query.join(DocumentRow, col(DocumentRow.id) == seen.c.document_id)
    query = query.order_by(seen.c.arrived.desc(), seen.c.document_id.desc())
    stories: dict[int, list[str]] = defaultdict(list)
    for number, key in await session.exec(query):
        stories[number].append(key)
    placed = {key for story in stories.values() for key in story}
    alone = await documents.seen(session, chat, [key for key in keys if key not in placed])
    told = (Together(number, tuple(story)) for number, story in stories.items())
    return (*told, *(Together(None, (key,)) for key in alone))


async def members(session: Session, chat: int | None, numbers: Collection[int]) -> dict[int, frozenset[str]]:
    """The keys of the documents of these stories, as a chat sees them, by the numbers asked for."""
    rows = {number: await _row_of(session, chat, number) for number in sorted(numbers)}
    seen = _seen(chat, _parts([row for row in rows.values() if row is not None]))
    query = select(seen.c.story, DocumentRow.key).join(seen, seen.c.document_id == col(DocumentRow.id))
    keys: dict[int, set[str]] = defaultdict(set)
    for story, key in (await session.exec(query)) if any(rows.values()) else ():
        keys[story].add(key)
    return {number: frozenset(keys[row]) for number, row in rows.items() if row is not None}


async def place(session: Session, analysis: Analysis) -> None:
    """Find the story of an understood document in every scope that brought it and has none for it yet.

    One document a transaction: with several, two transactions could wait for each other's. Raises StorageError when
    the document is not known.
    """
    # First the document, then the grouping: whoever takes both takes them in this order, and one document only.
    number = await documents.number_of(session, analysis.document.key, lock=True)
    made = fingerprint(analysis)
    await prints.keep(session, number, made)
    await lock(session)
    for scope, arrived in await _unplaced(session, number):
        story = await _find(session, scope, made) or (await new_story(session, scope)).id
        assert story is not None  # noqa: S101  (a row that was inserted has its id; for the type checker)
        await insert_new(session, MemberRow, scope=scope, document_id=number, story_id=story, arrived=arrived)
        if scope == PUBLIC:
            await _draw_in(session, story, made)


async def waiting(session: Session, *, limit: int) -> tuple[str, ...]:
    """Keys of understood documents that have no story yet in a scope that brought them, oldest first."""
    query = select(DocumentRow.key).join(AnalysisRow).where(_waits())
    order = col(DocumentRow.added), col(DocumentRow.id)
    return tuple(await session.exec(query.order_by(*order).limit(limit)))


async def is_waiting(session: Session, key: str) -> bool:
    """Whether the document of a key has no story yet in a scope that brought it."""
    return (await session.exec(select(DocumentRow.id).where(DocumentRow.key == key, _waits()))).first() is not None


async def split(session: Session, chat: int | None, key: str, number: int) -> int | None:
    """Take a document out of a story into a new one, for this chat alone (None: for everybody); the new number.

    It is remembered: the two do not come together again by themselves. None when the chat does not see the
    document in that story, or sees nothing else there.
    """
    await lock(session)
    told = await of(session, chat, number)
    if told is None or len(told.documents) < 2 or all(document.key != key for document in told.documents):
        return None
    scope, document = chat or PUBLIC, await documents.number_of(session, key)
    seen = _seen(chat, col(MemberRow.document_id) == document)
    query = select(seen.c.story, seen.c.arrived)
    old, arrived = (await session.exec(query)).one()
    new = await new_story(session, scope)
    member = insert(session, MemberRow, scope=scope, document_id=document, story_id=new.id, arrived=arrived)
    await session.exec(member.on_conflict_do_update(index_elements=["scope", "document_id"], set_={"story_id": new.id}))
    await insert_new(session, BarRow, scope=scope, document_id=document, story_id=old)
    return new.number


async def put_back(session: Session, chat: int | None, key: str, number: int) -> bool:
    """Undo a split of this chat (None: the public one): the document is of the story again that it was taken out of.

    False when nobody took it out of there. A story that is empty then leads, by its number, to where its document is.
    """
    await lock(session)
    scope, story = chat or PUBLIC, await _row_of(session, chat, number)
    if story is None:
        return False
    document = await documents.number_of(session, key)
    parts = select(StoryRow.id).where(or_(col(StoryRow.id) == story, col(StoryRow.within) == story))
    bar = col(BarRow.scope) == scope, col(BarRow.document_id) == document, col(BarRow.story_id).in_(parts)
    if not (await session.exec(delete(BarRow).where(*bar))).rowcount:
        return False
    theirs = col(MemberRow.scope) == scope, col(MemberRow.document_id) == document
    left = (await session.exec(select(MemberRow.story_id).where(*theirs))).one()
    await session.exec(update(MemberRow).where(*theirs).values(story_id=story))
    held = select(MemberRow.document_id).where(MemberRow.story_id == left).exists()
    empty = col(StoryRow.id) == left, col(StoryRow.id) != story, ~held
    await session.exec(update(StoryRow).where(*empty).values(within=story))
    return True


async def move(session: Session, old_chat: int, new_chat: int) -> None:
    """Give the stories of a group to the supergroup that it became; they keep their numbers.

    Stories that the supergroup has got in the moment between are numbered anew.
    """
    await lock(session)
    old, new = await counted(session, old_chat), await counted(session, new_chat)
    beyond = max(old.stories, new.stories)  # past every number of both: no step of the update meets another's
    theirs = update(StoryRow).where(col(StoryRow.scope) == new_chat)
    await session.exec(theirs.values(number=StoryRow.number + 2 * beyond))
    new.stories = old.stories + (2 * beyond if new.stories else 0)
    kept = select(MemberRow.document_id).where(MemberRow.scope == old_chat)
    doubled = col(MemberRow.scope) == new_chat, col(MemberRow.document_id).in_(kept)
    await session.exec(delete(MemberRow).where(*doubled))
    for table in (StoryRow, MemberRow, BarRow):
        await session.exec(update(table).where(col(table.scope) == old_chat).values(scope=new_chat))
    await session.delete(old)
    await session.flush()


async def _row_of(session: Session, chat: int | None, number: int) -> int | None:
    """The row id of a number as a chat means it; of a story that became a part of another, that other's."""
    scope = PUBLIC if number % 2 else chat or PUBLIC
    query = select(func.coalesce(StoryRow.within, StoryRow.id))
    return (await session.exec(query.where(StoryRow.scope == scope, StoryRow.number == number))).one_or_none()


async def _newest(session: Session, chat: int | None, limit: int) -> Sequence[int]:
    """Row ids of the stories with the newest documents that a chat sees: among the last to arrive, if they are enough.

    What arrived last decides, so whatever is beyond them has no say.
    """
    last: int | None = LAST
    while True:
        seen = _seen(chat, *([] if last is None else [_last(chat, last)]))
        newest = func.max(seen.c.arrived)
        query = select(seen.c.story).group_by(seen.c.story).order_by(newest.desc(), seen.c.story.desc()).limit(limit)
        found = (await session.exec(query)).all()
        if last is None or len(found) == limit:
            return found
        last = 10 * last if last < MOST_LAST else None


def _last(chat: int | None, most: int) -> ColumnElement[bool]:
    """Condition on members: so many were the last to arrive publicly, and as many in the chat."""
    some = [
        select(MemberRow.document_id)
        .where(col(MemberRow.scope) == scope)
        .order_by(col(MemberRow.arrived).desc(), col(MemberRow.document_id).desc())
        .limit(most)
        .subquery()
        for scope in {PUBLIC, chat or PUBLIC}
    ]
    return col(MemberRow.document_id).in_(union_all(*(select(each.c.document_id) for each in some)))


def _parts(stories: Collection[int]) -> ColumnElement[bool]:
    """Condition on members: of these stories, or of what became a part of one."""
    parts = select(StoryRow.id).where(or_(col(StoryRow.id).in_(stories), col(StoryRow.within).in_(stories)))
    return col(MemberRow.story_id).in_(parts)


def _seen(chat: int | None, *where: ColumnElement[bool]) -> Subquery:
    """What a chat sees, one row a document: document, story, arrived, and own (whether its scope is the story's).

    Of those members that `where` lets pass: without it all that is stored is looked at.
    """
    scope, own = chat or PUBLIC, aliased(MemberRow)
    overruled = select(own.story_id).where(own.scope == scope, own.document_id == MemberRow.document_id).exists()
    public = (col(MemberRow.scope) == PUBLIC) & ~overruled
    story = func.coalesce(StoryRow.within, StoryRow.id).label("story")
    return (
        select(MemberRow.document_id, story, MemberRow.arrived, MemberRow.scope)
        .join(StoryRow)
        .where(*where, or_(col(MemberRow.scope) == scope, public), visible_to(MemberRow.document_id, chat))
        .subquery()
    )


async def _told(
    session: Session, chat: int | None, wanted: Sequence[int], first: int | None = None
) -> tuple[Story, ...]:
    """The stories of these row ids, in their order; those of which the chat sees nothing are left out."""
    seen = _seen(chat, _parts(wanted))
    scopes = {row.id: row for row in await session.exec(select(StoryRow).where(col(StoryRow.id).in_(wanted)))}
    order = seen.c.arrived.desc(), seen.c.document_id.desc()
    query = select(seen.c.story, seen.c.document_id, seen.c.arrived, seen.c.scope)
    members: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    came: dict[tuple[int, int], datetime] = {}
    for story, document, arrived, scope in await session.exec(query.order_by(*order)):
        members[story].append((document, scope == scopes[story].scope))
        came[story, document] = arrived
    stories = {story: _chosen(members[story], first) for story in filter(members.get, wanted)}
    found = await documents.by_number(session, {number for chosen in stories.values() for number in chain(*chosen)})
    return tuple(
        Story(
            scopes[story].number,
            headline([found[n] for n in sorted(naming, key=lambda n: found[n].published or came[story, n])]),
            tuple(found[number] for number in told),
        )
        for story, (told, naming) in stories.items()
    )


def _chosen(members: list[tuple[int, bool]], first: int | None) -> tuple[list[int], list[int]]:
    """The documents to tell and those that may name the story; what a chat adds to a public one does not."""
    told = [number for number, _ in members]
    native = [number for number, own in members if own] or told
    naming = native[:NAMING][::-1]
    return (told if first is None else native[: max(first, NAMING)]), naming


async def _unplaced(session: Session, number: int) -> list[tuple[int, datetime]]:
    """The scopes that brought a document and have no story for it, and when; the public one first."""
    query = select(SourceRow.chat, SourceRow.added).where(SourceRow.document_id == number, ~_placed())
    found = [(chat or PUBLIC, added) for chat, added in await session.exec(query)]
    return sorted(found, key=lambda pair: (pair[0] != PUBLIC, pair[0]))


def _waits() -> ColumnElement[bool]:
    """Condition on documents: a scope that brought it has no story for it."""
    brought = select(SourceRow.id).where(SourceRow.document_id == DocumentRow.id, ~_placed())
    return brought.correlate(DocumentRow).exists()


def _placed() -> ColumnElement[bool]:
    """Condition on sources: their scope has a story for their document."""
    scope = func.coalesce(SourceRow.chat, PUBLIC)
    member = select(MemberRow.story_id).where(MemberRow.scope == scope, MemberRow.document_id == SourceRow.document_id)
    return member.correlate(SourceRow).exists()


async def _find(session: Session, scope: int, made: Print) -> int | None:
    """The row id of the story that a new document joins in a scope."""
    near = await prints.alike(session, made, col(MemberRow.scope).in_({PUBLIC, scope}))
    groups = await _groups(session, near)
    stories = sorted(groups)
    index = join(made, [groups[story] for story in stories])
    return None if index is None else stories[index]


async def _draw_in(session: Session, story: int, made: Print) -> None:
    """Make chats' own stories that a new public document would have joined a part of its story, each for its chat."""
    near = await prints.alike(session, made, col(MemberRow.scope) != PUBLIC)
    for scope, numbers in near.items():
        own = select(StoryRow.id).where(StoryRow.scope == scope, col(StoryRow.within).is_(None))
        free = set(await session.exec(own))
        groups = {s: g for s, g in (await _groups(session, {scope: numbers})).items() if s in free}
        stories = sorted(groups)
        index = join(made, [groups[s] for s in stories])
        if index is not None and not await _barred(session, scope, stories[index], story):
            await _make_part(session, stories[index], story)


async def _make_part(session: Session, own: int, other: int) -> None:
    """A story is told as a part of another from now on, and so is what is a part of it."""
    parts = or_(col(StoryRow.id) == own, col(StoryRow.within) == own)
    await session.exec(update(StoryRow).where(parts).values(within=other))


async def _groups(session: Session, near: dict[int, tuple[int, ...]]) -> dict[int, list[Print]]:
    """Fingerprints by story; in a chat its own say of which story a document is goes before the public one."""
    story = func.coalesce(StoryRow.within, StoryRow.id)
    of_document: dict[int, int] = {}
    for scope in sorted(near, key=lambda scope: scope != PUBLIC):
        query = select(MemberRow.document_id, story).join(StoryRow).where(MemberRow.scope == scope)
        of_document |= dict((await session.exec(query.where(col(MemberRow.document_id).in_(near[scope])))).all())
    found = await prints.load(session, of_document)
    groups: dict[int, list[Print]] = defaultdict(list)
    for document in sorted(found):
        groups[of_document[document]].append(found[document])
    return groups


async def _barred(session: Session, scope: int, one: int, other: int) -> bool:
    """Whether a person has said that a document of one of two stories is not of the other, whichever it is of now.

    Both may have become parts of further stories since: what counts is where they are told.
    """
    home, left = aliased(StoryRow), aliased(StoryRow)
    now, barred = func.coalesce(home.within, home.id), func.coalesce(left.within, left.id)
    query = (
        select(BarRow.document_id)
        .join(left, col(left.id) == BarRow.story_id)
        .join(MemberRow, (col(MemberRow.document_id) == BarRow.document_id) & (col(MemberRow.scope) == scope))
        .join(home, col(home.id) == MemberRow.story_id)
        .where(BarRow.scope == scope, or_((now == one) & (barred == other), (now == other) & (barred == one)))
    )
    return (await session.exec(query)).first() is not None
