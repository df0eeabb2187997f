"""Which documents a briefing tells, and whose place nobody takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from bot.services.answers import Answers, Lengths, Told
from bot.services.choosing import LOOKED_AT, Chosen, choose, fitting
from bot.services.wanted import Wanted, read
from bot.views.texts import unreadable
from storage import analyses, copies, documents, sources
from storage.database import Database
from storage.types import Copied
from summarizer.types import Analysis, Document, Span, Story
from tests.storage.factory import bring, later, report, understood

CHAT = 7


@pytest.fixture
async def answers(tmp_path: Path) -> AsyncIterator[Answers]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield Answers(database, Lengths(documents=2))
    await database.close()


async def add(answers: Answers, *given: Document, language: str = "en") -> None:
    """Documents of the chat, the last one the newest."""
    async with answers.database.session() as session:
        for minute, document in enumerate(given):
            await documents.add(session, document, raw=document.text, now=later(minute))
            await sources.add(session, document.key, chat=CHAT, kind="paste", name="", now=later(minute))
            await analyses.save(session, replace(understood(document), language=language), later(minute))


def page(number: int, length: int = 60) -> Document:
    """A page that shares no six words in a row with another."""
    return Document.make(" ".join(f"w{number}x{place}" for place in range(length)))


def chosen(*pages: Document, story: bool = False) -> Chosen:
    return Chosen(pages, story=Story(1, "A story", pages) if story else None)


def test_what_fits_is_told_as_it_is() -> None:
    """Copies too, where there is room for them: they are witnesses."""
    pages = page(1), page(1, 61), page(2)
    assert fitting(chosen(*pages), 3) == pages


def test_copies_take_nobodys_place() -> None:
    """Of three pages with one text the longest is told; the order stays."""
    newest, longest, oldest, other = page(1), page(1, 90), page(1, 70), page(2)
    assert fitting(chosen(newest, longest, oldest, other), 2) == (longest, other)
    assert fitting(chosen(newest, longest, oldest, other), 3) == (newest, longest, other)


def test_a_story_is_told_by_its_newest_and_its_longest() -> None:
    """A long report is not lost behind a row of short ones; words and the newest go by time alone."""
    flashes, long, longest = [page(number) for number in range(6)], page(7, 200), page(8, 300)
    pages = (*flashes, long, longest)
    assert fitting(chosen(*pages, story=True), 4) == (*flashes[:2], long, longest)
    assert fitting(chosen(*pages), 4) == tuple(flashes[:4])


def test_the_earliest_copy_comes_before_the_other_copies() -> None:
    """Where there is room for one witness of the fullest text, it is whoever had it first."""
    dates = [datetime(2026, 5, day, tzinfo=UTC) for day in (4, 3, 2)]
    late, middle, first = (Document.make(page(1).text, publisher=str(d.day), published=d) for d in dates)
    longest, other = page(1, 90), page(2)
    assert fitting(chosen(late, longest, first, middle, other), 3) == (longest, first, other)


async def test_a_flood_of_copies_leaves_room_for_what_came_before(answers: Answers) -> None:
    """Nine papers print one text after two others had their own: one of these is told as well."""
    own, flood = [page(1), page(2)], [Document.make(page(3).text, publisher=f"Paper {n}") for n in range(9)]
    async with answers.database.session() as session:
        for minute, each in enumerate((*own, *flood)):
            await documents.add(session, each, raw=each.text, now=later(minute))
            await sources.add(session, each.key, chat=CHAT, kind="feed", name="", now=later(minute))
            read_whole = Analysis(each, "r1", "none", "en", (Span(0, len(each.text)),), (0,), (), ())
            await analyses.save(session, read_whole, later(minute))
        await copies.save(session, [Copied(a.key, b.key, 1.0) for a, b in combinations(flood, 2)])
        found = await choose(session, CHAT, read(""), 2)
    assert len(found.documents) == LOOKED_AT * 2
    assert fitting(found, 2) == (flood[-1], own[-1])


async def told(answers: Answers, words: str) -> Told:
    return await answers.told(CHAT, read(words))


async def test_what_cannot_be_read_takes_no_place(answers: Answers) -> None:
    """Two texts in another language came last; the two before them are told."""
    await add(answers, report(number="1"), report(number="2"))
    await add(answers, report(number="3"), report(number="4"), language="uk")
    found = await told(answers, "")
    assert found.briefing
    assert set(found.briefing.documents) == {report(number="1"), report(number="2")}


async def test_a_text_in_another_language_is_there_but_not_told(answers: Answers) -> None:
    """Asked for by its key it is found, and has nothing to tell."""
    await add(answers, report(), language="uk")
    found = await answers.told(CHAT, Wanted(key=report().key))
    assert (found.briefing, found.lack) == (None, "unreadable")
    assert (await answers.told(8, Wanted(key=report().key))).lack == "no page"


async def test_the_words_that_most_documents_hold_are_told(answers: Answers) -> None:
    """The best document holds two of three; grammar counts for nothing, and a third of the words is no match."""
    await add(answers, report(), report(speaker="Ann Lee"))
    found = await told(answers, "the return of Peña Atlantis")
    assert found.briefing
    assert (found.words, found.missing) == ("return Peña", ("Atlantis",))
    assert [d.text.count("Peña") for d in found.briefing.documents] == [1]
    assert (await told(answers, "return Atlantis Lemuria")).lack == "no match"
    assert (await told(answers, "the of Atlantis")).lack == "no match"


async def test_words_within_one_page_fall_back_to_the_whole(answers: Answers) -> None:
    """A page that holds none of them is told all the same, and it is said that it has none."""
    await add(answers, report())
    found = await answers.told(CHAT, Wanted("Atlantis", key=report().key))
    assert found.briefing
    assert (found.briefing.topic, found.missing, found.single) == (None, ("Atlantis",), True)


async def test_a_page_is_found_by_any_link_to_it_and_the_newest_counts(answers: Answers) -> None:
    """Two versions of one address: the one that came last."""
    url = "https://www.example.org/news/1?id=2"
    old, new = (replace_url(report(number=number), url) for number in ("10", "20"))
    await add(answers, old, new)
    found = await answers.told(CHAT, Wanted(url="example.org/news/1/?utm_source=x&id=2"))
    assert found.briefing
    assert found.briefing.documents == (new,)
    assert (await answers.told(8, Wanted(url=url))).lack == "no page"
    assert (await answers.told(CHAT, Wanted(url="https://example.org/news/2"))).lack == "no page"


def replace_url(document: Document, url: str) -> Document:
    return Document.make(document.text, title=document.title, url=url, headings=document.headings)


async def test_a_bare_number_is_a_word_where_no_story_has_it(answers: Answers) -> None:
    """The number stands in a text: the text is told. It stands nowhere: a story was meant."""
    async with answers.database.session() as session:
        await bring(session, report(number="1,480"), CHAT)
    found = await told(answers, "1480")
    assert (found.briefing, found.number) == (None, 1480)
    assert (await told(answers, "480")).briefing


def test_lengths_of_every_form() -> None:
    """Short never tells more than the operator's usual, full never less; a summary has two to four sentences."""
    usual = Lengths(sentences=1, statements=20, figures=2)
    assert (usual.of("briefing", "short").sentences, usual.of("briefing", "short").statements) == (1, 2)
    assert (usual.of("briefing", "full").statements, usual.of("briefing", "full").figures) == (20, 18)
    summary = Lengths(sentences=9).of("summary")
    assert (summary.sentences, summary.statements, summary.figures, summary.unconfirmed) == (3, 0, 0, 0)
    assert [Lengths().of("summary", length).sentences for length in ("short", "usual", "full")] == [2, 3, 4]
    assert Lengths().of("greeting").statements == 3


async def test_what_is_only_told_in_another_language_is_said_so(answers: Answers) -> None:
    """It is there, and found among the sources by its text; nothing of it can be told."""
    await add(answers, report(), language="de")
    told = await answers.told(CHAT, read("hurt"))
    assert (told.lack, told.language, told.unread, told.words) == ("unreadable", "de", 1, "hurt")
    assert unreadable("de", 1).text == "One source about it is in German; I read English only so far."
    assert [document for _, document in await answers.sources(CHAT, "hurt Mayor")] == [report()]
    assert (await answers.told(CHAT, read("hurt elsewhere"))).lack == "no match"
