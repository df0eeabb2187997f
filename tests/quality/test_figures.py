"""Floors on figures, measured against hand-labelled articles beside the repository; run with -s to read the scores.

The labelled articles belong to their publishers and are no part of the repository: without them these tests skip.
"""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path
from types import ModuleType
from typing import TypedDict, cast

import pytest

from summarizer.backends import load_tagger
from summarizer.figures import find_figures
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.statements.tagged import Tagger
from summarizer.types import Document, Figure

LABELLED = Path(__file__).parents[3] / "shared" / "eval" / "figures"
LONGEST_MS = 20

pytestmark = pytest.mark.skipif(
    not LABELLED.is_dir(), reason="the labelled articles (../shared/eval/figures) are absent"
)


class Row(TypedDict):
    """A labelled article, or what was found in it."""

    id: str
    text: str
    figures: list[dict[str, object]]


def load(*names: str) -> list[Row]:
    """The labelled articles of these files."""
    lines = [line for name in names for line in (LABELLED / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [cast(Row, json.loads(line)) for line in lines]


def load_scorer() -> ModuleType:
    """The scorer that stands next to the labels."""
    spec = importlib.util.spec_from_file_location("figure_score", LABELLED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_row(figure: Figure) -> dict[str, object]:
    """A figure in the words of the labels."""
    text = figure.document.text
    return {
        "start": figure.span.start,
        "end": figure.span.end,
        "value": list(figure.value) if isinstance(figure.value, tuple) else figure.value,
        "unit": figure.unit,
        "counts": figure.counts and figure.counts.of(text),
        "modifier": figure.modifier,
        "type": figure.type,
        "attributed_to": figure.attributed_to and figure.attributed_to.of(text),
    }


def find(text: str, tagger: Tagger | None = None) -> tuple[Figure, ...]:
    """The figures of a raw text, end to end."""
    document, sentences = Document.make(text), split_sentences(text)
    return find_figures(document, sentences, find_statements(document, sentences, tagger))


def score(rows: list[Row], tagger: Tagger | None = None) -> dict[str, dict[str, float]]:
    """The scorer's report on what is found in the rows."""
    found = [{"id": row["id"], "figures": [as_row(figure) for figure in find(row["text"], tagger)]} for row in rows]
    return cast(dict[str, dict[str, float]], load_scorer().score(rows, found))


@pytest.fixture(scope="module")
def report() -> dict[str, dict[str, float]]:
    """The scores on the two development sets together, printed for whoever asks with -s."""
    scores = score(load("dev", "dev_general"))
    print(*(f"\n{name}: {value}" for name, value in scores.items()))  # noqa: T201 - this is the runner's report
    return scores


@pytest.mark.parametrize(
    ("part", "floor"),
    [("detection", 99.5), ("value_unit", 98), ("value_unit_modifier", 97.5), ("full_with_source", 93)],
)
def test_records_stay_above_their_floor(report: dict[str, dict[str, float]], part: str, floor: float) -> None:
    """F1 of detection and of ever more complete records, up to the whole record with its source."""
    assert report[part]["F1"] >= floor


@pytest.mark.parametrize(
    ("part", "floor"),
    [
        ("value_acc", 99),
        ("modifier_acc_nonexact", 97),
        ("attribution_precision", 88),
        ("attribution_recall", 80),
        ("counts_token_F1", 75),
    ],
)
def test_fields_stay_above_their_floor(report: dict[str, dict[str, float]], part: str, floor: float) -> None:
    """Every field of a found figure is right as often as it has been."""
    assert report["on_matched"][part] >= floor


def test_sources_by_the_tagger_stay_above_their_floor() -> None:
    """As the product reads: who says so, and the whole record with it."""
    scores = score(load("dev", "dev_general"), load_tagger(threads=1))
    fields = scores["on_matched"]
    assert fields["attribution_precision"] >= 93
    assert fields["attribution_recall"] >= 95
    assert scores["full_with_source"]["F1"] >= 95


def test_the_seed_pages_have_their_nine_figures_whole_and_no_other() -> None:
    """Value, unit, modifier and source of all nine are right, and no other number passes for a figure."""
    scores = score(load("seeds"))
    assert scores["full_with_source"] == {"P": 100.0, "R": 100.0, "F1": 100.0, "tp": 9, "fp": 0, "fn": 0}


def test_pronouns_of_the_seed_pages_have_a_name() -> None:
    """A source that is a pronoun in the text carries the name behind it."""
    figures = [figure for row in load("seeds") for figure in find(row["text"])]
    named = [
        figure.attributed_name
        for figure in figures
        if figure.attributed_to and len(figure.attributed_to.of(figure.document.text)) < 4
    ]
    assert named
    assert all(named)


def test_an_article_takes_less_than_twenty_milliseconds() -> None:
    """Processor time of the figures alone, one thread, averaged over the articles."""
    prepared = []
    for row in load("dev", "dev_general"):
        document, sentences = Document.make(row["text"]), split_sentences(row["text"])
        prepared.append((document, sentences, find_statements(document, sentences)))
    began = time.process_time()
    for document, sentences, statements in prepared:
        find_figures(document, sentences, statements)
    assert (time.process_time() - began) * 1000 / len(prepared) < LONGEST_MS
