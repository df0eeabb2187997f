"""Finding whose statements are meant, in stores with very many speakers, and in questions with very many words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import quotes
from bot.services.answers import Answers, Lengths
from bot.services.asked import LISTED
from bot.services.quotes import NAMED, find, of_nearest
from storage import analyses, documents, sources, stories
from storage.database import Database
from summarizer.types import Analysis, Document, Span, Speaker, Statement
from tests.storage.factory import NOW, later, report, understood


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield database
    await database.close()


def spoken(*names: str, text: str = "We shall see") -> Analysis:
    """One statement of each, in a document of their own."""
    lines = [f"“{text},” said {name} ({number})." for number, name in enumerate(names)]
    document = Document.make("\n\n".join(lines))
    statements, start = [], 0
    for line, name in zip(lines, names, strict=True):
        begin = start + line.index(" said ") + 6
        content, source, cue = (start + 1, start + 1 + len(text)), (begin, begin + len(name)), (begin - 5, begin - 1)
        said, who, verb = ((Span(*piece),) for piece in (content, source, cue))
        whole = Span(start, start + len(line))
        statements.append(Statement(document, "direct", said, who, verb, Speaker(name), whole))
        start += len(line) + 2
    contexts = tuple(statement.context for statement in statements)
    order = tuple(range(len(contexts)))
    return Analysis(document, "r1", "none", "en", contexts, order, tuple(statements), (), None)


async def keep(database: Database, *told: Analysis, chat: int | None = None) -> None:
    for minute, analysis in enumerate(told):
        async with database.session() as session:
            await documents.add(session, analysis.document, raw="", now=later(minute))
            await sources.add(session, analysis.document.key, chat=chat, kind="paste", name="", now=later(minute))
            await analyses.save(session, analysis, NOW)
            await stories.place(session, analysis)


def letters(number: int) -> str:
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))


async def longest_stop(stop: asyncio.Event) -> float:
    """The longest time, in seconds, in which nothing else of this program could run."""
    worst = 0.0
    while not stop.is_set():
        before = time.perf_counter()
        await asyncio.sleep(0.005)
        worst = max(worst, time.perf_counter() - before)
    return worst


async def test_a_search_that_finds_nothing_holds_nobody_up(database: Database) -> None:
    """Thousands of speakers and forty words: everybody else is answered meanwhile, and it does not take long."""
    names = [f"{letters(n * 7919).capitalize()}qu {letters(n * 104729).capitalize()}son" for n in range(4000)]
    await keep(database, *(spoken(*names[at : at + 500]) for at in range(0, len(names), 500)))
    stop = asyncio.Event()
    watch = asyncio.create_task(longest_stop(stop))
    words = " ".join(letters(n * 31) + "0000" for n in range(40))
    begin = time.perf_counter()
    assert await of_nearest(database, None, words) == ()
    took = time.perf_counter() - begin
    stop.set()
    assert took < 5
    assert await watch < 0.75 * max(took, 0.8)  # on the loop, all of it would be one stop


async def test_a_word_that_begins_the_names_of_very_many_still_finds(database: Database) -> None:
    """It is then looked for as a word: the list is as full as any, and the store is asked no endless question."""
    names = [f"Member {letters(number).capitalize()}x" for number in range(NAMED + 1)]
    await keep(database, spoken(*names))
    found = await find(database, None, "member")
    assert (len(found.statements), found.older) == (LISTED, True)
    assert found.topic == "member"
    assert len((await find(database, None, names[-1])).statements) == 1


async def test_exactly_a_full_list_leaves_nothing_out(database: Database) -> None:
    """Older ones are only said to be left out where there are some."""
    await keep(database, spoken(*["Ann Lee"] * LISTED))
    for words in ("", "ann lee", "see"):
        found = await find(database, None, words)
        assert (len(found.statements), found.older) == (LISTED, False)
    await keep(database, spoken(*["Ann Lee"] * 2, text="We saw it"), chat=7)
    assert [(await find(database, 7, words)).older for words in ("", "ann lee")] == [True, True]


async def test_others_of_a_surname_are_none_that_a_list_leaves_out(database: Database) -> None:
    """However much they say: nothing of who was asked for is missing."""
    await keep(database, spoken("Ann Lee", *["Bob Lee"] * (LISTED + 5)))
    found = await find(database, None, "ann lee")
    assert [s.speaker.name for s in found.statements if s.speaker] == ["Ann Lee"]
    assert not found.older


async def test_nobody_is_nobody_that_one_may_mean(database: Database) -> None:
    """Neither pronouns nor who is no one in particular are offered, also where they speak most."""
    await keep(database, spoken("He", "He", "Nobody", "Everyone", "Someone", "Ann Lee"))
    for words in ("Joe Smith", "nobbody", "Everyon"):
        assert {s.speaker.name for s in await of_nearest(database, None, words) if s.speaker} <= {"Ann Lee"}
    assert await of_nearest(database, None, "Joe Smith")


async def test_a_number_that_is_no_storys_is_a_word(database: Database) -> None:
    """ "story 2022 elections" is about what it says; `#2022` can only be a story, and there is none."""
    told = understood(report(quote="The story of the 2022 elections is told"))
    await keep(database, told)
    assert (await find(database, None, "story 2022 elections")).statements == told.statements
    assert (await find(database, None, "story 1")).story
    assert (await find(database, None, "story #1 elections")).statements == told.statements
    strict = await find(database, None, "#2022 elections")
    assert (strict.statements, strict.no_story) == ((), 2022)
    assert (await Answers(database, Lengths()).quotes(None, "#2022")).no_story == 2022


async def test_names_are_compared_outside_of_any_session(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow comparison keeps no transaction of the store open."""
    await keep(database, spoken("Ann Lee"))
    nearest = quotes.nearest
    open_then: list[int] = []

    def noted(*asked: object) -> tuple[str, ...]:
        open_then.append(database._engine.pool.checkedout())  # type: ignore[attr-defined] # this pool counts
        return nearest(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.services.quotes.nearest", noted)
    assert len(await of_nearest(database, None, "Ann Leee")) == 1
    assert open_then == [0]
