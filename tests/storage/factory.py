"""Documents, analyses and stored sources for the storage tests, cut from real texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from storage import analyses, documents, sources
from storage.session import Session
from summarizer.types import Analysis, Document, Figure, Span, Speaker, Statement

NOW = datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


def later(minutes: int) -> datetime:
    """That many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)


def cut(text: str, piece: str) -> Span:
    """Where a piece first stands."""
    start = text.index(piece)
    return Span(start, start + len(piece))


def report(quote: str = "We will come back", speaker: str = "Ana Peña", number: str = "1,480") -> Document:
    """A document with one quotation and one figure."""
    count = f"At least {number} people were hurt, the United Nations said."
    text = f"The return\n\n“{quote},” said Mayor {speaker}.\n\n{count}"
    return Document.make(text, title="The return", publisher="The Gazette", headings=(Span(0, 10),))


def understood(document: Document, *, recipe: str = "r1", backend: str = "none", dimensions: int = 3) -> Analysis:
    """The analysis of a `report`."""
    text = document.text
    sentence, count = (Span(text.index(p), text.index(p) + len(p)) for p in text.split("\n\n")[1:])
    speaker = sentence.of(text).partition(" said Mayor ")[2].rstrip(".")
    number = count.of(text).split()[2]
    quote = Span(sentence.start + 1, text.index(",” said"))
    named = cut(text, f"Mayor {speaker}")
    statement = Statement(
        document, "direct", (quote,), (named,), (cut(text, "said"),), Speaker(speaker, "Mayor"), sentence
    )
    figure = Figure(
        document, cut(text, number), float(number.replace(",", "")), "people", "at_least", "count",
        cut(text, "people"), cut(text, "the United Nations"), "United Nations", count,
        event=cut(text, "hurt"), meaning=np.linspace(-1, 1, dimensions, dtype=np.float32),
    )  # fmt: skip
    vectors = np.linspace(-1, 1, 2 * dimensions, dtype=np.float32).reshape(2, dimensions)
    return Analysis(document, recipe, backend, "en", (sentence, count), (1, 0), (statement,), (figure,), vectors)


async def bring(
    session: Session, document: Document, chat: int | None, *, minute: int = 0, supersedes: str | None = None
) -> None:
    """Store a document with its analysis, as brought by a chat."""
    await documents.add(session, document, raw=document.text, now=later(minute), supersedes=supersedes, chat=chat)
    await sources.add(session, document.key, chat=chat, kind="paste", name="a text", now=later(minute))
    await analyses.save(session, understood(document), later(minute))
