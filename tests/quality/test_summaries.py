"""Floors under the summaries, on a slice of news that is not shipped; a floor is raised, never lowered silently."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean

import pytest

from summarizer.backends import load
from summarizer.select import hangs, rank, select_many, select_single
from summarizer.sentences import split_sentences
from summarizer.types import Analysis, Document, Embedder, Span

DATA = Path(__file__).parents[2].parent / "shared" / "eval" / "summaries"
SINGLE, MULTI = 24, 8
WORDS = 250
Score = Callable[[str, str], tuple[float, float]]

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the news that summaries are measured on is not at ../shared")


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    """The packaged model."""
    return load("minilm")


@pytest.fixture(scope="module")
def score() -> Score:
    """ROUGE-1 and ROUGE-2, F1 with stemming, from 0 to 100."""
    rouge = pytest.importorskip("rouge_score.rouge_scorer", reason="rouge-score is not installed")
    scorer = rouge.RougeScorer(["rouge1", "rouge2"], use_stemmer=True)

    def measure(reference: str, summary: str) -> tuple[float, float]:
        found = scorer.score(reference, summary)
        return 100 * found["rouge1"].fmeasure, 100 * found["rouge2"].fmeasure

    return measure


def rows(name: str, count: int) -> Iterator[dict[str, list[str] | str]]:
    """Every so manyth row of a file, `count` in all."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return map(json.loads, lines[:: len(lines) // count][:count])


def outline(text: str, embedder: Embedder) -> Analysis:
    """Sentences, vectors and ranking of a text."""
    document = Document.make(text)
    sentences = split_sentences(text)
    vectors = embedder.encode([span.of(text) for span in sentences])
    ranking = rank(text, sentences, vectors)
    return Analysis(document, "quality", embedder.name, "en", sentences, ranking, (), (), vectors)


def dangling(analysis: Analysis, chosen: Sequence[Span]) -> int:
    """Chosen sentences that point back to a predecessor that was not chosen."""
    text, sentences = analysis.document.text, analysis.sentences
    lost = (i for i, span in enumerate(sentences) if span in chosen and hangs(span.of(text)))
    return sum(i == 0 or sentences[i - 1] not in chosen for i in lost)


def test_single_articles_are_told_as_well_as_by_their_lead(embedder: Embedder, score: Score) -> None:
    """Three sentences of one article: no worse than its first three, and nothing dangles."""
    ours, lead, lost = [], [], 0
    for row in rows("single.dev.jsonl", SINGLE):
        analysis = outline(str(row["text"]), embedder)
        chosen = select_single(analysis, sentences=3)
        lost += dangling(analysis, chosen)
        texts = ["\n".join(s.of(analysis.document.text) for s in spans) for spans in (chosen, analysis.sentences[:3])]
        ours.append(score(row["references"][0], texts[0]))
        lead.append(score(row["references"][0], texts[1]))
    assert lost == 0
    assert fmean(r1 for r1, _ in ours) >= fmean(r1 for r1, _ in lead) - 0.5
    assert fmean(r2 for _, r2 in ours) >= 9.0


def test_clusters_are_told_better_than_by_their_leads(embedder: Embedder, score: Score) -> None:
    """250 words of several articles: clearly above the floor, within the budget, and nothing dangles."""
    ours, lost = [], 0
    for row in rows("multi.dev.jsonl", MULTI):
        analyses = [outline(text, embedder) for text in row["documents"]]
        chosen = select_many(analyses, words=WORDS)
        told = [span.of(analyses[number].document.text) for number, span in chosen]
        assert sum(len(sentence.split()) for sentence in told) <= WORDS
        lost += sum(dangling(a, [s for n, s in chosen if n == number]) for number, a in enumerate(analyses))
        ours.append(score(row["references"][0], "\n".join(told)))
    assert lost == 0
    assert fmean(r1 for r1, _ in ours) >= 43.0
    assert fmean(r2 for _, r2 in ours) >= 13.0
