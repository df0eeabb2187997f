"""What tells one document best."""

from __future__ import annotations

import numpy as np

from summarizer.selection.filling import Budget, Filling, fill, pool
from summarizer.selection.material import Floats, Material, gather
from summarizer.selection.model import Selector, judge, load
from summarizer.selection.units import Unit, units
from summarizer.types import Analysis, Spans, Vectors

RANKED = 60  # sentences; no summary is longer


def rank(text: str, sentences: Spans, vectors: Vectors | None, *, selector: Selector | None = None) -> tuple[int, ...]:
    """Indices of the sentences worth telling, most telling first; one that points back stands after its predecessor.

    `vectors` has a row a sentence; None falls back to the words that the sentences share. Fragments, scraps, lone
    questions and sentences whose reference is lost are left out, unless nothing else is there. `selector` is the
    shipped one where none is given.
    """
    if not sentences:
        return ()
    material = gather([(text, sentences)], vectors)
    learned = selector or load("one", model=vectors is not None)
    return _ordered(material, units(text, sentences), learned) or tuple(range(len(sentences)))


def _ordered(material: Material, together: tuple[Unit, ...], selector: Selector) -> tuple[int, ...]:
    """The first RANKED as they would be told one after the other, the others by their words."""
    described = judge(material, together, selector)
    best = pool(together, described.strength)
    filling = Filling(best, described, lengths_of(material)) if best else None
    first = fill(filling, selector.gain, Budget(sentences=RANKED)) if filling else ()
    by_words = np.argsort(-described.strength, kind="stable")
    return tuple(dict.fromkeys((*first, *(row for i in by_words for row in together[i]))))


def lengths_of(material: Material) -> Floats:
    """Words of each row."""
    return np.array([len(row.exact.split()) for row in material.rows], dtype=np.float32)


def select_single(analysis: Analysis, *, sentences: int | None = None, words: int | None = None) -> Spans:
    """The most telling sentences of one document within the budget, in the document's order.

    When not even the most telling one fits, it is told all the same: a summary is never empty and never cut.
    """
    text, spans = analysis.document.text, analysis.sentences
    together = units(text, spans)
    budget = Budget(sentences, words)
    taken: set[int] = set()
    for index in analysis.ranking:
        wider = taken.union(together[index] or (index,))
        if budget.allows(len(wider), sum(len(spans[i].of(text).split()) for i in wider)):
            taken = wider
    return tuple(spans[i] for i in sorted(taken or analysis.ranking[:1]))
