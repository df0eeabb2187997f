"""Who says a figure: the innermost statement around it, else an attribution in its own sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.types import Span, Statement

_WORD = r"(?:[^\s,;:.\"“”]|\.(?=\S)|(?<=\b[A-Z])\.)+"
_STOP = (
    r"that|in|on|from|who|which|showed?|says?|said|by|at|as|for|with|to|and|but|have|has|had|is|was|were|are|since|"
    r"because"
)
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|(?:estimated|reported) by|(?:[Ee]stimates|[Dd]ata|[Ff]igures) from)\s+"
    rf"(?P<source>{_WORD}(?: (?!(?:{_STOP})\b){_WORD}){{0,7}})"
)
_RELATIVE = frozenset({"who", "which", "that", "whom"})


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something: the words of the text, and the name behind them where they are a pronoun or short form."""

    span: Span
    name: str | None = None


def source_of(text: str, figure: Span, sentence: Span, statements: tuple[Statement, ...]) -> Source | None:
    """The source of the innermost statement whose content covers the figure; else what its sentence says itself."""
    around = [
        (piece.end - piece.start, statement)
        for statement in statements
        if statement.source and statement.source[0].of(text).lower() not in _RELATIVE
        for piece in statement.content
        if piece.covers(figure)
    ]
    if around:
        return _nearest(text, figure, min(around, key=lambda pair: pair[0])[1])
    return _in_sentence(text, figure, sentence)


def _nearest(text: str, figure: Span, statement: Statement) -> Source:
    span = min(statement.source, key=lambda source: abs(source.start - figure.start))
    name = statement.speaker.name if statement.speaker else None
    return Source(span, name if name and name.lower() not in span.of(text).lower() else None)


def _in_sentence(text: str, figure: Span, sentence: Span) -> Source | None:
    matches = [*_ACCORDING.finditer(text, sentence.start, sentence.end)]
    spans = [Span(*match.span("source")) for match in matches if match["source"].strip()]
    spans = [span for span in spans if not span.overlap(figure)]
    return Source(min(spans, key=lambda span: abs(span.start - figure.start))) if spans else None
