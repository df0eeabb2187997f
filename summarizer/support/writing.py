"""Whether a briefing says rightly what a model wrote in it, and whether each such sentence rests on what it cites."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.support.checks import faults
from summarizer.types import Briefing, Written


def written_faults(briefing: Briefing) -> Iterator[str]:
    """Faults of the sentences that a model wrote, each with its place; their cited excerpts are looked at elsewhere."""
    for number, sentence in enumerate(briefing.sentences, 1):
        if isinstance(sentence, Written):
            found = faults(sentence.text, sentence.cited) if sentence.cited else ("it cites nothing",)
            yield from (f"sentence {number}: {fault}" for fault in found)
    yield from (f"writing: {fault}" for fault in _count_faults(briefing))


def _count_faults(briefing: Briefing) -> Iterator[str]:
    told = sum(isinstance(sentence, Written) for sentence in briefing.sentences)
    writing = briefing.writing
    if writing is None:
        if told:
            yield "readers are not told that a model wrote"
        return
    if not 0 <= writing.replaced <= writing.written:
        yield "it counts more sentences replaced than written"
    elif told > writing.written - writing.replaced:
        yield "it tells more sentences than were written and kept"
    if told and writing.failure is not None:
        yield "it says that the model failed and tells what it wrote"
