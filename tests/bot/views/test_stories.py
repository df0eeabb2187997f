"""Stories as people read them: over the seeds in golden files, and their promise over generated news."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given

from bot.services import stories as service
from bot.views.rich import parts, uncited
from bot.views.stories import (
    confirming,
    confirming_rows,
    found_by,
    picking,
    picking_rows,
    shelf,
    shelf_rows,
    story,
    story_rows,
    taken_out,
    taken_rows,
)
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.stories.course import Course, Offered, course
from summarizer.stories.grouping import headline as story_title
from summarizer.types import Document, Story
from tests.bot.test_promise import STORES, broken, examples
from tests.bot.views.test_golden import check

NOW = datetime(2026, 1, 2, 14, 0, tzinfo=UTC)
LISTING = "AbCdEfGhIjKl"
DRAMA = re.compile(
    r"\b(?:breaking|shocking|dramatic|stunning|explosive|developing|alert)\b|[!\U0001f300-\U0001faff]", re.I
)


def told(*documents: Document, hours: int = 1) -> Course:
    """A story whose documents came so many hours apart."""
    came = {document.key: NOW + timedelta(hours=hours * place) for place, document in enumerate(documents)}
    whole = Story(3, story_title(documents), documents[::-1])
    return course(whole, came, [analyse(document, None) for document in documents], most=16)


async def test_the_seeds_as_a_story(seeded: Path) -> None:
    """In order of publication, else of arrival, each with what it brought; where all came at once nothing is new."""
    database = await Database.open(f"sqlite:///{seeded}")
    found = await service.told(database, 7, 1)
    await database.close()
    assert found
    again = told(*found.documents, hours=0)
    check("story", *parts(story(again)))
    assert (again.since, bool(again.news)) == (None, False)


async def test_what_a_later_seed_brings(seeded: Path) -> None:
    """Denials next to allegations, statements with who said them, under one plain line of counts."""
    database = await Database.open(f"sqlite:///{seeded}")
    found = await service.told(database, 7, 1)
    await database.close()
    assert found
    one_by_one = told(*found.documents)
    check("story_news", *parts(story(one_by_one)))
    ours = "".join(block.text for block in story(one_by_one))
    for document in found.documents:  # what is left are our own words
        ours = ours.replace(document.title or "", "")
    assert not DRAMA.search(re.sub(r"“[^”]*”", "", ours))


def test_the_list_and_the_way_to_take_a_source_out() -> None:
    """Every message of the way, with its buttons."""
    pages = [Document.make(f"The Aar rose by {n} metres in Thun.", title=f"Aar {n}", publisher="Paper") for n in (2, 3)]
    whole = told(*pages)
    offered = [Offered(whole.story, 2, pages[1], NOW), Offered(Story(5, "Aar 2", (pages[0],)), 1, pages[0], NOW)]
    check("stories", shelf(offered), picking(whole), confirming(pages[0], 3), taken_out(pages[0], 3, 8))
    rows = (*shelf_rows(offered, LISTING), *story_rows(whole, LISTING), *picking_rows(whole, LISTING))
    rows += (*confirming_rows(pages[0], LISTING), *taken_rows(pages[0], 999_999_999, 999_999_998, LISTING))
    assert all(len(button.data.encode()) <= 64 for row in rows for button in row)
    chosen = confirming_rows(pages[1], LISTING)[0][0].data.split(":")[5]
    assert found_by(pages, chosen) == pages[1]
    assert found_by(pages[:1], chosen) is None


def test_a_story_of_one_source_has_nothing_to_take_out() -> None:
    """And nothing to compare."""
    rows = story_rows(told(Document.make("The Aar rose.", title="Aar")), LISTING)
    assert [button.label for row in rows for button in row] == ["Briefing", "Statements", "Figures"]


def test_documents_stand_in_the_order_of_what_they_state() -> None:
    """An old page that comes late stands first, and says that its date is stated; the other says when it came."""
    old = Document.make("The Aar rose.", title="Old", published=datetime(2022, 4, 5, tzinfo=UTC))
    new = Document.make("The Aar fell.", title="New")
    lines = "\n".join(block.text for block in story(told(new, old)))
    assert lines.index("[1] 5 April 2022 · publisher not stated\nOld") < lines.index("[2] taken in 2 January 2026")


def test_what_is_left_out_is_said() -> None:
    """A long story shows its newest documents and says how many came before."""
    pages = [Document.make(f"The Aar rose by {n} metres.", title=f"Aar {n}") for n in range(3)]
    came = {page.key: NOW + timedelta(hours=place) for place, page in enumerate(pages)}
    short = course(Story(3, "Aar 0", tuple(pages[::-1])), came, (), most=2)
    assert tuple(entry.document for entry in short.entries) == (pages[1], pages[2])
    assert "[3] taken in " in story(short)[-2].text
    assert "; 1 that came earlier left out here" in story(short)[0].text


@pytest.mark.parametrize("hours", [0, 1])
@examples
@given(store=STORES)
def test_every_message_of_a_story_keeps_the_promise(hours: int, store: list[Document]) -> None:
    """Whatever the sources hold: exact pieces, within Telegram's limits, and none of our words has a digit."""
    whole = told(*store, hours=hours)
    for message in parts(story(whole)):
        assert list(broken(message, store)) == [], message.text
    assert uncited(picking(whole)) == ()
