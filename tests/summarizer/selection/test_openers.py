"""Openings that point back, listed here apart from the pattern, and openings that only look like it."""

from __future__ import annotations

import pytest

from summarizer.selection.openers import hangs

BACK = """Of those, nine were children.|Among them was the mayor.|Both men worked there.|Both were guards.
Neither spoke.|One of them fled.|Others left.|Another was shot.|Two others were hurt.|Since then, prices rose.
There he met her.|Even so, the vote failed.|As such, it fell.|Indeed, prices rose.|Rather, the bank lost it.
Despite this, he won.|In that case, the court rules.|In doing so, it lost.|Later that day, police came.
The same day, a bomb fell.|Here too, prices rose.|Elsewhere, rain fell.|Not so, said the mayor.
He left.|But the ferry sank."""
ALONE = """There is a mayor in Lisbon.|Two people died.|Both the mayor and the king left.
Neither the mayor nor the king came.|Most people left.|Several ships sank on Monday.|In Lisbon, two men died.
For those who fled, the state opened schools.|The same court ruled in May that the law holds.|Half of the town burned.
Many of those who fled came back.|Some 400 people died.|Each year, ten ships sink."""


@pytest.mark.parametrize("sentence", BACK.replace("\n", "|").split("|"))
def test_what_points_back_hangs(sentence: str) -> None:
    """Without the sentence before it a reader asks: of whom, than what, since when."""
    assert hangs(sentence)


@pytest.mark.parametrize("sentence", ALONE.replace("\n", "|").split("|"))
def test_what_stands_by_itself_does_not(sentence: str) -> None:
    """The same words with what they mean right behind them."""
    assert not hangs(sentence)
