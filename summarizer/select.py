"""Which sentences tell a text, or several texts, best; whole sentences, never one that hangs on what was not told.

Relevance is the likeness to the centre of all sentences (Radev et al. 2004, MEAD) plus a bonus for standing
early; what repeats the already chosen is put back (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summarizer.types import Analysis, Span, Spans, Vectors
from summarizer.wording import content_words, word_vectors

Scores = NDArray[np.float32]
Unit = tuple[int, ...]
"""Sentences that are told together or not at all, in order."""

NOVELTY = 0.6  # lambda of maximal marginal relevance; weights and fall-offs were measured on news, one text and many
LEAD_SINGLE = (0.5, 5.0)
LEAD_MANY = (0.3, 8.0)
TOPIC_WEIGHT = 0.5
POOL = 200  # sentences that are compared with each other; later ones follow by relevance, so long texts stay linear
SHORTEST = 6  # words; below it is a fragment
LONGEST_CHAIN = 3
REPEATED = 0.75

OPENER = re.compile(
    r"\W*(?:he|she|it|they|this|that|these|those|his|her|hers|its|their|theirs|him|them|such|"
    r"but|and|or|nor|yet|so|then|thus|hence|therefore|however|still|also|instead|meanwhile|moreover|furthermore|besides|"
    r"nevertheless|nonetheless|otherwise|similarly|likewise|consequently|accordingly|additionally|afterwards?|"
    r"for (?:example|instance)|in (?:addition|contrast|turn|response|return)|on the (?:other hand|contrary)|"
    r"as a (?:result|consequence)|at the same time|after (?:that|this)|"
    r"(?:both|neither|each|some|most|many|all|none) of (?:them|these|those)|"
    r"the (?:latter|former|two|three|duo|pair|couple|trio|others?|move|decision|company|group|incident|man|woman|"
    r"boy|girl|suspect|victim|statement|report|official|spokesman|spokeswoman|spokesperson|comments?|remarks?|announcement))\b",
    re.IGNORECASE,
)
QUESTION = re.compile(r"\?\W*$")
OPENING, CLOSING = re.compile(r"[“«„]"), re.compile(r"[”»]")


def hangs(sentence: str) -> bool:
    """Whether a sentence opens with a word that points back, so that it cannot be told without its predecessor."""
    return OPENER.match(sentence) is not None


def torn(sentence: str) -> bool:
    """Whether a quotation opens or closes outside of the sentence."""
    return sentence.count('"') % 2 == 1 or len(OPENING.findall(sentence)) != len(CLOSING.findall(sentence))


def tellable(sentence: str) -> bool:
    """Whether a sentence may be told at all: no fragment, no lone question, no half of a quotation."""
    return len(sentence.split()) >= SHORTEST and not QUESTION.search(sentence) and not torn(sentence)


def units(text: str, sentences: Spans) -> tuple[Unit, ...]:
    """For each sentence the indices that must be told together, itself last; empty where it cannot be told.

    A sentence that points back brings its predecessors up to one that stands by itself, three sentences at most
    and of one run of text: a heading between them breaks the reference.
    """
    told: list[Unit] = []
    for i, span in enumerate(sentences):
        sentence = span.of(text)
        if not tellable(sentence):
            told.append(())
        elif not hangs(sentence):
            told.append((i,))
        else:
            adjoining = i > 0 and not text[sentences[i - 1].end : span.start].strip()
            before = told[i - 1] if adjoining else ()
            told.append((*before, i) if before and len(before) < LONGEST_CHAIN else ())
    return tuple(told)


def relevance(vectors: Vectors, places: Sequence[int], lead: tuple[float, float]) -> Scores:
    """Cosine to the centre of the rows plus weight * exp(-place / fall-off); shape (rows,)."""
    centre = vectors.mean(axis=0)
    likeness = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    weight, fall_off = lead
    return np.asarray(likeness + weight * np.exp(-np.asarray(places) / fall_off), dtype=np.float32)


def diversify(scores: Scores, vectors: Vectors) -> tuple[int, ...]:
    """All rows by maximal marginal relevance; past the first 200 by relevance alone."""
    by_score = np.argsort(-scores, kind="stable")
    pool, rest = by_score[:POOL], by_score[POOL:]
    nearest = np.zeros(len(pool), dtype=np.float32)
    open_rows = np.ones(len(pool), dtype=bool)
    order: list[int] = []
    for _ in pool:
        marginal = np.where(open_rows, NOVELTY * scores[pool] - (1 - NOVELTY) * nearest, -np.inf)
        best = int(np.argmax(marginal))
        open_rows[best] = False
        order.append(int(pool[best]))
        nearest = np.maximum(nearest, vectors[pool] @ vectors[pool[best]])
    return (*order, *map(int, rest))


def rank(text: str, sentences: Spans, vectors: Vectors | None) -> tuple[int, ...]:
    """Indices of the sentences worth telling, most telling first; one that points back stands after its predecessor.

    `vectors` has a row a sentence; None falls back to the words that the sentences share. Fragments, lone questions and
    sentences whose reference is lost are left out, unless nothing else is there.
    """
    if not sentences:
        return ()
    rows = word_vectors(span.of(text) for span in sentences) if vectors is None else vectors
    order = diversify(relevance(rows, range(len(sentences)), LEAD_SINGLE), rows)
    together = units(text, sentences)
    ranked = dict.fromkeys(i for index in order for i in together[index])
    return tuple(ranked) or order


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be told: sentences, words, or both; None sets no bound."""

    sentences: int | None = None
    words: int | None = None

    def holds(self, sentences: int, words: int) -> bool:
        return (self.sentences is None or sentences <= self.sentences) and (self.words is None or words <= self.words)


def fill(
    budget: Budget, ordered: Iterable[Unit], length: Callable[[int], int], is_new: Callable[[Unit, set[int]], bool]
) -> set[int]:
    """Rows of the units that fit, taken greedily; a unit that is too long is passed over for shorter ones."""
    taken: set[int] = set()
    words = 0
    for unit in ordered:
        if not budget.holds(len(taken) + 1, words + SHORTEST):
            break
        new = [row for row in unit if row not in taken]
        cost = sum(map(length, new))
        if budget.holds(len(taken) + len(new), words + cost) and is_new(unit, taken):
            taken.update(new)
            words += cost
    return taken


def select_single(analysis: Analysis, *, sentences: int | None = None, words: int | None = None) -> Spans:
    """The most telling sentences of one document within the budget, in the document's order.

    When not even the most telling one fits, it is told all the same: a summary is never empty and never cut.
    """
    text = analysis.document.text
    spans = analysis.sentences
    together = units(text, spans)
    wanted = (together[i] or (i,) for i in analysis.ranking)
    taken = fill(Budget(sentences, words), wanted, lambda i: len(spans[i].of(text).split()), lambda _, __: True)
    return tuple(spans[i] for i in sorted(taken or analysis.ranking[:1]))


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence among those of several documents."""

    document: int
    place: int
    span: Span
    exact: str


def gather(analyses: Sequence[Analysis]) -> tuple[Row, ...]:
    """All sentences of the documents, in order."""
    return tuple(
        Row(number, place, span, span.of(analysis.document.text))
        for number, analysis in enumerate(analyses)
        for place, span in enumerate(analysis.sentences)
    )


def common_vectors(analyses: Sequence[Analysis], rows: Sequence[Row]) -> Vectors:
    """One row a sentence in one space: the stored vectors if every document has those of the same model."""
    stored = [a.vectors for a in analyses if a.vectors is not None and len(a.vectors)]
    complete = sum(map(len, stored)) == len(rows)
    if complete and len({v.shape[1] for v in stored}) == 1 and len({a.backend for a in analyses}) == 1:
        return np.concatenate(stored)
    return word_vectors(row.exact for row in rows)


def select_many(
    analyses: Sequence[Analysis],
    *,
    sentences: int | None = None,
    words: int | None = None,
    topic: str | None = None,
    without: Callable[[int, Span], bool] | None = None,
) -> tuple[tuple[int, Span], ...]:
    """The most telling sentences of several documents as (document's index, span), in the order of documents and text.

    What several sources say almost alike is told once. `topic` draws in sentences with its words;
    `without` names sentences that must not be told, by the document's index and the span.
    """
    rows = gather(analyses)
    if not rows:
        return ()
    vectors = common_vectors(analyses, rows)
    scores = relevance(vectors, [row.place for row in rows], LEAD_MANY) + TOPIC_WEIGHT * topicality(rows, topic)
    together = units_of_many(analyses, rows, without)
    ordered = (together[i] for i in diversify(scores, vectors) if together[i])
    taken = fill(Budget(sentences, words), ordered, lambda i: len(rows[i].exact.split()), says_something_new(rows))
    return tuple((rows[i].document, rows[i].span) for i in sorted(taken))


def topicality(rows: Sequence[Row], topic: str | None) -> Scores:
    """Share of the topic's content words that each sentence has; zeros without a topic."""
    wanted = content_words(topic or "")
    if not wanted:
        return np.zeros(len(rows), dtype=np.float32)
    return np.array([len(wanted & content_words(row.exact)) / len(wanted) for row in rows], dtype=np.float32)


def units_of_many(
    analyses: Sequence[Analysis], rows: Sequence[Row], without: Callable[[int, Span], bool] | None
) -> list[Unit]:
    """`units` of every document in one numbering; empty where a member is barred or not ranked by its analysis."""
    barred = {i for i, row in enumerate(rows) if without is not None and without(row.document, row.span)}
    together: list[Unit] = []
    for analysis in analyses:
        first = len(together)
        worth = set(analysis.ranking)
        local = units(analysis.document.text, analysis.sentences)
        together += [tuple(first + i for i in unit) if worth.issuperset(unit) else () for unit in local]
    return [() if barred.intersection(unit) else unit for unit in together]


def says_something_new(rows: Sequence[Row]) -> Callable[[Unit, set[int]], bool]:
    """Tells of a unit whether its last sentence is none that the taken ones almost say already."""

    def is_new(unit: Unit, taken: set[int]) -> bool:
        words = content_words(rows[unit[-1]].exact)
        return not any(repeats(words, content_words(rows[row].exact)) for row in taken)

    return is_new


def repeats(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the shorter of two sets of words is almost all in the other."""
    fewer = min(len(words), len(other))
    return fewer > 0 and len(words & other) >= REPEATED * fewer
