"""Which sentences that call something alleged or not confirmed a briefing tells: what it tells nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from summarizer.gate.verify import piece_faults
from summarizer.selection.alike import confirms, restates
from summarizer.telling.past import NOTHING, Past
from summarizer.telling.reading import Hidden, Reading, pieces_of
from summarizer.telling.unconfirmed import Doubt, find_doubts
from summarizer.types import Excerpt, Question, Testimony
from summarizer.wording import content_words
from summarizer.writing.orders import steers

LANGUAGE: Final = "en"
"""Whose words the patterns know."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A doubt with its excerpt, and what it is worth: the topic's words in it, then its place in the document."""

    doubt: Doubt
    excerpt: Excerpt
    worth: tuple[float, float]


def choose_doubts(
    readings: Sequence[Reading],
    *,
    topic: str | None,
    limit: int,
    sentences: Sequence[Excerpt],
    statements: Sequence[Testimony],
    figures: Sequence[Question],
    past: Past = NOTHING,
    hidden: Hidden | None = None,
) -> tuple[Excerpt, ...]:
    """At most `limit` of them, the most central first, in the order of documents and text; nothing twice.

    What stands in `sentences`, `statements` or `figures` with its hedge, or almost in the same words, is told already.
    What several documents say almost alike is told once, with the others in `also`; what the `past` holds, or is
    `hidden`, not at all.
    """
    if not limit:
        return ()
    shown = _Shown.of(sentences, statements, figures)
    wanted = content_words(topic or "")
    doubts = [each for reading in readings for each in _candidates(reading, wanted)]
    if hidden:
        doubts = [each for each in doubts if not hidden(each.excerpt.document, each.doubt.passage)]
    found = [each for each in doubts if not (shown.has(each) or _was_told(each, past))]
    chosen: list[_Candidate] = []
    for each in sorted(found, key=lambda each: each.worth, reverse=True):
        if len(chosen) < limit and not any(_is_again(each, other) for other in chosen):
            chosen.append(each)
    order = {id(each): n for n, each in enumerate(found)}
    return tuple(_attested(each, found) for each in sorted(chosen, key=lambda each: order[id(each)]))


def _candidates(reading: Reading, wanted: frozenset[str]) -> Iterable[_Candidate]:
    if reading.analysis.language != LANGUAGE:
        return
    for doubt in find_doubts(reading.source, transcript=reading.is_transcript):
        excerpt = Excerpt.cut(reading.analysis.document, doubt.passage)
        if not piece_faults(excerpt, reading.source) and not steers(excerpt.exact, spoken=reading.is_transcript):
            asked = len(wanted & content_words(excerpt.exact)) / max(1, len(wanted))
            yield _Candidate(doubt, excerpt, (asked, reading.telling(doubt.hedge)))


def _was_told(each: _Candidate, past: Past) -> bool:
    return past.has_doubt(each.excerpt.document, each.doubt.passage, each.doubt.hedge)


def _is_again(each: _Candidate, other: _Candidate) -> bool:
    if each.excerpt.document == other.excerpt.document and each.doubt.passage.overlap(other.doubt.passage):
        return True
    return restates(each.excerpt.exact, other.excerpt.exact)


def _attested(chosen: _Candidate, found: Iterable[_Candidate]) -> Excerpt:
    """The excerpt with the sentences of other documents that say almost the same, one of each."""
    others: dict[str, Excerpt] = {}
    for other in found:
        apart = other.excerpt.document != chosen.excerpt.document
        if apart and confirms(chosen.excerpt.exact, other.excerpt.exact):
            others.setdefault(other.excerpt.document.key, other.excerpt)
    return replace(chosen.excerpt, also=tuple(others.values()))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What readers see elsewhere in the briefing, and in which words."""

    pieces: tuple[tuple[str, int, int], ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, sentences: Sequence[Excerpt], statements: Sequence[Testimony], figures: Sequence[Question]) -> _Shown:
        told = [each for sentence in sentences for each in (sentence, *sentence.also)]
        pieces = [(each.document.key, each.span) for each in told]
        pieces += [piece for testimony in statements for piece in pieces_of(testimony)]
        passages = [(q.lead.document.key, q.lead.clause) for q in figures if len(q.answers) == 1]
        return cls(
            tuple((key, span.start, span.end) for key, span in (*pieces, *passages)),
            (*(each.exact for each in told), *map(_wording, statements)),
        )

    def has(self, candidate: _Candidate) -> bool:
        key, hedge = candidate.excerpt.document.key, candidate.doubt.hedge
        if any(key == own and start <= hedge.start and hedge.end <= end for own, start, end in self.pieces):
            return True
        return any(restates(candidate.excerpt.exact, text) for text in self.texts)


def _wording(testimony: Testimony) -> str:
    """What readers see of a listed statement: its words, or the sentence of a reported one."""
    statement = testimony.statement
    return statement.text if statement.kind == "direct" else statement.context.of(statement.document.text)
