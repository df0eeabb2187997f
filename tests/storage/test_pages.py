"""Pages are looked at again while somebody has what they said."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage import documents, pages, sources
from storage.database import Database
from storage.session import Session
from storage.types import PageState
from summarizer.errors import StorageError
from tests.storage.factory import NOW, bring, later, report

DOCUMENT = report()
PAGE = PageState(
    "https://news.example/1", "https://news.example/1?from=rss", DOCUMENT.key, NOW, NOW, timedelta(hours=6),
    etag='"a"', last_modified="Wed, 21 Oct 2015 07:28:00 GMT", failures=2,
)  # fmt: skip


async def test_a_page_comes_back_as_it_was_kept_last(session: Session) -> None:
    """By its address and by its document, after the document was exchanged too."""
    newer = report(number="99")
    for document in (DOCUMENT, newer):
        await bring(session, document, 7)
        page = replace(PAGE, document_key=document.key, due=None, failures=0)
        for state in (replace(PAGE, document_key=document.key), page):
            await pages.save(session, state)
            assert await pages.get(session, PAGE.url) == state
            assert await pages.of_document(session, document.key) == state
    assert await pages.of_document(session, DOCUMENT.key) is None
    assert await pages.get(session, PAGE.asked) is None


async def test_of_two_pages_with_one_document_the_last_seen_is_told(session: Session) -> None:
    """Two addresses may lead to one text."""
    await bring(session, DOCUMENT, 7)
    other = replace(PAGE, url="https://news.example/a-" + "é" * 4000, checked=later(1))
    for page in (other, PAGE):
        await pages.save(session, page)
    assert await pages.of_document(session, DOCUMENT.key) == other


async def test_a_page_cannot_have_an_unknown_document(session: Session) -> None:
    """The document is stored first."""
    with pytest.raises(StorageError, match="no document"):
        await pages.save(session, PAGE)


async def test_a_page_is_looked_at_while_somebody_has_its_document(session: Session) -> None:
    """What is not due, leased, or removed by everybody is left alone."""
    await bring(session, DOCUMENT, 7)
    await pages.save(session, replace(PAGE, due=later(5)))
    assert await pages.claim_due(session, later(4), until=later(9), limit=9) == ()
    assert await pages.claim_due(session, later(5), until=later(9), limit=9) == (replace(PAGE, due=later(9)),)
    assert await pages.claim_due(session, later(8), until=later(9), limit=9) == ()
    ((source, _),) = await sources.visible(session, 7, limit=9)
    await sources.remove(session, source.id, 7)
    assert await pages.claim_due(session, later(60), until=later(99), limit=9) == ()
    assert await documents.get(session, DOCUMENT.key) == DOCUMENT


async def test_two_claimers_never_get_the_same_page(db: Database) -> None:
    """Each page goes to exactly one of many claimers."""
    async with db.session() as session:
        await bring(session, DOCUMENT, None)
        for number in range(20):
            await pages.save(session, replace(PAGE, url=f"https://news.example/{number}"))

    async def claim() -> list[str]:
        async with db.session() as session:
            return [page.url for page in await pages.claim_due(session, NOW, until=later(10), limit=4)]

    found = [url for urls in await asyncio.gather(*(claim() for _ in range(8))) for url in urls]
    async with db.session() as session:
        found += [page.url for page in await pages.claim_due(session, NOW, until=later(10), limit=99)]
    assert sorted(found) == sorted(f"https://news.example/{number}" for number in range(20))
