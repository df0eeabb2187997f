"""An analysis next to the evidence that its pieces are held against, and which of its sentences may be told."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from summarizer.corroborate import is_primary
from summarizer.gate.evidence import Evidence
from summarizer.statements.tokens import PRONOUNS
from summarizer.telling.referents import opening_pronoun, referents
from summarizer.types import Analysis, Document, Figure, Question, Referent, Span, Statement, Testimony

MOSTLY = 0.4  # a sentence of which so much is listed elsewhere tells nothing new
SPOKEN = 0.6
SLIGHT = 10  # words; what is shorter ("The prime minister visited the town.") leans on what was said before it


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as a briefing reads it."""

    analysis: Analysis
    source: Evidence
    worth: tuple[float, ...]
    """For each sentence, from 1 for the most telling one of its document to 0 for one not worth telling."""
    is_transcript: bool
    referents: Mapping[Span, Referent]
    """Whom the pronoun means that opens a sentence, where that is certain."""

    @classmethod
    def of(cls, analysis: Analysis) -> Reading:
        ranking = analysis.ranking
        worth = {index: 1 - place / len(ranking) for place, index in enumerate(ranking)}
        return cls(
            analysis,
            Evidence.of(analysis.document),
            tuple(worth.get(i, 0.0) for i in range(len(analysis.sentences))),
            any(map(is_primary, analysis.statements)),
            referents(analysis.document, analysis.sentences, analysis.statements),
        )

    def telling(self, span: Span) -> float:
        """The worth of the best sentence that the span touches."""
        sentences = self.analysis.sentences
        first = bisect_right(sentences, span.start, key=lambda sentence: sentence.end)
        last = bisect_left(sentences, span.end, key=lambda sentence: sentence.start)
        return max(self.worth[first:last], default=0.0)

    def referent(self, sentence: Span) -> Referent | None:
        """Whom the pronoun means that opens a sentence, where that is certain."""
        return self.referents.get(sentence)


Bar = Callable[[Reading, Span], bool]
"""Tells of a sentence whether it must not be told."""


Wanted = Callable[[Statement | Figure], bool]
"""Tells of a piece whether readers follow what it is of: then it goes before others."""
FOLLOWED = 4.0
"""What that adds to how central its place is, which is 1 at most."""
Hidden = Callable[[Document, Span], bool]
"""Tells of a passage of a document whether readers do not want to see it."""


@dataclass(frozen=True, slots=True)
class Audience:
    """What readers do not want to see, and what they want first."""

    hidden: Hidden | None = None
    wanted: Wanted | None = None


EVERYBODY = Audience()
"""Readers who follow and mute nothing."""


def never(_reading: Reading, _sentence: Span) -> bool:
    """Bars nothing."""
    return False


def either(one: Bar, other: Bar) -> Bar:
    """Bars what one of the two bars."""
    if one is never or other is never:
        return other if one is never else one
    return lambda reading, sentence: one(reading, sentence) or other(reading, sentence)


def hiding(hidden: Hidden | None) -> Bar:
    """Bars the sentences that readers do not want to see."""
    return (lambda reading, sentence: hidden(reading.analysis.document, sentence)) if hidden else never


def is_spoken(reading: Reading, sentence: Span) -> bool:
    """Whether the sentence is somebody's own words: of a transcript's turn, or nearly all in quotation marks."""
    end = Span(sentence.end - 1, sentence.end)  # a turn's first sentence begins with its label
    if reading.is_transcript and reading.source.turn_of(end) is not None:
        return True
    return sum(sentence.overlap(quoted) for quoted in reading.source.quoted) > SPOKEN * (sentence.end - sentence.start)


def is_slight(reading: Reading, sentence: Span) -> bool:
    """Whether a sentence is too short to say by itself what happened."""
    return len(sentence.of(reading.source.text).split()) < SLIGHT


def is_nobodys(reading: Reading, sentence: Span) -> bool:
    """Whether the sentence is somebody's own words without a name of who speaks, or a question."""
    return is_spoken(reading, sentence) and not any(
        sentence.covers(source) and source.of(reading.source.text).lower() not in PRONOUNS and not statement.question
        for statement in reading.analysis.statements
        if any(map(sentence.overlap, statement.content))
        for source in statement.source
    )


def is_adrift(reading: Reading, sentence: Span) -> bool:
    """Whether a "he" behind a date opens the sentence, and nobody is certain to be meant."""
    pronoun = opening_pronoun(reading.source.text, sentence)
    return pronoun is not None and pronoun.start > sentence.start and reading.referent(sentence) is None


def repeats_statements(listed: Iterable[Testimony]) -> Bar:
    """Tells of a sentence whether it mostly is a statement that is listed, or is shown with a reported one."""
    return _mostly([piece for testimony in listed for piece in pieces_of(testimony)])


def repeats_figures(counted: Iterable[Question]) -> Bar:
    """Tells of a sentence whether it mostly is the passage of a figure that is listed."""
    return _mostly([(figure.document.key, figure.clause) for question in counted for figure in question.figures])


def pieces_of(testimony: Testimony) -> list[tuple[str, Span]]:
    """What a listed statement tells, by the documents' keys: its own words and sentence, and its witnesses'."""
    return [piece for statement in (testimony.statement, *testimony.witnesses) for piece in shown_of(statement)]


def shown_of(statement: Statement) -> list[tuple[str, Span]]:
    """What readers see of a statement that is listed: its words, and the sentence of a reported one."""
    key = statement.document.key
    said = [(key, span) for span in statement.content]
    return said if statement.kind == "direct" else [*said, (key, statement.context)]


def _mostly(pieces: Iterable[tuple[str, Span]]) -> Bar:
    by_document: dict[str, list[Span]] = defaultdict(list)
    for key, piece in pieces:
        by_document[key].append(piece)

    def is_told(reading: Reading, sentence: Span) -> bool:
        enough = MOSTLY * (sentence.end - sentence.start)
        return any(sentence.overlap(piece) > enough for piece in by_document[reading.analysis.document.key])

    return is_told
