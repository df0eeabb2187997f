"""What a chat brings is seen by that chat alone; what is public is seen by every chat."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import analyses, chats, documents, listings, sources, speakers
from storage.database import Database
from storage.session import Session
from summarizer.types import Document
from tests.storage.factory import NOW, bring, report

CHATS = (None, 7, -1001234567890)
REPORTS = tuple(report(f"Quote {n} here", f"Speaker {n}", str(100 + n)) for n in range(4))


@dataclass(frozen=True)
class Bringing:
    """One arrival: who brings which report, and which one it supersedes."""

    chat: int | None
    report: int
    supersedes: int | None


PLACES = st.integers(0, len(REPORTS) - 1)
ARRIVALS = st.builds(Bringing, st.sampled_from(CHATS), PLACES, st.none() | PLACES)
HISTORIES = st.lists(ARRIVALS, min_size=3, max_size=8)


def told(played: list[Bringing], chat: int | None) -> list[tuple[int | None, int, int]]:
    """What was said of what takes the place of what, in order: publicly, and in the chat; what one says is closed."""
    said: list[tuple[int | None, int, int]] = []
    for arrival in played:
        new, old, whose = arrival.report, arrival.supersedes, arrival.chat
        if old is None or old == new or whose not in (None, chat):
            continue
        so = [(by, hidden) for _, by, hidden in current([each for each in said if each[0] in (None, whose)])]
        if (new, old) in so and all(hidden != new for _, hidden in so):
            continue
        for hidden in {old, *(hidden for by, hidden in so if by == old)} - {new}:
            said = [each for each in said if each != (whose, new, hidden)] + [(whose, new, hidden)]
    return said


def current(said: list[tuple[int | None, int, int]]) -> list[tuple[int | None, int, int]]:
    """What holds of it: a report that took a place itself since it was replaced is current again."""
    return [
        (whose, new, old)
        for place, (whose, new, old) in enumerate(said)
        if all(later != old for _, later, _ in said[place + 1 :])
    ]


def promised(played: list[Bringing], chat: int | None) -> set[str]:
    """The promise in plain words: brought by the chat or public, and not superseded, for it, by what the chat sees."""
    brought = {arrival.report for arrival in played if arrival.chat in (None, chat)}
    hidden = {old for _, new, old in current(told(played, chat)) if new in brought}
    return {REPORTS[number].key for number in brought - hidden}


async def play(session: Session, history: list[Bringing]) -> list[Bringing]:
    """Bring everything in order, and say what happened: a report can only supersede one that is known."""
    played: list[Bringing] = []
    for arrival in history:
        known = {earlier.report for earlier in played}
        old = arrival.supersedes if arrival.supersedes in known else None
        key = None if old is None else REPORTS[old].key
        await bring(session, REPORTS[arrival.report], arrival.chat, supersedes=key)
        played.append(Bringing(arrival.chat, arrival.report, old))
    return played


async def seen(session: Session, chat: int | None) -> list[set[str]]:
    """The keys of the documents that each reading function shows to a chat."""
    by_name = {f"Speaker {n}": REPORTS[n].key for n in range(len(REPORTS))}
    found = [(await documents.find(session, chat, document.key)) for document in REPORTS]
    return [
        {document.key for document in await documents.visible(session, chat, limit=99)},
        {document.key for document in await documents.visible(session, chat, words=("quote",), limit=99)},
        {document.key for document in found if document is not None},
        {source.document_key for source, _ in await sources.visible(session, chat, limit=99)},
        {statement.document.key for statement in await analyses.statements(session, chat, limit=99)},
        {s.document.key for s in await analyses.statements(session, chat, words=("quote",), limit=99)},
        {s.document.key for s in await analyses.statements(session, chat, speakers=tuple(by_name), limit=99)},
        {figure.document.key for figure in await analyses.figures(session, chat, limit=99)},
        {figure.document.key for figure in await analyses.figures(session, chat, words=("people",), limit=99)},
        {by_name[speaker.name] for speaker in await speakers.most_heard(session, chat)},
    ]


async def counted(session: Session, chat: int | None) -> set[int]:
    """What each counting function says; a document here has one statement, one figure and one listed source."""
    return {
        await documents.count(session, chat),
        await sources.count(session, chat),
        await analyses.count_statements(session, chat),
        await analyses.count_figures(session, chat, words=("people",)),
    }


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
async def test_every_reader_shows_a_chat_its_own_and_the_public(db: Database, history: list[Bringing]) -> None:
    """Whoever brings and supersedes whatever, every reading function shows exactly what the promise says."""
    async with db.session() as session:
        played = await play(session, history)
        for chat in CHATS:
            promise = promised(played, chat)
            assert all(keys == promise for keys in await seen(session, chat))
            assert await counted(session, chat) == {len(promise)}
        await session.rollback()


async def test_another_chats_new_version_does_not_take_away_mine(session: Session) -> None:
    """A page that chat 7 sees in a new version stays in its old one for chat 8."""
    old, new = REPORTS[:2]
    await bring(session, old, None)
    await bring(session, new, 7, supersedes=old.key)
    assert await documents.visible(session, 7, limit=9) == (new,)
    assert await documents.visible(session, 8, limit=9) == (old,)


async def test_another_chat_cannot_take_a_correction_back(session: Session) -> None:
    """Everybody has the corrected text; a stranger's source brings the old one as the newer: for the stranger alone."""
    old, new = REPORTS[:2]
    await bring(session, old, None)
    await bring(session, new, None, minute=1, supersedes=old.key)
    await bring(session, new, 66, minute=2)
    await bring(session, old, 66, minute=3, supersedes=new.key)
    assert await documents.visible(session, 66, limit=9) == (old,)
    for chat in (7, None):
        assert await documents.visible(session, chat, limit=9) == (new,)
        assert [pair[1] for pair in await documents.successors(session, chat, NOW)] == [new]


async def test_two_that_say_the_opposite_at_once_leave_one_version(db: Database) -> None:
    """Whoever was last is right; nobody waits for the other for ever, and the text never goes."""
    old, new = REPORTS[:2]
    async with db.session() as session:
        await bring(session, old, 7)
        await bring(session, new, 7)

    async def say(newer: Document, older: Document) -> None:
        async with db.session() as session:
            await documents.supersede(session, newer.key, older.key, chats=(7, None), now=NOW)

    for _ in range(3):
        await asyncio.gather(say(old, new), say(new, old))
        async with db.session(readonly=True) as session:
            assert await documents.count(session, 7) == 1


async def test_what_replaced_what_moves_with_a_group(session: Session) -> None:
    """A group becomes a supergroup: it sees the newer version as before."""
    await bring(session, REPORTS[0], -5)
    await bring(session, REPORTS[1], -5, supersedes=REPORTS[0].key)
    for _ in range(2):
        await chats.migrate(session, -5, -1005)
    assert await documents.visible(session, -1005, limit=9) == (REPORTS[1],)


async def test_a_chats_own_source_is_listed_before_the_public_one(session: Session) -> None:
    """Bringing what is public gives the chat one source of its own, once, and hides the double."""
    await bring(session, REPORTS[0], None)
    first = await sources.add(session, REPORTS[0].key, chat=7, kind="paste", name="mine", now=NOW)
    again = await sources.add(session, REPORTS[0].key, chat=7, kind="file", name="again", now=NOW)
    assert again == first
    assert [source for source, _ in await sources.visible(session, 7, limit=9)] == [first]
    assert [source.chat for source, _ in await sources.visible(session, 8, limit=9)] == [None]


async def test_public_sources_are_noted_once(session: Session) -> None:
    """NULL is not equal to NULL in a unique constraint; loading the seeds again adds nothing all the same."""
    await bring(session, REPORTS[0], None)
    await bring(session, REPORTS[0], None)
    assert await sources.count(session, None) == 1


@pytest.mark.parametrize("stranger", [8, None])
async def test_only_the_owner_removes_a_source(session: Session, stranger: int | None) -> None:
    """A source's id is checked against the chat; removing hides the document from that chat alone."""
    await bring(session, REPORTS[0], 7)
    await sources.add(session, REPORTS[0].key, chat=9, kind="paste", name="", now=NOW)
    ((source, _),) = await sources.visible(session, 7, limit=9)
    assert not await sources.remove(session, source.id, stranger)
    assert await sources.remove(session, source.id, 7)
    assert not await sources.remove(session, source.id, 7)
    assert await documents.visible(session, 7, limit=9) == ()
    assert await documents.visible(session, 9, limit=9) == (REPORTS[0],)


async def test_a_chat_cannot_remove_what_is_public(session: Session) -> None:
    """Only an operator, who is no chat, removes a public source."""
    await bring(session, REPORTS[0], None)
    ((source, _),) = await sources.visible(session, 7, limit=9)
    assert not await sources.remove(session, source.id, 7)
    assert await sources.remove(session, source.id, None)


async def test_an_id_of_a_source_is_never_used_again(session: Session) -> None:
    """An old message's remove button does not hit a newer source."""
    await bring(session, REPORTS[0], 7)
    ((source, _),) = await sources.visible(session, 7, limit=9)
    await sources.remove(session, source.id, 7)
    newer = await sources.add(session, REPORTS[0].key, chat=7, kind="paste", name="", now=NOW)
    assert newer.id > source.id


async def test_a_listing_is_shown_to_its_chat_alone(session: Session) -> None:
    """Another chat's listing is as if it did not exist; ids are short and all different."""
    ids = {await listings.create(session, 7, "quotes", "we stay", NOW) for _ in range(50)}
    assert len(ids) == 50
    assert {len(id_) for id_ in ids} == {12}
    listing = await listings.get(session, min(ids), 7)
    assert listing is not None
    assert (listing.kind, listing.query, listing.created) == ("quotes", "we stay", NOW)
    assert await listings.get(session, min(ids), 8) is None
    assert await listings.get(session, "unknown", 7) is None
