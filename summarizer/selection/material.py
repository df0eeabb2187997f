"""The sentences of one text, or of several texts about one story, as one numbered list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarizer.sentences import find_paragraphs
from summarizer.types import Span, Spans, Vectors
from summarizer.wording import word_vectors

Integers = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence among those of several documents."""

    document: int
    place: int
    span: Span
    exact: str


@dataclass(frozen=True, slots=True)
class Material:
    """Rows in the order of documents and text, a vector for each, and the lines that are no sentences: headings."""

    rows: tuple[Row, ...]
    vectors: Vectors
    headings: tuple[str, ...]
    documents: int

    @property
    def document(self) -> Integers:
        """For each row the number of its document."""
        return np.array([row.document for row in self.rows], dtype=np.int64)

    @property
    def place(self) -> Integers:
        """For each row its place in its document, from 0."""
        return np.array([row.place for row in self.rows], dtype=np.int64)


def gather(texts: Sequence[tuple[str, Spans]], vectors: Vectors | None) -> Material:
    """All sentences of the texts; `vectors` has a row a sentence, None stands for the words that sentences share."""
    rows = tuple(
        Row(number, place, span, span.of(text))
        for number, (text, sentences) in enumerate(texts)
        for place, span in enumerate(sentences)
    )
    made = word_vectors(row.exact for row in rows) if vectors is None else vectors
    headings = tuple(line for text, sentences in texts for line in _headings(text, sentences))
    return Material(rows, made, headings, len(texts))


def _headings(text: str, sentences: Spans) -> list[str]:
    """Lines of the text in which no sentence stands."""
    starts = {span.start for span in sentences}
    return [line.of(text) for line in find_paragraphs(text) if line.start not in starts]
