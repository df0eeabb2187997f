"""What happened, in a few sentences of the sources, the one that says it best among them whatever is listed below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from summarizer.gate.excerpts import also_faults, hanging
from summarizer.gate.verify import piece_faults
from summarizer.selection import Choice, Matter
from summarizer.telling.reading import Bar, Reading, is_adrift, is_nobodys, is_slight, is_spoken, never, shown_of
from summarizer.types import Document, Excerpt, Figure, Question, Span, Spans, Statement, Testimony
from summarizer.wording import NEGATIONS, content_words
from summarizer.writing.orders import steers

REPEATED = 0.75
FEWEST_WORDS = 3

Place = tuple[int, Span]
"""A sentence by its document's number among the readings and its span."""


def _is_order(reading: Reading, span: Span) -> bool:
    """A sentence that orders a machine, or its readers, to do something is nothing that happened."""
    return steers(span.of(reading.analysis.document.text), spoken=reading.is_transcript)


SPEECH: Final = (is_adrift, is_spoken, _is_order)


def matter(readings: Sequence[Reading], topic: str | None) -> Matter:
    """What the sentences are chosen of, read once however often is chosen."""

    def stands(number: int, span: Span) -> bool:
        return readings[number].referent(span) is not None

    return Matter.of([reading.analysis for reading in readings], topic=topic, stands=stands)


def choose_lede(readings: Sequence[Reading], of: Matter, was_told: Bar = never) -> Place | None:
    """The one sentence that tells most, whatever is listed; None where only somebody's own words are left.

    `was_told` tells what earlier briefings told.
    """
    bars = (*SPEECH, was_told)
    chosen = _select(readings, of, 1, (*bars, is_slight)) or _select(readings, of, 1, bars)
    return (chosen[0].document, chosen[0].span) if chosen else None


def tell(
    readings: Sequence[Reading],
    of: Matter,
    limit: int,
    lede: Place | None,
    listed: Sequence[Bar],
    was_told: Bar = never,
) -> tuple[Excerpt, ...]:
    """At most `limit` sentences, the lede among them and the others such as repeat nothing that is listed.

    Where less than half of them is left, short sentences are told, then the last and the first of `listed` may be
    repeated for that half. What somebody says in his own words is told as what happened only where nothing else is
    there and the sentence names him. Nothing that earlier briefings told, by `was_told`, is told in any case.
    """
    bars, half = [_but_for(lede, readings, bar) for bar in (*listed, is_slight)], (limit + 1) // 2
    never_told = (*SPEECH, was_told)
    chosen = _select(readings, of, limit, (*never_told, *bars))
    while len(chosen) < half and bars:
        bars.pop()
        chosen = _select(readings, of, half, (*never_told, *bars))
    if not chosen and (was_told is never or choose_lede(readings, of) is None):
        chosen = _select(readings, of, limit, (is_adrift, is_nobodys, _is_order, was_told))
    told = {(choice.document, choice.span) for choice in chosen}
    cut = ((readings[choice.document], _excerpt(readings, choice, told)) for choice in chosen)
    return _standing([excerpt for reading, excerpt in cut if not piece_faults(excerpt, reading.source)], readings)


def lede_first(told: Sequence[Excerpt], of: Document | None) -> tuple[Excerpt, ...]:
    """The sentences with those of the lede's document first, each document's in their order."""
    return tuple(sorted(told, key=lambda excerpt: excerpt.document != of))


def answering(
    readings: Sequence[Reading], told: Sequence[Excerpt], denials: Sequence[Testimony]
) -> tuple[Excerpt, ...]:
    """The told sentences with those in which denials stand, for where nothing is listed; in the order of telling."""
    places = {reading.analysis.document.key: place for place, reading in enumerate(readings)}
    known = {(excerpt.document.key, excerpt.span) for excerpt in told}
    more = {(d.statement.document.key, d.statement.context): d.statement for d in denials}
    added = [Excerpt.cut(s.document, s.context) for piece, s in more.items() if piece not in known]
    named = [replace(each, referent=readings[places[each.document.key]].referent(each.span)) for each in added]
    sound = [each for each in named if not piece_faults(each, readings[places[each.document.key]].source)]
    return _standing(sorted((*told, *sound), key=lambda e: (places[e.document.key], e.span)), readings)


def _standing(excerpts: Sequence[Excerpt], readings: Sequence[Reading]) -> tuple[Excerpt, ...]:
    """Without sentences that point back to one that is not told; what pointed back to them goes with them."""
    sources = {reading.analysis.document.key: reading.source for reading in readings}
    while lost := frozenset(hanging(excerpts, sources)):
        excerpts = [excerpt for place, excerpt in enumerate(excerpts) if place not in lost]
    return tuple(excerpts)


def _but_for(lede: Place | None, readings: Sequence[Reading], bar: Bar) -> Bar:
    if lede is None:
        return bar
    own, sentence = readings[lede[0]], lede[1]
    return lambda reading, span: (reading is not own or span != sentence) and bar(reading, span)


def _select(readings: Sequence[Reading], of: Matter, limit: int, bars: Sequence[Bar]) -> tuple[Choice, ...]:
    return of.choose(limit, None, lambda number, span: any(bar(readings[number], span) for bar in bars))


def _excerpt(readings: Sequence[Reading], choice: Choice, told: AbstractSet[Place]) -> Excerpt:
    """The sentence with who else has it, and with whom its pronoun means where the one before it is not told."""
    reading = readings[choice.document]
    excerpt = Excerpt.cut(reading.analysis.document, choice.span)
    others = (Excerpt.cut(readings[n].analysis.document, other) for n, other in choice.also)
    sound = tuple(other for other in others if not any(also_faults(excerpt, other)))
    before = _before(reading.analysis.sentences, choice.span)
    follows = before is not None and (choice.document, before) in told
    return replace(excerpt, also=sound, referent=None if follows else reading.referent(choice.span))


def _before(sentences: Spans, span: Span) -> Span | None:
    place = sentences.index(span)
    return sentences[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences on top have said already, so that no list says it again."""

    pieces: tuple[tuple[str, Span], ...]
    words: tuple[tuple[str, frozenset[str]], ...]
    """The words of each sentence with its document's key."""

    @classmethod
    def by(cls, sentences: Iterable[Excerpt]) -> Told:
        excerpts = tuple(each for excerpt in sentences for each in (excerpt, *excerpt.also))
        return cls(
            tuple((excerpt.document.key, excerpt.span) for excerpt in excerpts),
            tuple((excerpt.document.key, content_words(excerpt.exact)) for excerpt in excerpts),
        )

    def beside(self, listed: Iterable[Testimony]) -> Told:
        """With what readers see of listed statements."""
        shown = (piece for testimony in listed for piece in shown_of(testimony.statement))
        return replace(self, pieces=(*self.pieces, *shown))

    def holds(self, key: str, span: Span) -> bool:
        return any(key == own and piece.covers(span) for own, piece in self.pieces)

    def has_figure(self, question: Question) -> bool:
        """Whether all that a list could say of a figure is told: each witness by a sentence of its own document.

        Who gives another answer, or gave another one before, no sentence tells.
        """
        answer = question.answers[0]
        if len(question.answers) > 1 or answer.earlier:
            return False
        return any(map(self._has, (answer.figure, *answer.repeated))) and all(map(self._has, answer.witnesses))

    def _has(self, figure: Figure) -> bool:
        said = figure.span, figure.counts, figure.event
        return all(span is None or self.holds(figure.document.key, span) for span in said)

    def has_statement(self, testimony: Testimony) -> bool:
        """Whether a statement is told with all its witnesses, each by a sentence of its own document."""
        speaker = content_words(testimony.speaker.name) if testimony.speaker else frozenset[str]()
        return all(self._says(statement, speaker) for statement in (testimony.statement, *testimony.witnesses))

    def _says(self, statement: Statement, speaker: frozenset[str]) -> bool:
        """Whether a sentence of the statement's document holds it, or almost its words with who says them."""
        key, own = statement.document.key, content_words(statement.text)
        if all(self.holds(key, span) for span in statement.content):
            return True
        return len(own) >= FEWEST_WORDS and any(
            key == document and _is_within(own, words) and not (speaker and speaker.isdisjoint(words))
            for document, words in self.words
        )


def _is_within(own: frozenset[str], words: frozenset[str]) -> bool:
    """Whether nearly all of some words stand among others, and a "not" in both or in neither."""
    alike = own.isdisjoint(NEGATIONS) == words.isdisjoint(NEGATIONS)
    return alike and len(own & words) >= REPEATED * len(own)
