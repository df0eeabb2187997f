"""A briefing out of analysed documents: what happened, who said what, which figures, every piece cut from a source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from summarizer.corroborate import corroborate
from summarizer.denials import alleges, answered, is_denial
from summarizer.gate.evidence import Evidence
from summarizer.gate.verify import is_written, piece_faults, question_faults
from summarizer.questions import link
from summarizer.telling.doubts import choose_doubts
from summarizer.telling.happened import Told, answering, choose_lede, lede_first, matter, tell
from summarizer.telling.key_figures import choose_figures, whole
from summarizer.telling.key_statements import choose_statements
from summarizer.telling.past import NOTHING, Past
from summarizer.telling.reading import (
    EVERYBODY,
    FOLLOWED,
    MOSTLY,
    Audience,
    Reading,
    Wanted,
    either,
    hiding,
    repeats_figures,
    repeats_statements,
)
from summarizer.types import Analysis, Answer, Briefing, Excerpt, Figure, Question, Span, Speaker, Statement, Testimony
from summarizer.writing.orders import is_address, steers

Piece = TypeVar("Piece")
MOST_STATEMENTS, MOST_FIGURES = 400, 200
"""What is set against each other takes time by the square of its number."""

__all__ = ["MOSTLY", "Reading", "compose", "sound_figures", "sound_questions", "sound_statements"]


def compose(
    analyses: Sequence[Analysis],
    *,
    topic: str | None = None,
    sentences: int = 4,
    statements: int = 6,
    figures: int = 9,
    unconfirmed: int = 3,
    past: Past = NOTHING,
    audience: Audience = EVERYBODY,
) -> Briefing:
    """A briefing of the documents, in the order given, with at most so many pieces of each sort.

        analyses | corroborate | statements                      -> said
                 | link        | figures, what several count     -> counted
                 | lede        | said and counted without it     -> lists
                 | what happened: the lede, and what no list has -> sentences
        lists    | without what the sentences tell               | what is not confirmed and stands nowhere above

    Pieces that the gate would refuse are left out here, so that one doubtful piece does not cost the whole briefing;
    `verify` still looks at the result. The same input gives the same briefing. `topic` puts what speaks of it first.
    Where no statements are listed, the denial of an allegation that is told is told too, one sentence more if need be.
    Of a briefing's statements the 400 most telling are compared, of its figures the 200 most telling.
    With a `past` nothing is told that it holds: neither a statement nor a sentence that says the same, nor an answer
    that its question had. A new answer is told without the known ones, a new denial without its known allegation.
    Where all was told the briefing `is_empty`. No sentence is told that is hidden from the `audience`; the caller
    leaves out such statements and figures. Statements and figures that it wants go before others.
    """
    readings = tuple(_read(analyses))
    said = _Said.of(readings, topic, statements, past, audience.wanted)
    counted = _Counted.of(readings, topic, figures, past, audience.wanted)
    was_told = either(past.bar(), hiding(audience.hidden))
    of = matter(readings, topic)
    lede = choose_lede(readings, of, was_told) if sentences else None
    first = Told.by(_cut(readings, lede))
    listed = said.but_for(first)
    numbers = counted.but_for(first.beside(listed))
    happened = tell(readings, of, sentences, lede, (repeats_statements(listed), repeats_figures(numbers)), was_told)
    if not statements:
        happened = answering(readings, happened, said.owed(Told.by(happened)))
    happened = lede_first(happened, lede and readings[lede[0]].analysis.document)
    told = Told.by(happened)
    listed = said.but_for(told)
    numbers = counted.but_for(told.beside(listed))
    return Briefing(
        documents=tuple(reading.analysis.document for reading in readings),
        sentences=happened,
        statements=listed,
        figures=numbers,
        topic=topic,
        unconfirmed=choose_doubts(
            readings,
            topic=topic,
            limit=unconfirmed,
            sentences=happened,
            statements=listed,
            figures=numbers,
            past=past,
            hidden=audience.hidden,
        ),
    )


def sound_statements(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """What the gate lets pass, in the order given; the statements may be of any documents.

    A speaker under a name that the document does not have is left out, and so is a role that it does not have. What
    orders a machine to say something is nobody's statement.
    """
    news = (statement for statement in statements if not _is_order(statement))
    named = (_told(statement, Evidence.of(statement.document)) for statement in news)
    return tuple(s for s in named if not piece_faults(s, Evidence.of(s.document)))


def sound_figures(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """What the gate lets pass, in the order given, each with its whole sentence where less would hide a "not".

    What stands in an order to a machine or to readers counts nothing.
    """
    news = (figure for figure in figures if not _is_ordered(figure))
    widened = (whole(figure, Evidence.of(figure.document)) for figure in news)
    return tuple(f for f in widened if not piece_faults(f, Evidence.of(f.document)))


def sound_questions(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions in the order given; of one that the gate would refuse, what it lets pass together.

    A number that does not say of what ("killed 15") stands by itself then; where that does not help, every figure.
    """
    return tuple(sound for question in questions for sound in _sound(question))


def _sound(question: Question) -> tuple[Question, ...]:
    if not any(question_faults(question)):
        return (question,)
    bare = [figure for figure in question.figures if figure.type == "count" and not figure.unit]
    rest = _without(question, bare)
    if bare and rest and not any(question_faults(rest)):
        return (rest, *(Question((Answer(figure),)) for figure in bare))
    return tuple(Question((Answer(figure),)) for figure in question.figures)


def _without(question: Question, figures: Collection[Figure]) -> Question | None:
    """The question without these figures; None where nothing is left of it."""
    answers = tuple(left for answer in question.answers if (left := _answer_without(answer, figures)))
    return replace(question, answers=answers, differs=question.differs and len(answers) > 1) if answers else None


def _answer_without(answer: Answer, figures: Collection[Figure]) -> Answer | None:
    """The answer in the words of the next who gives it, or its last value that is left."""
    given, earlier, repeated = (
        tuple(figure for figure in some if figure not in figures)
        for some in ((answer.figure, *answer.witnesses), answer.earlier, answer.repeated)
    )
    if given:
        return Answer(given[0], given[1:], earlier, repeated)
    left = (*earlier, *repeated)
    return Answer(left[-1], earlier=left[:-1]) if left else None


def _is_order(statement: Statement) -> bool:
    context = statement.context.of(statement.document.text)
    named = [span.of(statement.document.text) for span in statement.source]
    return any(map(is_address, named)) or steers(context, spoken=bool(named))


def _is_ordered(figure: Figure) -> bool:
    text, source = figure.document.text, Evidence.of(figure.document)
    spoken = source.turn_of(figure.span) is not None or source.is_quoted(figure.span)
    return any(steers(sentence.of(text), spoken=spoken) for sentence in source.around(figure.span))


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


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said in the documents, and how central each place is."""

    testimonies: tuple[Testimony, ...]
    telling: Mapping[Testimony, float]
    topic: str | None
    limit: int
    known: frozenset[Testimony]
    """Those that were told before this briefing."""

    @classmethod
    def of(cls, readings: Sequence[Reading], topic: str | None, limit: int, past: Past, wanted: Wanted | None) -> _Said:
        found = [
            (reading.telling(statement.context) + _more(wanted, statement), statement)
            for reading in readings
            for statement in reading.analysis.statements
            if limit or is_denial(statement) or alleges(statement.context.of(statement.document.text))
        ]
        sound = sound_statements(_most_telling(found, MOST_STATEMENTS))
        at = {reading.analysis.document.key: reading for reading in readings}
        sources = tuple(reading.source for reading in readings)
        testimonies = tuple(_named(testimony, sources) for testimony in corroborate(sound))
        telling = {
            t: at[t.statement.document.key].telling(t.statement.context) + _more(wanted, t.statement, *t.witnesses)
            for t in testimonies
        }
        known = frozenset(filter(past.has_statement, testimonies)) if past else frozenset[Testimony]()
        return cls(testimonies, telling, topic, limit, known)

    def but_for(self, told: Told) -> tuple[Testimony, ...]:
        """The most important statements that are not told; a denial whose allegation is told comes first."""
        if not self.limit:
            return ()
        above, left = self._parted(told)
        owed = [testimony.statement for testimony in self.owed(told)]
        chosen = choose_statements(left, self.telling, topic=self.topic, limit=self.limit, answering=owed)
        answers = answered((*above, *chosen)) if above else {}
        across = {max(pair) - len(above) for pair in answers.items() if min(pair) < len(above) <= max(pair)}
        return tuple(chosen[n] for n in sorted(range(len(chosen)), key=lambda n: n not in across))

    def owed(self, told: Told) -> tuple[Testimony, ...]:
        """The denials that are not told of what is told."""
        above, left = self._parted(told)
        answers = answered((*above, *left)) if above else {}
        return tuple(left[d - len(above)] for d, said in answers.items() if said < len(above) <= d)

    def _parted(self, told: Told) -> tuple[list[Testimony], list[Testimony]]:
        """The statements that are told, and the others."""
        above = [item for item in self.testimonies if item in self.known or told.has_statement(item)]
        known = frozenset(map(id, above))
        return above, [testimony for testimony in self.testimonies if id(testimony) not in known]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the figures of the documents answer, and how central each place is."""

    questions: tuple[Question, ...]
    telling: Mapping[Figure, float]
    topic: str | None
    limit: int

    @classmethod
    def of(
        cls, readings: Sequence[Reading], topic: str | None, limit: int, past: Past, wanted: Wanted | None
    ) -> _Counted:
        read = readings if limit else ()
        found = [
            (reading.telling(figure.span) + _more(wanted, figure), figure)
            for reading in read
            for figure in reading.analysis.figures
        ]
        at = {reading.analysis.document.key: reading for reading in readings}
        sound = sound_figures(_most_telling(found, MOST_FIGURES))
        telling = {f: at[f.document.key].telling(f.span) + _more(wanted, f) for f in sound}
        questions = sound_questions(link(tuple(telling)))
        return cls(tuple(past.news(questions)) if past else questions, telling, topic, limit)

    def but_for(self, told: Told) -> tuple[Question, ...]:
        """The most wanted figures of which the sentences do not tell all."""
        left = [question for question in self.questions if not told.has_figure(question)]
        return choose_figures(left, self.telling, topic=self.topic, limit=self.limit)


def _more(wanted: Wanted | None, *pieces: Statement | Figure) -> float:
    return FOLLOWED if wanted and any(map(wanted, pieces)) else 0.0


def _most_telling(found: Sequence[tuple[float, Piece]], most: int) -> list[Piece]:
    """At most so many pieces, those at the most telling places, in the order given."""
    best = sorted(range(len(found)), key=lambda n: (-found[n][0], n))[:most]
    return [found[n][1] for n in sorted(best)]


def _cut(readings: Sequence[Reading], place: tuple[int, Span] | None) -> Iterator[Excerpt]:
    if place is not None:
        yield Excerpt.cut(readings[place[0]].analysis.document, place[1])


def _named(testimony: Testimony, sources: Sequence[Evidence]) -> Testimony:
    """The testimony under a name that a source has: a united name that none has gives way to the statement's own."""
    speaker = _written(testimony.speaker, sources) or _written(testimony.statement.speaker, sources)
    return testimony if speaker == testimony.speaker else replace(testimony, speaker=speaker)
