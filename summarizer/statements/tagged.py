"""What a trained tagger reads in a text, put right where characters say more than a model: marks and signatures.

tagger -> pieces with words in them -> signed quotations -> marks outside
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from summarizer.statements.quotations import Quotation, find_quotations
from summarizer.statements.signatures import Signature, find_signatures
from summarizer.types import Span, Spans


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

    def attribute(self, text: str) -> Sequence[Attributed]:
        """Attributions in order of their contents; offsets are code points of `text`.

        Raises ModelError when the model cannot be run.
        """
        ...


def find_tagged(text: str, tagger: Tagger) -> tuple[Attributed, ...]:
    """The tagger's attributions, in order: every piece has words in it, and the marks of a quotation stand outside.

    A quotation signed with a dash is the signer's, whatever the tagger says. Raises ModelError as the tagger does.
    """
    found = [one for one in tagger.attribute(text) if any(_has_words(text, piece) for piece in one.content)]
    signatures = find_signatures(text)
    ours = [one for one in found if not any(_speaks(one, signature) for signature in signatures)]
    ours.extend(Attributed((s.quotation,), (s.dash,), (s.name,), 1.0) for s in signatures)
    quotations = find_quotations(text)
    refined = (replace(one, content=_pieces(text, one.content, quotations)) for one in ours)
    return tuple(sorted((one for one in refined if one.content), key=lambda one: one.content[0]))


def _has_words(text: str, span: Span) -> bool:
    return any(letter.isalnum() for letter in span.of(text))


def _speaks(one: Attributed, signature: Signature) -> bool:
    """Most of what it says stands in the signed quotation."""
    shared = sum(piece.overlap(signature.quotation) for piece in one.content)
    return 2 * shared > sum(piece.end - piece.start for piece in one.content)


def _pieces(text: str, pieces: Spans, quotations: Sequence[Quotation]) -> Spans:
    return tuple(inner for piece in pieces if _has_words(text, inner := _without_marks(piece, quotations)))


def _without_marks(piece: Span, quotations: Sequence[Quotation]) -> Span:
    """A piece inside of a quotation, without its marks; any other piece as it is."""
    for quotation in quotations:
        if quotation.outer.covers(piece) and quotation.inner.overlap(piece):
            return Span(max(piece.start, quotation.inner.start), min(piece.end, quotation.inner.end))
    return piece
