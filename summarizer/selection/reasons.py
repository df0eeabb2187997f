"""Why a sentence is told: those of the features that its choice is learned from which speak for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from summarizer.rarity import stem
from summarizer.reasons import Reason, Reasons
from summarizer.selection.alike import confirms
from summarizer.selection.asked import relevance
from summarizer.selection.concepts import read, words_of
from summarizer.selection.features import Described
from summarizer.selection.many import common_vectors
from summarizer.selection.material import Material, gather
from summarizer.selection.model import judge, load
from summarizer.types import Analysis, Span

MAIN = 12
"""Words that a summary most probably has: the sources' main ones."""
FEWEST = 3
"""Main words from which on having them says something."""
EARLY = 3
"""Sentences of a document that stand at its beginning."""


def reasons(analyses: Sequence[Analysis], told: Sequence[tuple[str, Span]], topic: str | None) -> tuple[Reasons, ...]:
    """For each told sentence, by its document's key and span, what the choice among these documents counted for it."""
    vectors = common_vectors(analyses)
    material = gather([(a.document.text, a.sentences) for a in analyses], vectors)
    if not material.rows:
        return tuple(() for _ in told)
    units = [(number,) for number in range(len(material.rows))]
    described = judge(material, units, load("many" if len(analyses) > 1 else "one", model=vectors is not None))
    asked, main = relevance(material.rows, topic), _main_words(described, material)
    keys = [analysis.document.key for analysis in analyses]
    at = {(keys[row.document], row.span): number for number, row in enumerate(material.rows)}
    found: list[Reasons] = []
    for place in told:
        number = at.get(place)
        if number is None:
            found.append(())
            continue
        row = material.rows[number]
        others = {o.document for o in material.rows if o.document != row.document and confirms(row.exact, o.exact)}
        counted = (
            Reason("topic") if asked[number] > 0 else None,
            Reason("witnesses", 1 + len(others), len(analyses)) if others else None,
            Reason("opens") if row.place == 0 else Reason("early") if row.place < EARLY else None,
            Reason("words", len(held), MAIN, held) if len(held := _held(row.exact, main)) >= FEWEST else None,
        )
        found.append(tuple(filter(None, counted)))
    return tuple(found)


def _main_words(described: Described, material: Material) -> frozenset[str]:
    """The stems of the main words."""
    concepts, probability = described.words
    main = concepts.parts[np.argsort(-probability, kind="stable")[:MAIN], 0]
    stems = tuple(read(material)[1])
    return frozenset(stems[number] for number in main)


def _held(sentence: str, main: frozenset[str]) -> tuple[str, ...]:
    """The main words that a sentence has, each once, as they stand there first."""
    found: dict[str, str] = {}
    for word in words_of(sentence):
        if (known := stem(word.casefold())) in main:
            found.setdefault(known, word)
    return tuple(found.values())
