"""One document, understood once."""

from __future__ import annotations

from summarizer.figures import find_figures
from summarizer.language import detect
from summarizer.select import rank
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.types import Analysis, Document, Embedder, Spans, Vectors

RECIPE = "1"
"""Raised when a step comes to find other things in the same text: stored analyses of older recipes are redone."""

NO_MODEL = "words"
ENGLISH = "en"


def analyse(document: Document, embedder: Embedder | None) -> Analysis:
    """Everything that is understood of a document; the same document and model give the same analysis.

        text | language
             | sentences | statements | figures
             | sentences | vectors    | ranking

    A text that is not English has its sentences and vectors only. Without an embedder the ranking goes by the
    words that sentences share. Raises ModelError when the embedder fails.
    """
    sentences = split_sentences(document.text, document.headings)
    language = detect(document.text)
    vectors = _encode(document, sentences, embedder)
    statements = find_statements(document, sentences) if language == ENGLISH else ()
    return Analysis(
        document=document,
        recipe=RECIPE,
        backend=NO_MODEL if embedder is None else embedder.name,
        language=language,
        sentences=sentences,
        ranking=rank(document.text, sentences, vectors) if language == ENGLISH else (),
        statements=statements,
        figures=find_figures(document, sentences, statements) if language == ENGLISH else (),
        vectors=vectors,
    )


def _encode(document: Document, sentences: Spans, embedder: Embedder | None) -> Vectors | None:
    return embedder.encode([span.of(document.text) for span in sentences]) if embedder else None
