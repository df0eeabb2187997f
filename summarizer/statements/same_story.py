"""Which documents plainly tell one story: by the names of people and places that they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.types import Document

CAPITALISED: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w-]{2,}")
SAME_STORY: Final = 3  # names
SHARE: Final = 0.25  # of the names of the document that has fewer
LOOKED_AT: Final = 3000  # characters
FEW: Final = 8  # documents


class Stories:
    """Compares documents, each read once."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}
        self._one: dict[tuple[str, str, frozenset[str]], bool] = {}

    def shared(self, some: Sequence[Document], others: Sequence[Document], person: str) -> bool:
        """Whether one of the first documents and one of the others tell one story.

        The name of the person in question is no evidence: it stands in all of them.
        """
        own = frozenset(person.lower().split())
        return any(self._is_one(a, b, own) for a in some[:FEW] for b in others[:FEW])

    def has_namesake(self, document: Document, surname: str, given: set[str]) -> bool:
        """Whether a document names somebody else of a surname by another given name."""
        before = re.finditer(rf"\b([A-Z][\w’'-]+)\s(?:[A-Z]\.\s)?{re.escape(surname)}\b", document.text[:LOOKED_AT])
        return any(found[1] not in given and found[1].lower() in GIVEN_NAMES for found in before)

    def _is_one(self, a: Document, b: Document, own: frozenset[str]) -> bool:
        key = (a.key, b.key, own)
        if key not in self._one:
            self._one[key] = a.key == b.key or self._share(a, b, own)
        return self._one[key]

    def _share(self, a: Document, b: Document, own: frozenset[str]) -> bool:
        first, second = self._named_in(a) - own, self._named_in(b) - own
        return len(first & second) >= max(SAME_STORY, SHARE * min(len(first), len(second)))

    def _named_in(self, document: Document) -> frozenset[str]:
        """Capitalised words inside the sentences of a document's beginning, in lower case; no dates."""
        if document.key not in self._names:
            words = CAPITALISED.findall(document.text[:LOOKED_AT])
            self._names[document.key] = frozenset(word.lower() for word in words) - DAYS - MONTHS
        return self._names[document.key]
