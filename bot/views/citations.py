"""Source marks and the list that they point to: which page a piece of a message comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from babel.dates import format_date

from bot.views.fragments import address
from bot.views.language import locale, say, tr
from bot.views.rich import Rich, bold, chrome, cite, join, piece, stated
from summarizer.gate.evidence import Evidence
from summarizer.types import Document, Excerpt, Figure, Span, Statement, Story

Cited = Document | Excerpt | Statement | Figure
"""A source, or a piece of it whose sentence can be shown."""

FIRST_WORDS = 60
NAMED = 200
"""Characters of a title or a publisher that are shown: a page may state any length."""


def mark(documents: Sequence[Document], *cited: Cited) -> Rich:
    """`[1]`, or `[1] [3]` for a piece that several documents hold; numbers are places in the list, from 1.

    The mark of a piece leads to its sentence, where its page has an address.
    """
    numbered = sorted(((documents.index(document_of(each)) + 1, each) for each in cited), key=lambda pair: pair[0])
    return join(" ", (_mark(number, next(pair[1] for pair in them)) for number, them in groupby(numbered, _number)))


def document_of(cited: Cited) -> Document:
    """The source of a piece."""
    return cited if isinstance(cited, Document) else cited.document


def sentence_of(cited: Excerpt | Statement | Figure) -> Span:
    """The sentence or sentences in which a piece stands, with who says it."""
    match cited:
        case Statement():
            return cited.context
        case Figure():
            return next(iter(Evidence.of(cited.document).around(cited.span)), cited.clause)
        case _:
            return cited.span


def _number(pair: tuple[int, Cited]) -> int:
    return pair[0]


def _mark(number: int, cited: Cited) -> Rich:
    told = chrome(f"[{number}]")
    url = None if isinstance(cited, Document) else address(cited.document, sentence_of(cited))
    return told.marked("link", url=url) if url else told


def listed(documents: Sequence[Document]) -> Rich:
    """The block that ends a message: every source with what its page states of itself."""
    lines = (chrome(f"{i}. ") + described(document) for i, document in enumerate(documents, start=1))
    return bold(tr("Sources")) + "\n" + join("\n", lines) if documents else Rich()


def described(document: Document) -> Rich:
    """Headline (linked where an address is known), publisher and date; what the page does not state is said so."""
    facts = [
        _named(document, document.publisher) if document.publisher else say("publisher not stated"),
        chrome(day(document.published)) if document.published else say("date not stated"),
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


def day(moment: date) -> str:
    """`3 April 2022`, `3 квітня 2022`, in the time zone the moment carries."""
    return format_date(moment, "d MMMM y", locale())


def short_day(moment: date) -> str:
    """`3 Apr 2022`, `3 квіт. 2022`, in the time zone the moment carries."""
    # British English alone has "Sept", which our pages and charts do not.
    return format_date(moment, "d MMM y", locale()).replace("Sept ", "Sep ")
