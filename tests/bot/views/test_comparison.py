"""A comparison as people read it: over the seeds in golden files, and its promise over generated news."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from bot.services.comparing import compared
from bot.services.kept import Kept
from bot.views.comparison import NO_DIFFERENCE, NOTHING_SHARED, ONE_TEXT, comparison
from bot.views.language import tr
from bot.views.rich import parts
from storage.database import Database
from summarizer.analyse import analyse
from summarizer.compare import compare
from summarizer.types import Comparison, Document
from tests.bot.test_promise import STORES, broken, examples
from tests.bot.views.test_golden import check

FIRE = "The fire in the old market hall of Lowton broke out on Monday night."
VOW = "“We will rebuild the old hall before next winter comes, and nobody will pay for it,” said Mayor Ann Lee."


async def test_the_seeds_side_by_side(seeded: Path) -> None:
    """The newest story of the seeds, whole, and as the block of a briefing."""
    database = await Database.open(f"sqlite:///{seeded}")
    found = await compared(database, 7, "", Kept())
    await database.close()
    assert found.comparison
    check("comparison", *parts(comparison(found.comparison, story=found.story)))


def made(*texts: str) -> Comparison:
    """Each text is a document of its own, by a paper of its own."""
    named = (Document.make(text, publisher=f"Paper {chr(65 + n)}") for n, text in enumerate(texts))
    return compare([analyse(document, None) for document in named])


def told(*texts: str) -> str:
    return "\n\n".join(block.text for block in comparison(made(*texts)))


def test_what_differs_comes_first_then_what_agrees_then_what_one_has() -> None:
    """And the sources last."""
    killed = "Exactly {} people were killed in the fire in Lowton, police said."
    first = f"{FIRE}\n\n{killed.format(12)}\n\n{VOW}\n\nIt cost $3 million."
    second = f"{VOW}\n\n{FIRE}\n\n{killed.format(30)}"
    shown = told(first, second)
    order = ["2 sources side by side", "Where sources differ", "Where sources agree", "Only in [1] Paper A", "Sources"]
    places = [shown.index(heading) for heading in order]
    assert places == sorted(places)
    assert "Only in [2]" not in shown
    assert shown.partition("\nSources\n")[0].count("We will rebuild") == 1


def test_where_nothing_differs_it_says_so() -> None:
    """It is what somebody who asks wants to know; so is it that they have nothing in common."""
    assert NO_DIFFERENCE in told(f"{FIRE}\n\n{VOW}", f"{VOW}\n\n{FIRE}")
    assert NOTHING_SHARED in told(FIRE, VOW)


def test_one_text_in_two_papers_is_said_to_be_one() -> None:
    """Where only these two agree, nobody has confirmed anything."""
    report = f"{FIRE} {VOW} " + "Nobody knew on Tuesday how it had begun, and the police asked people to stay away."
    own = f"{VOW} The hall had stood for more than ninety years, and many in the town had worked in it all their lives."
    assert tr(ONE_TEXT, sources="[1] [3]") in told(report, own, report + " More will follow.")
    assert ONE_TEXT.partition("} ")[2] not in told(report, own)


@pytest.mark.parametrize("dropped", ["old ", "next "])
def test_a_word_dropped_from_a_quotation_is_named(dropped: str) -> None:
    """However long the quotation: a list would call that the whole of it."""
    long = VOW.replace("We will", "We have heard what the people of this town said to us on Monday and will")
    shown = told(f"{FIRE}\n\n{long}", f"{long.replace(dropped, '')}\n\n{FIRE}")
    assert "Where sources differ" in shown
    assert "leaves out “" in shown


def test_what_may_all_be_right_is_no_difference() -> None:
    """ "More than 400" and 412 stand beside each other under a heading of their own."""
    fire = "The fire in the market hall of Lowton broke out on Monday night and killed {} people, Mayor Ann Lee said."
    shown = told(fire.format("more than 40"), fire.format("47"))
    assert "Counted in several ways\n" in shown
    assert "Where sources differ" not in shown


@examples
@given(STORES)
def test_every_message_of_a_comparison_keeps_the_promise(store: list[Document]) -> None:
    """Every digit and every quotation is an exact piece of a source, within Telegram's limits."""
    whole = compare([analyse(document, None) for document in store])
    for message in parts(comparison(whole, words="7 “words” " * 40)):
        assert list(broken(message, store)) == [], message.text
