"""What earlier digests told, so that a later one tells nothing of it again.

    told passages, analyses -> the characters told of each document | the words | the figures | what a page says of them

A piece is told when its own characters were, when it says nothing but told words, or, a figure, when its question had
the same answer. What has a word of its own is new, and so is another answer to a known question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from summarizer.comparison import SENTENCE_START, SURE_WORDS, TITLES, WRITTEN_NUMBERS, is_number, is_unknown
from summarizer.placed_words import Word, find_words
from summarizer.questions.answers import answer
from summarizer.questions.events import one_event
from summarizer.selection import REPEATED
from summarizer.telling.echoes import Echo, Echoes, Words, repeats_on_page, says_again
from summarizer.telling.passages import Passage, PassageKind, is_empty, told_by
from summarizer.telling.reading import MOSTLY, Bar, Reading, never
from summarizer.telling.tallies import Tallies
from summarizer.types import Analysis, Answer, Document, Figure, Question, Span, Spans, Speaker, Statement, Testimony
from summarizer.wording import NEGATIONS, content_words, is_content

__all__ = ["NOTHING", "Passage", "PassageKind", "Past", "is_empty", "told_by"]

Told = tuple[PassageKind, str, int, int]
FEWEST: Final = 3
"""Content words; fewer are somebody else's only by chance."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was told: of each document, by its key, the `shown` characters; the told figures; all told words.

    `voices` are the words by which the documents name who says what was told.
    """

    shown: Mapping[str, Spans] = field(default_factory=dict)
    figures: Tallies = field(default_factory=Tallies)
    echoes: Echoes = field(default_factory=Echoes)
    voices: Mapping[str, Spans] = field(default_factory=dict)

    @classmethod
    def of(cls, analyses: Sequence[Analysis], told: Iterable[Told]) -> Past:
        """What the told passages say, by what the analyses know of their documents.

        A passage whose document is not among the analyses, or that reaches out of its text, is left out. A document
        may have been analysed anew: whatever is found now in a told passage was told.
        """
        known = {analysis.document.key: analysis for analysis in analyses}
        passages: dict[str, list[Passage]] = defaultdict(list)
        for each in map(Passage._make, dict.fromkeys(told)):
            if each.key in known and 0 <= each.start < each.end <= len(known[each.key].document.text):
                passages[each.key].append(each)
        recalled = [_Recalled.of(known[key], found) for key, found in passages.items()]
        return cls(
            {each.document.key: each.shown for each in recalled if each.shown},
            Tallies.of(figure for each in recalled for figure in each.figures),
            Echoes.of([echo for each in recalled for echo in each.echoes()]),
            {each.document.key: each.voices for each in recalled if each.voices},
        )

    def __bool__(self) -> bool:
        return bool(self.shown or self.figures.by_document)

    def bar(self) -> Bar:
        """Tells of a sentence whether it was told; what was found out is kept, because it is asked many times."""
        found: dict[tuple[str, Span], bool] = {}

        def is_told(reading: Reading, sentence: Span) -> bool:
            place = reading.analysis.document.key, sentence
            if place not in found:
                found[place] = self.has_sentence(reading.analysis.document, sentence)
            return found[place]

        return is_told if self else never

    def has_sentence(self, document: Document, sentence: Span) -> bool:
        """Whether a sentence, or any other passage, says nothing that was not told."""
        again = self._repeats(document, Words.of(sentence.of(document.text)))
        return again or self._holds_most(document, sentence) or self._says_again(document, sentence)

    def has_doubt(self, document: Document, passage: Span, hedge: Span) -> bool:
        """Whether a passage that doubts something was told with its hedge."""
        return self._shows(document.key, (hedge,)) or self._says_again(document, passage)

    def has_statement(self, testimony: Testimony) -> bool:
        """Whether a statement was told: its words, or those of a witness of which it has little more."""
        statement, speaker = testimony.statement, testimony.speaker
        size = len(content_words(statement.text))
        witnesses = (w for w in testimony.witnesses if len(content_words(w.text)) >= REPEATED * size)
        return self._said(statement, speaker) or any(self._said(witness, witness.speaker) for witness in witnesses)

    def news(self, questions: Iterable[Question]) -> Iterator[Question]:
        """The questions with those answers that were not told; a question without such a one is left out."""
        for question in questions:
            new = [each for each in question.answers if not self._answered(each)]
            if len(new) == len(question.answers):
                yield question
            elif new:
                yield answer([figure for each in new for figure in each.figures])

    def _answered(self, given: Answer) -> bool:
        return any(self.has_figure(figure) for figure in (given.figure, *given.witnesses, *given.repeated))

    def has_figure(self, figure: Figure) -> bool:
        """Whether a figure was told: itself, the same answer to its question, or all that its passage says."""
        said = tuple(filter(None, (figure.span, figure.counts, figure.event)))
        key = figure.document.key
        if self._shows(key, said) or figure.span in self.figures.spans(key):
            return True
        return self.figures.gives_again(figure) or self._says_again(figure.document, figure.clause)

    def _said(self, statement: Statement, speaker: Speaker | None) -> bool:
        document = statement.document
        if all(_share(span, self.shown.get(document.key, ())) >= REPEATED for span in statement.content):
            return True
        new, names = Words.said(statement), voice_of(speaker)
        return self._repeats(document, new) or any(
            says_again(new, echo.words) and _may_be(names, new, echo.words) for echo in self.echoes.near(new)
        )

    def _repeats(self, document: Document, new: Words) -> bool:
        return any(repeats_on_page(new, told) for told in self.echoes.of_document(document.key))

    def _says_again(self, document: Document, passage: Span) -> bool:
        new = Words.of(passage.of(document.text))
        return any(
            says_again(new, echo.words) and (len(new.bag) >= SURE_WORDS or one_event(document, echo.document))
            for echo in self.echoes.near(new)
        )

    def _holds_most(self, document: Document, sentence: Span) -> bool:
        """Whether so much of it was told as makes a list's entry repeat it, and no number, name or "not" besides."""
        shown = self.shown.get(document.key, ())
        if _share(sentence, shown) <= MOSTLY:
            return False
        told = (*shown, *self.figures.spans(document.key), *self.voices.get(document.key, ()))
        words = find_words(document.text, (sentence,))
        return not any(_is_telling(word, document.text) and not any(map(word.span.overlap, told)) for word in words)

    def _shows(self, key: str, spans: Spans) -> bool:
        return all(any(told.covers(span) for told in self.shown.get(key, ())) for span in spans)


NOTHING: Final = Past()


@dataclass(frozen=True, slots=True)
class _Recalled:
    """What was told of one document: `shown` in order and apart, `figures` those that stand in it or alone.

    `statements` are those whose words were shown.
    """

    analysis: Analysis
    shown: Spans
    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]

    @classmethod
    def of(cls, analysis: Analysis, told: Sequence[Passage]) -> _Recalled:
        numbers = {figure.span for figure in analysis.figures}
        spans = {Span(each.start, each.end): each.kind for each in told}
        shown = _joined(span for span, kind in spans.items() if kind != "figure" or span not in numbers)
        figures = (f for f in analysis.figures if f.span in spans or any(span.covers(f.span) for span in shown))
        statements = (s for s in analysis.statements if all(any(t.covers(c) for t in shown) for c in s.content))
        return cls(analysis, shown, tuple(figures), tuple(statements))

    @property
    def document(self) -> Document:
        return self.analysis.document

    @property
    def voices(self) -> Spans:
        return tuple(span for statement in self.statements for span in statement.source)

    def echoes(self) -> Iterator[Echo]:
        """The shown words: each passage, its sentences, and what is said in it with who says it."""
        text = self.document.text
        sentences = (s for s in self.analysis.sentences if any(span.covers(s) for span in self.shown))
        for span in dict.fromkeys((*self.shown, *sentences)):
            yield Echo(Words.of(span.of(text)), self.document)
        for statement in self.statements:
            named = frozenset().union(*(content_words(span.of(text)) for span in statement.source))
            yield Echo(Words.said(statement).by(named | voice_of(statement.speaker)), self.document)


def voice_of(speaker: Speaker | None) -> frozenset[str]:
    """The words that name a speaker, without titles where others are left; none for a "he" whom nobody names."""
    words = frozenset() if speaker is None or is_unknown(speaker) else content_words(speaker.name)
    return words - TITLES or words


def _may_be(names: frozenset[str], new: Words, told: Words) -> bool:
    """Whether the told words may be this speaker's: named with them, or too many to be anybody else's.

    Words of nobody are told words only if they are more than a few, or the told ones are no more.
    """
    if len(new.bag) >= SURE_WORDS or not names.isdisjoint(told.bag):
        return True
    return not names and (len(new.bag) >= FEWEST or new.row == told.row)


def _joined(spans: Iterable[Span]) -> Spans:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _share(span: Span, told: Iterable[Span]) -> float:
    """How much of a span stands in told ones that are apart from each other."""
    return sum(map(span.overlap, told)) / (span.end - span.start)


def _is_telling(word: Word, text: str) -> bool:
    """Whether a word makes what is told with it another thing: a number, a name or a "not"."""
    token = word.token
    return is_number(token) or token in WRITTEN_NUMBERS or token in NEGATIONS or _is_name(word, text)


def _is_name(word: Word, text: str) -> bool:
    """Whether a word that says something has a capital; the first of a sentence may be any word."""
    if not text[word.span.start].isupper() or word.token in TITLES or not is_content(word.token):
        return False
    return not SENTENCE_START.search(text[max(0, word.span.start - 4) : word.span.start] or "\n")
