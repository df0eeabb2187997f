"""Documents are kept once, exactly, and found by their words."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import documents, sources
from storage.database import Database
from storage.session import Session
from summarizer.errors import StorageError
from summarizer.types import Document, Span
from tests.storage.factory import NOW, bring, later, report

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


async def test_a_document_comes_back_as_it_went_in(session: Session) -> None:
    """Every field of a document survives, its date as the same instant in UTC."""
    published = datetime(2022, 4, 3, 23, 5, tzinfo=timezone(timedelta(hours=-4)))
    document = Document.make(
        "Title\n\nA “text” 😀.", title="Title", publisher="P", byline="B", url="https://x.example/?a=1&b=%20",
        published=published, headings=(Span(0, 5),),
    )  # fmt: skip
    assert await documents.add(session, document, raw="<p>A", now=NOW)
    stored = await documents.get(session, document.key)
    assert stored == document
    assert stored.published is not None
    assert stored.published.utcoffset() == timedelta(0)


async def test_a_known_document_is_kept_once(session: Session) -> None:
    """Adding a document again says that it is known and keeps what came first."""
    first = report()
    assert await documents.add(session, first, raw="first", now=NOW)
    assert not await documents.add(session, report(), raw="second", now=later(1))
    assert await documents.get(session, first.key) == first
    assert await documents.raw(session, first.key) == "first"


async def test_the_same_text_under_another_name_is_another_document(session: Session) -> None:
    """What a page states belongs to it: nobody can change the title or the publisher of what others have."""
    first = report()
    forged = Document.make(first.text, title="Another title", headings=first.headings)
    assert await documents.add(session, first, raw="first", now=NOW)
    assert await documents.add(session, forged, raw="second", now=later(1))
    assert await documents.get(session, first.key) == first
    assert await documents.get(session, forged.key) == forged


async def test_two_writers_at_once_add_it_once(db: Database) -> None:
    """Of many transactions that add the same text at the same time, exactly one is told that it is new."""

    async def add() -> bool:
        async with db.session() as session:
            return await documents.add(session, report(), raw="raw", now=NOW)

    assert sorted(await asyncio.gather(*(add() for _ in range(8)))) == [False] * 7 + [True]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, raw=st.text())
async def test_any_text_survives(db: Database, text: str, raw: str) -> None:
    """Whatever characters a text has, it comes back unaltered; a raw one even with NUL and surrogates."""
    document = Document.make(text, title=text)
    async with db.session() as session:
        await documents.add(session, document, raw=raw, now=NOW)
        assert await documents.get(session, document.key) == document
        assert await documents.raw(session, document.key) == raw
        await session.rollback()


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
async def test_a_text_that_no_database_keeps_is_refused(session: Session, text: str) -> None:
    """A NUL or a lone surrogate is refused by name instead of coming back as something else."""
    with pytest.raises(StorageError, match="cannot be stored"):
        await documents.add(session, Document.make(text), raw="", now=NOW)


async def test_newest_documents_come_first_in_pages(session: Session) -> None:
    """A listing goes from the latest arrival to the first, and pages join without gap or repeat."""
    reports = [report(number=str(n)) for n in range(100, 105)]
    for minute, document in enumerate(reports):
        await bring(session, document, None, minute=minute)
    pages = [await documents.visible(session, None, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [document for page in pages for document in page] == reports[::-1]
    assert await documents.count(session, None) == 5


async def test_words_match_without_case_in_any_script(session: Session) -> None:
    """Upper and lower case, accents and punctuation make no difference; a part of a word's middle does."""
    document = Document.make("ΟΔΥΣΣΕΥΣ met Erdoğan in the STRASSE of Łódź: Київ’s 50% share, 北京市.", title="Q_1")
    await bring_text(session, document)
    for word in ("οδυσσευς", "erdogan", "ERDOĞAN", "straße", "łódź", "КИЇВ", "київ’S 50%", "京", "q", "Met  Erdoğan"):
        assert await documents.visible(session, None, words=(word,), limit=9) == (document,), word
    for word in ("dysseus", "rdogan", "met in", "5%0", "m%n", "_", "%", "", "京北"):
        assert await documents.visible(session, None, words=(word,), limit=9) == (), word
    assert await documents.count(session, None, words=("share", "erdogan", "—")) == 1
    assert await documents.count(session, None, words=("share", "absent")) == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.from_regex(r"[^\W_]+", fullmatch=True), before=ANY_TEXT)
async def test_every_word_of_a_text_finds_it(db: Database, word: str, before: str) -> None:
    """A word that stands in a text finds it, written in any case that Unicode holds to be the same."""
    document = Document.make(f"{before} {word}")
    same = [form for form in (word, word.upper(), word.lower(), word.title()) if form.casefold() == word.casefold()]
    async with db.session() as session:
        await bring_text(session, document)
        for form in same:
            assert await documents.count(session, None, words=(form,)) == 1
        await session.rollback()


async def test_a_changed_page_hides_its_old_text(session: Session) -> None:
    """The new text takes the place of all earlier ones, which stay stored under their keys."""
    first, second, third = (report(number=n) for n in ("101", "102", "103"))
    await bring(session, first, None)
    await bring(session, second, None, minute=1, supersedes=first.key)
    await bring(session, third, None, minute=2, supersedes=second.key)
    assert await documents.visible(session, None, limit=9) == (third,)
    assert await documents.get(session, first.key) == first


async def test_a_page_that_changes_back_shows_its_first_text_again(session: Session) -> None:
    """A known text that supersedes its own successor becomes the current one."""
    first, second = report(number="101"), report(number="102")
    await bring(session, first, None)
    await bring(session, second, None, supersedes=first.key)
    await bring(session, first, None, supersedes=second.key)
    assert await documents.visible(session, None, limit=9) == (first,)


async def test_superseding_the_unknown_is_refused(session: Session) -> None:
    """A key that is not stored cannot be superseded."""
    with pytest.raises(StorageError, match="no document v1-0"):
        await documents.add(session, report(), raw="", now=NOW, supersedes="v1-0")


async def test_a_key_must_be_the_hash_of_its_text(session: Session) -> None:
    """A document whose key was not made from its text is refused."""
    with pytest.raises(StorageError, match="not the key"):
        await documents.add(session, Document("text", "v1-made-up"), raw="", now=NOW)


async def bring_text(session: Session, document: Document) -> None:
    """Store a public document without an analysis."""
    await documents.add(session, document, raw=document.text, now=NOW)
    await sources.add(session, document.key, chat=None, kind="seed", name="seed", now=NOW)
