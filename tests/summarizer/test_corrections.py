"""What a page says otherwise than it did, over real analyses of small pages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.analyse import analyse
from summarizer.corrections import Corrections, corrections
from summarizer.types import Analysis, Document, Figure, Statement

TITLE = "The bridge fell on Monday"
KILLED = "At least 30 people were killed and 12 were injured when the bridge fell on Monday, police said."
REBUILD = "“We will rebuild the bridge before the winter comes,” said Mayor Ana Peña."
WARNED = "“Nobody had ever warned us of the cracks in the pillars,” said the engineer Tom Reed."
COST = "The old bridge had cost 4.2 million euros, the county said in a statement."
RAIN = "It rained all night over the valley, and the river rose under what was left of the pillars."
PAGE = (KILLED, REBUILD, WARNED, COST, RAIN)


def read(*paragraphs: str, title: str | None = TITLE) -> Analysis:
    return analyse(Document.make("\n\n".join(paragraphs), title=title), None)


def after(*changes: tuple[str, str], title: str | None = TITLE) -> Corrections:
    """The page, and the page with these passages put otherwise."""
    text = "\n\n".join(PAGE)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return corrections(read(*PAGE), read(*filter(None, text.split("\n\n")), title=title))


def words(pieces: tuple[Statement | Figure, ...]) -> list[str]:
    return [piece.text for piece in pieces]


def test_the_page_says_something() -> None:
    """Else no test here could fail."""
    page = read(*PAGE)
    assert words(page.figures) == ["30", "12", "4.2 million euros"]
    assert len([s for s in page.statements if s.kind == "direct"]) == 2


@pytest.mark.parametrize(
    "change",
    [("“", '"'), ("Monday", "monday"), ("winter comes", "wintter comes"), ("on Monday, police", "on Monday police")],
)
def test_marks_case_and_spelling_correct_nothing(change: tuple[str, str]) -> None:
    """What is printed otherwise is not said otherwise."""
    assert not after(change)


def test_another_order_corrects_nothing() -> None:
    """Paragraphs that moved are still there."""
    assert not corrections(read(*PAGE), read(*PAGE[::-1]))


def test_a_number_that_changed_is_told_once() -> None:
    """The other number of its sentence is as it was, and the report of both is not told as well."""
    found = after(("30 people", "34 people"))
    ((old, new),) = found.figures.changed
    assert (old.text, new.text) == ("30", "34")
    assert not (*found.figures.gone, *found.figures.came, *found.statements.changed, *found.statements.gone)


def test_a_number_that_is_no_longer_given_is_gone() -> None:
    """Alone, where the sentence goes on without it; where somebody reports it, as what is reported."""
    losses = "The flood took 14 cars and three boats with it in the night."
    found = corrections(read(RAIN, losses), read(RAIN, losses.replace(" and three boats", "")))
    assert (words(found.figures.gone), found.figures.changed) == (["three"], ())
    reported = after((" and 12 were injured", ""))
    assert (len(reported.statements.changed), reported.figures.corrects) == (1, False)


def test_a_currency_is_part_of_the_number() -> None:
    """The same number of something else is another amount."""
    ((old, new),) = after(("million euros", "million dollars")).figures.changed
    assert (old.unit, new.unit) == ("EUR", "USD")


def test_a_quotation_in_other_words_is_changed() -> None:
    """One word of it is enough; the others are untouched."""
    found = after(("before the winter", "after the winter"))
    ((old, new),) = found.statements.changed
    assert (old.text, new.text) == (
        "We will rebuild the bridge before the winter comes", "We will rebuild the bridge after the winter comes",
    )  # fmt: skip
    assert not (*found.statements.gone, *found.statements.came)


def test_the_same_words_of_somebody_else_are_changed() -> None:
    """Who said it is part of the statement."""
    ((old, new),) = after(("the engineer Tom Reed", "the architect Lea Roth")).statements.changed
    assert old.text == new.text
    assert [s.speaker.name for s in (old, new) if s.speaker] == ["Tom Reed", "architect Lea Roth"]


def test_a_fuller_name_corrects_nothing() -> None:
    """A first name put in is no other speaker."""
    assert not after(("Mayor Ana Peña", "Mayor Ana Maria Peña"))


def test_what_is_gone_and_what_came() -> None:
    """A quotation left out is a correction; one that came is none."""
    found = corrections(read(*PAGE), read(KILLED, REBUILD, COST, RAIN))
    assert words(found.statements.gone) == ["Nobody had ever warned us of the cracks in the pillars"]
    back = corrections(read(KILLED, REBUILD, COST, RAIN), read(*PAGE))
    assert (bool(found), bool(back)) == (True, False)
    assert words(back.statements.came) == words(found.statements.gone)


def test_another_headline_is_a_correction() -> None:
    """Unless it only lost a comma, or none was stated before."""
    assert after(title="The bridge fell on Sunday").headline
    assert not after(title="The bridge fell, on Monday")
    assert not corrections(read(*PAGE, title=None), read(*PAGE))


def test_a_page_with_another_text_is_rewritten() -> None:
    """Then not every single thing is said to be gone."""
    other = [
        f"A ferry will take people over the estuary from next {day} on, its owners said." for day in ("May", "June")
    ]
    found = corrections(read(*PAGE), read(KILLED.replace("30", "34"), *other, *(line * 2 for line in other)))
    assert found.rewritten
    assert len(found.figures.changed) == 1
    assert not (*found.statements.gone, *found.figures.gone)


def test_a_text_in_another_language_has_its_headline_only() -> None:
    """No statement is known of it, so none can be gone."""
    german = "Der Bürgermeister sagte am Montag, die Brücke werde vor dem Winter wieder aufgebaut. " * 3
    found = corrections(read(german, title="Brücke"), read(german.replace("Montag", "Dienstag"), title="Brücke"))
    assert not found


@given(
    st.lists(st.sampled_from(PAGE), unique=True, min_size=1), st.lists(st.sampled_from(PAGE), unique=True, min_size=1)
)
@settings(max_examples=40, deadline=None)
def test_what_is_gone_one_way_came_the_other(old: list[str], new: list[str]) -> None:
    """Nothing is told of a page and itself, and what is said to be gone stands nowhere in the new text."""
    here, there = read(*old), read(*new)
    found, back = corrections(here, there), corrections(there, here)
    assert not corrections(here, here)
    assert words(found.statements.gone) == words(back.statements.came)
    gone = (*words(found.statements.gone), *(f.clause.of(here.document.text) for f in found.figures.gone))
    assert all(text not in there.document.text for text in gone)


def test_hundreds_of_changes_take_no_longer_than_a_breath() -> None:
    """A text in which every line was changed is compared as far as a reader would read."""
    lines = [
        f"“We saw {n} boats with {n + 7} people on the lake at noon, nobody else,” said Ana Peña." for n in range(120)
    ]
    old = read(*lines)
    new = read(*(line.replace("boats", "ships") for line in lines))
    began = time.monotonic()
    found = corrections(old, new)
    assert time.monotonic() - began < 8
    assert found.statements.changed
