"""The promises of a figure's spans, kept on every text that stands beside the repository; without them these skip.

Statements, figures and suites are read whole; of the summaries' articles a sample, the same every time.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from summarizer.figures import find_figures, parse_value
from summarizer.sentences import split_sentences
from summarizer.types import Document, Figure, Span, Spans

DATA = Path(__file__).parents[3] / "shared" / "eval"
SAMPLE = 150
SEED = 20220406

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the data beside the repository (../shared/eval) are absent")


def texts_in(path: Path) -> Iterator[str]:
    """Every running text of a file of rows: its text, its article, its documents."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        wanted = [row.get("text"), row.get("article"), row.get("document"), *row.get("documents", [])]
        yield from (text for text in wanted if isinstance(text, str) and text.strip())


def texts_of(folder: str) -> list[str]:
    """The different texts of a folder, in the order of the files; a sample of them where they are summaries."""
    every = list(dict.fromkeys(text for path in sorted(DATA.glob(f"{folder}/**/*.jsonl")) for text in texts_in(path)))
    return random.Random(SEED).sample(every, SAMPLE) if folder == "summaries" else every  # noqa: S311 - no secret


def broken(text: str) -> list[str]:
    """The promises that the figures of a text break, each with the figure's own words."""
    document, sentences = Document.make(text), split_sentences(text)
    found = find_figures(document, sentences, ())
    wrong = [f"{promise}: {figure.text!r}" for figure in found for promise in broken_by(figure, sentences)]
    wrong += [f"overlaps: {a.text!r}" for a, b in pairwise(found) if a.span.end > b.span.start]
    return wrong if find_figures(document, sentences, ()) == found else [*wrong, "not the same again"]


def broken_by(figure: Figure, sentences: Spans) -> Iterator[str]:
    """Which promises one figure breaks."""
    text = figure.document.text
    places: tuple[Span | None, ...] = (figure.counts, figure.attributed_to, figure.event, figure.place, figure.time)
    if not any(sentence.covers(figure.span) for sentence in sentences):
        yield "in no sentence"
    if any(place.end > len(text) or not place.of(text).strip() for place in places if place):
        yield "not verbatim"
    if not figure.clause.covers(figure.span):
        yield "outside of its clause"
    if parse_value(figure.text) != (figure.value, figure.vague):
        yield "another value by itself"


@pytest.mark.parametrize("folder", ["statements", "figures", "summaries"])
def test_every_figure_of_every_text_keeps_its_promises(folder: str) -> None:
    """Each figure is verbatim, in one sentence, apart from the others, and means by itself what it means in place."""
    texts = texts_of(folder)
    assert texts
    wrong = [each for text in texts for each in broken(text)]
    assert wrong == []
