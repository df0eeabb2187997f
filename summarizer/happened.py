"""What happened, in a few sentences of the sources, the one that says it best among them whatever is listed below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from summarizer.excerpts import also_faults
from summarizer.reading import Bar, Reading, is_adrift, is_nobodys, is_spoken
from summarizer.selection import Choice, select_many
from summarizer.types import Excerpt, Figure, Question, Span, Spans, Testimony
from summarizer.verify import piece_faults
from summarizer.wording import NEGATIONS, content_words

REPEATED = 0.75
FEWEST_WORDS = 3
SPEECH = (is_adrift, is_spoken)

Place = tuple[int, Span]
"""A sentence by its document's number among the readings and its span."""


def choose_lede(readings: Sequence[Reading], topic: str | None) -> Place | None:
    """The one sentence that tells most, whatever is listed; None where only somebody's own words are left."""
    chosen = _select(readings, topic, 1, SPEECH)
    return (chosen[0].document, chosen[0].span) if chosen else None


def tell(
    readings: Sequence[Reading], topic: str | None, limit: int, lede: Place | None, listed: Sequence[Bar]
) -> tuple[Excerpt, ...]:
    """At most `limit` sentences, the lede among them and the others such as repeat nothing that is listed.

    Where less than half of them is left, the last and then the first of `listed` may be repeated for that half. What
    somebody says in his own words is told as what happened only where nothing else is there and the sentence names him.
    """
    bars, half = [_but_for(lede, readings, bar) for bar in listed], (limit + 1) // 2
    chosen = _select(readings, topic, limit, (*SPEECH, *bars))
    while len(chosen) < half and bars:
        bars.pop()
        chosen = _select(readings, topic, half, (*SPEECH, *bars))
    chosen = chosen or _select(readings, topic, limit, (is_adrift, is_nobodys))
    told = {(choice.document, choice.span) for choice in chosen}
    cut = ((readings[choice.document], _excerpt(readings, choice, told)) for choice in chosen)
    return tuple(excerpt for reading, excerpt in cut if not piece_faults(excerpt, reading.source))


def _but_for(lede: Place | None, readings: Sequence[Reading], bar: Bar) -> Bar:
    if lede is None:
        return bar
    own, sentence = readings[lede[0]], lede[1]
    return lambda reading, span: (reading is not own or span != sentence) and bar(reading, span)


def _select(readings: Sequence[Reading], topic: str | None, limit: int, bars: Sequence[Bar]) -> tuple[Choice, ...]:
    return select_many(
        [reading.analysis for reading in readings],
        sentences=limit,
        topic=topic,
        without=lambda number, span: any(bar(readings[number], span) for bar in bars),
        stands=lambda number, span: readings[number].referent(span) is not None,
    )


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
    words: tuple[frozenset[str], ...]
    sources: frozenset[str]

    @classmethod
    def by(cls, sentences: Iterable[Excerpt]) -> Told:
        excerpts = tuple(each for excerpt in sentences for each in (excerpt, *excerpt.also))
        return cls(
            tuple((excerpt.document.key, excerpt.span) for excerpt in excerpts),
            tuple(content_words(excerpt.exact) for excerpt in excerpts),
            frozenset(excerpt.document.key for excerpt in excerpts),
        )

    def holds(self, key: str, span: Span) -> bool:
        return any(key == own and piece.covers(span) for own, piece in self.pieces)

    def has_figure(self, question: Question) -> bool:
        """Whether all that a list could say of a figure is told: who else gives it, or gives another, is not."""
        if len(question.answers) > 1 or question.answers[0].earlier:
            return False
        return any(map(self._has, question.figures)) and self._attests(f.document.key for f in question.figures)

    def _has(self, figure: Figure) -> bool:
        return self.holds(figure.document.key, figure.span)

    def has_statement(self, testimony: Testimony) -> bool:
        """Whether a statement is told, by its own document or almost in its words by another."""
        statement = testimony.statement
        if not self._attests(s.document.key for s in (statement, *testimony.witnesses)):
            return False
        if all(self.holds(statement.document.key, span) for span in statement.content):
            return True
        own, speaker = content_words(statement.text), content_words(testimony.speaker.name if testimony.speaker else "")
        return len(own) >= FEWEST_WORDS and any(
            _is_within(own, words) and not (speaker and speaker.isdisjoint(words)) for words in self.words
        )

    def _attests(self, keys: Iterable[str]) -> bool:
        return self.sources.issuperset(keys)


def _is_within(own: frozenset[str], words: frozenset[str]) -> bool:
    """Whether nearly all of some words stand among others, and a "not" in both or in neither."""
    alike = own.isdisjoint(NEGATIONS) == words.isdisjoint(NEGATIONS)
    return alike and len(own & words) >= REPEATED * len(own)
