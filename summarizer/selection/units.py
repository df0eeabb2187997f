"""Sentences that are told together or not at all: who points back comes with whom it points to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from summarizer.selection.openers import hangs
from summarizer.selection.quotations import quotation_groups
from summarizer.selection.scraps import captions, says_enough, whole
from summarizer.types import Span, Spans

Unit = tuple[int, ...]
"""Sentences that are told together or not at all, in order."""
LONGEST: Final = 4


def units(text: str, sentences: Spans, stands: Callable[[Span], bool] | None = None) -> tuple[Unit, ...]:
    """For each sentence the indices that must be told together, itself among them; empty where it cannot be told.

    A sentence that points back brings its predecessors up to one that stands by itself, and one that holds a part of
    a quotation brings the rest of it: four sentences at most and of one run of text, since a heading between them
    breaks the reference. `stands` names sentences that may be told alone although they point back.
    """
    exact = [span.of(text) for span in sentences]
    adjoining = [i > 0 and not text[sentences[i - 1].end : sentences[i].start].strip() for i in range(len(exact))]
    barred = captions(text, sentences) | _pull_quotes(text, sentences)
    sound = [i not in barred and whole(sentence) for i, sentence in enumerate(exact)]
    groups = quotation_groups(exact, adjoining)
    points = [hangs(s) and not (stands is not None and stands(sentences[i])) for i, s in enumerate(exact)]

    def together(i: int) -> Unit:
        """The run around a sentence that needs nothing outside of itself."""
        first, last = i, i
        while last - first < LONGEST:
            parts = [part for part in groups[first : last + 1] if part is not None]
            if len(parts) <= last - first:
                return ()
            start, end = min(part.start for part in parts), max(part.stop for part in parts) - 1
            if points[start] and not adjoining[start]:
                return ()
            start -= points[start]
            if (start, end) == (first, last):
                return tuple(range(first, last + 1)) if all(sound[first : last + 1]) else ()
            first, last = start, end
        return ()

    return tuple(together(i) if sound[i] and says_enough(exact[i]) else () for i in range(len(exact)))


def _pull_quotes(text: str, sentences: Spans) -> frozenset[int]:
    """Sentences that point back and stand earlier in the text already, where something else may go before them.

    Who looks the words up finds the first place.
    """
    exact = ((i, span.start, span.of(text)) for i, span in enumerate(sentences))
    return frozenset(i for i, start, sentence in exact if hangs(sentence) and text.find(sentence) < start)
