"""Source marks lead to the sentence that they stand for; days are told as the language writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.views.citations import day, mark, short_day
from bot.views.language import speaking
from bot.views.rich import Rich, join, parts, plain
from bot.views.shown import of_briefing
from summarizer.analyse import analyse
from summarizer.compose import compose
from summarizer.types import Document, Excerpt
from tests.summarizer.pieces import at, figure, said

NEWS = Document.make(
    "The mill burned down on Monday. A fire there killed 6 people and hurt 14, fire chief Ruth Abara said."
    " “We came late,” she added.",
    url="https://example.org/mill",
)
OTHER = Document.make("The mill burned.")
LINK = "https://example.org/mill#:~:text="


def links(rich: Rich) -> list[str | None]:
    return [mark.url for mark in rich.marks if mark.kind == "link"]


def test_the_mark_of_a_piece_leads_to_its_sentence() -> None:
    """A sentence's, a figure's, and a statement's with who says it; a source alone has none."""
    excerpt = Excerpt.cut(NEWS, at(NEWS, "The mill burned down on Monday."))
    assert links(mark((OTHER, NEWS), excerpt)) == [f"{LINK}The%20mill%20burned%20down%20on%20Monday."]
    assert links(mark((NEWS,), figure(NEWS, "6"))) == [
        f"{LINK}A%20fire%20there%20killed%206%20people%20and%20hurt%2014%2C%20fire%20chief%20Ruth%20Abara%20said."
    ]
    speech = said(NEWS, "We came late", source="she", cue="added")
    assert links(mark((NEWS,), speech)) == [f"{LINK}We%20came%20late%2C%E2%80%9D%20she%20added"]
    assert links(mark((NEWS, OTHER), NEWS, Excerpt.cut(OTHER, at(OTHER, "The mill burned.")))) == []


def test_one_mark_a_source() -> None:
    """In the order of the list, however often a source is cited; the first piece is where it leads."""
    two = [
        Excerpt.cut(NEWS, at(NEWS, words))
        for words in ("“We came late,” she added.", "The mill burned down on Monday.")
    ]
    told = mark((OTHER, NEWS), *two, OTHER)
    assert told.text == "[1] [2]"
    assert links(told) == [f"{LINK}We%20came%20late%2C%E2%80%9D%20she%20added."]


def test_messages_keep_to_what_telegram_marks() -> None:
    """A hundred entities a message: links are cut into further messages as bold words are."""
    excerpt = Excerpt.cut(NEWS, at(NEWS, "The mill burned down on Monday."))
    messages = parts([join("\n", (plain("• ") + mark((NEWS,), excerpt) for _ in range(70)))] * 3)
    assert len(messages) >= 3
    assert all(message.entities <= 100 for message in messages)


def test_days_are_told_in_the_language() -> None:
    """By Babel; in English as it always was, September's short name too."""
    moment = datetime(2022, 9, 3, 23, tzinfo=UTC)
    assert (day(moment), short_day(moment)) == ("3 September 2022", "3 Sep 2022")
    with speaking("uk"):
        assert (day(moment), short_day(moment)) == ("3 вересня 2022", "3 вер. 2022")


def test_a_reader_counts_what_a_briefing_tells() -> None:
    """Sentences first, then who said what, then figures: each of them once."""
    news = replace(NEWS, text=NEWS.text)
    told = compose([analyse(news, None)])
    kinds = [piece.kind for piece in of_briefing(told)]
    assert kinds == sorted(kinds, key=["sentence", "statement", "figure"].index)
    assert len(set(of_briefing(told))) == len(kinds) > 0
