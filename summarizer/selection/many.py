"""What tells several documents about one story best, or answers a question about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from summarizer.selection.alike import confirms, repeats
from summarizer.selection.asked import WEIGHT, relevance
from summarizer.selection.features import Described
from summarizer.selection.filling import Budget, Filling, Gain, IsNew, fill, pool
from summarizer.selection.material import Floats, Row, gather
from summarizer.selection.model import Selector, judge, load
from summarizer.selection.one import lengths_of
from summarizer.selection.openers import hangs
from summarizer.selection.units import Unit, units
from summarizer.types import Analysis, Span, Vectors
from summarizer.wording import content_words, tokens

Names = Callable[[int, Span], bool]
"""Whether something holds of a sentence, by its document's index and its span."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence to tell, by its document's index; `also` are those of other documents that say almost the same."""

    document: int
    span: Span
    also: tuple[tuple[int, Span], ...] = ()


def select_many(
    analyses: Sequence[Analysis],
    *,
    sentences: int | None = None,
    words: int | None = None,
    topic: str | None = None,
    without: Names | None = None,
    stands: Names | None = None,
    selector: Selector | None = None,
) -> tuple[Choice, ...]:
    """The most telling sentences of several documents, in the order of documents and text.

    What several sources say almost alike is told once. `topic` puts sentences with its words before all others.
    `without` names sentences that must not be told, `stands` those that may be told without their predecessor
    although they point back. `selector` is the shipped one where none is given.
    """
    return Matter.of(analyses, topic=topic, stands=stands, selector=selector).choose(sentences, words, without)


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of the sentences of several documents, whatever is barred: who chooses again need not read again.

    `units` has the unit of each row, empty where none may be told; `asked` how much each row speaks of the topic.
    """

    rows: tuple[Row, ...] = ()
    units: tuple[Unit, ...] = ()
    described: Described | None = None
    """None where there are no rows."""
    lengths: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    asked: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    gain: Gain | None = None

    @classmethod
    def of(
        cls,
        analyses: Sequence[Analysis],
        *,
        topic: str | None = None,
        stands: Names | None = None,
        selector: Selector | None = None,
    ) -> Matter:
        """As `select_many` has it."""
        vectors = common_vectors(analyses)
        material = gather([(a.document.text, a.sentences) for a in analyses], vectors)
        if not material.rows:
            return cls()
        learned = selector or load("many" if len(analyses) > 1 else "one", model=vectors is not None)
        together = _but_for(_copies(analyses, material.rows), _units(analyses, stands))
        described = judge(material, together, learned)
        asked = relevance(material.rows, topic)
        return cls(material.rows, together, described, lengths_of(material), asked, learned.gain)

    def choose(self, sentences: int | None, words: int | None, without: Names | None) -> tuple[Choice, ...]:
        """As `select_many` does."""
        if self.described is None or self.gain is None:
            return ()
        barred = {i for i, row in enumerate(self.rows) if without is not None and without(row.document, row.span)}
        together = _but_for(barred, self.units)
        described = self.described.of_units(together)
        best = pool(together, described.strength + self.asked)
        if not best:
            return ()
        filling = Filling(best, described, self.lengths)
        bonus = WEIGHT * np.array([self.asked[list(unit)].max() for unit in best], dtype=np.float32)
        taken = fill(filling, self.gain, Budget(sentences, words), is_new=_tells_news(self.rows), bonus=bonus)
        return tuple(_choice(self.rows, row) for row in sorted(taken))


def common_vectors(analyses: Sequence[Analysis]) -> Vectors | None:
    """The stored vectors if every document has those of the same model."""
    stored = [a.vectors for a in analyses if a.vectors is not None and len(a.vectors)]
    complete = sum(map(len, stored)) == sum(len(a.sentences) for a in analyses)
    if stored and complete and len({v.shape[1] for v in stored}) == 1 and len({a.backend for a in analyses}) == 1:
        return np.concatenate(stored)
    return None


def _units(analyses: Sequence[Analysis], stands: Names | None) -> list[Unit]:
    """`units` of every document in one numbering; empty where a member is not ranked by its analysis."""
    together: list[Unit] = []
    for number, analysis in enumerate(analyses):
        first, worth = len(together), set(analysis.ranking)
        local = units(analysis.document.text, analysis.sentences, stands and partial(stands, number))
        together += [tuple(first + i for i in unit) if worth.issuperset(unit) else () for unit in local]
    return together


def _but_for(barred: set[int], together: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units, empty where a member is barred."""
    return tuple(() if barred.intersection(unit) else unit for unit in together)


def _copies(analyses: Sequence[Analysis], rows: Sequence[Row]) -> set[int]:
    """Rows that an earlier document has word by word: as a sentence, or, if they point back, as any part of its text.

    They are told of the first of them: who "he" is may be told differently in another one, and a reader who looks the
    words up finds the first.
    """
    first: dict[tuple[str, ...], int] = {}
    told = {i for i, row in enumerate(rows) if first.setdefault(tokens(row.exact), row.document) != row.document}
    hanging = ((i, row) for i, row in enumerate(rows) if row.document and hangs(row.exact))
    return told | {i for i, row in hanging if any(row.exact in a.document.text for a in analyses[: row.document])}


def _tells_news(rows: Sequence[Row]) -> IsNew:
    """Tells of a unit whether it has a sentence that the taken ones do not almost say already."""

    def is_new(unit: Unit, taken: Sequence[int]) -> bool:
        told = [content_words(rows[row].exact) for row in taken]
        fresh = (content_words(rows[row].exact) for row in unit if row not in taken)
        return any(not any(repeats(words, other) for other in told) for words in fresh)

    return is_new


def _choice(rows: Sequence[Row], row: int) -> Choice:
    told = rows[row]
    others = (other for other in rows if other.document != told.document and confirms(told.exact, other.exact))
    return Choice(told.document, told.span, tuple((other.document, other.span) for other in others))
