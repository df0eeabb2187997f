"""Long lists in pages: everything once, in order, and each page fits a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.views.buttons import Choice, mark_of
from bot.views.pages import Pages, quote_pages, source_pages
from bot.views.rich import MAX_UNITS
from storage.types import Source
from summarizer.types import Document, Span, Speaker, Testimony
from tests.storage.factory import report, understood

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def told_by(document: Document, *witnesses: Document) -> Testimony:
    (statement,) = understood(document).statements
    others = tuple(understood(witness).statements[0] for witness in witnesses)
    return Testimony(statement, statement.speaker, others)


def test_every_item_stands_on_one_page_in_order() -> None:
    """Eleven statements at five a page are three pages, which say where one is."""
    items = [told_by(report(f"Statement {'abcdefghijk'[n]} of ours")) for n in range(11)]
    pages = quote_pages(items, "", size=5)
    texts = [pages.page(number).text for number in range(len(pages))]
    assert [text.count("Statement ") for text in texts] == [5, 5, 1]
    assert [text.splitlines()[-1] for text in texts] == [f"Page {n} of 3" for n in (1, 2, 3)]
    joined = " ".join(texts)
    assert sorted(joined.index(f"Statement {letter} of") for letter in "abcdefghijk") == [
        joined.index(f"Statement {letter} of") for letter in "abcdefghijk"
    ]


def test_a_statement_of_a_hundred_sources_still_fits() -> None:
    """It is not lost over its list of sources: the first of them are listed, and it says that there are more."""
    item = told_by(report(), *(report(number=str(n)) for n in range(2, 120)))
    page = quote_pages([item], "", size=5).page(0)
    assert page.units <= MAX_UNITS
    assert "“We will come back”" in page.text
    assert page.text.endswith("[cut here; /sources lists all]")


def test_a_statement_of_thousands_of_words_is_cut_and_says_so() -> None:
    """An unmarked end would pass for the speaker's."""
    page = quote_pages([told_by(report("We will, " * 900 + "no"))], "", size=5).page(0)
    assert page.units <= MAX_UNITS
    assert "[cut here; the passage goes on in its source]" in page.text


def spoken(*speakers: str) -> list[Testimony]:
    """A statement each, in this order."""
    return [told_by(report(f"Statement {n} of ours", speaker)) for n, speaker in enumerate(speakers)]


def labels(pages: Pages) -> list[str]:
    return [button.label for row in pages.rows("quotes", "listing", 0) for button in row]


def test_a_long_list_offers_its_order_and_who_speaks_most() -> None:
    """Four speakers at most, most statements first; a list of one speaker, or of one page, offers nobody."""
    many = spoken(*"AABBBCDEEEE")
    assert labels(quote_pages(many, "", size=5)) == ["More ›", "Newest first", "E · 4", "B · 3", "A · 2", "C · 1"]
    assert labels(quote_pages(many[:5], "", size=5)) == ["Newest first"]
    assert labels(quote_pages(spoken(*"AAAAAA"), "", size=5)) == ["More ›", "Newest first"]
    assert not quote_pages(many[:1], "", size=5).steerable


def test_nobody_in_particular_is_offered() -> None:
    """A name on a button is somebody's: no pronoun, nobody, no unnamed official."""
    many = spoken("He", "He", "Nobody", "Nobody", "an official", "Someone", "Ann Lee", "Bob Ray")
    assert labels(quote_pages(many, "", size=5))[2:] == ["Ann Lee · 1", "Bob Ray · 1"]


def test_one_speaker_alone_is_said_in_the_head_and_counted_as_on_the_button() -> None:
    """What a button promised is what the list holds, with the way back."""
    many = spoken(*"AABBBCDEEEE")
    alone = quote_pages(many, "", size=2, choice=Choice(newest=True, by=mark_of("B")))
    assert alone.page(0).text.startswith("Statements · 3 in all · by B · newest first\n")
    assert len(alone) == 2
    assert labels(alone) == ["More ›", "Most important first", "Everybody", "E · 4", "A · 2", "C · 1"]
    one = quote_pages(many, "", size=5, choice=Choice(by=mark_of("C")))
    assert one.steerable
    assert labels(one) == ["Everybody", "E · 4", "B · 3", "A · 2"]


def test_nothing_is_left_of_a_speaker_who_is_gone() -> None:
    """A mark that is nobody's in this list gives no page."""
    assert len(quote_pages(spoken("A"), "", size=5, choice=Choice(by=mark_of("B")))) == 0


def test_a_list_that_leaves_older_ones_out_says_so() -> None:
    """ "In all" is only said of all."""
    assert (
        "Statements · 2, older ones left out"
        in replace(quote_pages(spoken("A", "B"), "", size=5), older=True).page(0).text
    )


def test_questions_and_reported_words_are_marked() -> None:
    """Who asks is said to ask; what stands without quotation marks is called reported, in the order of its sentence."""
    (item,) = spoken("Ann Lee")
    asked = replace(item, statement=replace(item.statement, question=True))
    assert quote_pages([asked], "", size=5).page(0).text.splitlines()[2] == "Ann Lee, Mayor asks [1]"
    first, second = (replace(item.statement, kind="indirect", content=(span,)) for span in (Span(13, 20), Span(22, 27)))
    reported = [Testimony(second, Speaker("Second")), Testimony(first, Speaker("First"))]
    assert quote_pages(reported, "", size=5).page(0).text.splitlines()[2] == "First; Second [1] · reported"


def test_everything_in_one_go_for_a_terminal() -> None:
    """All entries of all pages, to their ends, and each source once."""
    long = told_by(report("We will, " * 900 + "no"))
    pages = quote_pages([*spoken(*"ABC"), long], "", size=2)
    head, *blocks, listed = pages.blocks()
    assert (head.text, len(blocks)) == ("Statements · 4 in all · most important first", 4)
    assert blocks[-1].text.endswith("no”")
    assert listed.text.count("The return") == 4


@pytest.mark.parametrize(("chat", "seen"), [(None, "public"), (7, "this chat only")])
def test_a_source_says_who_sees_it_and_since_when(chat: int | None, seen: str) -> None:
    """A chat can tell its own sources from everybody's."""
    document = report()
    pages = source_pages([(Source(1, chat, "text", "a text", document.key, NOW), document)], "", size=5)
    assert f"{seen}, since 2 January 2026" in pages.page(0).text
