"""Which documents can be told, at which address they stand, and when they came."""

from __future__ import annotations

from dataclasses import replace

from storage import analyses, documents, sources
from storage.session import Session
from summarizer.types import Document
from tests.storage.factory import bring, later, report, understood


async def kept(session: Session, document: Document, **changed: object) -> None:
    """Store a document as public, understood otherwise than usual."""
    await documents.add(session, document, raw=document.text, now=later(0))
    await sources.add(session, document.key, chat=None, kind="paste", name="", now=later(0))
    changed |= {"statements": (), "figures": ()}
    await analyses.save(session, replace(understood(document), **changed), later(0))  # type: ignore[arg-type] # any field


async def test_only_what_has_sentences_is_readable(session: Session) -> None:
    """Neither a text in another language, nor one without sentences, nor one that is not understood yet."""
    good = report()
    await bring(session, good, None)
    await kept(session, report(number="1"), language="uk")
    await kept(session, report(number="2"), sentences=(), ranking=())
    waiting = report(number="3")
    await documents.add(session, waiting, raw=waiting.text, now=later(0))
    await sources.add(session, waiting.key, chat=None, kind="paste", name="", now=later(0))
    assert await documents.readable(session, 7, limit=9) == (good,)
    assert len(await documents.visible(session, 7, limit=9)) == 4


async def test_readable_documents_are_narrowed_by_words_and_keys(session: Session) -> None:
    """Newest first, as the chat sees them."""
    first, second, other = report(), report(number="1,481"), report(speaker="Ann Lee")
    for minute, document in enumerate((first, second)):
        await bring(session, document, 7, minute=minute)
    await bring(session, other, 8)
    assert await documents.readable(session, 7, words=("Peña",), limit=9) == (second, first)
    assert await documents.readable(session, 7, within=(first.key, other.key), limit=9) == (first,)
    assert await documents.readable(session, 7, within=(), limit=9) == ()


async def test_addresses_are_those_of_the_host_that_the_chat_sees(session: Session) -> None:
    """Case and what stands before the host make no difference; a sign of the pattern's language is a sign."""
    pages = [
        Document.make(report().text + url, url=url)
        for url in ("https://www.Example.org/a", "http://example.org/b", "https://exampleXorg/c", "https://else.org/d")
    ]
    for minute, page in enumerate(pages):
        await documents.add(session, page, raw="", now=later(minute))
        await sources.add(session, page.key, chat=7, kind="file", name="", now=later(minute))
    found = await documents.addresses(session, 7, "example.org")
    assert found == ((pages[1].key, "http://example.org/b"), (pages[0].key, "https://www.Example.org/a"))
    assert await documents.addresses(session, 7, "example_org") == ()
    assert await documents.addresses(session, 8, "example.org") == ()


async def test_a_document_arrived_when_the_chat_first_saw_it(session: Session) -> None:
    """What another chat brought earlier tells nobody anything."""
    document = report()
    await bring(session, document, 8, minute=1)
    await bring(session, document, None, minute=5)
    await bring(session, document, 7, minute=9)
    assert await documents.arrivals(session, 7, (document.key,)) == {document.key: later(5)}
    assert await documents.arrivals(session, 8, (document.key,)) == {document.key: later(1)}
    assert await documents.arrivals(session, 9, ("v1-none",)) == {}
