"""Who says a figure: the innermost statement around it that tells something, else whom its own sentence credits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from operator import attrgetter

from summarizer.figures.tellers.credits import Reading, nearest, read_sentence
from summarizer.figures.tellers.pronouns import RESOLVED, antecedent, sentence_before
from summarizer.figures.tellers.sources import Source, source_in, tells
from summarizer.figures.tellers.tellable import is_one_of
from summarizer.types import Span, Statement

__all__ = ["Source", "Tellers"]

START = attrgetter("start")


class Tellers:
    """Looks up who says the figures of one text; built once for all of its statements."""

    def __init__(self, text: str, statements: tuple[Statement, ...]) -> None:
        pieces = [(piece, statement) for statement in statements if statement.source for piece in statement.content]
        self._text = text
        self._pieces = sorted(pieces, key=lambda pair: pair[0])
        self._reach = list(accumulate((piece.end for piece, _ in self._pieces), max))
        self._sources = sorted({span for statement in statements for span in statement.source})
        self._readings: dict[Span, Reading] = {}

    def of(self, figure: Span, sentence: Span) -> Source | None:
        """The source of the innermost statement whose content covers the figure; else whom its sentence credits.

        Who reckons the figure inside of that content is further in: "the mayor said police put it at 40". A figure
        that is denied is nobody's. None is the article's own voice. A source never covers the figure, and is never a
        bare "who".
        """
        source = self._source(figure, self._read(sentence))
        if source is None or source.name or not is_one_of(source.span.of(self._text), RESOLVED):
            return source
        return Source(source.span, self._name(source.span, sentence))

    def _source(self, figure: Span, reading: Reading) -> Source | None:
        reckoning = nearest(reading.reckonings, figure)
        rivals = (rival for rival in reading.rivals if rival.scope.covers(figure))
        rival = max(rivals, key=lambda rival: rival.scope.start, default=None)
        if rival is not None:
            inner = reckoning and rival.scope.covers(reckoning.source)
            span = reckoning.source if reckoning and inner else rival.source
            return Source(span) if span else None
        told = self._told(figure)
        if told and not (reckoning and told[1].covers(reckoning.source)):
            return told[0]
        credit = reckoning if told else nearest((*reading.reckonings, *reading.credits), figure)
        return Source(credit.source) if credit else None

    def _read(self, sentence: Span) -> Reading:
        if sentence not in self._readings:
            self._readings[sentence] = read_sentence(self._text, sentence)
        return self._readings[sentence]

    def _name(self, pronoun: Span, sentence: Span) -> str | None:
        """Whom a pronoun that opens its sentence names."""
        before = sentence_before(self._text, sentence) if pronoun.start == sentence.start else None
        if before is None:
            return None
        reading = self._read(before)
        first, last = (bisect_left(self._sources, place, key=START) for place in (before.start, before.end))
        told = self._sources[first:last]
        tellers = (*told, *(credit.source for credit in (*reading.reckonings, *reading.credits)))
        return antecedent(self._text, pronoun, before, tellers)

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
