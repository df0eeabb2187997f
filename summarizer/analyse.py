"""One document, understood once."""

from __future__ import annotations

from dataclasses import replace

from summarizer.figures import find_figures
from summarizer.language import detect
from summarizer.questions import meaning_of
from summarizer.selection import rank
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.statements.tagged import Tagger
from summarizer.types import Analysis, Document, Embedder, Figure, Spans, Vectors

RECIPE = "4"
"""Raised when a step comes to find other things in the same text: stored analyses of older recipes are redone."""

NO_EMBEDDER, NO_TAGGER = STAND_INS = ("words", "rules")
"""What an analysis names in its backend where a model was not at hand."""
ENGLISH = "en"


def analyse(document: Document, embedder: Embedder | None, tagger: Tagger | None = None) -> Analysis:
    """Everything that is understood of a document; the same document and models give the same analysis.

        text | language
             | sentences | statements | figures | meanings
             | sentences | vectors    | ranking

    A text that is not English has its sentences and vectors only. Without an embedder the ranking goes by the
    words that sentences share; without a tagger statements are found by rules. `backend` names both models,
    "EMBEDDER+TAGGER", or what stands in for them. Raises ModelError when a model fails.
    """
    sentences = split_sentences(document.text, document.headings)
    language = detect(document.text)
    vectors = _encode(document, sentences, embedder)
    statements = find_statements(document, sentences, tagger) if language == ENGLISH else ()
    figures = find_figures(document, sentences, statements) if language == ENGLISH else ()
    return Analysis(
        document=document,
        recipe=RECIPE,
        backend=f"{embedder.name if embedder else NO_EMBEDDER}+{tagger.name if tagger else NO_TAGGER}",
        language=language,
        sentences=sentences,
        ranking=rank(document.text, sentences, vectors) if language == ENGLISH else (),
        statements=statements,
        figures=_with_meanings(figures, embedder) if embedder else figures,
        vectors=vectors,
    )


def _encode(document: Document, sentences: Spans, embedder: Embedder | None) -> Vectors | None:
    return embedder.encode([span.of(document.text) for span in sentences]) if embedder else None


def _with_meanings(figures: tuple[Figure, ...], embedder: Embedder) -> tuple[Figure, ...]:
    """Each figure with the vector of what it counts; what is counted twice is encoded once."""
    texts = tuple(dict.fromkeys(map(meaning_of, figures)))
    vectors = dict(zip(texts, embedder.encode(texts), strict=True))
    return tuple(replace(figure, meaning=vectors[meaning_of(figure)]) for figure in figures)
