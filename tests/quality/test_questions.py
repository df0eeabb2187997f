"""Floors under the linking of figures into questions, against labelled pairs; run with -s to read the scores."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

import pytest

from summarizer.backends import load
from summarizer.questions import link, meaning_of
from summarizer.types import Embedder
from tests.quality.question_pairs import NEWS, Labelled, Score, linked, news, of_equal_values, reports, score, seeds

needs_news = pytest.mark.skipif(not NEWS.is_dir(), reason="the labelled news (../shared/eval) is absent")


def measure(parts: Iterable[Labelled], half: str, *, equal: bool) -> Score:
    """Right, wrong and missed pairs of one half, printed for whoever asks with -s."""
    chosen = (part for part in parts if part.half == half)
    each = [score(of_equal_values(part.pairs, equal=equal), linked(link(part.figures))) for part in chosen]
    whole = Score(sum(s.right for s in each), sum(s.wrong for s in each), sum(s.missed for s in each))
    print(f"\n{half} {equal=}: {whole} {whole.precision:.3f} {whole.recall:.3f}")  # noqa: T201 - the report
    return whole


def seen(part: Labelled, embedder: Embedder) -> Labelled:
    """The same figures with the vectors of what they count."""
    vectors = embedder.encode([meaning_of(figure) for figure in part.figures])
    figures = {f: replace(f, meaning=v) for f, v in zip(part.figures, vectors, strict=True)}
    pairs = tuple((figures[a], figures[b], same) for a, b, same in part.pairs)
    return Labelled(part.name, part.half, tuple(figures.values()), pairs)


@pytest.mark.parametrize(
    ("half", "equal", "precision", "recall"),
    [("tune", True, 0.97, 0.85), ("blind", True, 0.95, 0.85), ("tune", False, 0.97, 0.7), ("blind", False, 0.95, 0.6)],
)
def test_our_own_reports_are_linked_rightly(half: str, equal: bool, precision: float, recall: float) -> None:  # noqa: FBT001 - pytest's parameter
    """By words alone; equal values, and unequal ones that are set side by side."""
    found = measure(reports(), half, equal=equal)
    assert found.precision >= precision
    assert found.recall >= recall


def test_vectors_cost_no_precision() -> None:
    """With the packaged model unequal values of the blind half of our own reports are linked as rightly."""
    embedder = load("minilm", threads=1)
    found = measure([seen(part, embedder) for part in reports() if part.half == "blind"], "blind", equal=False)
    assert found.precision >= 0.95
    assert found.recall >= 0.6


def test_the_seeds_figures_are_questions_of_their_own() -> None:
    """ "More than 400" of Bucha is never set against "at least 1,480" of Ukraine."""
    part = seeds()
    assert len(part.figures) >= 9
    assert score(part.pairs, linked(link(part.figures))).wrong == 0


@needs_news
@pytest.mark.parametrize(
    ("half", "equal", "precision", "recall"),
    [("tune", True, 0.95, 0.4), ("blind", True, 0.95, 0.4), ("tune", False, 0.95, 0.3), ("blind", False, 0.7, 0.1)],
)
def test_news_is_linked_rightly(half: str, equal: bool, precision: float, recall: float) -> None:  # noqa: FBT001 - pytest's parameter
    """Pairs in clusters of news, the hard ones: tolls of many incidents in one report, parts and wholes, other days."""
    found = measure(news(), half, equal=equal)
    assert found.precision >= precision
    assert found.recall >= recall


@needs_news
def test_a_story_is_linked_in_time() -> None:
    """Forty documents' figures, at most 240: processor time when their documents are asked for again."""
    figures = [figure for part in news() for figure in part.figures][:240]
    link(figures)
    began = time.process_time()
    link(figures)
    assert time.process_time() - began < 0.1
