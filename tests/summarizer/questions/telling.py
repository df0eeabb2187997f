"""Figures of short reports, read as the product reads them."""

from __future__ import annotations

from datetime import UTC, datetime

from summarizer.figures import find_figures
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.types import Document, Figure, Question


def tell(text: str, publisher: str | None = None, day: int | None = None) -> tuple[Figure, ...]:
    """The figures of a report; `day` of March 2031 is when it was published, None where the page does not say."""
    published = datetime(2031, 3, day, tzinfo=UTC) if day else None
    document = Document.make(text, publisher=publisher, published=published)
    sentences = split_sentences(text)
    return find_figures(document, sentences, find_statements(document, sentences))


def words(question: Question) -> list[list[str]]:
    """The numbers of each answer as they are written, the one to show first."""
    return [[figure.text for figure in answer.figures] for answer in question.answers]
