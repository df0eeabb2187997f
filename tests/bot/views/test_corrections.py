"""Corrections as people read them: in a golden file, and their promise over pages put together at random."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views.corrections import all_corrected, corrected
from bot.views.rich import MAX_UNITS, Rich, parts, uncited
from summarizer.analyse import analyse
from summarizer.corrections import Correction, corrections
from summarizer.types import Document
from tests.bot.views.test_golden import check

READ, REREAD = datetime(2026, 5, 3, 12, 5, tzinfo=UTC), datetime(2026, 5, 5, 9, 30, tzinfo=UTC)
OLD = (
    "At least 30 people were killed when the bridge fell on Monday, police said.",
    "“We will rebuild the bridge before the winter comes,” said Mayor Ana Peña.",
    "“Nobody had ever warned us of the cracks in the pillars,” said the engineer Tom Reed.",
    "The flood took 14 cars and three boats with it in the night.",
    "“The water came faster than anybody here had ever seen it,” said Lea Roth.",
    "It rained all night over the valley, and the river rose under what was left of the pillars.",
)
NEW = (
    OLD[0].replace("30", "34"),
    OLD[1].replace("before the winter", "after the winter"),
    OLD[2].replace("the engineer Tom Reed", "the architect Max Bell"),
    OLD[3].replace(" and three boats", ""),
    OLD[5],
    "“We have asked for 200 tents,” said Mayor Ana Peña.",
)


def page(*paragraphs: str, title: str = "The bridge fell") -> Document:
    return Document.make("\n\n".join(paragraphs), title=title, publisher="The Gazette", url="https://example.org/1")


def correction(old: Document, new: Document) -> Correction:
    found = corrections(analyse(old, None), analyse(new, None))
    return Correction(old, new, READ, REREAD, found)


def text(blocks: tuple[Rich, ...]) -> str:
    return "\n\n".join(block.text for block in blocks)


def test_a_corrected_page() -> None:
    """What it said and what it says now, and what is no longer there, each to the letter."""
    told = all_corrected([correction(page(*OLD), page(*NEW, title="The old bridge fell"))])
    check("corrections", *parts(told))
    assert uncited(told[0]) == ()


def test_times_are_those_of_the_digest() -> None:
    """A digest names its zone above; where none is named the time says that it is UTC."""
    found = correction(page(*OLD), page(*NEW))
    assert "Read 3 May 2026, 15:05, and as it is now 5 May 2026, 12:30." in text(
        corrected(found, ZoneInfo("Europe/Kyiv"))
    )
    assert "Read 3 May 2026, 12:05 UTC, and as it is now 5 May 2026, 09:30 UTC." in text(corrected(found))


def test_nothing_to_correct_has_no_heading() -> None:
    """An empty digest of corrections is no message."""
    assert all_corrected([]) == ()


def test_a_page_with_more_changes_says_how_many_there_are() -> None:
    """Four of each sort are told; the others are counted."""
    lines = [
        f"The flood took {n} cars from the yard of farm {name} in the night." for n, name in enumerate("abcdefg", 20)
    ]
    found = correction(page(*lines), page(*(line.replace("took ", "took 1") for line in lines)))
    assert len(found.found.figures.changed) == 7
    assert corrected(found)[-1].text == "3 more changes of this page."


def test_a_page_with_another_text_says_so() -> None:
    """In place of a list of all that is gone."""
    ferry = "A ferry goes over the estuary from {0} on, its owners said, and {0} is when the fares are told."
    found = correction(page(*OLD), page(*map(ferry.format, ("May", "June"))))
    assert "Most of its text is another one now." in text(corrected(found))
    assert "no longer there" not in text(corrected(found))


def test_of_a_long_speech_the_sentences_that_changed_are_shown() -> None:
    """The rest of it is as it was."""
    rest = [f"We have been to all {n} villages of the valley and have spoken with everybody there." for n in range(9)]
    old, new = (" ".join((*rest[:5], f"We will {verb} the bridge.", *rest[5:])) for verb in ("rebuild", "sell"))
    blocks = corrected(correction(page(f"“{old}” said Mayor Ana Peña."), page(f"“{new}” said Mayor Ana Peña.")))
    assert blocks[1].text == "Ana Peña, Mayor, was\n“We will rebuild the bridge.”\nnow\n“We will sell the bridge.”"


@given(st.permutations(OLD), st.lists(st.sampled_from((*OLD, *NEW)), unique=True, min_size=1))
@settings(max_examples=25, deadline=None)
def test_every_word_of_a_source_stands_in_its_own_version(old: list[str], new: list[str]) -> None:
    """Whatever changed: passages are cut from the version that they are said to be from, and each message fits."""
    found = correction(page(*old), page(*new))
    told = corrected(found)
    for block in told:
        assert uncited(block) == ()
        for mark in block.marks:
            if mark.document and mark.span:
                assert block.text[mark.start : mark.end] == mark.span.of(mark.document.text)
    assert not re.search("[!\U0001f300-\U0001faff]", text(told))
    assert all(message.units <= MAX_UNITS for message in parts(told))
