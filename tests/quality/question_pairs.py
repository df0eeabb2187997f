"""Labelled figures for the linking into questions: own reports, the seeds, and pairs in news that are not shipped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path

from seeds.loader import load as load_seeds
from summarizer.figures import find_figures
from summarizer.questions.amounts import agree, amount
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.types import Document, Figure, Question

HERE = Path(__file__).parent / "questions"
NEWS = Path(__file__).parents[3] / "shared" / "eval"
_TAG = re.compile(r"\{(?P<label>\w+):(?P<surface>[^{}]+)\}")

Pair = tuple[Figure, Figure, bool]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Figures that are linked together, and pairs of them of which a reader said whether they are of one question."""

    name: str
    half: str
    figures: tuple[Figure, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs linked rightly, linked wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def read(document: Document) -> tuple[Figure, ...]:
    """The figures of a document, end to end, by rules."""
    sentences = split_sentences(document.text, document.headings)
    return find_figures(document, sentences, find_statements(document, sentences))


def reports() -> Iterator[Labelled]:
    """Each subject of our own reports: figures with one label are one question's, all others are apart."""
    for subject in json.loads((HERE / "reports.json").read_text("utf-8")):
        labels: dict[Figure, str] = {}
        for report in subject["reports"]:
            labels.update(_read_report(report))
        yield Labelled(subject["subject"], subject["half"], tuple(labels), tuple(_all_pairs(labels)))


def _read_report(report: dict[str, str]) -> dict[Figure, str]:
    places, text, end = {}, "", 0
    for tag in _TAG.finditer(report["text"]):
        text += report["text"][end : tag.start()]
        places[len(text)] = tag["label"]
        text, end = text + tag["surface"], tag.end()
    published = datetime.fromisoformat(report["published"])
    document = Document.make(
        text + report["text"][end:], title=report["title"], publisher=report["outlet"], published=published
    )
    return {figure: places[figure.span.start] for figure in read(document) if figure.span.start in places}


def _all_pairs(labels: dict[Figure, str]) -> Iterator[Pair]:
    for a, b in combinations(labels, 2):
        if a.type == b.type:
            yield a, b, labels[a] == labels[b]


def seeds() -> Labelled:
    """The four seeds: their nine figures are nine questions, those of Bucha and those of Ukraine above all."""
    figures = tuple(figure for reading in load_seeds() for figure in read(reading.document))
    return Labelled("seeds", "tune", figures, tuple((a, b, False) for a, b in combinations(figures, 2)))


def news() -> Iterator[Labelled]:
    """Each cluster or article of news of which pairs are labelled; texts stay outside of the repository."""
    rows = [json.loads(line) for line in (HERE / "news_pairs.jsonl").read_text("utf-8").splitlines()]
    texts = _news_texts()
    for name in dict.fromkeys(_name(row) for row in rows):
        figures = [read(Document.make(text)) for text in texts[name]]
        here = [row for row in rows if _name(row) == name]
        pairs = [(_find(figures, row["a"]), _find(figures, row["b"]), row["same"]) for row in here]
        known = tuple((a, b, same) for a, b, same in pairs if a and b)
        yield Labelled(name, here[0]["half"], tuple(figure for each in figures for figure in each), known)


def _name(row: dict[str, str]) -> str:
    return row.get("cluster") or row["article"]


def _news_texts() -> dict[str, list[str]]:
    clusters = (NEWS / "summaries" / "multi.dev.jsonl").read_text("utf-8").splitlines()
    texts: dict[str, list[str]] = {row["id"]: row["documents"] for row in map(json.loads, clusters)}
    for name in ("dev", "dev_general"):
        articles = (NEWS / "figures" / f"{name}.jsonl").read_text("utf-8").splitlines()
        texts.update({row["id"]: [row["text"]] for row in map(json.loads, articles)})
    return texts


def _find(figures: Sequence[Sequence[Figure]], place: tuple[int, int, str]) -> Figure | None:
    """The figure at a labelled place; None where the number is read otherwise by now."""
    document, start, surface = place
    return next((f for f in figures[document] if f.span.start == start and f.text == surface), None)


def linked(questions: Iterable[Question]) -> dict[Figure, int]:
    """For each figure the number of its question."""
    return {figure: number for number, question in enumerate(questions) for figure in question.figures}


def of_equal_values(pairs: Iterable[Pair], *, equal: bool) -> tuple[Pair, ...]:
    """The pairs whose values say the same, or those whose values differ; they are linked for other reasons."""
    return tuple(pair for pair in pairs if agree(amount(pair[0]), amount(pair[1])) == equal)


def score(pairs: Sequence[Pair], home: dict[Figure, int]) -> Score:
    """Whether the pairs share a question where a reader said so, and nowhere else."""
    found = [(home[a] == home[b], same) for a, b, same in pairs]
    return Score(sum(f and s for f, s in found), sum(f and not s for f, s in found), sum(s and not f for f, s in found))
