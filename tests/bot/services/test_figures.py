"""Figures as a chat may see them: linked inside of a story, by words and by story, nothing of another chat's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services import figures
from bot.services.asked import LISTED
from bot.services.figures import Figures, find, listed
from storage import analyses, documents, sources, stories
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.types import Document
from tests.storage.factory import NOW, later

FIRE = (
    "A fire destroyed the Larkspur flour mill in Dunmore on Monday, killing {} people, the fire service said.\n\n"
    "Flames took hold of the Larkspur mill's dust extractor shortly before dawn, and Dunmore's fire chief Ruth Abara "
    "called it the worst blaze in the valley. The Larkspur mill employs 240 people."
)
FLOOD = "The river Aar burst its banks near Thun. The flood damaged 85 houses, the canton of Bern said."


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield database
    await database.close()


async def keep(database: Database, *texts: str, chat: int | None = None) -> tuple[Document, ...]:
    """Brings the texts, one a minute, understood and placed in their stories."""
    made = tuple(Document.make(text, publisher=f"Paper {place}") for place, text in enumerate(texts))
    for minute, document in enumerate(made):
        analysis = analyse(document, None)
        async with database.session() as session:
            await documents.add(session, document, raw="", now=later(minute))
            await sources.add(session, document.key, chat=chat, kind="paste", name="", now=later(minute))
            await analyses.save(session, analysis, NOW)
            await stories.place(session, analysis)
    return made


async def asked(database: Database, words: str = "", chat: int | None = None) -> Figures:
    return listed(await find(database, chat, words))


def leads(found: Figures) -> list[str]:
    return [question.lead.text for question in found.items]


async def test_what_two_papers_count_is_one_question(database: Database) -> None:
    """The dead of one fire stand under one question, with both numbers; the mill's workers have a witness."""
    await keep(database, FIRE.format("six"), FIRE.format("nine"), FLOOD)
    found = await asked(database)
    dead = next(question for question in found.items if question.lead.text in {"six", "nine"})
    assert {answer.figure.text for answer in dead.answers} == {"six", "nine"}
    workers = next(question for question in found.items if question.lead.text == "240")
    assert len(workers.answers[0].witnesses) == 1
    assert leads(found).count("85") == 1


async def test_a_word_finds_the_whole_question(database: Database) -> None:
    """An answer that lacks the word stands beside the one that has it; what lacks it altogether is left out."""
    await keep(database, FIRE.format("six"), FIRE.format("nine").replace(", killing", ", burning to death"), FLOOD)
    found = await asked(database, "killing")
    assert all("six" in {figure.text for figure in question.figures} for question in found.items)
    assert leads(await asked(database, "houses")) == ["85"]
    assert leads(await asked(database, "nowhere")) == []


async def test_a_story_has_its_own_figures(database: Database) -> None:
    """`#3` is the second public story; a number that is no story's says so."""
    await keep(database, FIRE.format("six"), FLOOD)
    found = await asked(database, "#3")
    assert (leads(found), found.story and found.story.number) == (["85"], 3)
    assert await asked(database, "#99 houses") == Figures(no_story=99)


async def test_what_a_person_took_apart_is_not_compared(database: Database) -> None:
    """A document that was split off a story answers no question of that story any more."""
    first, second = await keep(database, FIRE.format("six"), FIRE.format("nine"))
    async with database.session() as session:
        assert await stories.split(session, None, second.key, 1)
    found = await asked(database)
    assert all(len({figure.document.key for figure in question.figures}) == 1 for question in found.items)
    assert {question.lead.document.key for question in found.items} == {first.key, second.key}


async def test_another_chats_figures_are_nobodys_witness(database: Database) -> None:
    """What chat 7 brought is compared with the public sources for chat 7 alone."""
    await keep(database, FIRE.format("six"))
    (own,) = await keep(database, FIRE.format("nine"), chat=7)
    for chat, sees in ((7, True), (8, False), (None, False)):
        found = await asked(database, chat=chat)
        keys = {figure.document.key for question in found.items for figure in question.figures}
        assert (own.key in keys) is sees


async def test_older_figures_are_said_to_be_left_out(database: Database) -> None:
    """The newest sixty are listed, and that there are more is known."""
    lines = [f"The city of Thun planted {number} trees in park number {number}." for number in range(200, 200 + LISTED)]
    await keep(database, "\n\n".join(lines))
    assert not (await asked(database)).older
    await keep(database, FLOOD)
    assert (await asked(database)).older


async def test_another_storys_figures_take_no_answers_place(database: Database) -> None:
    """However many figures a newer document has, both papers' counts of the dead stand together."""
    await keep(database, FIRE.format("six"), FIRE.format("nine"))
    lines = [f"The city of Thun counted {number} killing frosts in orchard {number}." for number in range(200, 520)]
    await keep(database, "\n\n".join(lines))
    dead = [q for q in (await asked(database, "Larkspur")).items if {"six", "nine"} & {f.text for f in q.figures}]
    assert [{figure.text for figure in question.figures} for question in dead] == [{"six", "nine"}]


async def test_what_an_old_document_of_a_long_story_says_is_compared(database: Database) -> None:
    """A document beyond a story's newest ones is still held against them when it is asked for."""
    later_ones = [f"{FIRE.format('nine')} Report {number} of the day." for number in range(figures.STORY_DOCUMENTS + 2)]
    await keep(database, FIRE.format("six").replace("A fire destroyed", "An inferno destroyed"), *later_ones)
    (question,) = (q for q in (await asked(database, "inferno")).items if "six" in {f.text for f in q.figures})
    assert "nine" in {figure.text for figure in question.figures}
