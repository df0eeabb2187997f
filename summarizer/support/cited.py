"""The cited sentences made ready to be held against a sentence that rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarizer.gate.evidence import Evidence
from summarizer.types import Excerpt

KEPT = 256


@dataclass(frozen=True, slots=True)
class Cited:
    """What a written sentence rests on; `texts` are the cited sentences, `referents` whom their openings mean."""

    excerpts: tuple[Excerpt, ...]
    texts: tuple[str, ...]
    referents: tuple[str, ...]

    @classmethod
    def of(cls, excerpts: Sequence[Excerpt]) -> Cited:
        return _cited(tuple(excerpts))

    @property
    def sources(self) -> tuple[Evidence, ...]:
        """The documents of the cited sentences, each once."""
        return tuple(dict.fromkeys(map(Evidence.of, dict.fromkeys(excerpt.document for excerpt in self.excerpts))))


@lru_cache(maxsize=KEPT)
def _cited(excerpts: tuple[Excerpt, ...]) -> Cited:
    known = ((e.document.text, e.referent.name) for e in excerpts if e.referent is not None)
    referents = tuple(name.of(text) for text, name in known if name.end <= len(text))
    return Cited(excerpts, tuple(excerpt.exact for excerpt in excerpts), referents)
