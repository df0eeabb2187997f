"""Why: every reason that a ranking can give has its words, in every language that we talk in."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.views.language import LANGUAGES, speaking
from bot.views.rich import uncited
from bot.views.why import PLAIN, explained, out_of_range, rows
from summarizer.reasons import PieceKind, Reason, Why

COUNTING = {"witnesses", "words", "heard"}


def test_every_reason_has_words() -> None:
    """One that a ranking gives and no view knows would be told as nothing."""
    assert set(PLAIN) | COUNTING == set(get_args(Why))


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_one_sentence_in_every_language(language: str) -> None:
    """Kinds and reasons are all told, numbers as the language writes them."""
    every = tuple(Reason(why, 2, 4) for why in get_args(Why))
    with speaking(language):
        lines = explained([(n, kind, every) for n, kind in enumerate(get_args(PieceKind), start=1)])
    assert [line.text[:3] for line in lines] == ["1: ", "2: ", "3: "]
    assert all(line.text.endswith(".") and uncited(line) == () for line in lines)


def test_the_line_says_what_counted() -> None:
    """In the order of its weight; what is not ranked any more, and what nothing speaks for, is said so."""
    told = (
        Reason("witnesses", 3, 4),
        Reason("opens"),
        Reason("words", 3, 12, ("Bucha", "war", "crimes")),
        Reason("direct"),
    )
    (line,) = explained([(2, "statement", told)])
    assert line.text == (
        "2: statement · told by 3 of 4 sources, opens its article, has 3 of the 12 main words of the sources"
        " (Bucha, war, crimes), a direct quotation."
    )
    assert "has changed since" in explained([(1, "figure", None)])[0].text
    assert "nothing else weighed more" in explained([(1, "figure", ())])[0].text
    assert out_of_range(9, 1).text == "There is no 9 in it: it tells 1 piece."


def test_buttons_fit_telegram() -> None:
    """64 bytes of data at most; figures have an Evidence of their own."""
    buttons = [button for row in rows("x" * 12) for button in row]
    assert [button.label for button in buttons] == ["Evidence", "Why"]
    assert all(len(button.data.encode()) <= 64 for button in buttons)
    assert [button.label for row in rows("x", evidence=False) for button in row] == ["Why"]
