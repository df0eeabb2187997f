"""What a trained tagger reads in a text, put right where characters say more than a model: marks and signatures.

tagger -> pieces with words in them -> signed quotations -> marks outside | whole sentences around them -> drafts
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from summarizer.statements.drafts import Draft, Unit, touching
from summarizer.statements.quotations import find_quotations
from summarizer.statements.refine import has_words, outside_marks, refine
from summarizer.statements.signatures import Signature, find_signatures
from summarizer.types import Document, Span, Spans


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who said what as a tagger reads it; `source` and `cue` may be empty, `content` never.

    `score` is the mean probability of the content's words to be content, 0 to 1.
    """

    content: Spans
    cue: Spans
    source: Spans
    score: float


class Tagger(Protocol):
    """Finds who said what; the seam behind which the trained model lives."""

    @property
    def name(self) -> str:
        """Names the weights and their version; stored with what they made."""
        ...

    def attribute(self, text: str) -> Sequence[Attributed]:
        """Attributions in order of their contents; offsets are code points of `text`.

        Raises ModelError when the model cannot be run.
        """
        ...


def find_tagged(text: str, tagger: Tagger) -> tuple[Attributed, ...]:
    """The tagger's attributions, in order: every piece has words in it, and the marks of a quotation stand outside.

    A quotation signed with a dash is the signer's, whatever the tagger says. Raises ModelError as the tagger does.
    """
    found = [one for one in tagger.attribute(text) if any(has_words(text, piece) for piece in one.content)]
    signatures = find_signatures(text)
    ours = [one for one in found if not any(_speaks(one, signature) for signature in signatures)]
    ours.extend(Attributed((s.quotation,), (s.dash,), (s.name,), 1.0) for s in signatures)
    quotations = find_quotations(text)
    refined = (replace(one, content=outside_marks(text, one.content, quotations)) for one in ours)
    return tuple(sorted((one for one in refined if one.content), key=lambda one: one.content[0]))


def read_by_tagger(document: Document, units: Sequence[Unit], tagger: Tagger) -> list[Draft]:
    """The tagger's statements in the units and headings of a document, each with the units that it touches as context.

    Headings are read apart: next to the text's first sentence, which says the same, their words get mixed up with it.
    Raises ModelError as the tagger does.
    """
    text, headings = document.text, document.headings
    prose = tuple(span for span, _ in units)
    quotations = [quotation for _, inside in units for quotation in inside]
    drafts = []
    for places in filter(None, (prose, headings)):
        for one in find_tagged(_only(text, places), tagger):
            source, cue = (next(iter(spans), None) for spans in (one.source, one.cue))
            draft = Draft(list(one.content), source, cue, one.content[0])
            draft = refine(text, draft, places, quotations, title=places is headings)
            drafts.append(replace(draft, context=_around(places, _parts(draft))))
    return drafts


def _only(text: str, places: Spans) -> str:
    """The text with everything but these places left blank: every character stays where it is."""
    kept = list(re.sub(r"[^\n]", " ", text))
    for place in places:
        kept[place.start : place.end] = place.of(text)
    return "".join(kept)


def _parts(draft: Draft) -> list[Span]:
    return [*draft.content, *filter(None, (draft.cue, draft.source))]


def _around(places: Spans, parts: Sequence[Span]) -> Span:
    """The parts with the places that they touch, from the beginning of the first to the end of the last."""
    whole = Span(min(part.start for part in parts), max(part.end for part in parts))
    touched = (*touching(places, whole), whole)
    return Span(min(place.start for place in touched), max(place.end for place in touched))


def _speaks(one: Attributed, signature: Signature) -> bool:
    """Most of what it says stands in the signed quotation."""
    shared = sum(piece.overlap(signature.quotation) for piece in one.content)
    return 2 * shared > sum(piece.end - piece.start for piece in one.content)
