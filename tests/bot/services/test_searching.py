"""Reading what is searched for, joining lists, and what a search says of filters that make no sense."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.services.analyst import Analyst, Meaning, Recipe
from bot.services.searching import Searching
from bot.services.searching.asking import MOST, Question, read
from bot.services.searching.joining import joined
from bot.services.searching.since import since_of
from storage import analyses, copies, documents, sources, stories
from storage.database import Database
from storage.types import Copied
from summarizer.analyse import analyse
from summarizer.types import Document
from tests.databases import new_sqlite
from tests.fakes import HashingEmbedder

NOW = datetime(2024, 5, 15, 12, 0, tzinfo=UTC)  # a Wednesday
BRIDGE = (
    "Bridge over the Wye reopens\n\n"
    "The bridge over the Wye reopened on Monday after repairs that cost $3.2 million, the county said.\n\n"
    "“We kept our word, and nobody was hurt,” said Mayor Ann Lee. “It is safe now.”\n\n"
    "At least 120 people crossed it in the first hour, according to the police.\n"
)
QUESTIONS: list[tuple[str, Question]] = [
    ("two words", Question(words=("two", "words"))),
    ('by:Blinken "war crimes" -NATO', Question(phrases=("war crimes",), without=("NATO",), by=("Blinken",))),
    ("from:“Fox News” killed since:2022-04", Question(words=("killed",), sources=("Fox News",), since="2022-04")),
    ("by: Ann by:Bob #3 bridge", Question(words=("bridge",), by=("Ann", "Bob"), story=3)),
    ("джерело:bbc хто:Зеленський після:вчора", Question(by=("Зеленський",), sources=("bbc",), since="вчора")),
    ('-"no such thing" a', Question(words=("a",), without=("no such thing",))),
    ("12:30 https://x.example/a?b=c #news", Question(words=("12:30", "https://x.example/a?b=c", "#news"))),
    ('an "open end', Question(words=("an", '"open', "end"))),
    ("by:", Question(odd=("by:",))),
    ("-from:fox", Question(odd=("-from:fox",))),
    ("— … “”", Question()),
]


@pytest.mark.parametrize(("text", "question"), QUESTIONS)
def test_what_is_typed_is_read(text: str, question: Question) -> None:
    """Words, phrases, what is left out, filters with and without quotation marks, in English and Ukrainian."""
    assert read(text) == question


@given(
    st.text(max_size=600) | st.lists(st.sampled_from(['"', "by:", "from:", "-", "#1", "“", "a", " ", "*"])).map("".join)
)
def test_any_text_can_be_read(text: str) -> None:
    """Nothing is an error, nothing is without bounds, and no part of it is empty."""
    question = read(text)
    for part in (question.words, question.phrases, question.without, question.by, question.sources, question.odd):
        assert len(part) <= MOST
        assert all(each.strip() for each in part)


@given(st.lists(st.from_regex(r"[a-zа-я]{1,9}", fullmatch=True), unique=True, max_size=MOST))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    """What is no filter is looked for."""
    wanted = [word for word in words if word not in {"by", "from", "since"}]
    assert read(" ".join(wanted)).words == tuple(wanted)


KYIV = ZoneInfo("Europe/Kyiv")
MOMENTS = {
    "2022-04-03": datetime(2022, 4, 2, 21, tzinfo=UTC),
    "2022-04": datetime(2022, 3, 31, 21, tzinfo=UTC),
    "2022": datetime(2021, 12, 31, 22, tzinfo=UTC),
    "03.04.2022": datetime(2022, 4, 2, 21, tzinfo=UTC),
    "today": datetime(2024, 5, 14, 21, tzinfo=UTC),
    "вчора": datetime(2024, 5, 13, 21, tzinfo=UTC),
    "monday": datetime(2024, 5, 12, 21, tzinfo=UTC),
    "Понеділок": datetime(2024, 5, 12, 21, tzinfo=UTC),
    "april 2022": datetime(2022, 3, 31, 21, tzinfo=UTC),
    "3 квітня": datetime(2024, 4, 2, 21, tzinfo=UTC),
    "december": datetime(2023, 11, 30, 22, tzinfo=UTC),
    "3d": NOW - timedelta(days=3),
    "2 weeks ago": NOW - timedelta(days=14),
    "5 годин тому": NOW - timedelta(hours=5),
}


@pytest.mark.parametrize(("said", "moment"), MOMENTS.items())
def test_since_when(said: str, moment: datetime) -> None:
    """Days begin where the chat is."""
    assert since_of(said, NOW, KYIV) == moment


@given(st.text(max_size=40) | st.from_regex(r"\d{1,4}[-. ]?\d{0,3}[-. ]?\d{0,4}[a-z]{0,6}", fullmatch=True))
def test_any_words_are_a_moment_or_none(said: str) -> None:
    """No text makes it fail, and what it gives can be compared."""
    moment = since_of(said, NOW, KYIV)
    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize("said", ["", "soon", "2022-13", "31.02.2022", "9999999d", "0000", "somebody"])
def test_no_moment(said: str) -> None:
    """What the calendar has not is none."""
    assert since_of(said, NOW, KYIV) is None


@given(st.lists(st.lists(st.integers(0, 20), unique=True), max_size=4))
def test_joining_keeps_everything_once(lists: list[list[int]]) -> None:
    """Nothing is lost or doubled, one list keeps its order, and what all lists begin with comes first."""
    whole = joined(*lists)
    assert sorted(whole) == sorted({item for each in lists for item in each})
    if len(lists) == 1:
        assert list(whole) == lists[0]
    if lists and all(each and each[0] == lists[0][0] for each in lists):
        assert whole[0] == lists[0][0]


class Meanings(Analyst):
    """An analyst whose model is a bag of words, or takes too long."""

    def __init__(self, *, slow: bool = False) -> None:
        super().__init__(Recipe("hashing"))
        self.slow, self.asked = slow, 0

    async def meaning(self, words: str) -> Meaning | None:
        self.asked += 1
        await asyncio.sleep(0.05 if self.slow else 0)
        return Meaning(HashingEmbedder().name, HashingEmbedder().encode([words])[0])


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(new_sqlite(tmp_path / "search.db"))
    yield opened
    await opened.close()


async def keep(database: Database, text: str, chat: int | None = None, **stated: str) -> Document:
    document = Document.make(text, **stated)  # type: ignore[arg-type]  # strings and a date
    async with database.session() as session:
        await documents.add(session, document, raw=text, now=NOW)
        await sources.add(session, document.key, chat=chat, kind="paste", name="a text", now=NOW)
        understood = analyse(document, HashingEmbedder())
        await analyses.save(session, understood, NOW)
        await stories.place(session, understood)
    return document


def searching(database: Database, analyst: Analyst | None = None) -> Searching:
    return Searching(database, analyst or Analyst(Recipe("none")), lambda: NOW, patience=0.01)


async def test_a_sentence_is_told_as_what_stands_in_it(database: Database) -> None:
    """A statement by whom, the figures of a sentence, else the passage; by title as a source; each thing once."""
    await keep(database, BRIDGE, title="Bridge over the Wye reopens", publisher="The Gazette")
    find = searching(database).find
    (said,) = (await find(7, "nobody hurt")).hits
    assert (said.kind, [t.speaker and t.speaker.name for t in said.testimonies]) == ("statement", ["Ann Lee"])
    both = (await find(7, "crossed hour")).hits
    assert [hit.kind for hit in both] == ["statement", "figure"]
    (counted,) = (await find(7, "120 people")).hits
    assert [figure.text for figure in counted.figures] == ["120"]
    (title,) = (await find(7, "reopens", sort="sources")).hits
    assert (title.kind, title.span) == ("source", None)
    for sort, kinds in (("statements", {"statement"}), ("figures", {"figure"})):
        found = (await find(7, "the", sort=sort)).hits  # type: ignore[arg-type]  # of the cases above
        assert {hit.kind for hit in found} <= kinds
        assert found
    assert (await find(8, "by:Lee")).hits
    assert not (await find(7, "")).question


async def test_a_short_name_is_told_as_the_story_tells_it(database: Database) -> None:
    """A statement that is found says who spoke as a list of statements does, told by another source of its story."""
    told = BRIDGE.replace("“We kept our word, and nobody was hurt,” said Mayor Ann Lee.", "“Cars may cross,” said Lee.")
    await keep(database, f"{told} Ann Lee, the mayor of Ross, opened it. “It held,” Ann Lee said.", publisher="A")
    await keep(database, BRIDGE, publisher="The Gazette")
    (hit, *_) = (await searching(database).find(7, "cars may cross")).hits
    assert [t.speaker and t.speaker.name for t in hit.testimonies] == ["Ann Lee"]


async def test_letters_that_the_model_does_not_read_have_no_meaning(database: Database) -> None:
    """Words in another script are looked for as words alone; nothing that is found by chance stands for them."""
    await keep(database, BRIDGE)
    found = await searching(database, Meanings()).find(7, "чому")
    assert (found.hits, found.meant) == ((), False)


async def test_copies_of_an_article_are_one_hit_of_several_sources(database: Database) -> None:
    """Word for word, or nearly so where the two are known as copies."""
    lines = "Nobody has seen the ferry since noon. The quay was empty all day. Its owner did not answer the telephone."
    one = await keep(database, f"{lines} Wind is expected.")
    two = await keep(database, f"{lines.replace('all day', 'the whole day')} Rain is expected.")
    find = searching(database).find
    (hit,) = (await find(7, "ferry noon")).hits
    assert set(hit.documents) == {one, two}
    assert len((await find(7, "quay empty")).hits) == 2
    async with database.session() as session:
        await copies.save(session, [Copied(one.key, two.key, 0.9), Copied(two.key, one.key, 0.9)])
    assert len((await find(7, "quay empty")).hits) == 1


async def test_filters_that_make_no_sense_are_named(database: Database) -> None:
    """With the nearest names; nothing is looked for then."""
    await keep(database, BRIDGE, publisher="The Gazette")
    find = searching(database).find
    asked = {
        "by:Leee word": ("by", "Leee", ()),
        "by:Lea": ("by", "Lea", ()),
        "from:gazete": ("from", "gazete", ("The Gazette",)),
        "since:soon": ("since", "soon", ()),
        "since:2031": ("future", "2031", ()),
        "#77 word": ("story", "77", ()),
        "by: ": ("odd", "by:", ()),
    }
    for text, (kind, word, near) in asked.items():
        (fault,) = (await find(7, text)).faults
        assert (fault.kind, fault.word) == (kind, word)
        assert set(near) <= set(fault.near)
    assert (await find(7, "by:Leee")).faults[0].near == ("Ann Lee",)


async def test_an_empty_answer_says_which_filter_emptied_it(database: Database) -> None:
    """Each of them without which there would be something."""
    await keep(database, BRIDGE, publisher="The Gazette")
    await keep(database, BRIDGE.replace("Ann Lee", "Bo Fox").replace("Wye", "Usk"), publisher="The Herald")
    find = searching(database).find
    assert (await find(7, "by:Lee Usk")).emptied == ("by",)
    assert (await find(7, "from:gazette by:fox word")).emptied == ("by", "from")
    assert (await find(7, "crossed -people")).emptied == ("without",)
    assert (await find(7, "since:3h from:gazette atlantis")).emptied == ()
    assert (await find(7, "wye", sort="figures")).emptied in {(), ("sort",)}


async def test_what_has_some_of_the_words_is_better_than_nothing(database: Database) -> None:
    """And the answer says so; words that stand in every text are not looked for."""
    await keep(database, BRIDGE)
    found = await searching(database).find(7, "who crossed the Atlantic")
    assert found.some
    assert "crossed" in BRIDGE[found.hits[0].span.start : found.hits[0].span.end]  # type: ignore[union-attr]  # a hit has one


async def test_the_meaning_is_looked_for_beside_the_words(database: Database) -> None:
    """A sentence that lies near is found without having every word; the same question asks the model once."""
    await keep(database, BRIDGE)
    analyst = Meanings()
    service = searching(database, analyst)
    question = "people crossed it in the first minute"
    for _ in range(2):
        found = await service.find(7, question)
        assert found.meant
        assert any(hit.span and "120 people" in hit.span.of(BRIDGE) for hit in found.hits)
    assert analyst.asked == 1
    assert not (await service.find(7, question, mean=False)).meant


async def test_a_slow_model_is_not_waited_for(database: Database) -> None:
    """The words alone answer; when the model is there, the next search has the meaning too."""
    await keep(database, BRIDGE)
    service = searching(database, Meanings(slow=True))
    assert not (await service.find(7, "crossed")).meant
    assert (await replace(service, patience=1).find(7, "crossed")).meant
