"""Entries of a feed are met once, read once, and lead to their documents."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import documents, entries, feeds
from storage.session import Session
from storage.types import SeenEntry
from summarizer.errors import StorageError
from summarizer.types import Document
from tests.storage.factory import NOW, later, report

MET = SeenEntry("e1-abc", "v1", "https://news.example/1?a=1", None, 0, None, NOW)


async def a_feed(session: Session, url: str = "https://news.example/feed") -> int:
    return (await feeds.follow(session, url, chat=7, person=None, now=NOW)).feed.id


async def dated(session: Session, number: int, published: int | None) -> Document:
    """A stored document that states a date, or none."""
    text = report(number=str(number)).text
    document = Document.make(text, published=None if published is None else later(published))
    await documents.add(session, document, raw="", now=NOW)
    return document


async def test_an_entry_comes_back_as_it_was_noted_last(session: Session) -> None:
    """Noting it again takes the place of what was kept, in its own feed alone."""
    feed, other = await a_feed(session), await a_feed(session, "https://x.example/f")
    document = await dated(session, 1, 0)
    read = replace(MET, version="v2", link=None, document_key=document.key, tries=2, seen=later(5))
    for entry in (MET, read):
        assert await entries.note(session, feed, entry)
        assert await entries.seen(session, feed, ["e1-abc", "unknown"]) == {"e1-abc": entry}
    assert await entries.seen(session, other, ["e1-abc"]) == {}


async def test_an_entry_of_a_feed_that_is_gone_is_not_kept(session: Session) -> None:
    """The last follower left while the feed was read: nothing fails, and nothing is kept."""
    assert not await entries.note(session, 999, MET)
    assert await entries.seen(session, 999, [MET.identity]) == {}


async def test_an_entry_cannot_lead_to_what_is_not_stored(session: Session) -> None:
    """The document comes first."""
    with pytest.raises(StorageError, match="no document v1-0"):
        await entries.note(session, await a_feed(session), replace(MET, document_key="v1-0"))


async def test_the_newest_entries_are_those_with_the_latest_date(session: Session) -> None:
    """By the date that their text states, else by when they were met; two entries of one text count once."""
    feed = await a_feed(session)
    for number, published in enumerate((3, None, 9)):
        document = await dated(session, number, published)
        for part in "ab":
            entry = SeenEntry(f"{number}{part}", "1", None, document.key, 1, None, later(5))
            await entries.note(session, feed, entry)
    await entries.note(session, feed, MET)
    order = [(await dated(session, number, at)).key for number, at in ((2, 9), (1, None), (0, 3))]
    assert await entries.newest(session, feed, limit=9) == tuple(order)
    assert await entries.newest(session, feed, limit=1) == (order[0],)


async def test_what_was_not_read_and_did_not_fail_for_good_waits(session: Session) -> None:
    """The entries met first come first; what was read or given up is left alone."""
    feed, document = await a_feed(session), await dated(session, 1, None)
    waits = [replace(MET, identity=name, seen=later(at), tries=at) for name, at in (("late", 2), ("early", 1))]
    done = replace(MET, identity="read", document_key=document.key), replace(MET, identity="lost", failure="missing")
    for entry in (*waits, *done):
        await entries.note(session, feed, entry)
    assert await entries.waiting(session, feed, limit=9) == (waits[1], waits[0])
    assert await entries.waiting(session, feed, limit=1) == (waits[1],)


async def test_what_left_its_feed_is_given_up_and_forgotten(session: Session) -> None:
    """Without an address at once; whatever it was, long after. What the feed still names stays as it is."""
    feed = await a_feed(session)
    for name, link in (("here", None), ("gone", None), ("linked", MET.link)):
        await entries.note(session, feed, replace(MET, identity=name, link=link))
    await entries.close(session, feed, named=["here"], why="lost")
    assert [each.identity for each in await entries.waiting(session, feed, limit=9)] == ["here", "linked"]
    await entries.prune(session, feed, named=["here"], before=NOW)
    assert len(await entries.seen(session, feed, ["here", "gone", "linked"])) == 3
    await entries.prune(session, feed, named=["here"], before=later(1))
    assert set(await entries.seen(session, feed, ["here", "gone", "linked"])) == {"here"}
