"""Which sources a chat sees side by side, from a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.comparing import compared
from bot.services.kept import Kept
from storage import analyses, documents, sources, stories
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.types import Document
from tests.storage.factory import NOW, later

FIRE = "The fire in the old market hall of Lowton broke out on Monday night and burned until the roof came down."
TOLL = "At least 12 people were killed in the fire in the market hall of Lowton, {} said."
VOW = "“We will rebuild the market hall before next winter comes,” said Mayor Ann Lee of Lowton."
VOTE = (
    "The council of Harwick voted on Tuesday to sell the ferry to a company from abroad.\n\n"
    "“Nobody will pay more for the ferry than today,” said Councillor Bo Reed.\n\n"
    "The ferry was sold for $3 million, {} said."
)


def fire(*sentences: str) -> Document:
    return Document.make("\n\n".join((FIRE, *sentences)), title="Fire in Lowton")


GAZETTE, HERALD, POST = fire(TOLL.format("police"), VOW), fire(VOW, TOLL.format("the hospital")), fire(VOW)
FERRY = tuple(Document.make(VOTE.format(who), title="Ferry sold") for who in ("the council", "Bo Reed"))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield database
    await database.close()


async def bring(database: Database, *texts: Document, chat: int | None = None, since: int = 0) -> None:
    """Stores, understands and groups them, in this order, a minute apart."""
    for minute, document in enumerate(texts, start=since):
        async with database.session() as session:
            await documents.add(session, document, raw="", now=later(minute))
            await sources.add(session, document.key, chat=chat, kind="paste", name="", now=later(minute))
            understood = analyse(document, None)
            await analyses.save(session, understood, NOW)
            await stories.place(session, understood)


async def shown(database: Database, chat: int | None, words: str = "") -> set[Document]:
    found = await compared(database, chat, words, Kept())
    return set(found.comparison.documents) if found.comparison else set()


async def test_without_words_the_newest_story_of_several_sources(database: Database) -> None:
    """A story of one source alone is passed over; the other one that can be compared is offered."""
    lone = Document.make("The museum of Ostley showed a newly found painting on Sunday.", title="Painting")
    await bring(database, GAZETTE, HERALD, *FERRY, lone)
    found = await compared(database, 7, "", Kept())
    assert found.comparison
    assert set(found.comparison.documents) == set(FERRY)
    assert found.story
    assert found.story.title == "Ferry sold"
    assert [story.title for story in found.others] == ["Fire in Lowton"]
    assert found.comparison.agreed


async def test_a_story_by_its_number_and_words_within_it(database: Database) -> None:
    """`#1` is the whole story; with words it is what holds them, or all where one alone does."""
    await bring(database, GAZETTE, HERALD, POST, *FERRY)
    assert await shown(database, 7, "#1") == {GAZETTE, HERALD, POST}
    assert await shown(database, 7, "#1 killed") == {GAZETTE, HERALD}
    assert await shown(database, 7, "#1 hospital") == {GAZETTE, HERALD, POST}


async def test_words_choose_the_documents_of_one_story(database: Database) -> None:
    """What two stories have in common is compared in the one that has more of it."""
    await bring(database, GAZETTE, HERALD, *FERRY)
    assert await shown(database, 7, "ferry") == set(FERRY)
    assert await shown(database, 7, "Lowton") == {GAZETTE, HERALD}
    await bring(database, POST, since=9)
    assert await shown(database, 7, "said") == {GAZETTE, HERALD, POST}


async def test_each_chat_compares_what_it_sees(database: Database) -> None:
    """What one chat brought stands beside the public source for it alone."""
    await bring(database, GAZETTE)
    await bring(database, HERALD, chat=7, since=1)
    assert await shown(database, 7) == {GAZETTE, HERALD}
    assert (await compared(database, 8, "", Kept())).lack == "no two"
    assert (await compared(database, 8, "Lowton", Kept())).lack == "one source"


@pytest.mark.parametrize(
    ("words", "lack"),
    [("#99", "no story"), ("xyzzy", "no match"), ("#1 xyzzy", "no match"), ("#1", "one source"), ("", "no two")],
)
async def test_it_says_what_is_lacking(database: Database, words: str, lack: str) -> None:
    """No such story, nothing that holds the words, one source alone, or nowhere two."""
    await bring(database, GAZETTE)
    found = await compared(database, 7, words, Kept())
    assert (found.comparison, found.lack) == (None, lack)
    assert found.number == (99 if lack == "no story" else 0)


async def test_an_empty_store_and_a_text_twice_have_nothing_to_compare(database: Database) -> None:
    """The same text under another publisher's name is one source."""
    assert (await compared(database, 7, "", Kept())).lack == "no two"
    await bring(database, GAZETTE, Document.make(GAZETTE.text, publisher="The Herald"))
    assert (await compared(database, 7, "", Kept())).lack == "one source"


async def test_at_most_the_newest_are_compared(database: Database) -> None:
    """A story may have hundreds of documents."""
    await bring(database, GAZETTE, HERALD, POST)
    found = await compared(database, None, "", Kept(), most=2)
    assert found.comparison
    assert set(found.comparison.documents) == {HERALD, POST}


async def test_a_story_of_very_many_documents_is_compared(database: Database) -> None:
    """Its newest documents, and one public one with many of the chat's own."""
    many = [Document.make(f"{GAZETTE.text} Report {number}.", title=f"Fire {number}") for number in range(14)]
    await bring(database, *many)
    assert len(await shown(database, None)) == 8
    await bring(database, *(Document.make(f"{HERALD.text} Report {n}.") for n in range(8)), chat=7, since=20)
    assert len(await shown(database, 7)) == 8
