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
    barred = captions(text, sentences)
    sound = [i not in barred and whole(sentence) for i, sentence in enumerate(exact)]
    groups = quotation_groups(exact, adjoining)
    points = [hangs(s) and not (stands is not None and stands(sentences[i])) for i, s in enumerate(exact)]

    def together(i: int) -> Unit:
        first, last = i, i
        while last - first < LONGEST:
            parts = groups[first : last + 1]
            wider = [part for part in parts if part is not None]
            if len(wider) < len(parts):
                return ()
            start, end = min(part.start for part in wider), max(part.stop for part in wider) - 1
            if points[start]:
                if not adjoining[start]:
                    return ()
                start -= 1
            if (start, end) == (first, last):
                return tuple(range(first, last + 1)) if all(sound[first : last + 1]) else ()
            first, last = start, end
        return ()

    return tuple(together(i) if sound[i] and says_enough(exact[i]) else () for i in range(len(exact)))
