"""Copies are found among all documents and shown where a chat sees both."""

from __future__ import annotations

import pytest

from storage import copies, documents, sources
from storage.session import Session
from storage.types import Copied
from summarizer.errors import StorageError
from summarizer.types import Document
from tests.storage.factory import later
from tests.storage.test_stories import REPORTS, arrive

FLOOD, WIRE, LATER, SHIP, OPERA = REPORTS[0], REPORTS[1], REPORTS[2], REPORTS[4], REPORTS[11]


async def test_shares_are_kept_in_each_direction_and_kept_anew(session: Session) -> None:
    """A later share of the same pair takes the place of the first; largest first."""
    for document in (FLOOD, WIRE, LATER):
        await arrive(session, document, None)
    pairs = (Copied(FLOOD.key, WIRE.key, 0.9), Copied(WIRE.key, FLOOD.key, 0.5), Copied(LATER.key, WIRE.key, 0.7))
    await copies.save(session, (Copied(FLOOD.key, WIRE.key, 0.1),))
    await copies.save(session, pairs)
    assert await copies.of(session, 7, [WIRE.key]) == (pairs[0], pairs[2], pairs[1])
    assert await copies.of(session, 7, [LATER.key]) == (pairs[2],)
    assert await copies.of(session, 7, []) == ()


async def test_a_pair_is_shown_to_those_who_see_both(session: Session) -> None:
    """What another chat brought is not even hinted at, nor what a newer version has replaced."""
    await arrive(session, FLOOD, None)
    await arrive(session, WIRE, 7)
    pair = Copied(FLOOD.key, WIRE.key, 0.9)
    await copies.save(session, (pair,))
    assert await copies.of(session, 7, [FLOOD.key]) == (pair,)
    for chat in (8, None):
        assert await copies.of(session, chat, [FLOOD.key, WIRE.key]) == ()
    await arrive(session, LATER, 7, 1, supersedes=WIRE.key)
    assert await copies.of(session, 7, [FLOOD.key]) == ()


async def test_a_share_of_the_unknown_is_refused(session: Session) -> None:
    """Both documents must be stored."""
    await arrive(session, FLOOD, None)
    with pytest.raises(StorageError, match="no document v1-0"):
        await copies.save(session, (Copied(FLOOD.key, "v1-0", 1.0),))


async def test_those_that_share_most_terms_are_compared_first(session: Session) -> None:
    """Whoever brought them, another chat's last; what shares nothing not at all."""
    for document, chat in ((FLOOD, 7), (WIRE, None), (SHIP, None), (LATER, -1001234567890), (OPERA, None)):
        await arrive(session, document, chat)
    found = await copies.candidates(session, FLOOD.key, 9)
    assert found == (WIRE.key, SHIP.key, LATER.key)
    assert await copies.candidates(session, FLOOD.key, 1) == found[:1]
    with pytest.raises(StorageError, match="no document v1-0"):
        await copies.candidates(session, "v1-0", 9)


async def test_what_another_chat_holds_crowds_out_nothing(session: Session) -> None:
    """However many texts like it another chat has, what is public and what the chat itself has comes first."""
    for tail in ("Nobody was hurt. Trains were late.", "Nobody was hurt. Schools stay open."):
        await arrive(session, Document.make(f"{FLOOD.text} {tail}", title=FLOOD.title), 8)
    for document, chat in ((SHIP, None), (LATER, 7), (FLOOD, 7)):
        await arrive(session, document, chat)
    found = await copies.candidates(session, FLOOD.key, 9)
    assert found[:2] == (LATER.key, SHIP.key)
    assert len(found) == 4


async def test_versions_of_one_page_are_no_copies(session: Session) -> None:
    """Neither the one before nor the one after."""
    await arrive(session, FLOOD, None)
    await arrive(session, WIRE, None, 1, supersedes=FLOOD.key)
    await arrive(session, LATER, None, 2)
    assert await copies.candidates(session, FLOOD.key, 9) == (LATER.key,)
    assert await copies.candidates(session, WIRE.key, 9) == (LATER.key,)


async def test_what_was_not_grouped_yet_has_no_candidates(session: Session) -> None:
    """Terms come with the grouping."""
    await arrive(session, FLOOD, None)
    await documents.add(session, WIRE, raw="", now=later(1))
    await sources.add(session, WIRE.key, chat=None, kind="paste", name="", now=later(1))
    assert await copies.candidates(session, WIRE.key, 9) == ()
