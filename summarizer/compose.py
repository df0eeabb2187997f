"""A briefing out of analysed documents: what happened, who said what, which figures, every piece cut from a source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.corroborate import corroborate, is_primary
from summarizer.evidence import Evidence
from summarizer.key_figures import choose_figures, whole
from summarizer.key_statements import choose_statements
from summarizer.questions import link
from summarizer.select import select_many
from summarizer.types import Analysis, Answer, Briefing, Excerpt, Figure, Question, Span, Speaker, Statement, Testimony
from summarizer.verify import is_written, piece_faults, question_faults

MOSTLY = 0.4  # a sentence of which so much is listed elsewhere tells nothing new
SPOKEN = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """An analysis next to the evidence that its pieces are held against."""

    analysis: Analysis
    source: Evidence
    worth: tuple[float, ...]
    """For each sentence, from 1 for the most telling one of its document to 0 for one not worth telling."""
    is_transcript: bool

    @classmethod
    def of(cls, analysis: Analysis) -> Reading:
        ranking = analysis.ranking
        worth = {index: 1 - place / len(ranking) for place, index in enumerate(ranking)}
        return cls(
            analysis,
            Evidence.of(analysis.document),
            tuple(worth.get(i, 0.0) for i in range(len(analysis.sentences))),
            any(map(is_primary, analysis.statements)),
        )

    def telling(self, span: Span) -> float:
        """The worth of the best sentence that the span touches."""
        sentences = self.analysis.sentences
        first = bisect_right(sentences, span.start, key=lambda sentence: sentence.end)
        last = bisect_left(sentences, span.end, key=lambda sentence: sentence.start)
        return max(self.worth[first:last], default=0.0)


Bar = Callable[[Reading, Span], bool]


def compose(
    analyses: Sequence[Analysis],
    *,
    topic: str | None = None,
    sentences: int = 4,
    statements: int = 6,
    figures: int = 9,
) -> Briefing:
    """A briefing of the documents, in the order given, with at most so many pieces of each sort.

        analyses | corroborate | key statements, each denial behind its allegation
                 | linked figures, what several sources count together | key figures
                 | what happened: whole sentences, without what is listed already

    Pieces that the gate would refuse are left out here, so that one doubtful piece does not cost the whole briefing;
    `verify` still looks at the result. The same input gives the same briefing. `topic` puts what speaks of it first.
    """
    readings = tuple(_read(analyses))
    listed = _statements(readings, topic, statements)
    counted = _figures(readings, topic, figures)
    return Briefing(
        documents=tuple(reading.analysis.document for reading in readings),
        sentences=_tell(readings, topic, sentences, (_repeats_listed(listed), _repeats_counted(counted))),
        statements=listed,
        figures=counted,
        topic=topic,
    )


def sound_statements(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """What the gate lets pass, in the order given; the statements may be of any documents.

    A speaker under a name that the document does not have is left out, and so is a role that it does not have.
    """
    named = (_told(statement, Evidence.of(statement.document)) for statement in statements)
    return tuple(s for s in named if not piece_faults(s, Evidence.of(s.document)))


def sound_figures(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """What the gate lets pass, in the order given, each with its whole sentence where less would hide a "not"."""
    widened = (whole(figure, Evidence.of(figure.document)) for figure in figures)
    return tuple(f for f in widened if not piece_faults(f, Evidence.of(f.document)))


def sound_questions(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions in the order given; one that the gate would refuse is as many as it has figures."""
    return tuple(
        sound
        for question in questions
        for sound in (
            [Question((Answer(f),)) for f in question.figures] if any(question_faults(question)) else [question]
        )
    )


def _told(statement: Statement, source: Evidence) -> Statement:
    """The statement under a name and role that its document has."""
    speaker = _written(statement.speaker, (source,))
    return statement if speaker == statement.speaker else replace(statement, speaker=speaker)


def _written(speaker: Speaker | None, sources: Sequence[Evidence]) -> Speaker | None:
    """As much of a speaker as a source has: without a role that none has, and nobody where none has the name."""
    if speaker is None or not is_written(speaker.name, sources):
        return None
    stated = speaker.role is None or is_written(speaker.role, sources)
    return speaker if stated else replace(speaker, role=None)


def _read(analyses: Sequence[Analysis]) -> Iterator[Reading]:
    """Each text once, as it was given first: another page with the same text is the same document."""
    known: dict[str, Analysis] = {}
    for analysis in analyses:
        known.setdefault(analysis.document.text, analysis)
    yield from map(Reading.of, known.values())


def _statements(readings: Sequence[Reading], topic: str | None, limit: int) -> tuple[Testimony, ...]:
    sound = sound_statements([statement for reading in readings for statement in reading.analysis.statements])
    at = {reading.analysis.document.key: reading for reading in readings}
    sources = tuple(reading.source for reading in readings)
    testimonies = tuple(_named(testimony, sources) for testimony in corroborate(sound))
    telling = {t: at[t.statement.document.key].telling(t.statement.context) for t in testimonies}
    return choose_statements(testimonies, telling, topic=topic, limit=limit)


def _named(testimony: Testimony, sources: Sequence[Evidence]) -> Testimony:
    """The testimony under a name that a source has: a united name that none has gives way to the statement's own."""
    speaker = _written(testimony.speaker, sources) or _written(testimony.statement.speaker, sources)
    return testimony if speaker == testimony.speaker else replace(testimony, speaker=speaker)


def _figures(readings: Sequence[Reading], topic: str | None, limit: int) -> tuple[Question, ...]:
    telling: dict[Figure, float] = {}
    for reading in readings:
        telling.update((figure, reading.telling(figure.span)) for figure in sound_figures(reading.analysis.figures))
    return choose_figures(sound_questions(link(tuple(telling))), telling, topic=topic, limit=limit)


def _tell(readings: Sequence[Reading], topic: str | None, limit: int, listed: Sequence[Bar]) -> tuple[Excerpt, ...]:
    """Sentences that repeat nothing listed; where too few are left, figures and then statements may be repeated.

    What a transcript's speaker says, and a sentence that is all quotation, is never told as what happened.
    """
    told: tuple[tuple[int, Span], ...] = ()
    for kept in range(len(listed), -1, -1):
        told = _select(readings, topic, limit, (_is_spoken, *listed[:kept]))
        if len(told) >= limit / 2:
            break
    cut = ((readings[n], Excerpt.cut(readings[n].analysis.document, span)) for n, span in told)
    return tuple(excerpt for reading, excerpt in cut if not piece_faults(excerpt, reading.source))


def _select(
    readings: Sequence[Reading], topic: str | None, limit: int, bars: Sequence[Bar]
) -> tuple[tuple[int, Span], ...]:
    return select_many(
        [reading.analysis for reading in readings],
        sentences=limit,
        topic=topic,
        without=lambda number, span: any(bar(readings[number], span) for bar in bars),
    )


def _is_spoken(reading: Reading, span: Span) -> bool:
    """Whether the sentence is somebody's own words: of a transcript's turn, or nearly all in quotation marks."""
    end = Span(span.end - 1, span.end)  # a turn's first sentence begins with its label
    if reading.is_transcript and reading.source.turn_of(end) is not None:
        return True
    return sum(span.overlap(quoted) for quoted in reading.source.quoted) > SPOKEN * (span.end - span.start)


def _repeats_listed(listed: Sequence[Testimony]) -> Bar:
    """Tells of a sentence whether it mostly is a statement that is listed, or is shown with a reported one."""
    said = [(s.document.key, span) for t in listed for s in (t.statement, *t.witnesses) for span in s.content]
    shown = [(t.statement.document.key, t.statement.context) for t in listed if t.statement.kind != "direct"]
    return _covered_by(said + shown)


def _repeats_counted(counted: Sequence[Question]) -> Bar:
    """Tells of a sentence whether it mostly is the passage of a figure that is listed."""
    return _covered_by([(figure.document.key, figure.clause) for question in counted for figure in question.figures])


def _covered_by(pieces: Sequence[tuple[str, Span]]) -> Bar:
    by_document: dict[str, list[Span]] = defaultdict(list)
    for key, piece in pieces:
        by_document[key].append(piece)

    def covered(reading: Reading, span: Span) -> bool:
        enough = MOSTLY * (span.end - span.start)
        return any(span.overlap(piece) > enough for piece in by_document[reading.analysis.document.key])

    return covered
