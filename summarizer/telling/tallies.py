"""Told figures, and whether another one gives the same answer to one of their questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from summarizer.questions import link
from summarizer.questions.amounts import Amount, agree, amount
from summarizer.questions.events import one_event
from summarizer.types import Figure, Spans


@dataclass(frozen=True, slots=True)
class Tallies:
    """Told figures: by the key of their document, and by type with what they allow."""

    by_document: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    _by_type: Mapping[str, Sequence[tuple[Amount, Figure]]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> Tallies:
        documents: dict[str, list[Figure]] = defaultdict(list)
        types: dict[str, list[tuple[Amount, Figure]]] = defaultdict(list)
        for figure in figures:
            documents[figure.document.key].append(figure)
            types[figure.type].append((amount(figure), figure))
        return cls({key: tuple(found) for key, found in documents.items()}, dict(types))

    def spans(self, key: str) -> Spans:
        """The numbers told of a document."""
        return tuple(figure.span for figure in self.by_document.get(key, ()))

    def gives_again(self, figure: Figure) -> bool:
        """Whether a told figure has the same value in the same sense and answers the same question."""
        mine = amount(figure)
        alike = (old for value, old in self._by_type.get(figure.type, ()) if agree(mine, value))
        events = (old for old in alike if one_event(figure.document, old.document))
        return any(len(link((figure, old))) == 1 for old in events)
