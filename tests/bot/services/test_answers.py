"""What a chat reads, from a real store: its own and the public sources, to the letter or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.answers import Answers, Lengths
from bot.services.asked import LISTED
from bot.services.figures import Figures
from bot.services.quotes import Quotes
from bot.services.wanted import Wanted
from storage.database import Database
from summarizer.errors import GateError, StorageError
from summarizer.types import Document, Excerpt
from tests.storage.factory import bring, report


@pytest.fixture
def file(seeded: Path, tmp_path: Path) -> Path:
    """A copy of the store with the four seeds, to be altered by hand."""
    return Path(shutil.copy(seeded, tmp_path / "verbatim.db"))


@pytest.fixture
async def answers(file: Path) -> AsyncIterator[Answers]:
    database = await Database.open(f"sqlite:///{file}")
    yield Answers(database, Lengths())
    await database.close()


@pytest.fixture
async def own(answers: Answers) -> Document:
    """What chat 7 brought for itself."""
    document = report()
    async with answers.database.session() as session:
        await bring(session, document, 7)
    return document


async def test_each_chat_reads_its_own_and_the_public_sources(answers: Answers, own: Document) -> None:
    """Chat 8 finds nothing of what chat 7 brought, by any way of asking."""
    assert await answers.briefing(7, "Gazette")
    assert (await answers.told(7, Wanted(key=own.key))).briefing
    assert (await answers.quotes(7, "Peña")).items
    for nothing in (
        await answers.briefing(8, "Gazette"),
        await answers.summary(8, "Gazette"),
        (await answers.told(8, Wanted(key=own.key))).briefing,
        (await answers.quotes(8, "Peña")).items or None,
        await answers.sources(8, "Gazette") or None,
    ):
        assert nothing is None
    theirs = (await answers.figures(8, "")).items
    assert len((await answers.figures(7, "")).items) == len(theirs) + 1


async def test_a_topic_narrows_the_sources(answers: Answers) -> None:
    """Only documents that hold every word are told; words that none holds give nothing."""
    whole, narrow = await answers.briefing(None), await answers.briefing(None, "refugee agency")
    assert whole
    assert narrow
    assert narrow.topic == "refugee agency"
    assert 0 < len(narrow.documents) < len(whole.documents) == 4
    assert all("refugee agency" in document.text for document in narrow.documents)
    assert await answers.briefing(None, "xyzzy") is None


async def test_a_summary_lists_no_statements_and_no_figures(answers: Answers) -> None:
    """Its sentences may then tell what a briefing lists."""
    told = await answers.summary(None, "")
    assert told
    assert told.sentences
    assert not told.statements
    assert not told.figures


async def test_a_person_is_found_under_every_name_that_the_sources_give(answers: Answers) -> None:
    """ "Antony Blinken" finds the transcript's SECRETARY BLINKEN, and nobody else."""
    found = (await answers.quotes(None, "antony blinken")).items
    assert len({item.statement.document.key for item in found}) > 1
    assert {item.statement.speaker.name.split()[-1].casefold() for item in found if item.statement.speaker} == {
        "blinken"
    }
    assert not (await answers.quotes(None, "blinken xyzzy")).items


async def test_an_office_finds_who_holds_it(answers: Answers) -> None:
    """The words may be a role."""
    found = (await answers.quotes(None, "NATO secretary")).items
    assert {item.speaker.name for item in found if item.speaker} == {"Jens Stoltenberg"}


async def test_statements_by_importance_and_by_time(answers: Answers) -> None:
    """What two sources attest leads the important; the newest are of the newest document, in the order of its text."""
    important = (await answers.quotes(None, "")).items
    newest = (await answers.quotes(None, "", newest=True)).items
    assert {item.statement for item in important} == {item.statement for item in newest}
    assert important[0].witnesses
    first = [item.statement for item in newest if item.statement.document == newest[0].statement.document]
    assert [item.statement for item in newest[: len(first)]] == sorted(first, key=lambda s: s.content)


async def test_the_newest_document_leads_whichever_name_it_uses(answers: Answers) -> None:
    """Also where a name was asked for that the older one spells out and the newer one does not."""
    full, short = report(speaker="Ana Peña"), report("We said so, and they came back to us", "Peña", "77")
    async with answers.database.session() as session:
        for minute, document in enumerate((full, short)):
            await bring(session, document, 7, minute=minute)
    for words in ("ana peña", "peña"):
        found = (await answers.quotes(7, words, newest=True)).items
        assert [item.statement.document for item in found] == [short, full]


async def test_a_long_list_says_that_older_ones_are_left_out(answers: Answers) -> None:
    """A list is of the newest; with fewer than it can hold, it is all."""
    assert not (await answers.quotes(None, "")).older
    async with answers.database.session() as session:
        for number in range(LISTED):
            await bring(session, report(number=str(1000 + number)), 7)
    assert (await answers.quotes(7, "")).older
    assert not (await answers.quotes(8, "")).older


@pytest.mark.parametrize(
    ("words", "meant"),
    [("stoltenburg", "Jens Stoltenberg"), ("antony blinkin", "Antony Blinken"), ("Ana Pena", "Ana Peña")],
)
async def test_a_misspelt_name_finds_the_nearest(answers: Answers, own: Document, words: str, meant: str) -> None:
    """Alone; and only among those whom the chat can read."""
    assert own
    named = [item.speaker.name for item in await answers.people(7, words) if item.speaker]
    assert named == [meant]
    assert meant != "Ana Peña" or meant not in str(await answers.people(8, words))


async def test_a_name_that_nobody_has_finds_who_speaks_most(answers: Answers) -> None:
    """People before countries; words that are no name find nobody."""
    named = [item.speaker.name for item in await answers.people(None, "Joe Smith") if item.speaker]
    assert {"Antony Blinken", "Jens Stoltenberg"} <= set(named)
    assert len(named) <= 4
    assert "QUESTION" not in named
    assert await answers.people(None, "rubber duck") == ()


async def test_sources_are_found_by_title_and_publisher(answers: Answers) -> None:
    """Whatever the case of the words."""
    assert [d.publisher for _, d in await answers.sources(None, "fox NEWS")] == ["Fox News"]
    assert len(await answers.sources(None, "")) == 4


@pytest.mark.parametrize(
    "question", [" ".join(f"qx{n}" for n in range(800)), "漢" * 4000, "\x00 % _ ' \" \\ 🙂", "!!! ???"]
)
async def test_no_question_is_too_much_for_the_store(answers: Answers, question: str) -> None:
    """Thousands of words, scripts without spaces, and signs that mean something to a database: nothing is found."""
    assert await answers.briefing(None, question) is None
    assert await answers.quotes(None, question) == Quotes()
    assert await answers.people(None, question) == ()
    assert await answers.figures(None, question) == Figures()
    assert await answers.sources(None, question) == ()


ALTERED = {
    "a text": "UPDATE document SET text = replace(text, '1,480', '9,480')",
    "a number's record": "UPDATE figure SET value = '9480.0' WHERE surface = '1,480'",
    "a number and its record": "UPDATE figure SET value = '9480.0', surface = '9,480' WHERE surface = '1,480'",
    "a number's place": "UPDATE figure SET span = '[10,15]' WHERE surface = '1,480'",
    "a quotation's place": "UPDATE statement SET content = '[10,95]' WHERE kind = 'direct'",
    "a speaker": "UPDATE statement SET speaker_name = 'Nobody Atall' WHERE kind = 'direct'",
    "a sentence's place": "UPDATE analysis SET sentences = '[5,60,61,99]', ranking = '[0,1]'",
    "an end beyond the text": "UPDATE analysis SET sentences = '[0,9999999]', ranking = '[0]'",
}


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED.keys())
async def test_what_was_altered_by_hand_is_never_shown(answers: Answers, file: Path, change: str) -> None:
    """A changed byte in the store is refused by the store or by the gate, or its piece is left out: not told."""
    with sqlite3.connect(file) as connection:
        assert connection.execute(change).rowcount > 0
    connection.close()
    try:
        told = await answers.briefing(None)
    except (StorageError, GateError):
        return
    assert told
    assert "9,480" not in str(told)
    assert 9480.0 not in {figure.value for question in told.figures for figure in question.figures}
    assert "Nobody Atall" not in {item.speaker.name for item in told.statements if item.speaker}
    for document, span in ((s.document, s.span) for s in told.sentences if isinstance(s, Excerpt)):
        assert span.of(document.text)[-1] in '.!?”"'
