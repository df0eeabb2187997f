"""Floors under the linking of figures into questions, against labelled pairs; run with -s to read the scores."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

import pytest

from summarizer.backends import load
from summarizer.questions import link, meaning_of
from tests.quality.question_pairs import NEWS, Labelled, Score, linked, news, reports, score, seeds

needs_news = pytest.mark.skipif(not NEWS.is_dir(), reason="the labelled news (../shared/eval) is absent")


def measure(parts: Iterable[Labelled], half: str) -> Score:
    """Right, wrong and missed pairs of one half, printed for whoever asks with -s."""
    each = [score(part.pairs, linked(link(part.figures))) for part in parts if part.half == half]
    whole = Score(sum(s.right for s in each), sum(s.wrong for s in each), sum(s.missed for s in each))
    print(f"\n{half}: {whole} {whole.precision:.3f} {whole.recall:.3f} {whole.f1:.3f}")  # noqa: T201 - the report
    return whole


@pytest.mark.parametrize("half", ["tune", "blind"])
def test_our_own_reports_are_linked_rightly(half: str) -> None:
    """By words alone, the half that was tuned on and the one that was not."""
    found = measure(reports(), half)
    assert found.precision >= 0.97
    assert found.recall >= 0.75


def test_vectors_cost_no_precision() -> None:
    """With the packaged model the blind half of our own reports is linked as rightly."""
    embedder = load("minilm", threads=1)
    blind = []
    for part in (part for part in reports() if part.half == "blind"):
        vectors = embedder.encode([meaning_of(figure) for figure in part.figures])
        seen = {f: replace(f, meaning=v) for f, v in zip(part.figures, vectors, strict=True)}
        pairs = tuple((seen[a], seen[b], same) for a, b, same in part.pairs)
        blind.append(Labelled(part.name, part.half, tuple(seen.values()), pairs))
    found = measure(blind, "blind")
    assert found.precision >= 0.97
    assert found.recall >= 0.75


def test_the_seeds_figures_are_questions_of_their_own() -> None:
    """ "More than 400" of Bucha is never set against "at least 1,480" of Ukraine."""
    part = seeds()
    assert len(part.figures) >= 9
    assert score(part.pairs, linked(link(part.figures))).wrong == 0


@needs_news
@pytest.mark.parametrize(("half", "precision"), [("tune", 0.95), ("blind", 0.95)])
def test_news_is_linked_rightly(half: str, precision: float) -> None:
    """Pairs in clusters of news, half of them traps; chosen among the hard ones."""
    found = measure(news(), half)
    assert found.precision >= precision
    assert found.recall >= 0.35


@needs_news
def test_a_story_is_linked_in_time() -> None:
    """Forty documents' figures, at most 240: processor time when their documents are asked for again."""
    figures = [figure for part in news() for figure in part.figures][:240]
    link(figures)
    began = time.process_time()
    link(figures)
    assert time.process_time() - began < 0.15
