"""Source marks and the list that they point to: which page a piece of a message comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.views.rich import Rich, bold, chrome, cite, join, piece, plain, stated
from summarizer.types import Document, Span, Story

FIRST_WORDS = 60
NAMED = 200
"""Characters of a title or a publisher that are shown: a page may state any length."""


def mark(documents: Sequence[Document], *cited: Document) -> Rich:
    """`[1]`, or `[1] [3]` for a piece that several documents hold; numbers are places in the list, from 1."""
    numbers = sorted({documents.index(document) + 1 for document in cited})
    return chrome(" ".join(f"[{number}]" for number in numbers))


def listed(documents: Sequence[Document]) -> Rich:
    """The block that ends a message: every source with what its page states of itself."""
    lines = (chrome(f"{i}. ") + described(document) for i, document in enumerate(documents, start=1))
    return bold("Sources") + "\n" + join("\n", lines) if documents else Rich()


def described(document: Document) -> Rich:
    """Headline (linked where an address is known), publisher and date; what the page does not state is said so."""
    facts = [
        _named(document, document.publisher) if document.publisher else plain("publisher not stated"),
        chrome(day(document.published)) if document.published else plain("date not stated"),
    ]
    return headline(document) + " (" + join(", ", facts) + ")"


def headline(document: Document) -> Rich:
    """The title as the page has it; a page without one goes by its first words."""
    name = _named(document, document.title) if document.title else cite(document, _first_words(document)) + " …"
    return name.marked("link", url=document.url) if document.url else name


def titled(story: Story, length: int = NAMED) -> Rich:
    """The story's title as one of its documents has it, cut between words where it is longer."""
    home = next((d for d in story.documents if story.title in (d.title or "") or story.title in d.text), None)
    whole = stated(home or story.documents[0], story.title)
    if len(story.title) <= length:
        return whole
    space = story.title.rfind(" ", 1, length)
    return piece(whole, 0, space if space > 0 else length) + " …"


def _named(document: Document, name: str) -> Rich:
    return stated(document, name) if len(name) <= NAMED else stated(document, name[:NAMED].rstrip()) + " …"


def _first_words(document: Document) -> Span:
    start = len(document.text) - len(document.text.lstrip())
    line_end = document.text.find("\n", start)
    end = min(start + FIRST_WORDS, line_end if line_end > 0 else len(document.text))
    space = document.text.rfind(" ", start, end)
    return Span(start, space if end == start + FIRST_WORDS and space > start else end)


def day(moment: datetime) -> str:
    """`3 April 2022`, in the time zone the moment carries."""
    return f"{moment.day} {moment:%B %Y}"


def short_day(moment: date) -> str:
    """`3 Apr 2022`, in the time zone the moment carries."""
    return f"{moment.day} {moment:%b %Y}"
