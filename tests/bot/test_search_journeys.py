"""What people get for /search, in chats and on the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.app import now
from bot.playground import Person
from bot.services.analyst import Analyst, Recipe
from bot.services.searching import Searching
from storage.database import Database
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running
from tests.bot.test_cli import Run, home, run

__all__ = ["home", "run"]  # fixtures
ANN, BOB = 7, 8


def ann(bot: Running) -> Person:
    return bot.telegram.user(ANN, "Ann")


async def test_words_find_statements_figures_and_passages(bot: Running) -> None:
    """Each says what it is and whose, with its source below; filters narrow it; what a chat brought it finds alone."""
    (found,) = await ask(ann(bot), "/search by:Blinken atrocities")
    assert found.text.startswith("Search · by:Blinken atrocities · ")
    assert "Statement · Antony Blinken" in found.text
    assert "It’s a deliberate campaign to kill, to torture, to rape, to commit atrocities." in found.text
    assert "\nSources\n1. " in found.text
    (found,) = await ask(ann(bot), "/search from:“Fox News” killed -Zelensky")
    assert "Fox News" in found.text.split("\nSources\n")[1]
    await ask(ann(bot), ARTICLE)
    assert "We kept our word" in whole(await ask(ann(bot), "/search nobody hurt"))
    (other,) = await ask(bot.telegram.user(BOB, "Bob"), "/search “nobody was hurt”")
    assert other.text.startswith("I found nothing for “")


async def test_pages_turn_and_narrow_in_place(bot: Running) -> None:
    """More, Earlier, one sort alone and everything again: one message; another chat's list cannot be turned."""
    person = ann(bot)
    (first,) = await ask(person, "/search Ukraine")
    assert "Page 1 of " in first.text
    turned = (await person.press(first, "More ›", until=1)).message
    assert turned
    assert "Page 2 of " in turned.text
    assert turned.id == first.id
    narrowed = (await person.press(turned, "Figures only", until=1)).message
    assert narrowed
    assert "Figures only" in narrowed.text.splitlines()[0]
    assert "Statement · " not in narrowed.text
    back = (await person.press(narrowed, "Everything", until=1)).message
    assert back
    assert back.text == first.text


async def test_nothing_found_says_what_to_do(bot: Running) -> None:
    """Which filter makes no sense or leaves nothing, whom and what there is; alone it explains itself."""
    said = {
        "/search": "/search by:Blinken evidence",
        "/search by:Blinkin evidence": "I do not know who “Blinkin” is. Speakers I have: ",
        "/search from:foks": "I have nothing from “foks”. Publishers I have: ",
        "/search since:soon Bucha": "I do not understand “soon” as a date.",
        "/search since:2099 Bucha": "“2099” is still to come",
        "/search #77 Bucha": "I have no story “77” here.",
        "/search by: Bucha by:": "I cannot use “by:”",
        "/search by:Stoltenberg torture -Bucha": "There is something without this: ",
        "/search Atlantis": "I found nothing for “Atlantis”.",
    }
    for asked, answer in said.items():
        (message,) = await ask(ann(bot), asked)
        assert answer in message.text, asked
        assert message.labels == (), asked


async def test_odd_words_harm_nothing(bot: Running) -> None:
    """The languages of both databases' indexes, marks and emoji are words like any other, or none."""
    for odd in ('"" OR NEAR(', "'); DROP TABLE piece; --", "a AND NOT b*", "😀 &|!<->:*", "col:x ^y {z}", "* -* -- \\"):
        (message,) = await ask(ann(bot), f"/search {odd}")
        assert message.text


@pytest_asyncio.fixture
async def meant(seeded: Path) -> AsyncIterator[Searching]:
    """Searches over the seeds with the packaged model."""
    database, analyst = await Database.open(f"sqlite:///{seeded}"), Analyst(Recipe("minilm", threads=1))
    yield Searching(database, analyst, now, patience=300)
    analyst.close()
    await database.close()


async def test_the_meaning_finds_what_the_words_do_not(meant: Searching) -> None:
    """People who had to flee for "refugees", a denial for "denies blame"; nothing for what no source is about."""
    asked = {"Kremlin denies blame": "rejected the allegations", "how many people died": "1,480 civilians"}
    for question, words in asked.items():
        found = await meant.find(None, question)
        assert found.meant
        texts = [hit.span.of(hit.document.text) for hit in found.hits if hit.span]
        assert any(words in text for text in texts), question
        without = await meant.find(None, question, mean=False)
        assert not any(words in hit.span.of(hit.document.text) for hit in without.hits if hit.span), question
    for question in ("football championship", "recipe for apple pie", "quantum computing"):
        assert (await meant.find(None, question)).hits == (), question


def test_the_command_line_searches_what_is_public(run: Run) -> None:
    """With the marks that a shell takes away; one sort alone; what is wrong stands on standard error."""
    status, out, err = run("search", "--words", "by:Blinken", "atrocities")
    assert (status, err) == (0, "")
    assert "Statement · Antony Blinken" in out
    assert max(map(len, out.splitlines())) <= 80
    only = run("search", "--words", "--only", "figures", "from:Fox News", "killed").out
    assert "\nFigure\n" in only
    assert "Statement · " not in only
    refused = run("search", "--words", "by:Nobody Known", "x")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("I do not know who “Nobody Known” is.")
