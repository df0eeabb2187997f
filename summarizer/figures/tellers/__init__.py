"""Who says a figure: the innermost statement around it that tells something, else whom its own sentence credits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from summarizer.figures.tellers.credits import find_credits
from summarizer.figures.tellers.sources import Source, source_in, tells
from summarizer.figures.tellers.tellable import Credit
from summarizer.types import Span, Statement

__all__ = ["Source", "Tellers"]


class Tellers:
    """Looks up who says the figures of one text; built once for all of its statements."""

    def __init__(self, text: str, statements: tuple[Statement, ...]) -> None:
        pieces = [(piece, statement) for statement in statements if statement.source for piece in statement.content]
        self._text = text
        self._pieces = sorted(pieces, key=lambda pair: pair[0])
        self._reach = list(accumulate((piece.end for piece, _ in self._pieces), max))
        self._credits: dict[Span, tuple[Credit, ...]] = {}

    def of(self, figure: Span, sentence: Span) -> Source | None:
        """The source of the innermost statement whose content covers the figure; else whom its sentence credits.

        None is the article's own voice. A source never covers the figure, and is never a bare "who".
        """
        around = sorted(self._around(figure), key=lambda pair: pair[0].end - pair[0].start)
        sources = (source_in(self._text, figure, statement) for _, statement in around if tells(self._text, statement))
        return next((source for source in sources if source), None) or self._credited(figure, sentence)

    def _around(self, figure: Span) -> Iterator[tuple[Span, Statement]]:
        place = bisect_right(self._pieces, figure.start, key=lambda pair: pair[0].start) - 1
        while place >= 0 and self._reach[place] >= figure.end:
            if self._pieces[place][0].covers(figure):
                yield self._pieces[place]
            place -= 1

    def _credited(self, figure: Span, sentence: Span) -> Source | None:
        if sentence not in self._credits:
            self._credits[sentence] = find_credits(self._text, sentence)
        fitting = [c for c in self._credits[sentence] if c.scope.covers(figure) and not c.source.overlap(figure)]
        nearest = min(fitting, key=lambda credit: abs(credit.source.start - figure.start), default=None)
        return Source(nearest.source) if nearest else None
