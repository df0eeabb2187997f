"""What a chat brings is seen by that chat alone; what is public is seen by every chat."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import analyses, documents, listings, sources
from storage.database import Database
from storage.session import Session
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


def promised(played: list[Bringing], chat: int | None) -> set[str]:
    """The promise in plain words: brought by the chat or public, and not superseded by what the chat sees."""
    replaced: dict[int, set[int]] = {number: set() for number in range(len(REPORTS))}
    for arrival in played:
        new, old = arrival.report, arrival.supersedes
        if old is not None and old != new:
            for others in replaced.values():
                others.discard(new)
            replaced[new] |= ({old} | replaced[old]) - {new}
    brought = {arrival.report for arrival in played if arrival.chat in (None, chat)}
    hidden = {old for new in brought for old in replaced[new]}
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
        {by_name[speaker.name] for speaker in await analyses.speakers(session, chat)},
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
