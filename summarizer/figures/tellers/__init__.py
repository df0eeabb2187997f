"""Who says a figure: the innermost statement around it that tells something, else whom its own sentence credits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from summarizer.figures.tellers.credits import Reading, nearest, read_sentence
from summarizer.figures.tellers.sources import Source, source_in, tells
from summarizer.types import Span, Statement

__all__ = ["Source", "Tellers"]


class Tellers:
    """Looks up who says the figures of one text; built once for all of its statements."""

    def __init__(self, text: str, statements: tuple[Statement, ...]) -> None:
        pieces = [(piece, statement) for statement in statements if statement.source for piece in statement.content]
        self._text = text
        self._pieces = sorted(pieces, key=lambda pair: pair[0])
        self._reach = list(accumulate((piece.end for piece, _ in self._pieces), max))
        self._readings: dict[Span, Reading] = {}

    def of(self, figure: Span, sentence: Span) -> Source | None:
        """The source of the innermost statement whose content covers the figure; else whom its sentence credits.

        Who reckons the figure inside of that content is further in: "the mayor said police put it at 40". A figure
        that is denied is nobody's. None is the article's own voice. A source never covers the figure, and is never a
        bare "who".
        """
        if sentence not in self._readings:
            self._readings[sentence] = read_sentence(self._text, sentence)
        reading = self._readings[sentence]
        reckoning = nearest(reading.reckonings, figure)
        rival = next((rival for rival in reading.rivals if rival.scope.covers(figure)), None)
        if rival is not None:
            inner = reckoning and rival.scope.covers(reckoning.source)
            span = reckoning.source if reckoning and inner else rival.source
            return Source(span) if span else None
        told = self._told(figure)
        if told and not (reckoning and told[1].covers(reckoning.source)):
            return told[0]
        credit = reckoning if told else nearest((*reading.reckonings, *reading.credits), figure)
        return Source(credit.source) if credit else None

    def _told(self, figure: Span) -> tuple[Source, Span] | None:
        """The source of the innermost statement that tells something, and the piece of it around the figure."""
        around = sorted(self._around(figure), key=lambda pair: pair[0].end - pair[0].start)
        sources = (
            (source_in(self._text, figure, statement), piece)
            for piece, statement in around
            if tells(self._text, statement)
        )
        return next(((source, piece) for source, piece in sources if source), None)

    def _around(self, figure: Span) -> Iterator[tuple[Span, Statement]]:
        place = bisect_right(self._pieces, figure.start, key=lambda pair: pair[0].start) - 1
        while place >= 0 and self._reach[place] >= figure.end:
            if self._pieces[place][0].covers(figure):
                yield self._pieces[place]
            place -= 1
