"""Long lists in pages: everything once, in order, and each page fits a message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.views.pages import quote_pages, source_pages
from bot.views.rich import MAX_UNITS
from storage.types import Source
from summarizer.types import Document, Testimony
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


@pytest.mark.parametrize(("chat", "seen"), [(None, "public"), (7, "this chat only")])
def test_a_source_says_who_sees_it_and_since_when(chat: int | None, seen: str) -> None:
    """A chat can tell its own sources from everybody's."""
    document = report()
    pages = source_pages([(Source(1, chat, "text", "a text", document.key, NOW), document)], "", size=5)
    assert f"{seen}, since 2 January 2026" in pages.page(0).text
