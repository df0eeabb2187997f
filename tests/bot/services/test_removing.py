"""Removing what a chat has added: nobody else's, and back again as it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.services import removing
from bot.services.removing import Brought
from storage import documents, feeds, sources
from storage.database import Database
from storage.types import Following
from tests.storage.conftest import db, migrated
from tests.storage.factory import report

__all__ = ["db", "migrated"]
NOW = datetime(2026, 1, 2, tzinfo=UTC)
ANN, BOB = 7, 8


async def brought(db: Database, chat: int | None) -> int:
    """A source of a chat, or a public one; its id."""
    document = report()
    async with db.session() as session:
        await documents.add(session, document, raw="x", now=NOW)
        added = await sources.add(session, document.key, chat=chat, kind="text", name="x", now=NOW, origin="from Eve")
    return added.id


async def test_a_source_goes_and_comes_back_with_its_origin(db: Database) -> None:
    """Under a new id: an old button cannot hit it; the undo of another chat does nothing."""
    source = await brought(db, ANN)
    done = await removing.remove(db, ANN, source=source, now=NOW)
    assert done
    removed, listing = done
    assert isinstance(removed, Brought)
    assert await removing.find(db, ANN, source=source) is None
    assert not await removing.restore(db, BOB, listing, NOW)
    assert await removing.restore(db, ANN, listing, NOW)
    assert await removing.restore(db, ANN, listing, NOW)
    async with db.session(readonly=True) as session:
        ((back, _),) = await sources.visible(session, ANN, limit=9)
    assert (back.origin, back.kind) == ("from Eve", "text")
    assert back.id > source


@pytest.mark.parametrize("chat", [None, BOB])
async def test_what_others_added_cannot_be_removed(db: Database, chat: int | None) -> None:
    """What is public is found, so that it can be said; another chat's is not even found."""
    source = await brought(db, chat)
    assert await removing.remove(db, ANN, source=source, now=NOW) is None
    assert (await removing.find(db, ANN, source=source) is None) is (chat is not None)
    assert await removing.find(db, chat or ANN, source=source)


async def test_a_feed_goes_and_comes_back(db: Database) -> None:
    """With the person who had added it; Bob goes on following it meanwhile."""
    async with db.session() as session:
        hers = await feeds.follow(session, "https://wye.example/feed", chat=ANN, person=1, now=NOW)
        await feeds.follow(session, "https://wye.example/feed", chat=BOB, person=2, now=NOW)
    assert await removing.remove(db, BOB, feed=hers.id, now=NOW) is None
    done = await removing.remove(db, ANN, feed=hers.id, now=NOW)
    assert done
    assert isinstance(done[0], Following)
    async with db.session(readonly=True) as session:
        assert await feeds.followed(session, ANN, limit=9) == ()
        assert len(await feeds.followed(session, BOB, limit=9)) == 1
    assert await removing.restore(db, ANN, done[1], NOW)
    async with db.session(readonly=True) as session:
        (back,) = await feeds.followed(session, ANN, limit=9)
    assert (back.feed.url, back.person) == ("https://wye.example/feed", 1)
