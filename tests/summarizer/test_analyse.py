"""One document is understood once, the same way every time."""

from __future__ import annotations

import numpy as np
import pytest

from summarizer.analyse import RECIPE, analyse
from summarizer.errors import ModelError
from summarizer.statements.tagged import Attributed
from summarizer.types import Document, Span, Vectors
from tests.fakes import HashingEmbedder

TEXT = Document.make(
    "At least 40 people were hurt in the port of Ostin on Monday. “We will rebuild it,” Mayor Ada Okoro said. "
    "The ferry to the islands has stopped its service until further notice."
)
GERMAN = Document.make(
    "Der Fluss ist in der Nacht über die Ufer getreten. Mindestens 40 Menschen wurden verletzt, sagte die Polizei."
)


class Told:
    """A tagger that finds that the port is said to be closed, whatever it reads."""

    name = "told-1"

    def attribute(self, text: str) -> tuple[Attributed, ...]:
        start = text.index("The ferry")
        return (Attributed((Span(start, start + 9),), (), (), 0.9),)


class Broken:
    """An embedder whose model is gone."""

    name = "broken"

    def encode(self, texts: object) -> Vectors:
        raise ModelError(f"no model for {texts}")


def test_everything_is_found_in_an_english_text() -> None:
    """Sentences, statements, figures, vectors and a ranking, all of the same document."""
    analysis = analyse(TEXT, HashingEmbedder())
    assert (analysis.recipe, analysis.backend, analysis.language) == (RECIPE, "hashing-64+rules", "en")
    assert [statement.text for statement in analysis.statements] == ["We will rebuild it"]
    assert [figure.text for figure in analysis.figures] == ["40"]
    assert analysis.vectors is not None
    assert analysis.vectors.shape == (len(analysis.sentences), 64)


def test_a_text_without_a_model_is_ranked_by_its_words() -> None:
    """Everything but the vectors is there, and the analysis says that no model made it."""
    analysis = analyse(TEXT, None)
    assert (analysis.backend, analysis.vectors) == ("words+rules", None)
    assert analysis.ranking


def test_a_tagger_takes_the_place_of_the_rules() -> None:
    """Its statements are the analysis's, and the analysis says whose they are."""
    analysis = analyse(TEXT, None, Told())
    assert analysis.backend == "words+told-1"
    assert [(statement.text, statement.kind) for statement in analysis.statements] == [("The ferry", "indirect")]


def test_another_language_has_sentences_and_vectors_only() -> None:
    """English rules are not let loose on German."""
    analysis = analyse(GERMAN, HashingEmbedder())
    assert analysis.language == "de"
    assert len(analysis.sentences) == 2
    assert (analysis.ranking, analysis.statements, analysis.figures) == ((), (), ())
    assert analysis.vectors is not None


def test_the_same_document_gives_the_same_analysis() -> None:
    """Nothing depends on chance, time or what came before."""
    first, second = analyse(TEXT, HashingEmbedder()), analyse(TEXT, HashingEmbedder())
    assert first == second
    assert first.vectors is not None
    assert second.vectors is not None
    assert np.array_equal(first.vectors, second.vectors)


def test_an_empty_text_is_no_error() -> None:
    """Nothing in, nothing out."""
    analysis = analyse(Document.make(""), HashingEmbedder())
    assert (analysis.sentences, analysis.ranking) == ((), ())


def test_a_broken_model_is_told() -> None:
    """An analysis without its vectors is not passed off as a whole one."""
    with pytest.raises(ModelError, match="no model"):
        analyse(TEXT, Broken())
